// The one way from pages to the casebook: which client a command is about, and what it is called with.
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Casebook, Now } from '$pkg/casebook';
import { clientOf, commands, run } from '../src/lib/desk/commands';

const NOW: Now = { unixMs: 1, offsetS: 0, zone: 'UTC' };

test('every command is about a client or about the practice, as its first parameter says', () => {
  const folder = new URL('../../../bindings/web/casebook/src/', import.meta.url);
  const parts = readdirSync(new URL('surface', folder)).map((name) => `surface/${name}`);
  const source = ['surface.rs', ...parts].map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const calls = [...source.matchAll(/pub fn (\w+)\(\s*&self,?\s*(\w+)?/g)];
  const known = calls.map(([, name = '', first]) => [camel(name), first ?? '']);
  expect(known.length).toBeGreaterThan(60);
  for (const [name, first] of known) {
    // The desk calls these itself.
    if (!name || ['formers', 'markOf', 'exportSeveral'].includes(name)) continue;
    expect(clientOf(name, ['c']), name).toBe(first === 'collection' ? 'c' : undefined);
  }
  // A form may be about no client.
  expect(clientOf('formDraft', [undefined, 'practice card', '{}'])).toBeUndefined();
});

test('a command gets its arguments in order, and the time after them', () => {
  const book = { note: (...args: unknown[]) => args } as unknown as Casebook;
  const note = commands<{ note(...args: unknown[]): unknown }>((command, args) => run(book, command, args, NOW));
  expect(note.note('c', undefined, 'e', 'quiet')).toEqual(['c', undefined, 'e', 'quiet', NOW]);
});
