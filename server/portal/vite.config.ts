import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.AFTERGLOW_ORIGIN ?? 'http://localhost:8087';

/**
 * Svelte asks for a Trusted Types policy that vouches for any markup, and stops where it gets none. Nothing here makes
 * markup from strings (`fragments: 'tree'`, no `{@html}`), so the policy is left out and the browser would refuse.
 */
const noPolicyForMarkup: Plugin = {
  name: 'no-policy-for-markup',
  transform(code, id) {
    if (!/svelte\/src\/internal\/client\/dom\/reconciler\.js/.test(id)) return;
    const without = code.replace(/const policy =[\s\S]*?\n\t\}\);\n/, 'const policy = undefined;\n');
    if (without === code || without.includes('createPolicy')) throw new Error('Svelte makes its policy elsewhere now.');
    return { code: without, map: null };
  },
};

export default defineConfig({
  plugins: [noPolicyForMarkup, sveltekit()],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Nothing may become a data: URL; the content security policy knows only 'self'.
    assetsInlineLimit: 0,
  },
  server: {
    fs: { allow: ['../../bindings/web/pkg', '../../journal/data'] },
    proxy: { '/v1': server, '/health': server },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
});
