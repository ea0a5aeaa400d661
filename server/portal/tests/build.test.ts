// The files that the server serves: the output of `npm run build`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';

const build = new URL('../build/', import.meta.url).pathname;
let files: string[] = [];
beforeAll(() => {
  if (!existsSync(join(build, '200.html'))) throw new Error('There is no build to look at: npm run build first.');
  files = readdirSync(build, { recursive: true })
    .map((name) => join(build, String(name)))
    .filter((path) => statSync(path).isFile());
});
const scripts = () => files.filter((path) => path.endsWith('.js')).map((path) => readFileSync(path, 'utf8'));

test('the first page stays under 392 KiB, WebAssembly included', () => {
  const said = execFileSync('node', [new URL('../scripts/size.js', import.meta.url).pathname]).toString();
  expect(said).toContain('.wasm');
  expect(said).toMatch(/of 401408\s*$/);
});

test('the page has no inline code, and integrity hashes for its scripts', () => {
  const html = readFileSync(join(build, '200.html'), 'utf8');
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/);
  const tags = html.match(/<(?:script|link)[^>]*(?:src|rel="(?:modulepreload|stylesheet)")[^>]*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(3);
  for (const tag of tags) {
    const [, path = ''] = /(?:src|href)="([^"]+)"/.exec(tag) ?? [];
    const hash = createHash('sha384')
      .update(readFileSync(join(build, path)))
      .digest('base64');
    expect(tag, path).toContain(`integrity="sha384-${hash}"`);
  }
  expect(readFileSync(join(build, 'index.html'), 'utf8')).toBe(html);
});

test('there is one Trusted Types policy, and no code is created from text', () => {
  const policies = scripts().flatMap((script) =>
    [...script.matchAll(/createPolicy\(\s*[`'"]([^`'"]*)/g)].map(([, name]) => name),
  );
  expect(policies).toEqual(['desk']);
  for (const script of scripts())
    expect(script).not.toMatch(/\beval\(|new Function\(|insertAdjacentHTML|document\.write/);
});

test('no file contains the build folder, so builds are reproducible', () => {
  const folder = new URL('../../../', import.meta.url).pathname;
  const marks = [folder, process.env.CARGO_HOME ?? '/.cargo/', process.env.HOME ?? '/home/'].filter(
    (mark) => mark.length > 1,
  );
  for (const path of files.filter((path) => !path.endsWith('.br'))) {
    const bytes = readFileSync(path);
    for (const mark of marks) expect(bytes.includes(mark), `${path} names ${mark}`).toBe(false);
  }
});

test('compressible files have a brotli copy of the same bytes', () => {
  const plain = files.filter((path) => ['.html', '.js', '.css', '.wasm', '.svg', '.json'].includes(extname(path)));
  expect(plain.length).toBeGreaterThan(20);
  for (const path of plain)
    expect(brotliDecompressSync(readFileSync(`${path}.br`)).equals(readFileSync(path)), path).toBe(true);
});
