// What the journal makes for a therapist, as TypeScript. Kept by hand beside the Rust types of journal/src/brief, which
// know nothing of browsers; a test holds every field of the one against the other. Times are milliseconds since the Unix
// epoch, dates the client's local ones; `id` and `ids` name the records that something is made of.

/** Since when: the last visit, which the therapist can move. */
export interface Visit {
  at: number | null;
  id: string | null;
  /** Whether the therapist set it; otherwise it is the last appointment that was kept. */
  set: boolean;
}

/** What a safety item was answered with. */
export interface FlagAnswer {
  item: string;
  /** Its place among the questions, from 1. */
  number: number;
  /** What was answered when the flag was raised. */
  value: number;
  /** What stands there now, where the client changed it. It takes nothing from the flag. */
  changed: number | null;
  changedSaid: string;
  /** The answer and the question, in the language that was asked for. */
  said: string;
  question: string;
  /** What was answered the last time. */
  before: number | null;
  beforeSaid: string;
  total: number | null;
  most: number | null;
}

/** A tap on the safety page: what was tapped, and no assessment. */
export interface Tapped {
  choice: string;
  at: number | null;
}

/** What is said of the latest answers, on the phone as well. */
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
  /** Part and lines. */
  parts: [string, string[]][];
}

/** A safety item, signs after a session that are not to wait, or what the client wants to be seen soon. */
export interface Flag {
  kind: 'safety' | 'sign' | 'see_soon';
  at: number;
  instrument: string | null;
  flag: string | null;
  /** The record whose page shows most of it; absent when it was taken back. */
  opens: string | null;
  answer: FlagAnswer | null;
  /** What the client was shown at once, in that order: `resources`, `practice`, `crisis_plan`. */
  shown: string[];
  /** The client's own time of it: RFC 3339 with their offset; absent of what was taken back. */
  local: string | null;
  /** The country whose numbers were shown: ISO 3166-1 alpha-2; empty where the phone did not say. */
  region: string;
  tapped: Tapped[];
  /** The client took it back after it was seen. */
  takenBack: boolean;
  /** When the therapist first saw it. */
  seen: number | null;
  closed: number | null;
  /** How it was closed: the therapist's own record. */
  disposition: string | null;
  open: boolean;
  /** Whether the same item was answered without a flag since. The flag stands all the same. */
  negativeSince: boolean;
  /** The signs that were tapped. */
  signs: string[];
  /** The first lines of an entry. */
  text: string;
  ids: string[];
}

/** An entry's first lines. */
export interface Line {
  id: string;
  kind: string;
  /** For a measure: which. */
  instrument: string | null;
  /** RFC 3339 with the client's offset. */
  at: string;
  date: string;
  phase: string;
  session: number | null;
  day: number | null;
  text: string;
  cut: boolean;
  mood: number | null;
  states: string[];
  themes: string[];
  wantsToTalk: boolean;
  reading: 'new' | 'changed' | 'opened' | 'reviewed';
}

/** Entries that share a theme; the empty theme is for those without one. */
export interface Theme {
  theme: string;
  ids: string[];
}

/** A state that the client tapped. */
export interface StateCount {
  state: string;
  ids: string[];
}

/** One mood rating, 0 to 10. */
export interface MoodPoint {
  at: number;
  date: string;
  value: number;
  /** Days without a rating before this one: a line is drawn only where there are none. */
  gapDays: number;
  id: string;
}

/** Mood since the last visit, oldest first. */
export interface MoodSeries {
  points: MoodPoint[];
  min: number | null;
  max: number | null;
  latest: number | null;
  /** The last one before the visit. */
  before: MoodPoint | null;
}

/** One total of a measure. */
export interface Total {
  at: number;
  date: string;
  /** Absent while items were left out. */
  total: number | null;
  /** The band that it lies in; a convention, not a diagnosis. */
  severity: string | null;
  flags: string[];
  /** A safety item is answered. */
  safety: boolean;
  subscales: Record<string, number>;
  id: string;
}

