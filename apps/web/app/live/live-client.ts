import type { AppRouter, LiveUpdate } from '@patchbay/trpc';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import superjson from 'superjson';
import type { LiveState } from './use-live.ts';

type Listener = {
  onState: (state: LiveState) => void;
  onUpdate: (update: LiveUpdate) => void;
};

/** Subscribes until the returned function is called. An EventSource sends no headers, so the organization is a connection parameter. */
export function listen(organization: string, { onState, onUpdate }: Listener): () => void {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url: '/api/trpc',
        transformer: superjson,
        connectionParams: { organization },
      }),
    ],
  });
  const subscription = client.live.events.subscribe(undefined, {
    onConnectionStateChange: ({ state }) => onState(state === 'pending' ? 'connected' : 'paused'),
    onData: ({ data }) => onUpdate(data),
    onError: () => onState('paused'),
  });
  return () => subscription.unsubscribe();
}
