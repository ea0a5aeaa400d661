// TypeScript types of the journal's views for a therapist. They are maintained manually beside the Rust types in
// journal/src/brief, which have no browser-specific code; a test compares all fields. Times are milliseconds since the
// Unix epoch, and dates are the client's local dates; `id` and `ids` are the ids of the source records.

/** The start of the brief's period: the last visit, which the therapist can move. */
export interface Visit {
  at: number | null;
  id: string | null;
  /** Whether the therapist set it; otherwise it is the last kept appointment. */
  set: boolean;
  /** The beginning of a visit in progress. */
  running: number | null;
}

/** The answer to a safety item. */
export interface FlagAnswer {
  item: string;
  /** The item's position among the questions, from 1. */
  number: number;
  /** The answer that raised the flag. */
  value: number;
  /** The current answer, if the client has changed it. The flag is not affected. */
  changed: number | null;
  changedText: string;
  /** Answer and question in the requested language. */
  said: string;
  question: string;
  /** The previous answer to the same item. */
  before: number | null;
  beforeText: string;
  total: number | null;
  most: number | null;
}

/** A tap on the safety page: the tapped choice, without an assessment. */
export interface Tapped {
  choice: string;
  at: number | null;
}

/** The assessment of the latest answers, equal to the phone's. */
export type Sentence =
  | 'safety'
  | 'incomplete'
  | 'first'
  | 'trend_only'
  | 'worse'
  | 'worse_than_last'
  | 'better_but_worse_than_last'
  | 'worse_but_better_than_last'
  | 'better'
  | 'better_than_last'
  | 'same';

/** A crisis plan that the client shares. */
export interface SharedPlan {
  id: string;
  at: number;
  madeWith: string;
  reviewed: number | null;
  /** The part's name and its lines. */
  parts: [string, string[]][];
}

/** A side effect that the client marked. */
export interface EffectMark {
  effect: string;
  /** 1 to 3. */
  severity: number | null;
  still: boolean | null;
  before: boolean | null;
  level: 'red' | 'amber' | null;
}

/** A safety item, red side effects, or an entry marked "see soon". */
export interface Flag {
  kind: 'safety' | 'red_effect' | 'see_soon';
  at: number;
  instrument: string | null;
  flag: string | null;
  /** The record whose page shows most of it; absent if it was taken back. */
  opens: string | null;
  answer: FlagAnswer | null;
  /** What the client was shown immediately, in this order: `resources`, `practice`, `crisis_plan`. */
  shown: string[];
  /** The client's local time: RFC 3339 with offset; absent if it was taken back. */
  local: string | null;
  /** The country whose phone numbers were shown: ISO 3166-1 alpha-2; empty if unknown. */
  region: string;
  tapped: Tapped[];
  /** Whether the client took it back after the therapist had seen it. */
  takenBack: boolean;
  /** When the therapist first saw it. */
  seen: number | null;
  closed: number | null;
  /** The times at which it was closed, oldest first, each with the time of its reopening. */
  closings: [number, number | null][];
  /** How it was closed: the ids of the therapist's own records, oldest first. */
  dispositions: string[];
  open: boolean;
  /** Whether a later answer to the same item raised no flag. This flag stays open. */
  negativeSince: boolean;
  /** The marked side effects. */
  effects: EffectMark[];
  /** The first lines of the entry. */
  text: string;
  ids: string[];
}

/** The first lines of an entry. */
export interface Excerpt {
  id: string;
  kind: string;
  /** For a measure: the instrument's id. */
  instrument: string | null;
  /** RFC 3339 with the client's offset. */
  at: string;
  date: string;
  phase: string;
  session: number | null;
  day: number | null;
  text: string;
  cut: boolean;
  /** Number of attached photos, of recordings and of other files. */
  photos: number;
  recordings: number;
  files: number;
  mood: number | null;
  states: string[];
  themes: string[];
  wantsToTalk: boolean;
  reading: 'new' | 'changed' | 'opened' | 'reviewed';
}

/** Entries that share a theme; the empty theme is for entries without one. */
export interface Theme {
  theme: string;
  ids: string[];
}