/** How a total moved. */
export interface Change {
  delta: number;
  direction: 'improved' | 'worsened' | 'no_reliable_change';
  /** As much as people notice, where that says something else. */
  important?: 'improved' | 'worsened' | 'no_reliable_change';
  response?: boolean;
  remission?: boolean;
}

/** How a measure stands. */
export interface Standing {
  instrument: string;
  title: string;
  higherIsBetter: boolean;
  range: [number, number];
  /** From, to, name. */
  bands: [number, number, string][];
  /** Points that are more than noise. */
  reliable: number | null;
  /** Points that people notice. */
  important: number | null;
  /** Where those numbers come from. */
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
  /** Answered since the last visit, but not to the end. */
  incomplete: string[];
}

/** A step, and what became of it since the last visit. */
export interface StepLine {
  id: string;
  text: string;
  status: 'active' | 'habit' | 'done' | 'let_go';
  /** Local dates. */
  doneSince: string[];
  done: number;
  meantSince: number | null;
  openSince: number | null;
  fromEntry: string | null;
}

/** A day after the last dosing session, as the client told it. */
export interface AfterDay {
  day: number;
  date: string;
  /** Scales of that day: name and mean. */
  figures: [string, number][];
  states: string[];
  ids: string[];
}

/** How one of the check-ins after the last session stands. */
export interface SlotLine {
  slot: '4h' | '24h' | '72h' | '7d';
  state: 'ahead' | 'open' | 'done' | 'passed';
}

/** The days after the last dosing session. */
export interface AfterSession {
  session: number | null;
  id: string | null;
  days: AfterDay[];
  slots: SlotLine[];
}

/** An intention, a goal or a concern, against what came up. */
export interface Hope {
  id: string;
  kind: 'intention' | 'goal' | 'concern';
  text: string;
  session: number | null;
  status: 'open' | 'met' | 'let_go' | null;
  answer: string;
  /** What the client wrote from that session on, up to the next. */
  cameUp: string[];
}

/** A promise of the therapist's, or a line for the session. */
export interface Reminder {
  id: string;
  at: number;
  text: string;
  kept: number | null;
  about: string | null;
}

/** Where we are. */
export interface Whereabouts {
  phase: string;
  session: number | null;
  sessionId: string | null;
  planned: number | null;
  series: 'active' | 'completed' | 'stopped' | null;
  day: number | null;
  /** When, and what for. */
  next: [number, string] | null;
  nextId: string | null;
  /** Appointments that were not kept since the last visit. */
  missed: string[];
}

/** The brief: what a therapist reads in the five minutes before a follow-up, in this order (docs/brief.md). */
export interface Brief {
  since: Visit;
  now: number;
  flags: Flag[];
  marked: Line[];
  newest: Line[];
  new: Line[];
  /** What else is new: answers to measures, intentions, goals, concerns, steps; oldest first. */
  alsoNew: Line[];
  unread: string[];
  unreviewed: string[];
  themes: Theme[];
  states: StateCount[];
  mood: MoodSeries;
  measures: Standing[];
  steps: StepLine[];
  after: AfterSession;
  hopes: Hope[];
  promises: Reminder[];
  agenda: Reminder[];
  whereabouts: Whereabouts;
  plan: SharedPlan | null;
}

/** A day on which something was told. */
export interface TrendDay {
  date: string;
  session: number | null;
  day: number | null;
  /** `mood`, `energy`, `sleep`, `sensitivity`, `clarity`: the mean of what was told. */
  figures: Record<string, number>;
  ids: string[];
}

/** A dosing session as a landmark. */
export interface Landmark {
  id: string;
  number: number;
  at: number;
  date: string;
}

/** A measure over time. */
export interface MeasureTrend {
  standing: Standing;
  totals: Total[];
}

/** A measure before and after a session. */
export interface Around {
  instrument: string;
  before: Total | null;
  after: Total | null;
}

/** A session beside the others. */
export interface SessionTrend {
  session: Landmark;
  days: TrendDay[];
  means: Record<string, number>;
  states: StateCount[];
  themes: Theme[];
  measures: Around[];
}

/** How things moved, oldest first. */
export interface Trends {
  days: TrendDay[];
  sessions: Landmark[];
  measures: MeasureTrend[];
  compare: SessionTrend[];
}
