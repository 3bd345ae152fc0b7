import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';

/** A verifier for one authorization (RFC 7636, 256 bits); keep it sealed until the callback. */
export const createCodeVerifier = (): string => generateRandomCodeVerifier();

/** The S256 challenge of a verifier, which is what the authorize address carries. */
export const codeChallengeOf = (verifier: string): Promise<string> =>
  calculatePKCECodeChallenge(verifier);
