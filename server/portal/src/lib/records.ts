// Records as forms read and write them: the fields of `journal::record`, as JSON. What is *true* of them (order, places
// in the arc, scores) comes from the casebook; here is only what a therapist enters.

/** When: an instant with the local offset, and the zone's name. */
export interface Moment {
  at: string;
  zone: string;
}

export interface Cadence {
  every: 'once' | 'day' | 'week' | 'weekdays';
  times?: number;
  weekdays?: string[];
}

/** The kinds that a therapist writes, by their names. */
export interface Kinds {
  appointment: {
    purpose: string;
    kept?: boolean;
    cancelled?: boolean;
    duration_min?: number;
    place?: string;
  };
  dosing_session: {
    number: number;
    route?: string;
    dose_mg?: number;
    recorded_by?: string;
    duration_min?: number;
    ended?: Moment;
    setting?: Partial<Record<'place' | 'light' | 'music' | 'seating' | 'companions', string>>;
    support?: string;
    support_note?: string;
    qualities?: string[];
    intensity?: number;
    first_words?: string;
    notes?: string;
    helped?: string;
    hindered?: string;
  };
  assignment: {
    task: 'prompt' | 'measure';
    text?: string;
    prompt?: string;
    instrument?: string;
    due?: Moment;
    repeat?: 'once' | 'weeks' | 'before_session' | 'after_session';
    weeks?: number;
    ended?: boolean;
  };
  suggestion: { text: string; cadence?: Cadence; from_entry?: string };
  promise: { text: string; kept?: Moment };
  measure_response: { instrument: string; assignment?: string };
  reflection: { text: string; assignment?: string };
  step: { text: string; from_suggestion?: string; status?: string };
}
export type Kind = keyof Kinds;

/** A record in a collection. */
export type Stored<K extends Kind = Kind> = { id: string; when: Moment; kind: K } & Kinds[K];

/** What is written: without an id a new record, without a record a deletion. */
export interface Change<K extends Kind = Kind> {
  id: string | null;
  record: ({ when: Moment; kind: K } & Kinds[K]) | null;
}

/** A time of the reader's clock as records keep it. */
export function moment(time: Date): Moment {
  const offset = -time.getTimezoneOffset();
  const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
  const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { at: `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`, zone };
}

/** What `<input type="datetime-local">` wants. */
export const forInput = (at: string | Date): string =>
  moment(typeof at === 'string' ? new Date(at) : at).at.slice(0, 16);
