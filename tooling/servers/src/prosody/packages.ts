import { requirePrograms } from '../programs.ts';

/** @throws Error that names the Debian packages to install */
export const requireProsodyPackages = (): Promise<void> =>
  requirePrograms('A Prosody server', { prosody: 'prosody', openssl: 'openssl' });
