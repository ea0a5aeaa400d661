import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.AFTERGLOW_ORIGIN ?? 'http://localhost:8087';

/**
 * Svelte's module for markup from strings requests a Trusted Types policy that accepts any string, and fails if the
 * policy is not allowed. The portal makes no markup from strings (`fragments: 'tree'`, no `{@html}`), so the module is
 * replaced. The test of the build checks that only the desk's policy is requested.
 */
const noMarkupFromStrings: Plugin = {
  name: 'no-markup-from-strings',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!source.endsWith('/reconciler.js')) return;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const theirs = found?.id.endsWith('/svelte/src/internal/client/dom/reconciler.js');
    return theirs ? new URL('src/lib/no-markup.ts', import.meta.url).pathname : found;
  },
};

export default defineConfig({
  plugins: [noMarkupFromStrings, sveltekit()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // No asset may become a data: URL, because the content security policy allows only 'self'.
    assetsInlineLimit: 0,
  },
  server: {
    fs: { allow: ['../../bindings/web/pkg', '../../journal/data'] },
    proxy: { '/v1': server, '/health': server },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
});
