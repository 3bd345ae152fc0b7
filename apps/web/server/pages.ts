import type { RequestListener } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import type { Hono } from 'hono';
import type { ViteDevServer } from 'vite';
import type { AppDependencies } from './app.ts';
import { staticAssets } from './static-assets.ts';

const webRoot = fileURLToPath(new URL('..', import.meta.url));

/** How pages are rendered and how their files are served: from the build, or by Vite while developing. */
export type Pages = Pick<AppDependencies, 'pages' | 'assets' | 'reloadSocket'> & {
  listener: (app: { fetch: Hono['fetch'] }) => RequestListener;
  close: () => Promise<void>;
};

export async function builtPages(): Promise<Pages> {
  const build: ServerBuild = await import(`${webRoot}build/server/index.js`);
  return {
    pages: createRequestHandler(build, 'production'),
    assets: staticAssets(`${webRoot}build/client`),
    listener: (app) => getRequestListener(app.fetch),
    close: async () => {},
  };
}

/** Pages straight from their sources, reloaded as they change. */
export async function livePages(): Promise<Pages> {
  const { createServer } = await import('vite');
  // Vite's reload socket needs a port that no second copy on this machine uses.
  const hmrPort = await freePort();
  const vite = await createServer({
    root: webRoot,
    configFile: `${webRoot}vite.config.ts`,
    server: { middlewareMode: true, hmr: { port: hmrPort, host: '127.0.0.1' } },
  });
  return {
    pages: (request, context) => renderFresh(vite)(request, context),
    reloadSocket: `ws://127.0.0.1:${hmrPort}`,
    listener: (app) => {
      const render = getRequestListener(app.fetch);
      return (incoming, outgoing) =>
        vite.middlewares(incoming, outgoing, () => void render(incoming, outgoing));
    },
    close: () => vite.close(),
  };
}

function freePort(): Promise<number> {
  const probe = createProbe();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function renderFresh(vite: ViteDevServer): Pages['pages'] {
  const build = () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>;
  return createRequestHandler(build, 'development');
}
