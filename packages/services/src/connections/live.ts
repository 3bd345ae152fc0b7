export { credentialCache } from './credential-cache.ts';
export { credentialFor, type RenewalCause, renewCredential } from './credential-for.ts';
export { finishAuthorization } from './finish.ts';
export type { FinishResult } from './finish-result.ts';
export {
  CredentialError,
  type CredentialProblem,
  credentialProblems,
  type LiveCredential,
} from './live-credential.ts';
export { connectionPolicy } from './policy.ts';
export { type RenewedBatch, renewDue } from './renew-due.ts';
export { type RevokedBatch, revokeOutstanding } from './revoke-outstanding.ts';
export type { BrowserSession } from './session-binding.ts';
