import { expect, test } from 'vitest';
import { asHtml, asText, type Part } from '../src/lib/note/compose';

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
