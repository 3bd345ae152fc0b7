import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '@patchbay/db/embedded';
import { type MediaWikiServer, startMediaWiki } from '@patchbay/servers';
import { requireBrowser } from './browser.ts';
import { freePort } from './free-port.ts';
import { type Access, startProduct } from './product.ts';

/** What journeys run against. The wiki is a real one that the product may reach. */
export type World = {
  product: Access;
  wiki: Omit<MediaWikiServer, 'stop'>;
  /** Ports that the product may send to. A journey listens on its own; nobody ever listens on `silent`. */
  ports: { events: number; alerts: number; silent: number };
  /** The product's own database, for what only days would bring about. */
  database: string;
};

/** One product and one wiki; a machine that lacks something fails here, with the name of what it lacks. */
export async function startWorld(): Promise<World & { stop(): Promise<void> }> {
  await requireBrowser();
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-journeys-'));
  const port = await freePort();
  const ports = {
    events: await freePort(),
    alerts: await freePort(),
    silent: await freePort(),
  };
  const begun = await Promise.allSettled([
    startMediaWiki({ dataDir: join(dataDir, 'wiki'), port }),
    startProduct({
      PATCHBAY_DATA_DIR: join(dataDir, 'product'),
      OUTBOUND_ALLOW: [port, ...Object.values(ports)].map((at) => `127.0.0.1:${at}`).join(','),
      SMTP_URL: `smtp://127.0.0.1:${ports.silent}`,
      MAIL_FROM: 'Patchbay <alerts@patchbay.example>',
      SIGNUP: 'open',
    }),
  ]);
  const stop = async () => {
    await Promise.all(begun.map((one) => one.status === 'fulfilled' && one.value.stop()));
    await rm(dataDir, { recursive: true, force: true });
  };
  const [wiki, product] = begun;
  if (wiki.status === 'fulfilled' && product.status === 'fulfilled') {
    const { stop: _, ...reachable } = wiki.value;
    // It runs already, so this only attaches.
    const { url } = await startEmbedded({ dataDir: join(dataDir, 'product', 'postgres') });
    return { wiki: reachable, product: product.value.access, ports, database: url, stop };
  }
  await stop();
  throw wiki.status === 'rejected' ? wiki.reason : Object(product).reason;
}
