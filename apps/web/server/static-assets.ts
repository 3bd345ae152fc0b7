import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const aYear = 'public, max-age=31536000, immutable';
const anHour = 'public, max-age=3600';

/** The built client, compressed at build time. Names under /assets carry a hash, so they never change. */
export function staticAssets(root: string): Hono {
  const app = new Hono();
  const files = serveStatic({
    root,
    precompressed: true,
    onFound: (path, c) => {
      c.header('cache-control', path.includes('/assets/') ? aYear : anHour);
      c.header('x-content-type-options', 'nosniff');
      c.header('cross-origin-resource-policy', 'same-origin');
    },
  });
  app.use('/assets/*', files);
  app.all('/assets/*', (c) => c.text('Not found', 404));
  app.use('/favicon.svg', files);
  return app;
}
