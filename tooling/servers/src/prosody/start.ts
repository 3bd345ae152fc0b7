import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningServer, run, startInGroup } from '../commands.ts';
import { prosodyConfig } from './config.ts';
import { requireProsodyPackages } from './packages.ts';

export type ProsodyServer = {
  domain: string;
  /** Where clients connect, with STARTTLS. */
  host: string;
  port: number;
  /** Our module over https; `plainModuleUrl` is the same over http, which it takes from loopback only. */
  moduleUrl: string;
  plainModuleUrl: string;
  moduleToken: string;
  /** Of the self-signed certificate that both listeners show. */
  tlsFingerprint: string;
  /** An administrator of the domain. */
  adminJid: string;
  adminPassword: string;
  /** What it wrote below `dataDir`. */
  dataFolder: string;
  logFile: string;
  stop(): Promise<void>;
};

const modules = fileURLToPath(new URL('../../../../docker/prosody', import.meta.url));
const domain = 'xmpp.localhost';

/**
 * Starts Debian's Prosody on 127.0.0.1 with our module and free ports; everything it writes lies below `dataDir`.
 * @throws Error naming the missing Debian packages, or what Prosody complained about
 */
export async function startProsody({ dataDir }: { dataDir: string }): Promise<ProsodyServer> {
  await requireProsodyPackages();
  const home = join(dataDir, 'prosody');
  await mkdir(join(home, 'data'), { recursive: true, mode: 0o700 });
  const tls = await selfSigned(home);
  const moduleToken = randomBytes(24).toString('hex');
  const tokenFile = join(home, 'token');
  await writeFile(tokenFile, `${moduleToken}\n`, { mode: 0o600 });
  const ports = { c2s: await freePort(), http: await freePort(), https: await freePort() };
  const adminJid = `admin@${domain}`;
  const configFile = join(home, 'prosody.cfg.lua');
  const { certificateFile, keyFile } = tls;
  const places = { home, modules, tokenFile, certificateFile, keyFile, domain, adminJid, ports };
  await writeFile(configFile, prosodyConfig(places));

  const server = startInGroup('prosody', ['-F', '--config', configFile], {});
  const plainModuleUrl = `http://127.0.0.1:${ports.http}/patchbay_accounts`;
  const logFile = join(home, 'prosody.log');
  const adminPassword = randomBytes(12).toString('hex');
  await untilAdmin(`${plainModuleUrl}/users/admin`, moduleToken, adminPassword, server, logFile);
  return {
    domain,
    host: '127.0.0.1',
    port: ports.c2s,
    moduleUrl: `https://127.0.0.1:${ports.https}/patchbay_accounts`,
    plainModuleUrl,
    moduleToken,
    tlsFingerprint: tls.tlsFingerprint,
    adminJid,
    adminPassword,
    dataFolder: join(home, 'data'),
    logFile,
    stop: () => server.stop(),
  };
}

async function selfSigned(home: string) {
  const [certificateFile, keyFile] = [join(home, 'certificate.pem'), join(home, 'key.pem')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', `/CN=${domain}`, '-keyout', keyFile, '-out', certificateFile],
  ]);
  const { fingerprint256 } = new X509Certificate(await readFile(certificateFile));
  return { certificateFile, keyFile, tlsFingerprint: fingerprint256 };
}

const patienceMs = 20_000;

/** It is up when our module makes the administrator's account. */
async function untilAdmin(
  url: string,
  token: string,
  password: string,
  server: RunningServer,
  logFile: string,
): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  while (Date.now() < giveUp && !server.hasEnded()) {
    const made = await fetch(url, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ password }),
    }).catch(() => null);
    if (made?.status === 201) return;
    await sleep(50);
  }
  await server.stop();
  const log = await readFile(logFile, 'utf8').catch(() => '');
  throw new Error(`Prosody did not come up: ${server.complaints().trim() || log.slice(-2_000)}`);
}
