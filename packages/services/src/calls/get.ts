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
  // curl waits for a body after `-X HEAD`, and takes brackets for a range.
  const verb = method === 'HEAD' ? '--head' : `-X ${quoted(method)}`;
  const globoff = /[[\]{}]/.test(path) ? ' --globoff' : '';
  const parts = [
    `curl ${verb}${globoff} ${quoted(`${publicUrl}/proxy/${provider}${path}`)}`,
    `-H "Authorization: Bearer $PATCHBAY_API_KEY"`,
  ];
  if (requestTruncated) {
    // The type is not kept; what is no JSON is a form, as curl has it by itself.
    if (/^\s*[[{"]/.test(requestTruncated)) parts.push(`-H 'Content-Type: application/json'`);
    parts.push(`--data-raw ${quoted(requestTruncated)}`);
  }
  return parts.join(' \\\n  ');
}
