import { beforeAll, expect, test } from 'vitest';
import { taps } from '../src/lib/brief/flags';
import { catalogue, m } from '../src/lib/messages';

beforeAll(() => catalogue.need('client'));

test('a form without a record of the safety page is not said to have no tapped button', () => {
  expect(taps({ shown: [], tapped: [] })).toBe(m.brief.flag.noPage);
  expect(taps({ shown: ['resources'], tapped: [] })).toBe(m.brief.flag.noChoice);
  const tapped = [
    { choice: 'help_now', at: null },
    { choice: 'safe_now', at: null },
  ];
  expect(taps({ shown: ['resources'], tapped })).toMatch(/“I want help now”.*“I can stay safe for now”/);
});
