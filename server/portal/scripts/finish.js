// After the build: moves the page's inline start script into a file (the content security policy allows no inline
// scripts), adds integrity hashes, and writes a brotli copy of every file that becomes smaller.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const build = new URL('../build/', import.meta.url).pathname;
const page = join(build, '200.html');

/** @param {string | Buffer} bytes */
const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

let html = readFileSync(page, 'utf8');
html = html.replace(/<script>([\s\S]*?)<\/script>/g, (_, code) => {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 8);
  const path = `_app/immutable/start.${hash}.js`;
  writeFileSync(join(build, path), code);
  // Not deferred by `type="module"`, because the script uses its own element.
  return `<script src="/${path}" integrity="${integrity(code)}"></script>`;
});
html = html.replace(/<link ([^>]*?)href="\/(_app\/[^"]+)"([^>]*)>/g, (_, before, path, after) => {
  const bytes = readFileSync(join(build, path));
  const known = /rel="(modulepreload|stylesheet)"/.test(before + after);
  return `<link ${before}href="/${path}"${known ? ` integrity="${integrity(bytes)}"` : ''}${after}>`;
});
if (/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/.test(html)) {
  throw new Error('200.html still has something inline that the content security policy refuses.');
}
writeFileSync(page, html);
writeFileSync(join(build, 'index.html'), html);

const smaller = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm', '.txt']);

/** @param {string} folder */
function compress(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      compress(path);
    } else if (smaller.has(extname(name))) {
      const bytes = readFileSync(path);
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      };
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
    }
  }
}
compress(build);
