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

/** What a provider brings to the contract suite. */
export type ProviderSamples = {
  /** Complete and valid, as a person would enter them; secrets at least 8 characters long. */
  settings: Record<string, unknown>;
  /** How the provider answers when all is well; required for a provider with a health check. */
  healthy?: (call: RecordedCall) => SampleReply;
  /** How it refuses credentials, when that is not a plain 401. */
  refused?: (call: RecordedCall) => SampleReply;
};
