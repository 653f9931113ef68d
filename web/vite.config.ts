import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// One entry per audience: staff never load the operators' pages.
export default defineConfig({
  resolve: { alias: { '@nhsuk-images': resolve(import.meta.dirname, 'node_modules/nhsuk-frontend/dist/nhsuk/assets/images') } },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: {
    target: ['chrome87', 'safari14', 'firefox78'],
    modulePreload: { polyfill: false }, // an inline script otherwise, which our CSP refuses
    assetsInlineLimit: 0, // no data: URIs, for the same reason
    reportCompressedSize: false,
    rollupOptions: { input: { ops: resolve(import.meta.dirname, 'ops/index.html'), app: resolve(import.meta.dirname, 'app/index.html') } },
  },
});
