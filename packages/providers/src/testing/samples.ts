import type { ConnectionType, Credential } from '../kit/auth.ts';
import type { TroubleKind } from '../kit/trouble.ts';
import type { TokenGrant } from '../oauth/grant.ts';

/** One call as it would leave the machine. */
export type RecordedCall = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string;
};

export type SampleReply = {
  status?: number;
  headers?: [string, string][];
  /** Anything but a string is sent as JSON. */
  body: unknown;
};

/** One call as a test expects it; an absent part is not looked at. */
export type ExpectedCall = {
  method?: string;
  url: string;
  headers?: Record<string, string>;
  /** Letter by letter, so that a doubled or missing parameter shows. */
  body?: string;
};

/** How a provider's OAuth looks on the wire. The app is `client-id` / `client-secret` unless the settings say otherwise. */
export type OAuthSamples = {
  /** Settings of a whole app of one's own. */
  settings: Record<string, unknown>;
  /** The whole address that a person is sent to, for `state-of-the-test-0123` and `challenge`. */
  authorizeUrl: string;
  exchange: ExpectedCall;
  /** The answer to the exchange, as the provider sends it. */
  granted: SampleReply;
  grant: Partial<TokenGrant>;
  /** How it refuses a bad code. */
  badCode: SampleReply;
  refresh: ExpectedCall;
  refreshed: SampleReply;
  /** How it refuses a dead refresh token. */
  dead: SampleReply;
  /** How it refuses a wrong client secret. */
  badClient: SampleReply;
  revoke: ExpectedCall[];
  revoked: SampleReply;
};

/** One operation: what it is given, what then goes out, what comes back and what is made of that. */
export type OperationSample = {
  input: Record<string, unknown>;
  call: Omit<ExpectedCall, 'headers'>;
  reply: SampleReply;
  output: unknown;
};

/** What a provider brings to the contract suite. */
export type ProviderSamples = {
  /** Complete and valid, as a person would enter them; secrets at least 8 characters long. */
  settings: Record<string, unknown>;
  /** How the provider answers when all is well; required for a provider with a health check. */
  healthy?: (call: RecordedCall) => SampleReply;
  /** How it refuses credentials, when that is not a plain 401. */
  refused?: (call: RecordedCall) => SampleReply;
  /** Answers that only look well: a text for a test and the trouble they really are. */
  troubles?: [string, SampleReply, TroubleKind][];
  /** The way that the settings above are for; guessed from them if absent. */
  connectionType?: ConnectionType;
  /** The token of a connection, for a provider that is connected by consent. */
  credential?: Credential;
  /** Whom the healthy answers speak of. */
  account?: { id: string; name: string };
  oauth?: OAuthSamples;
  /** One for every operation there is. */
  operations?: Record<string, OperationSample>;
};
