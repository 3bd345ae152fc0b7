import type { Http } from '../http/http.ts';
import type { Settings } from '../kit/settings.ts';
import type { Answer, OAuthClient } from './declaration.ts';

/** What a token endpoint granted. Times are absolute, by the clock of the HTTP layer. */
export type TokenGrant = {
  accessToken: string;
  /** The one to use next: the old one where the provider sent none. */
  refreshToken: string | null;
  /** In small letters, as the provider named it (`bearer`, `bot`). */
  tokenType: string;
  /** Granted scopes, in the order they came. */
  scope: string[];
  expiresAt: Date | null;
  refreshExpiresAt: Date | null;
  /** What else is worth keeping of the answer; nothing secret. */
  extra: Answer;
};

/** What every exchange needs besides its own values. `settings` with those of a shared app laid over them. */
export type ExchangeContext = {
  http: Http;
  settings: Settings;
  /** Taken from the settings if absent. */
  client?: OAuthClient;
  signal?: AbortSignal;
};