/** A state that the client tapped. */
export interface StateCount {
  state: string;
  ids: string[];
}

/** A mood rating, from 0 to 10. */
export interface MoodPoint {
  at: number;
  date: string;
  value: number;
  /** Days without a rating before this one. A line is drawn only if there are none. */
  gapDays: number;
  id: string;
}

/** The reason for a client's position in the caseload (docs/brief.md). */
export type Reason =
  | 'safety'
  | 'red_effect'
  | 'wants_to_talk'
  | 'low'
  | 'worsened'
  | 'today'
  | 'new'
  | 'soon'
  | 'quiet'
  | 'rest';

/** A rating that the caseload points out. */
export interface Low {
  id: string;
  at: number;
  value: number;
}

/** Mood since the last visit, oldest first. */
export interface MoodSeries {
  points: MoodPoint[];
  min: number | null;
  max: number | null;
  latest: number | null;
  /** The last rating before the visit. */
  before: MoodPoint | null;
}

/** A total of a measure. */
export interface Total {
  at: number;
  date: string;
  /** Absent if items were skipped. */
  total: number | null;
  /** The severity band of the total. It is a convention, not a diagnosis. */
  severity: string | null;
  flags: string[];
  /** Whether a safety item is answered. */
  safety: boolean;
  subscales: Record<string, number>;
  id: string;
}

/** The change between two totals. */
export interface Change {
  delta: number;
  direction: 'improved' | 'worsened' | 'no_reliable_change';
  /** The direction of a change that people notice, if it differs. */
  important?: 'improved' | 'worsened' | 'no_reliable_change';
  response?: boolean;
  remission?: boolean;
}

/** The state of a measure. */
export interface MeasureSummary {
  instrument: string;
  title: string;
  higherIsBetter: boolean;
  range: [number, number];
  /** The bands: from, to, name. */
  bands: [number, number, string][];
  /** The minimum difference that exceeds the measurement error. */
  reliable: number | null;
  /** The minimum difference that people notice. */
  important: number | null;
  /** The source of those numbers. */
  sources: string[];
  sentence: Sentence | null;
  direction: 'improved' | 'worsened' | 'no_reliable_change' | null;
  first: Total | null;
  previous: Total | null;
  latest: Total | null;
  vsFirst: Change | null;
  vsPrevious: Change | null;
  ageDays: number | null;
  sinceVisit: boolean;
  /** Whether it was answered incompletely since the last visit. */
  incomplete: string[];
  /** The latest answer to its safety item. */
  item: SafetyItem | null;
}

/** The last answer to a safety item, also a negative one. */
export interface SafetyItem {
  id: string;
  /** Its place among the questions, from 1. */
  number: number;
  value: number;
  /** The answer, in the requested language. */
  said: string;
  at: number;
}

/** A step, and its progress since the last visit. */
export interface StepLine {
  id: string;
  text: string;
  status: 'active' | 'habit' | 'done' | 'let_go';
  /** Local dates on which it was done. */
  doneSince: string[];
  done: number;
  meantSince: number | null;
  openSince: number | null;
  fromEntry: string | null;
}

/** A day after the last dosing session, from the client's entries. */
export interface AfterDay {
  day: number;
  date: string;
  /** The ratings of that day: name, lowest, highest. */
  figures: [string, number, number][];
  states: string[];
  ids: string[];
}

/** The state of one of the check-ins after the last session. */
export interface SlotLine {
  slot: '4h' | '24h' | '72h' | '7d';
  state: 'ahead' | 'open' | 'done' | 'passed';
}

/** A follow-up after the last session of the series. */
export interface FollowUpLine {
  slot: '4w' | '3mo' | '6mo';
  /** The client's local date. */
  date: string;
  state: 'ahead' | 'open' | 'overdue' | 'done' | 'passed';
}

/** The days after the last dosing session. */
export interface AfterSession {
  session: number | null;
  id: string | null;
  days: AfterDay[];
  slots: SlotLine[];
  followUps: FollowUpLine[];
  last: LastSession | null;
  effects: EffectLine[];
}

