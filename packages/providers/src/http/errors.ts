import { type ErrorCode, type HealthReason, PatchbayError } from '@patchbay/core';
import type { Trouble } from '../kit/trouble.ts';

/** How a call to another system can fail. `refused`: our own address guard would not make it. */
export const outboundKinds = [
  'auth',
  'rate_limited',
  'not_found',
  'unreachable',
  'invalid_response',
  'misconfigured',
  'provider',
  'refused',
] as const;
export type OutboundKind = (typeof outboundKinds)[number];

const codes: Record<OutboundKind, ErrorCode> = {
  auth: 'unavailable',
  rate_limited: 'rate_limited',
  not_found: 'not_found',
  unreachable: 'unavailable',
  invalid_response: 'unavailable',
  misconfigured: 'invalid_input',
  provider: 'unavailable',
  refused: 'invalid_input',
};

/** A failed call. Its message is ours: it holds neither a secret nor text of the answer. */
export class OutboundError extends PatchbayError {
  readonly kind: OutboundKind;
  /** HTTP status of the answer, when there was one. */
  readonly status: number | null;
  /** What the provider itself made of it, where it has words for that. */
  readonly trouble: Trouble | null;

  constructor(
    kind: OutboundKind,
    message: string,
    options: { status?: number; retryAfterSeconds?: number; trouble?: Trouble } = {},
  ) {
    super(codes[kind], message, { retryAfterSeconds: options.retryAfterSeconds });
    this.name = 'OutboundError';
    this.kind = kind;
    this.status = options.status ?? null;
    this.trouble = options.trouble ?? null;
  }
}

/**
 * The one place where a failed call becomes a health reason. Where a person typed the address, a
 * missing page or an unreadable answer says that the address is wrong.
 */
export function reasonOf(error: unknown, address: 'entered' | 'fixed'): HealthReason {
  if (!(error instanceof OutboundError)) return 'provider';
  switch (error.kind) {
    case 'auth':
    case 'rate_limited':
    case 'unreachable':
    case 'misconfigured':
    case 'provider':
      return error.kind;
    case 'refused':
      return 'misconfigured';
    case 'not_found':
    case 'invalid_response':
      return address === 'entered' ? 'misconfigured' : 'provider';
  }
}
