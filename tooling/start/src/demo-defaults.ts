import { isLoopback } from './addresses.ts';

/** What `npm start` sets unless the environment does: the demo is there to be tried and looked at. */
export const demoDefaults = (host: string) => ({
  INTEGRATIONS_USAGE_LOGGING_ENABLED: 'true',
  /** Strangers can only be people at this machine, as long as nobody else reaches it. */
  SIGNUP: isLoopback(host) ? 'open' : 'invitation',
});
