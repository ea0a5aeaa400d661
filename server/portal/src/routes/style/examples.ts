// Sample data of the style page. No other page uses it.
import type {
  AdverseView,
  DispositionForm,
  EffectLine,
  Entry,
  Flag,
  InstrumentView,
  Excerpt,
  Measure,
  SharedPlan,
  MeasureSummary,
  Total,
} from '$pkg/casebook';
import type { Mood } from '$pkg/desk';
import type { Device, TrailPage } from '$lib/administration';

const DAY = 86_400_000;
export const moods: Mood[] = [4, 3, 5, 6, 5, 7, 8].map((value, day) => ({ at: day * DAY, value }));

/** The end of the charts' time axis. */
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
/** Five series with a gap each, so that every line and mark is shown. */
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
  safety: false,
  subscales: {},
  id,
});
/** An improvement, a worsening, no reliable change, and a first result. */
export const measures: MeasureSummary[] = (['improved', 'worsened', 'no_reliable_change', undefined] as const).map(
  (direction, n) => ({
    instrument: ['phq-9', 'gad-7', 'pcl-5', 'pulse'][n] ?? '',
    title: 'Pulse',
    higherIsBetter: false,
    range: [0, 27],
    bands: [],
    reliable: 5,
    important: null,
    sources: [],
    sentence: (['better', 'worse', 'same', 'first'] as const)[n] ?? null,
    direction: direction ?? null,
    first: total('first', 14),
    previous: direction ? total('previous', 12) : null,
    latest: total('latest', 8),
    vsFirst: null,
    vsPrevious: direction ? { delta: [-6, 6, -1][n] ?? 0, direction, response: false, remission: false } : null,
    ageDays: n,
    sinceVisit: true,
    incomplete: [],
    item: null,
  }),
);

/** One of each level, and one in the client's own words. */
export const effects: EffectLine[] = (['red', 'amber', null] as const).map((level, n) => ({
  effect: ['chest', 'headache', 'other'][n] ?? '',
  severity: 3 - n,
  still: n === 0,
  before: n === 1,
  level,
  at: n * DAY,
  hours: 24 * n + 3,
  text: n === 2 ? 'A ringing in one ear' : '',
  ids: ['effect'],
}));

export const events: AdverseView[] = [
  {
    id: 'event',
    recorded: DAY,
    form: { term: 'Fell in the hall', grade: 3, serious: true, ongoing: true, onset: DAY },
    earlier: [],
  },
];

export const filled: Measure = {
  instrument: 'phq-9',
  answered: 9,
  items: 9,
  total: 6,
  most: 27,
  severity: 'mild',
  safety: false,
  profile: false,
};

const plain: Entry = {
  id: 'new',
  kind: 'reflection',
  at: '2026-03-26T20:10:00-06:00',
  phase: 'after',
  session: 2,
  day: 3,
  beforeDose: null,
  words: [
    { text: 'The kitchen, and the ', hit: false },
    { text: 'light', hit: true },
    { text: ' on the floor of it.', hit: false },
  ],
  cut: false,
  prompt: 'after.72h',
  asked: '',
  mood: 6,
  states: ['calm'],
  effects: [],
  suicidal: null,
  drove: null,
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
  attachments: [],
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
    measure: filled,
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

const line: Excerpt = {
  id: 'marked',
  kind: 'reflection',
  instrument: null,
  at: '2026-03-26T20:10:00-06:00',
  date: '2026-03-26',
  phase: 'after',
  session: 2,
  day: 3,
  text: 'The kitchen, and the light on the floor of it.',
  cut: true,
  photos: 1,
  recordings: 0,
  files: 0,
  mood: 6,
  states: [],
  themes: [],
  wantsToTalk: true,
  reading: 'new',
};
export const lines: Excerpt[] = [
  line,
  { ...line, id: 'read', reading: 'reviewed', wantsToTalk: false, cut: false, mood: null },
];
export const counts = [
  { key: 'imagery', name: 'Imagery', tone: 'dusk' as const, ids: lines.map(({ id }) => id) },
  { key: 'calm', name: 'calm', tone: 'plain' as const, ids: [line.id] },
];

/** How a flag was closed, with every field except the hospital's. */
export const disposition: DispositionForm = {
  contactedAt: DAY,
  how: 'phone',
  by: 'M. Osei',
  riskLevel: 'low',
  ideation: 'passive',
  action: 'extra_contact',
  planReviewed: true,
  nextContactAt: 2 * DAY,
  nextDoseCleared: 'yes',
  note: 'Sister stays tonight.',
};
export const plan: SharedPlan = {
  id: 'plan',
  at: DAY,
  madeWith: 'M. Osei',
  reviewed: 2 * DAY,
  parts: [
    ['coping', ['A walk by the river', 'The slow song']],
    ['people', ['Ana, sister, 303-555-0142']],
    ['reasons', ['The garden in May']],
  ],
};

const safety: Flag = {
  kind: 'safety',
  at: DAY,
  instrument: 'phq-9',
  flag: 'self_harm_item',
  shown: ['crisis_plan'],
  local: '2026-03-26T22:14:00-06:00',
  region: 'US',
  opens: 'new',
  answer: null,
  tapped: [{ choice: 'told_someone', at: 0 }],
  takenBack: false,
  seen: 0,
  closings: [],
  dispositions: [],
  closed: null,
  open: true,
  negativeSince: true,
  text: '',
  effects: [],
  ids: ['measure'],
};
/** Open with a choice, open without one, closed, and an entry that should be seen soon. */
export const flags: Flag[] = [
  safety,
  {
    ...safety,
    opens: 'new',
    answer: null,
    tapped: [],
    takenBack: false,
    seen: 0,
    closings: [],
    dispositions: [],
    negativeSince: false,
    ids: ['unanswered'],
  },
  { ...safety, open: false, closed: 2 * DAY, ids: ['closed'] },
  { ...safety, kind: 'see_soon', text: line.text },
];

export const instrument: InstrumentView = {
  id: 'calm-3',
  version: '1',
  title: 'Calm in three',
  name: '',
  recall: 'Today',
  licence: '',
  attribution: '',
  own: null,
  items: ['Was there a calm moment?', 'Did you rest?'],
  options: [
    { value: 0, text: 'not at all' },
    { value: 1, text: 'quite' },
  ],
  slider: null,
  minIntervalDays: 7,
  bands: [],
};

export const devices: Device[] = ['Firefox', 'Chrome'].map((browser, n) => ({
  id: browser,
  name: `Portal in ${browser}`,
  created_at: n * DAY,
  seen_at: (n + 1) * DAY,
  current: n === 0,
}));

export const trail: TrailPage = {
  entries: (['signed_in', 'records_read', 'unknown'] as const).map((action, n) => ({
    chain: 'example',
    number: n,
    at: (3 - n) * DAY,
    action,
    ...(n === 0 && { name: 'M. Osei' }),
    ...(n === 1 && { account: 'client' }),
  })),
  next: 'earlier',
};
