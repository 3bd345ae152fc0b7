import type { SignOnPolicy } from './sign-on/policy.ts';

/** Who may sign up: anybody, holders of an invitation, nobody. */
export const signupModes = ['open', 'invitation', 'closed'] as const;
export type SignupMode = (typeof signupModes)[number];

export type AuthSettings = {
  /** The database that `packages/db` has migrated; auth opens a pool of its own on it. */
  url: string;
  /** Connections in that pool; 5 unless told. */
  poolSize?: number;
  /** Signs the session cookies: at least 32 characters. Another secret ends every session. */
  secret: string;
  /** Where people reach the dashboard, `https://patchbay.example.org`. Decides Secure cookies and the allowed origin. */
  publicUrl: string;
  /** Further origins that may send cookies: the same machine by another name. */
  trustedOrigins?: string[];
  signup: SignupMode;
  /**
   * The header in which the reverse proxy in front writes the client's address (`x-forwarded-for`).
   * Absent, no header is believed and the socket's address counts: anybody can send headers.
   */
  trustedProxyHeader?: string;
  /** Decides who may sign in to which tool; absent, nobody signs in to any. */
  signOn?: SignOnPolicy;
  /** Receives warnings and errors, without addresses, tokens or passwords. Silent when absent. */
  log?(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
};

/** Ends a session that was not used for so long. */
export const idleSessionSeconds = 7 * 86_400;
/** Ends a session however much it is used (ASVS 7.3.2). */
export const longestSessionMs = 30 * 86_400_000;

export const basePath = '/api/auth';
