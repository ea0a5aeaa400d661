import { beforeAll, expect, test } from 'vitest';
import { catalogue, type Part as MessagePart } from '../src/lib/messages';
import { asHtml, asText, facts, type Part } from '../src/lib/note/compose';

type Brief = Parameters<typeof facts>[0];

const PARTS: MessagePart[] = ['first', 'client', 'enrol', 'practice'];
beforeAll(() => catalogue.need(...PARTS));

const AT = Date.parse('2026-03-26T12:00:00');

/** A brief with these flags and nothing else. */
const brief = (...flags: Partial<Brief['flags'][number]>[]) =>
  ({
    marked: [],
    newest: [],
    after: { last: null, effects: [], id: null, session: null },
    mood: { points: [] },
    measures: [],
    flags: flags.map((flag) => ({
      kind: 'safety',
      at: AT,
      instrument: 'phq-9',
      opens: 'entry',
      answer: null,
      tapped: [],
      takenBack: false,
      effects: [],
      ids: ['entry'],
      closed: null,
      open: true,
      ...flag,
    })),
    since: { at: null },
    steps: [],
    promises: [],
    whereabouts: { next: null },
  }) as unknown as Brief;

const answer = { number: 9, value: 3, said: 'Nearly every day', changed: null, changedText: '' } as NonNullable<
  Brief['flags'][number]['answer']
>;
const lines = (of: Brief) => facts(of, undefined).map(({ kind, text }) => `${kind}: ${text}`);

test('a note names the answer to a safety item, and what was tapped is no assessment', () => {
  const [line] = lines(brief({ answer, tapped: [{ choice: 'safe_now', at: null }] }));
  expect(line).toMatch(/^seen: Safety item in PHQ-9, .*: Item 9: Nearly every day · Tapped, not assessed/);
});

test('a note says of a flag that it was taken back or closed, and names the side-effect check', () => {
  const [back, closed, check] = lines(
    brief({ takenBack: true, opens: null }, { answer, open: false, closed: AT }, { instrument: 'side_effect_check' }),
  );
  expect(back).toContain('was shared and then taken back');
  expect(closed).toMatch(/Nearly every day · Closed /);
  expect(check).toContain('Safety item in the side-effect check');
});

test('a note names red side effects that no line of the last session has', () => {
  const chest = { effect: 'chest', severity: 2, still: true, before: null, level: 'red' };
  const red = { kind: 'red_effect', instrument: null, ids: ['check'], opens: 'check', effects: [chest] } as never;
  const [line] = lines(brief(red));
  expect(line).toMatch(/^seen: .*Chest pain/);
  const [back] = lines(brief({ kind: 'red_effect', instrument: null, takenBack: true, opens: null } as never));
  expect(back).toMatch(/^seen: /);
  const known = brief(red);
  known.after.effects = [{ ...chest, ids: ['check'], hours: 3, at: AT, text: '' }] as never;
  expect(lines(known)).toHaveLength(1);
});

const note: Part[] = [
  {
    name: 'Data',
    lines: [
      { kind: 'said', text: '“Mood < 3 & tired”\nthen rest ' },
      { kind: 'seen', text: '  ' },
    ],
  },
  { name: 'Plan', lines: [] },
];

test('a note is copied as text, and with headings and lists', () => {
  expect(asText(note)).toBe('Data\n- “Mood < 3 & tired”\nthen rest\n\nPlan');
  expect(asHtml(note)).toBe('<h3>Data</h3><ul><li>“Mood &lt; 3 &amp; tired”<br>then rest</li></ul><h3>Plan</h3>');
});

test('a note under 42 CFR Part 2 carries the notice when it is copied', () => {
  const notice = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
  expect(asText(note, notice)).toBe(`Data\n- “Mood < 3 & tired”\nthen rest\n\nPlan\n\n${notice}`);
  expect(asHtml(note, notice)).toMatch(/<h3>Plan<\/h3><p lang="en">42 CFR part 2 .* records\.<\/p>$/);
});
