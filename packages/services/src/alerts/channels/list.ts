import { AlertChannel, IntegrationConfig } from '@patchbay/db';
import { findProvider, providerKeys } from '@patchbay/providers';
import { defineVerb } from '../../kernel/index.ts';
import { type ChannelSetView, ListChannelsInput } from '../schemas.ts';
import { viewChannel } from './view.ts';

const chats = providerKeys.filter((key) => findProvider(key)?.chat);

/** Where alerts are told, and what else could tell them: two queries. */
export const listChannels = defineVerb({
  name: 'alerts.channels',
  permission: 'settings:read',
  input: ListChannelsInput,
  async run({ runtime, principal }): Promise<ChannelSetView> {
    const { organizationId } = principal;
    const em = runtime.orm.em.fork();
    const [channels, integrations] = await Promise.all([
      em.find(AlertChannel, { organizationId }, { orderBy: { createdAt: 'asc', id: 'asc' } }),
      runtime.orm.em
        .fork()
        .find(
          IntegrationConfig,
          { organizationId, provider: { $in: chats } },
          { exclude: ['settings'] },
        ),
    ]);
    return {
      channels: channels.map(viewChannel),
      mail: { available: Boolean(runtime.mail), from: runtime.mail?.from ?? null },
      chats: chats.flatMap((provider) => {
        const found = integrations.find((row) => row.provider === provider);
        if (!found) return [];
        const usable = found.enabled && found.status !== 'not_configured';
        return [{ provider, label: found.label, usable }];
      }),
    };
  },
});
