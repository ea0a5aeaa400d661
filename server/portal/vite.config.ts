import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const server = process.env.AFTERGLOW_ORIGIN ?? 'http://localhost:8087';

export default defineConfig({
  plugins: [sveltekit()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Nothing may become a data: URL; the content security policy knows only 'self'.
    assetsInlineLimit: 0,
  },
  server: {
    fs: { allow: ['../../bindings/web/pkg'] },
    proxy: { '/v1': server, '/health': server },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
});
