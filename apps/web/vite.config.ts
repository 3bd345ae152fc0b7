import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  plugins: [
    tailwindcss(),
    remix({
      ignoredRouteFiles: ['**/*.test.ts'],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
    precompress(),
  ],
  ssr: { noExternal: [/^@patchbay\//, 'simple-icons', 'lucide-react'] },
  optimizeDeps: { exclude: ['@patchbay/ui', '@patchbay/core'] },
  build: { target: 'es2022', assetsInlineLimit: 0, reportCompressedSize: false },
});
