import type { LoaderFunctionArgs } from '@remix-run/node';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

/** The report as a file. Its digest stands in the file and in the header that programs compare it with (RFC 9530). */
export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const { offboarding: offboardingId = '', format } = args.params;
  const wanted = { offboardingId, format: format === 'json' ? 'json' : 'csv' } as const;
  const file = await orRefuse(args.context, caller.offboardings.evidence(wanted));
  return new Response(file.text, {
    headers: {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${file.filename}"`,
      'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
      'cache-control': 'no-store',
    },
  });
}
