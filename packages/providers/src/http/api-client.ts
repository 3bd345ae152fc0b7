import type { z } from 'zod';
import type { OutboundError } from './errors.ts';
import type { OutboundReply } from './http.ts';

export type CallOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  json?: unknown;
  form?: Record<string, string>;
  /** Sent as it is; the caller says in `headers` what it is. */
  body?: string;
  headers?: Record<string, string>;
  /** A POST that only reads may be repeated. GET, PUT and DELETE are anyway. */
  idempotent?: boolean;
  signal?: AbortSignal;
  /** Finds the trouble that some providers report with a good status; asked before the answer is parsed. */
  troubleIn?: (content: unknown) => OutboundError | null;
};

/**
 * What a provider's client speaks through: bound to one integration's address and credentials. Paths
 * are relative to the base address and cannot leave it.
 */
export type ApiClient = {
  /**
   * Calls `path` and parses the answer.
   * @throws OutboundError
   */
  json<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options?: CallOptions,
  ): Promise<z.infer<Schema>>;
  /**
   * Calls `path` and hands back a good answer as it came: one without a body, or whose news is in a header.
   * @throws OutboundError
   */
  send(path: string, options?: CallOptions): Promise<OutboundReply>;
};
