import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkVectors } from './desk';

const folder = new URL('../../../tests/vectors/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

test('there are known answers', () => {
  expect(files.length).toBeGreaterThanOrEqual(5);
});

test.each(files)('the WebAssembly build gives the known answers of %s', (name) => {
  const [positive, negative] = checkVectors(readFileSync(new URL(name, folder), 'utf8'));
  expect((positive ?? 0) + (negative ?? 0)).toBeGreaterThan(0);
});

test('a wrong answer fails', () => {
  const file = readFileSync(new URL('merge.v2.json', folder), 'utf8');
  expect(() => checkVectors(file.replace('slowly walked home alone', 'slowly walked home'))).toThrow();
});
