/** The pages of one client. */
import { counter } from '../plural';
import brief from './client/brief';
import codes from './client/codes';
import journal from './client/journal';
import plan from './client/plan';

const count = counter('en');

const client = {
  keys: {
    title: 'Keyboard',
    list: [
      ['/', 'Search'],
      ['j k', 'Next and previous client or entry'],
      ['Enter', 'Open it'],
      ['b t d', 'Brief, timeline, trends of a client'],
      ['r', 'Mark as reviewed, or undo'],
      ['a', 'Reply to the entry'],
      ['?', 'This list'],
    ] as readonly (readonly [keys: string, what: string])[],
    enabled: 'Single-key shortcuts',
    enabledHint: 'Turn them off if they interfere with speech input. Everything works without them.',
  },

  /** Whether this client’s records are complete and verified. */
  trust: {
    whole: (when: string) => `Complete up to ${when}`,
    reading: 'Loading…',
    unchecked: 'Not checked yet',
    older: (name: string) => `This is an older state of ${name}’s journal than you have seen. Do not rely on it.`,
    missing: (n: number) =>
      `${count(n, { one: '# entry is', other: '# entries are' })} missing. Nothing is deleted here.`,
    differs: 'The entries here do not match what your client wrote last. Nothing is deleted here.',
    notTheirs: (n: number, name: string) =>
      `${count(n, { one: '# record', other: '# records' })} that only you may write came from ${name}’s account. ${n === 1 ? 'It was' : 'They were'} set aside and ${n === 1 ? 'has' : 'have'} no effect.`,
    retired: (n: number) =>
      `${count(n, { one: '# record was', other: '# records were' })} sealed with a retired key and ignored.`,
    unproved: (n: number) =>
      `The server reports that ${count(n, { one: '# entry was', other: '# entries were' })} deleted, without proof that your client did it. Nothing is deleted here.`,
    anotherKey: (name: string) => `${name}’s key has changed. Compare the safety words before you read.`,
  },

  client: {
    safety: (n: number) =>
      `${count(n, { one: 'A safety flag is', other: '# safety flags are' })} open. Read and close it in the brief.`,
    brief: 'Brief',
    timeline: 'Timeline',
    trends: 'Trends',
    sessions: 'Sessions',
    plan: 'Plan',
    export: 'Export',
    care: 'Care',
    pages: (name: string) => `Pages of ${name}`,
    /** On each printed page. */
    printed: (when: string, who: string, practice: string) =>
      [`Printed ${when}`, who, practice].filter(Boolean).join(' · '),
    gone: {
      title: 'Client not found',
      text: 'The care relationship may have ended, or the address is incomplete.',
    },
  },
  export: {
    inside: 'Contents',
    lead: 'Everything that is shared with you now, and what you wrote to your client. Your private notes are in a file of their own, which you choose below.',
    records: (n: number) => count(n, { one: '# record', other: '# records' }),
    leftOut: 'Left out:',
    files: 'Files',
    handle: 'Client’s name in the file',
    handleHint: 'A pseudonym is enough. The file is not encrypted. Store it like your other records.',
    formats: {
      fhir: ['FHIR R4 bundle', 'For the clinic’s record system.'],
      csv: ['CSV, one row per form', 'All measures, with their totals.'],
      answers: ['CSV, one row per answer', 'All measures, with every answer and its item.'],
      effects: ['CSV, one row per side effect', 'What your client marked, with severity and time.'],
      adverse_events: ['CSV, one row per adverse event', 'Your own records, as a line listing.'],
      records: ['CSV, one row per value', 'Session records and clearances, with units.'],
      json: ['JSON', 'Complete, as Afterglow stores it.'],
      markdown: ['Markdown', 'For reading, in chronological order.'],
    },
    several: {
      title: 'All clients',
      lead: 'One table of all clients, or one FHIR bundle per client, with the names of your caseload. Adverse events, session records and clearances include those of former clients.',
      save: 'Save for all clients',
    },
    attached: ['Photos and recordings (ZIP)', 'As your client attached them, with dates as names.'],
    missing: (n: number) =>
      `${count(n, { one: '# file is', other: '# files are' })} not included: not fully uploaded yet, or taken back.`,
    notes: [
      'Your own notes (Markdown)',
      'Notes, lines for the session and how flags were closed. Your client never receives them.',
    ],
    pdf: ['PDF', 'Open the brief and print it to a file.'],
  },

  draft: { again: 'You continue from your draft, which is stored encrypted.', discard: 'Discard the draft' },
  minutes: (n: number) => `${n} min`,
  milligrams: (n: string) => `${n} mg`,

  ...brief,
  ...plan,
  ...journal,
  ...codes,
};

export default client;
