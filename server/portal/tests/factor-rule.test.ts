import { expect, test } from 'vitest';
import { without } from '../src/routes/(desk)/practice/factor-rule';

test('an owner sees by name who would be limited', () => {
  const members = [
    { name: 'M. Osei', second_factor: true },
    { name: 'L. Brandt', second_factor: false },
    // A server from before the field does not say.
    { name: 'A. Lind' },
  ];
  expect(without(members)).toEqual(['L. Brandt', 'A. Lind']);
  expect(without(members.slice(0, 1))).toEqual([]);
});
