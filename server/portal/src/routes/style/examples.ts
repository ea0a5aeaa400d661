// What the style page draws its components with. No page of a client ever sees it.
import type { Entry, Standing, Total } from '$pkg/casebook';
import type { Mood } from '$pkg/desk';

const DAY = 86_400_000;
export const moods: Mood[] = [4, 3, 5, 6, 5, 7, 8].map((value, day) => ({ at: day * DAY, value }));

/** How far the charts go. */
export const days = 30 * DAY;
export const landmarks = [
  { at: 6 * DAY, name: '1' },
  { at: 20 * DAY, name: '2' },
];
export const bands = [
  { from: 0, to: 4, name: 'minimal' },
  { from: 4, to: 7, name: 'mild' },
  { from: 7, to: 10, name: 'moderate' },
];
/** Five series, so that every line and mark is seen; each with a gap. */
export const series = ['mood', 'energy', 'sleep', 'clarity', 'sensitivity'].map((key, n) => ({
  key,
  name: key,
  points: [2, 5, 8, 24, 27].map((day, at) => ({ at: day * DAY, value: 1 + ((n * 2 + at * 3) % 9), href: '/style' })),
}));

const total = (id: string, value: number): Total => ({
  at: 0,
  date: '2026-03-26',
  total: value,
  severity: 'mild',
  flags: [],
  subscales: {},
  id,
});
/** A change for the better, one for the worse, one that is none, and a first time. */
export const measures: Standing[] = (['improved', 'worsened', 'no_reliable_change', undefined] as const).map(
  (direction, n) => ({
    instrument: ['phq-9', 'gad-7', 'pcl-5', 'pulse'][n] ?? '',
    title: 'Pulse',
    higherIsBetter: false,
    range: [0, 27],
    bands: [],
    reliable: 5,
    first: total('first', 14),
    previous: direction ? total('previous', 12) : null,
    latest: total('latest', 8),
    vsFirst: null,
    vsPrevious: direction ? { delta: [-6, 6, -1][n] ?? 0, direction, response: false, remission: false } : null,
    ageDays: n,
    sinceVisit: true,
    incomplete: [],
  }),
);

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
