import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Everything is addressed relative to the page, so that the bundle runs under any context path.
export default defineConfig({
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
  },
});
