// What the style page draws its components with. No page of a client ever sees it.
import type { Entry } from '$pkg/casebook';
import type { Mood } from '$pkg/desk';

const DAY = 86_400_000;
export const moods: Mood[] = [4, 3, 5, 6, 5, 7, 8].map((value, day) => ({ at: day * DAY, value }));

const plain: Entry = {
  id: 'new',
  kind: 'reflection',
  at: '2026-03-26T20:10:00-06:00',
  phase: 'after',
  session: 2,
  day: 3,
  words: [
    { text: 'The kitchen, and the ', hit: false },
    { text: 'light', hit: true },
    { text: ' on the floor of it.', hit: false },
  ],
  cut: false,
  prompt: 'after.72h',
  mood: 6,
  states: ['calm'],
  themes: ['imagery', 'body'],
  wantsToTalk: true,
  figures: [],
  doneOn: [],
  step: null,
  fromEntry: null,
  measure: null,
  appointment: null,
  reading: 'new',
  readAt: null,
  replies: [],
};

export const entries: Entry[] = [
  plain,
  { ...plain, id: 'changed', reading: 'changed', wantsToTalk: false, themes: [], prompt: null },
  {
    ...plain,
    id: 'figures',
    kind: 'check_in',
    words: [],
    mood: 4,
    figures: [
      { name: 'mood', value: 4 },
      { name: 'energy', value: 2 },
    ],
    reading: 'opened',
    wantsToTalk: false,
    prompt: null,
  },
  {
    ...plain,
    id: 'measure',
    kind: 'measure_response',
    words: [],
    mood: null,
    states: [],
    themes: [],
    measure: { instrument: 'phq-9', answered: 9, items: 9 },
    reading: 'reviewed',
    wantsToTalk: false,
    prompt: null,
  },
  {
    ...plain,
    id: 'meeting',
    kind: 'appointment',
    words: [],
    mood: null,
    states: [],
    themes: [],
    appointment: { purpose: 'integration', kept: true },
    wantsToTalk: false,
    prompt: null,
  },
];
