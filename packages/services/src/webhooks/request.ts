import type { Bytes } from '@patchbay/crypto';

/** A request as it arrived. Names of headers are in lower case; of a repeated one the values are joined. */
export type WebhookRequest = {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Bytes;
  /** What follows the endpoint in the path. */
  pathSecret: string | null;
  /** When its last byte arrived, in Unix milliseconds. */
  at: number;
};

export function headerOf({ headers }: WebhookRequest, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return Array.isArray(value) ? value.join(', ') : value;
}
