import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { Announcer, LinkProvider, NowContext, Toast } from '@patchbay/ui';
import { data, type LinksFunction, type LoaderFunctionArgs } from '@remix-run/node';
import {
  Links,
  Meta,
  type MetaFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from '@remix-run/react';
import { type ReactNode, useContext } from 'react';
import { NonceContext } from './nonce.ts';
import { errorTitle, RouteError } from './parts/route-error.tsx';
import { RouterLink } from './router-link.tsx';
import { takeNotice } from './session/notice.server.ts';
import { readPreferences } from './session/preferences.server.ts';
import './styles.css';

export { unlessFilters as shouldRevalidate } from './frame/unless-filters.ts';

export const links: LinksFunction = () => [
  { rel: 'preload', href: interUrl, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = ({ error }) => [
  { title: error ? `${errorTitle(error)} · Patchbay` : 'Patchbay' },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { notice, headers } = await takeNotice(request);
  const preferences = await readPreferences(request);
  const { requestId } = context;
  return data({ requestId, notice, preferences, now: Date.now() }, { headers });
}

const useRoot = () => useRouteLoaderData<typeof loader>('root');

export function Layout({ children }: { children: ReactNode }) {
  const root = useRoot();
  const nonce = useContext(NonceContext);
  const theme = root?.preferences.theme ?? 'system';
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        <Links />
      </head>
      <body>
        <LinkProvider component={RouterLink}>
          <NowContext.Provider value={root?.now ?? 0}>
            <Announcer>
              {children}
              <Toast notice={root?.notice ?? null} />
            </Announcer>
          </NowContext.Provider>
        </LinkProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <main>
      <RouteError />
    </main>
  );
}
