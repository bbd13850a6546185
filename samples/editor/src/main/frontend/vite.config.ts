import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

// Everything is addressed relative to the page, so that the bundle runs under any context path.
export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [react()],
  resolve: {
    // Two copies of Yjs in one bundle break every instanceof check between them.
    dedupe: ['yjs', 'lib0', 'y-protocols'],
  },
  build: {
    target: 'es2022',
    // Data URLs would need `data:` in the page's Content-Security-Policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    // Their licences ask to go where the code goes.
    license: { fileName: 'licenses.md' },
  },
  server: {
    proxy: {
      // `npm run dev` serves the page, a running deployment the rest: COLLAB_SERVER says where.
      '/api': serverOf(mode),
      '/collab': { target: serverOf(mode), ws: true },
    },
  },
}));

function serverOf(mode: string): string {
  return loadEnv(mode, '.', 'COLLAB_')['COLLAB_SERVER'] ?? 'http://localhost:8080';
}
