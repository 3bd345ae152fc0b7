import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../commands.ts';
import { wikiRoot } from './packages.ts';

const admin = 'WikiOperator';
const bot = 'patchbay';
const grants = 'basic,highvolume,editpage,createeditmovepage,createaccount,blockusers';

export type InstalledWiki = {
  settingsFile: string;
  routerFile: string;
  botUser: string;
  botPassword: string;
};

/** Caches and sessions go to the database because the workers of `php -S` share no memory. */
const ownSettings = `
$wgServer = 'http://127.0.0.1:' . ( getenv( 'PATCHBAY_WIKI_PORT' ) ?: '80' );
$wgSQLiteDataDir = __DIR__ . '/data';
$wgMainCacheType = CACHE_DB;
$wgSessionCacheType = CACHE_DB;
$wgEnableEmail = false;
$wgEnableUploads = false;
$wgRateLimits = [];
$wgPasswordAttemptThrottle = [];
$wgGroupPermissions['*']['createaccount'] = false;
$wgGroupPermissions['sysop']['createaccount'] = true;
if ( getenv( 'PATCHBAY_WIKI_CAPTCHA' ) ) {
  wfLoadExtension( 'ConfirmEdit' );
  $wgCaptchaTriggers['createaccount'] = true;
  $wgGroupPermissions['sysop']['skipcaptcha'] = false;
}
`;

/** Without a router \`php -S\` answers unknown paths with the front page. */
const router = `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/';
if (preg_match('#^/index\\.php(/|$)#', $path) || is_file($_SERVER['DOCUMENT_ROOT'] . $path)) return false;
if ($path === '/') { header('Location: /index.php', true, 302); return true; }
http_response_code(404);
header('Content-Type: text/plain');
echo 'Not found';
`;

/** Installs a wiki on SQLite below `dataDir`, once; later calls find it there. */
export async function installWiki(dataDir: string): Promise<InstalledWiki> {
  const home = join(dataDir, 'mediawiki');
  const marker = join(home, 'installed.json');
  const known = await readFile(marker, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known);

  // Without its marker a folder is half an installation.
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'data'), { recursive: true, mode: 0o700 });
  const settingsFile = join(home, 'LocalSettings.php');
  const routerFile = join(home, 'router.php');
  const botPassword = randomBytes(16).toString('hex');

  await run(
    'php',
    [
      `${wikiRoot}/maintenance/install.php`,
      ...['--dbtype', 'sqlite', '--dbpath', join(home, 'data'), '--dbname', 'wiki'],
      ...['--server', 'http://127.0.0.1', '--scriptpath', '', '--confpath', home],
      ...['--pass', randomBytes(16).toString('hex'), 'Patchbay test wiki', admin],
    ],
    { MW_CONFIG_FILE: join(home, 'not-yet.php') },
  );
  await writeFile(settingsFile, (await readFile(settingsFile, 'utf8')) + ownSettings);
  await writeFile(routerFile, router);
  await run(
    'php',
    [
      `${wikiRoot}/maintenance/createBotPassword.php`,
      ...['--appid', bot, '--grants', grants, admin, botPassword],
    ],
    { MW_CONFIG_FILE: settingsFile },
  );

  const installed = { settingsFile, routerFile, botUser: `${admin}@${bot}`, botPassword };
  await writeFile(marker, JSON.stringify(installed), { mode: 0o600 });
  return installed;
}
