import type { Socket } from 'node:net';
import type { ApiClient } from '../http/api-client.ts';
import { createApiClient } from '../http/create-api-client.ts';
import type { Http } from '../http/http.ts';
import type { Classify } from './trouble.ts';

export type LinkedApi = {
  /** Another host of the same integration, such as an admin port; what `headers` hold is sent there. */
  baseUrl: string;
  headers?: Record<string, string>;
  cookies?: boolean;
  trouble?: Classify;
  /** The only certificate to trust there, by its SHA-256 fingerprint. */
  tlsFingerprint?: string;
};

/** Ways to other places of the same integration, behind the same guard. They live as long as its client. */
export type Links = {
  /** Not signed with the integration's credentials: `headers` say everything that is sent. */
  api: (options: LinkedApi) => ApiClient;
  /**
   * A TCP connection to `scheme://host:port`, for a protocol other than HTTP; the caller ends it.
   * @throws OutboundError
   */
  socket: (url: string | URL, options?: { signal?: AbortSignal }) => Promise<Socket>;
};

const eitherOf = (one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined =>
  one && other ? AbortSignal.any([one, other]) : (one ?? other);

export const createLinks = ({ http, signal }: { http: Http; signal?: AbortSignal }): Links => ({
  api: ({ baseUrl, cookies = false, ...given }) =>
    createApiClient({ ...given, http, signal, cookies, baseUrl: new URL(baseUrl) }),
  socket: (url, options) =>
    http.connect(new URL(url), { signal: eitherOf(options?.signal, signal) }),
});
