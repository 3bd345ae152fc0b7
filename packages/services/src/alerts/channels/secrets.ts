import type { EntityManager } from '@mikro-orm/postgresql';
import { PatchbayError } from '@patchbay/core';
import type { AlertChannel } from '@patchbay/db';
import type { Runtime } from '../../kernel/index.ts';
import { openingDataKeys, openText, sealingDataKey, sealText } from '../../vault/index.ts';

type Field = 'alert_url' | 'alert_secret';

const placeOf = (
  { id, organizationId }: Pick<AlertChannel, 'id' | 'organizationId'>,
  field: Field,
) => ({
  organizationId,
  // Sealed texts are bound to the thing that they belong to; here that is the channel.
  integrationId: id,
  field,
});

/** Seals what is given into the channel's row; its id has to stand. */
export async function sealInto(
  em: EntityManager,
  { keys }: Pick<Runtime, 'keys'>,
  channel: AlertChannel,
  given: { url?: string | null; secret?: string },
): Promise<void> {
  const key = await sealingDataKey(em, keys, channel.organizationId);
  if (given.url) channel.sealedUrl = await sealText(key, placeOf(channel, 'alert_url'), given.url);
  if (given.secret)
    channel.sealedSecret = await sealText(key, placeOf(channel, 'alert_secret'), given.secret);
}

/** @throws PatchbayError `conflict` when what is stored does not open any more */
export async function openWebhook(
  { orm, keys }: Pick<Runtime, 'orm' | 'keys'>,
  channel: AlertChannel,
): Promise<{ url: URL; secret: string }> {
  const findKey = await openingDataKeys(orm.em.fork(), keys, [channel.organizationId]);
  const open = (field: Field, sealed: string | null | undefined) =>
    openText(findKey, placeOf(channel, field), sealed ?? '');
  const [url, secret] = await Promise.all([
    open('alert_url', channel.sealedUrl),
    open('alert_secret', channel.sealedSecret),
  ]);
  if (url === null || secret === null) {
    throw new PatchbayError(
      'conflict',
      'The stored address of this channel cannot be opened. Enter it again.',
    );
  }
  return { url: new URL(url), secret };
}
