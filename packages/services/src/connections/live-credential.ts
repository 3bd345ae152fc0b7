import { type ErrorCode, PatchbayError } from '@patchbay/core';
import type { ConnectionType } from '@patchbay/db';
import type { Credential, Provider, Settings } from '@patchbay/providers';

/** Everything a call of one integration is signed with, open. Never log it, never send it to a browser. */
export type LiveCredential = {
  integrationId: string;
  organizationId: string;
  provider: string;
  definition: Provider;
  /** Parsed, secrets open, with those of the operator's app laid over them where the connection goes through it. */
  settings: Settings;
  /** Null for a provider that has only one way. */
  connectionType: ConnectionType | null;
  /** Of a connection; null where the settings alone sign the calls. */
  token: Credential | null;
  /** Moves on with every new token; 0 without a connection. */
  generation: number;
  /** Moves on with every change of the settings and every new connection. */
  revision: number;
  expiresAt: Date | null;
  /** Granted; empty without a connection. */
  scopes: readonly string[];
  /** The remote account, by which limits are shared; null where the provider names none. */
  accountId: string | null;
};

export const credentialProblems = [
  'not_found',
  'not_allowed',
  'disabled',
  'not_configured',
  'needs_reconnection',
  'unreadable',
  'unavailable',
] as const;
export type CredentialProblem = (typeof credentialProblems)[number];

const codes: Record<CredentialProblem, ErrorCode> = {
  not_found: 'not_found',
  not_allowed: 'forbidden',
  disabled: 'conflict',
  not_configured: 'conflict',
  needs_reconnection: 'conflict',
  unreadable: 'conflict',
  unavailable: 'unavailable',
};

const sentences: Record<CredentialProblem, string> = {
  not_found: 'There is no such integration.',
  not_allowed: 'The operator of this Patchbay does not allow this provider.',
  disabled: 'This integration is switched off.',
  not_configured: 'This integration is not connected.',
  needs_reconnection: 'This connection has to be made again.',
  unreadable: 'Stored credentials of this integration cannot be opened. Enter them again.',
  unavailable: 'The token of this connection cannot be renewed just now.',
};

/** Why there is nothing to sign a call with. `unavailable` passes by itself. */
export class CredentialError extends PatchbayError {
  readonly problem: CredentialProblem;

  constructor(
    problem: CredentialProblem,
    options: { message?: string; retryAfterSeconds?: number } = {},
  ) {
    const { message = sentences[problem], ...rest } = options;
    super(codes[problem], message, rest);
    this.name = 'CredentialError';
    this.problem = problem;
  }
}
