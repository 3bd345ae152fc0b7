import { existsSync } from 'node:fs';
import { run } from '../commands.ts';

/** Where Debian's package puts the program. */
export const wikiRoot = '/usr/share/mediawiki';

const needed = {
  mediawiki: 'mediawiki',
  php: 'php-cli',
  pdo_sqlite: 'php-sqlite3',
  xml: 'php-xml',
  mbstring: 'php-mbstring',
  intl: 'php-intl',
  curl: 'php-curl',
} as const;
const extensions = ['pdo_sqlite', 'xml', 'mbstring', 'intl', 'curl'] as const;

/** @throws Error that names the Debian packages to install */
export async function requireWikiPackages(): Promise<void> {
  const missing: string[] = existsSync(`${wikiRoot}/api.php`) ? [] : [needed.mediawiki];
  const loaded = await run('php', ['-m']).catch(() => null);
  if (loaded === null) missing.push(needed.php);
  const modules = new Set((loaded ?? '').toLowerCase().split('\n'));
  for (const name of extensions) if (!modules.has(name)) missing.push(needed[name]);
  if (missing.length > 0)
    throw new Error(
      `A MediaWiki server needs Debian packages that are not installed: apt-get install ${missing.join(' ')}`,
    );
}
