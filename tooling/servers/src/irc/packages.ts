import { requirePrograms } from '../programs.ts';

/** @throws Error that names the Debian packages to install */
export const requireIrcPackages = (): Promise<void> =>
  requirePrograms('An IRC network', {
    inspircd: 'inspircd',
    'atheme-services': 'atheme-services',
    setpriv: 'util-linux',
  });
