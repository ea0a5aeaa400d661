import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { parse } from 'svelte/compiler';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/**
 * The router's announcer for screen readers has an inline style, which `style-src 'self'` blocks. base.css styles it
 * instead.
 */
const announcerWithoutInlineStyle = {
  name: 'announcer-without-inline-style',
  /** @param {{ content: string, filename?: string }} file */
  markup({ content, filename }) {
    if (!filename?.endsWith('generated/root.svelte')) return;
    /** @type {{ start: number, end: number }[]} */
    const styles = [];
    /** @param {any} node */
    const look = (node) => {
      if (!node || typeof node !== 'object') return;
      const named = (/** @type {string} */ name) =>
        node.attributes?.find((/** @type {any} */ one) => one.name === name);
      if (node.type === 'RegularElement' && named('id')?.value[0]?.data === 'svelte-announcer' && named('style'))
        styles.push(named('style'));
      for (const [key, part] of Object.entries(node)) if (key !== 'metadata') [part].flat(Infinity).forEach(look);
    };
    look(parse(content, { modern: true }).fragment);
    const [style] = styles;
    if (!style) throw new Error('The router no longer styles its announcer inline: this step can go.');
    return { code: content.slice(0, style.start) + content.slice(style.end) };
  },
};

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: [announcerWithoutInlineStyle, vitePreprocess()],
  compilerOptions: {
    runes: true,
    // Elements are created without innerHTML, so the page needs no Trusted Types policy for markup.
    fragments: 'tree',
  },
  kit: {
    adapter: adapter({ fallback: '200.html' }),
    // Reproducible builds: the same source gives the same bytes.
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
