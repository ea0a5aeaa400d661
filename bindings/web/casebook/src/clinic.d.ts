// TypeScript types of the clinic's records, beside the Rust types in journal/src/clinic and in clinic.rs; a test compares
// all fields. Times are milliseconds since the Unix epoch.

/** One row: the field's name and what was typed. */
export type SheetRow = Record<string, string>;

/** The typed values of a session record or a clearance. */
export interface Sheet {
  fields: SheetRow;
  staff: SheetRow[];
  substances: SheetRow[];
  doses: SheetRow[];
  observations: SheetRow[];
  interventions: SheetRow[];
  touches: SheetRow[];
  /** The answers to the check list, by the item's id in `row`. */
  items: SheetRow[];
  /** Codes of the confirmed findings (`Finding.confirm`). */
  confirmed: string[];
}

/** An item of a check list, in one language. */
export interface ListItem {
  id: string;
  section: string;
  words: string;
  /** Whether the practice wrote the text. */
  own: boolean;
}

/** A check list for the form. */
export interface CheckListView {
  version: string;
  items: ListItem[];
}

/** The content of a form's page. */
export interface SheetPage {
  /** The record; null before anything was typed. */
  id: string | null;
  /** When it was first kept. */
  kept: number | null;
  /** Whether `sheet` is a draft that is not kept yet. */
  drafted: boolean;
  sheet: Sheet;
  list: CheckListView;
  /** The headings of the list's sections: id and text. */
  sections: [string, string][];
  /** The version of the limits that a session is checked with. */
  rulesVersion: string;
  /** The changes after it was kept, newest first. */
  amendments: Amended[];
  /** The client's newest clearance. */
  clearance: ClearanceLine | null;
}

/** A value that was changed. */
export interface Amended {
  at: number | null;
  by: string;
  /** The field: `weight_kg`, `doses.a1.mg`. */
  field: string;
  /** For one value its text, for a removed row each field with its text. */
  before: [string, string][];
}

/** A clearance as one line. */
export interface ClearanceLine {
  id: string;
  kept: number;
  result: '' | 'cleared' | 'conditions' | 'not_cleared';
  validUntil: string;
  by: string;
  /** Number of items of the list without an answer. */
  open: number;
}

/** A finding of a check at one field. */
export interface Finding {
  /** The field: `weight_kg`, `doses.0.mg`, or a list: `staff`. */
  place: string;
  level: 'refuse' | 'ask' | 'alarm' | 'missing';
  rule: string;
  /** The limits that applied. */
  low: number | null;
  high: number | null;
  /** The code in `Sheet.confirmed` that confirms it. */
  confirm: string;
}

/** A row of observations that is due. */
export interface Due {
  /** The dose that it belongs to, counted from 1. */
  dose: number;
  /** Minutes after that dose; 0 is before it. */
  minute: number;
  at: number;
  /** Whether it is the last one: the client may not leave before. */
  end: boolean;
  taken: boolean;
}

/** The result of a check, and the values computed from the typed ones. */
export interface Checked {
  findings: Finding[];
  due: Due[];
  firstDose: number | null;
  earliestEnd: number | null;
  sumMg: number | null;
}

/** One span of days until now. */
export interface Exposure {
  days: number;
  sessions: number;
  /** Milligrams by route. */
  mg: [string, number][];
  withoutDose: number;
  /** The sum of all routes. */
  totalMg: number;
  /** The practice's rules. They block nothing. */
  maxSessions: number | null;
  maxMg: number | null;
  /** Whether each of them is reached. */
  sessionsReached: boolean;
  mgReached: boolean;
}

/** A session record as one line. */
export interface SessionLine {
  id: string;
  /** The session in the care collection that it belongs to. */
  session: string | null;
  number: number;
  at: number;
  kept: boolean;
  drafted: boolean;
  doses: number;
  sumMg: number | null;
  rows: number;
  discharge: 'left' | 'open' | 'not_begun';
  /** Number of values that were changed after it was kept. */
  changes: number;
}

/** The clinic's records of a client. */
export interface ClinicRecords {
  sessions: SessionLine[];
  exposure: Exposure[];
  clearance: ClearanceLine | null;
  clearanceDrafted: boolean;
}

/** An item of a practice's list. */
export interface ListLine {
  id: string;
  section: string;
  /** The list's own text; empty for an item of the practice. */
  original: string;
  /** The practice's text; empty to use the list's own. */
  words: string;
  off: boolean;
}

/** A practice's check list, as its page edits it. */
export interface ListPage {
  name: string;
  version: string;
  items: ListLine[];
  sections: [string, string][];
}
