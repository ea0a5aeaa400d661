// Checks that the style page shows every component.
import { expect, test } from 'vitest';

const components = import.meta.glob('../src/lib/{ui,chart,brief}/*.svelte');
const pages = import.meta.glob<string>('../src/routes/style/*.svelte', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const sources = import.meta.glob<string>('../src/**/*.svelte', { query: '?raw', import: 'default', eager: true });

/** Components that the style page does not show. */
function missing(sources: string[]): string[] {
  const drawn = new Set(
    sources.flatMap((source) => {
      const imported = [...source.matchAll(/import (\w+)[^']*'\$lib\/((?:ui|chart|brief)\/\w+\.svelte)'/g)];
      return imported.filter(([, name]) => source.includes(`<${name}`)).map(([, , path]) => path);
    }),
  );
  return Object.keys(components)
    .map((path) => path.replace('../src/lib/', ''))
    .filter((path) => !drawn.has(path));
}

test('the style page shows every component', () => {
  expect(Object.keys(components).length).toBeGreaterThan(30);
  expect(missing(Object.values(pages))).toEqual([]);
});

test('a component that is missing or imported but not shown is reported', () => {
  const without = Object.values(pages).map((source) => source.replace(/<Qr\b[^>]*\/>/g, ''));
  expect(missing(without)).toEqual(['ui/Qr.svelte']);
});

test("people's words have a direction of their own wherever they are shown or typed", () => {
  const without = Object.entries(sources).flatMap(([path, source]) =>
    [...source.matchAll(/<(\w+)\b(?:[^>{]|\{[^}]*\})*(?:class="(?:[^"]* )?words\b|>\{\w+\.text\})/g)]
      .filter(
        ([tag, name]) =>
          !/dir="auto"/.test(source.slice(source.indexOf(tag)).split('>')[0] ?? '') &&
          !['bdi', 'mark'].includes(name ?? ''),
      )
      .map(([tag]) => `${path}: ${tag}`),
  );
  expect(without).toEqual([]);
  for (const control of ['Area', 'Field']) {
    expect(sources[`../src/lib/ui/${control}.svelte`]).toMatch(/<(?:textarea|input) dir="auto"/);
  }
});
