import { PatchbayError } from '@patchbay/core';
import { sql } from 'kysely';
import { defineVerb } from '../kernel/index.ts';
import { type EventDetailView, EventRef } from '../webhooks/schemas.ts';
import { type EventColumns, eventColumns, toEventView } from './view.ts';

/** A page shows the beginning of a larger body. */
const shownBytes = 262_144;

type DetailColumns = EventColumns & {
  contentType: string | null;
  headers: Record<string, string>;
  body: Uint8Array;
};

/** One event with headers and body; bytes that are no UTF-8 come in base64. Errors: `not_found`. */
export const getEvent = defineVerb({
  name: 'events.get',
  permission: 'webhooks:read',
  input: EventRef,
  async run(ctx, { id, receivedAt }): Promise<EventDetailView> {
    const { organizationId } = ctx.principal;
    const { rows } = await sql<DetailColumns>`
      select ${eventColumns}, e.content_type as "contentType", e.headers,
        substring(e.body from 1 for ${shownBytes}::int) as body
      from webhook_events e join webhook_endpoints s on s.id = e.endpoint_id
      where e.id = ${id} and e.received_at = ${receivedAt} and e.organization_id = ${organizationId}`.execute(
      ctx.runtime.orm.em.fork().getKysely(),
    );
    const [row] = rows;
    if (!row) throw new PatchbayError('not_found', 'There is no such event.');
    const view = toEventView(row);
    const isTruncated = view.sizeBytes > shownBytes;
    const text = textOf(row.body, isTruncated);
    return {
      ...view,
      contentType: row.contentType,
      headers: row.headers,
      body: text,
      bodyBase64: text === null ? Buffer.from(row.body).toString('base64') : null,
      isTruncated,
    };
  },
});

/** The end of a cut body may be in the middle of a character. */
function textOf(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: isCut,
    });
  } catch {
    return null;
  }
}
