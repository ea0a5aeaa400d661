import { expect, test } from 'vitest';
import type { RuleField } from '../../../bindings/web/pkg/casebook';
import { fromFile, toFile } from '../src/routes/(desk)/library/rules/file';

const field = (about: string, part: RuleField['part']): RuleField => ({ about, part, edge: '', builtIn: [] });
const FIELDS = [field('', 'food_hours'), field('sys', 'before_high'), field('im', 'minutes')];

test('rules in a file are the rules that were saved', () => {
  const rules = { food_hours: '6', 'sys.before_high': '130', 'im.minutes': '0, 10, 20, 30, 45, 60, 90, 120' };
  expect(fromFile(toFile('1+2', rules), FIELDS)).toEqual({ rules, unknown: 0 });
});

test('what this version does not know, or is no text, is counted and left out', () => {
  const text = toFile('1+2', { food_hours: '6', 'glucose.ask_low': '4' }).replace('"6"', '6');
  expect(fromFile(text, FIELDS)).toEqual({ rules: {}, unknown: 2 });
});

test('another file is no file of rules', () => {
  for (const text of ['', 'sys,130', 'null', '[]', '{}', '{"rules":{}}', toFile('1', {}).replace('clinic', 'kitchen')])
    expect(fromFile(text, FIELDS), text).toBeUndefined();
  expect(fromFile(toFile('1', { food_hours: ' '.repeat(200_000) }), FIELDS)).toBeUndefined();
  expect(fromFile('{"kind":"afterglow_clinic_rules","rules":["6"]}', FIELDS)).toBeUndefined();
});
