import { PatchbayError } from '@patchbay/core';
import { CallLog } from '@patchbay/db';
import { defineVerb } from '../kernel/index.ts';
import { type CallDetailView, GetCallInput } from './schemas.ts';
import { toCallView } from './view.ts';

/** One call with what is kept of its bodies. Errors: `not_found`, also for another organization's. */
export const getCall = defineVerb({
  name: 'calls.get',
  permission: 'audit:read',
  input: GetCallInput,
  async run(ctx, { id, createdAt }): Promise<CallDetailView> {
    const { organizationId } = ctx.principal;
    // The moment names the partition: without it every day would be searched.
    const row = await ctx.runtime.orm.em.fork().findOne(CallLog, { organizationId, id, createdAt });
    if (!row) throw new PatchbayError('not_found', 'There is no such call.');
    return {
      ...toCallView(row),
      request: row.requestTruncated ?? null,
      response: row.responseTruncated ?? null,
      curl: curlOf(row, ctx.runtime.oauth.publicUrl),
    };
  },
});

/** Single quotes end nowhere but where they are closed, so nothing of the call can become part of the command. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function curlOf({ method, provider, endpoint, requestTruncated }: CallLog, publicUrl: string) {
  const path = endpoint === '/' ? '' : endpoint;
  const parts = [
    `curl -X ${quoted(method)} ${quoted(`${publicUrl}/proxy/${provider}${path}`)}`,
    `-H "Authorization: Bearer $PATCHBAY_API_KEY"`,
  ];
  if (requestTruncated) {
    parts.push(`-H 'Content-Type: application/json'`, `--data-raw ${quoted(requestTruncated)}`);
  }
  return parts.join(' \\\n  ');
}
