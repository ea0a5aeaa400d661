// Checks that the first visit (the page, its scripts and styles, the desk with its worker) stays under 392 KiB as
// brotli. Follows the imports from 200.html. Fonts are not counted: pages before the desk is open use system fonts (the
// browser tests check that none are requested).
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const LIMIT = 392 * 1024;
const build = new URL('../build', import.meta.url).pathname;

/** @param {string} path */
function weight(path) {
  const file = join(build, path);
  try {
    return statSync(`${file}.br`).size;
  } catch {
    return brotliCompressSync(readFileSync(file)).length;
  }
}

const html = readFileSync(join(build, '200.html'), 'utf8');
/** @type {Set<string>} */
const loaded = new Set(['/200.html']);
/** @type {string[]} */
const open = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');

// The first page is the sign-in page, and the caseload leads there too: the parts of both, by the router's table of
// pages.
const manifest = JSON.parse(
  readFileSync(new URL('../.svelte-kit/output/client/.vite/manifest.json', import.meta.url), 'utf8'),
);
/** @param {string} key */
function follow(key) {
  const chunk = manifest[key];
  if (!chunk || loaded.has(`/${chunk.file}`)) return;
  open.push(`/${chunk.file}`, ...(chunk.css ?? []).map((/** @type {string} */ css) => `/${css}`));
  loaded.add(`/${chunk.file}`);
  for (const next of chunk.imports ?? []) follow(next);
}
const table = readFileSync(new URL('../.svelte-kit/generated/client-optimized/app.js', import.meta.url), 'utf8');
for (const route of ['/(desk)', '/sign-in']) {
  const [, page, layouts] =
    new RegExp(`"${route.replace(/[()]/g, '\\$&')}": \\[(\\d+)(?:,\\[([\\d,]*)\\])?`).exec(table) ?? [];
  if (!page) throw new Error(`${route} is not in the router’s table.`);
  for (const node of ['0', '1', page, ...(layouts?.split(',') ?? [])]) {
    follow(`.svelte-kit/generated/client-optimized/nodes/${node}.js`);
  }
}
// The first texts of one language. Pages load the other catalogues when they need them.
follow('src/lib/messages/de/first.ts');
for (const key of Object.keys(manifest)) if (manifest[key].isEntry && !key.includes('/nodes/')) follow(key);

for (const path of open) loaded.add(path);
// The desk and its worker are loaded by name. The casebook is loaded later, when a client is opened.
const assets = readdirSync(join(build, '_app/immutable'), { recursive: true }).map(String);
for (const asset of assets) {
  const wanted = /workers\/worker-.*\.js$|desk_bg.*\.wasm$/.test(asset);
  if (wanted) loaded.add(`/_app/immutable/${asset}`);
}
if (!assets.some((asset) => /casebook.*\.wasm$/.test(asset))) throw new Error('The casebook is not in the build.');

let total = 0;
const rows = [...loaded].map((path) => ({ path, bytes: weight(path) })).sort((a, b) => b.bytes - a.bytes);
for (const { path, bytes } of rows) {
  total += bytes;
  console.log(`${String(bytes).padStart(7)}  ${path}`);
}
console.log(`${String(total).padStart(7)}  of ${LIMIT}`);
if (total > LIMIT) {
  console.error('The first page is too heavy.');
  process.exit(1);
}
