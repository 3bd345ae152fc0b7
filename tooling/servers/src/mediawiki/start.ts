import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, type RunningServer, startInGroup } from '../commands.ts';
import { installWiki } from './install.ts';
import { requireWikiPackages, wikiRoot } from './packages.ts';

export type MediaWikiServer = {
  /** The address of `api.php`. */
  apiUrl: string;
  botUser: string;
  botPassword: string;
  /** Has the right shape and is refused. */
  wrongPassword: string;
  stop(): Promise<void>;
};

/**
 * Starts Debian's MediaWiki on 127.0.0.1, with SQLite and PHP's own web server. The wiki is installed
 * below `dataDir` at the first start, which takes some seconds, and found there afterwards; `port` 0
 * takes a free one.
 * @throws Error naming the missing Debian packages, or what PHP complained about
 */
export async function startMediaWiki(options: {
  dataDir: string;
  port: number;
  /** Asks even its operators for a captcha when they make an account. */
  captcha?: boolean;
}): Promise<MediaWikiServer> {
  await requireWikiPackages();
  const wiki = await installWiki(options.dataDir);
  const port = options.port || (await freePort());
  const place = `127.0.0.1:${port}`;
  const quiet = ['-d', 'display_errors=0', '-d', 'log_errors=0'];
  const server = startInGroup('php', [...quiet, '-S', place, '-t', wikiRoot, wiki.routerFile], {
    MW_CONFIG_FILE: wiki.settingsFile,
    PATCHBAY_WIKI_PORT: String(port),
    ...(options.captcha && { PATCHBAY_WIKI_CAPTCHA: '1' }),
    PHP_CLI_SERVER_WORKERS: '4',
  });
  const apiUrl = `http://${place}/api.php`;
  await untilReady(apiUrl, server);
  return {
    apiUrl,
    botUser: wiki.botUser,
    botPassword: wiki.botPassword,
    wrongPassword: wiki.botPassword.split('').reverse().join(''),
    stop: () => server.stop(),
  };
}

const patienceMs = 30_000;

async function untilReady(apiUrl: string, server: RunningServer): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  while (Date.now() < giveUp && !server.hasEnded()) {
    const isUp = await fetch(`${apiUrl}?action=query&meta=siteinfo&format=json`)
      .then((reply) => reply.ok)
      .catch(() => false);
    if (isUp) return;
    await sleep(100);
  }
  await server.stop();
  throw new Error(`MediaWiki did not come up: ${server.complaints().trim() || 'no message'}`);
}
