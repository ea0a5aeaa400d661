import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * The router's own announcer for screen readers carries an inline style, which `style-src 'self'` refuses. Its looks
 * come from base.css instead.
 */
const announcerWithoutInlineStyle = {
  name: 'announcer-without-inline-style',
  /** @param {{ content: string, filename?: string }} file */
  markup({ content, filename }) {
    if (!filename?.endsWith('generated/root.svelte')) return;
    const code = content.replace(/(id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1');
    if (code === content) throw new Error('The router no longer styles its announcer inline: this step can go.');
    return { code };
  },
};

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: [announcerWithoutInlineStyle, vitePreprocess()],
  compilerOptions: {
    runes: true,
    // Elements are made one by one and not through innerHTML, so the page needs no Trusted Types policy for markup.
    fragments: 'tree',
  },
  kit: {
    adapter: adapter({ fallback: '200.html' }),
    // The same source gives the same bytes.
    version: { name: version },
    paths: { relative: false },
    alias: {
      $pkg: '../../bindings/web/pkg',
      '$pkg/*': '../../bindings/web/pkg/*',
      $data: '../../journal/data',
      '$data/*': '../../journal/data/*',
    },
  },
};
