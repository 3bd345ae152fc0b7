import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true;
  }
}

// One file for the components and their icons: dozens of tiny ones cost more in headers than they save.
const isInterface = /\/packages\/(ui|core)\/src\/|\/node_modules\/(lucide-react|clsx)\//;
// What only forms, drawers and payloads need, which the lists that people land on do without.
const isFormPart =
  /\/packages\/ui\/src\/((?!select).+-field|form-errors|confirm-button|drawer|dialog|modal|share-bar|secret-once|code-block|stage-list|tabs)\.tsx?$/;

function chunkOf(id: string): string | undefined {
  if (isFormPart.test(id)) return 'forms';
  return isInterface.test(id) ? 'ui' : undefined;
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tailwindcss(),
    remix({
      ignoredRouteFiles: ['**/*.test.ts'],
      future: {
        // Otherwise Vite finds dependencies page by page and loads a second React on the way.
        unstable_optimizeDeps: true,
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
  resolve: { dedupe: ['react', 'react-dom'] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    ...(isSsrBuild ? {} : { rollupOptions: { output: { manualChunks: chunkOf } } }),
  },
}));
