import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../../../apps/web/app/routes', import.meta.url));

/** The ids of all routes that show something, from their files. */
export async function pageRoutes(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.map((entry) =>
    entry.isDirectory() ? `${entry.name}/route.tsx` : entry.name,
  );
  const pages = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(folder, file), 'utf8').catch(() => '');
      return /^export default /m.test(source)
        ? [`routes/${file.replace(/(\/route)?\.tsx?$/, '')}`]
        : [];
    }),
  );
  return pages.flat().sort();
}

/** The ids of the routes that make up the page which is open. */
export const routesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { __remixRouter: router } = window as unknown as {
      __remixRouter: { state: { matches: { route: { id: string } }[] } };
    };
    return router.state.matches.map(({ route }) => route.id);
  });