/** A dosing session, as recorded by client and clinic. */
export interface LastSession {
  at: number;
  route: string;
  doseMg: number | null;
  durationMin: number | null;
  setting: [string, string][];
  qualities: string[];
  intensity: number | null;
  firstWords: string;
  record: RecordLine | null;
}

/** The clinic's record of a session as one line. */
export interface RecordLine {
  id: string;
  doses: number;
  sumMg: number | null;
  discharge: 'left' | 'open' | 'not_begun';
}

/** A side effect since the session, merged from all checks in that time. */
export interface EffectLine {
  effect: string;
  /** The highest marked severity, 1 to 3. */
  severity: number | null;
  /** Whether it persists, according to the client's latest check. */
  still: boolean | null;
  before: boolean | null;
  level: 'red' | 'amber' | null;
  /** When it was marked first. */
  at: number;
  hours: number;
  /** The client's description of "something else". */
  text: string;
  ids: string[];
}

/** An intention, goal or concern, with the entries that followed. */
export interface Hope {
  id: string;
  kind: 'intention' | 'goal' | 'concern';
  text: string;
  session: number | null;
  status: 'open' | 'met' | 'let_go' | null;
  answer: string;
  /** The client's entries from that session until the next. */
  cameUp: string[];
}

/** A promise of the therapist, or an agenda item for the session. */
export interface Reminder {
  id: string;
  at: number;
  text: string;
  kept: number | null;
  about: string | null;
  aboutKind: string | null;
}

/** The current position in the series. */
export interface Whereabouts {
  phase: string;
  session: number | null;
  sessionId: string | null;
  planned: number | null;
  series: 'active' | 'completed' | 'stopped' | null;
  day: number | null;
  /** The next appointment: its time and purpose. */
  next: [number, string] | null;
  nextId: string | null;
  /** Missed appointments since the last visit. */
  missed: string[];
}

/** The brief: what a therapist reads in five minutes before a follow-up, in this order (docs/brief.md). */
export interface Brief {
  since: Visit;
  now: number;
  /** The reasons for the client's position in the caseload, most urgent first. */
  reasons: Reason[];
  flags: Flag[];
  /** Very low moods and steep drops after a session that are not reviewed, oldest first. */
  low: Low[];
  marked: Excerpt[];
  newest: Excerpt[];
  new: Excerpt[];
  /** Other new records: answers to measures, intentions, goals, concerns, steps; oldest first. */
  alsoNew: Excerpt[];
  unread: string[];
  unreviewed: string[];
  themes: Theme[];
  states: StateCount[];
  mood: MoodSeries;
  measures: MeasureSummary[];
  steps: StepLine[];
  after: AfterSession;
  hopes: Hope[];
  promises: Reminder[];
  agenda: Reminder[];
  whereabouts: Whereabouts;
  plan: SharedPlan | null;
}

/** A day with ratings. */
export interface TrendDay {
  date: string;
  session: number | null;
  day: number | null;
  /** `mood`, `energy`, `sleep`, `sensitivity`, `clarity`: the mean of the day's ratings. */
  figures: Record<string, number>;
  /** The lowest and the highest of these ratings, where they differ. */
  spread: Record<string, [low: number, high: number]>;
  ids: string[];
}

/** A dosing session, as a landmark of the charts. */
export interface Landmark {
  id: string;
  number: number;
  at: number;
  date: string;
}

/** A measure over time. */
export interface MeasureTrend {
  summary: MeasureSummary;
  totals: Total[];
}

/** A measure before and after a session. */
export interface Around {
  instrument: string;
  before: Total | null;
  after: Total | null;
}

/** A session, for comparison with the others. */
export interface SessionTrend {
  session: Landmark;
  days: TrendDay[];
  means: Record<string, number>;
  states: StateCount[];
  effects: EffectLine[];
  themes: Theme[];
  measures: Around[];
}

/** Trends over time, oldest first. */
export interface Trends {
  days: TrendDay[];
  sessions: Landmark[];
  measures: MeasureTrend[];
  compare: SessionTrend[];
}
