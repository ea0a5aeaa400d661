/** The plan of a client, the sessions, and the care relationship. */
import { counter } from '../../plural';

const count = counter('en');

const plan = {
  plan: {
    theirs: 'Written by your client',
    schedule: {
      file: 'Calendar file',
      title: 'Schedule',
      lead: 'The client’s phone shows it after its next sync. Its reminder does not say what it is about.',
      purpose: 'Purpose',
      at: 'When',
      minutes: 'Minutes',
      place: 'Where',
      add: 'Schedule',
      move: 'Change',
      cancel: 'Cancel appointment',
      cancelled: 'Cancelled',
      past: 'Past appointments',
      isPast: 'This time has passed. Is the date right?',
      overlaps: (when: string, what: string, name: string) => `It overlaps with ${what}, ${when} (${name}).`,
      allTheSame: 'Schedule anyway',
      allPast: (n: number) => `Show all ${n}`,
      reopen: 'Open again',
    },
    assign: {
      title: 'Assign',
      lead: 'A measure or a prompt, once or repeatedly. It appears among the client’s suggestions and is never shown as overdue.',
      measure: 'Measure',
      prompt: 'Prompt',
      own: 'In your own words…',
      ownText: 'Your text',
      when: 'How often',
      repeats: {
        once: 'Once',
        weeks: 'Every few weeks',
        before_session: 'Before each dosing session',
        after_session: 'After each dosing session',
        follow_up: 'Four weeks, three and six months after the last',
      },
      everyWeeks: (n: number) => (n === 1 ? 'Every week' : `Every ${n} weeks`),
      weeks: 'Weeks between',
      due: 'From',
      moreOften: 'Assign anyway',
      overlap: (weeks: number) =>
        `This measure asks about ${count(weeks, { one: 'the past week', other: 'the past # weeks' })}, so two results in a row will overlap.`,
      from: (when: string) => `from ${when}`,
      add: 'Assign',
      waiting: 'Not answered yet',
      answered: (when: string) => `Answered ${when}`,
      end: 'End',
      ended: (what: string) => `“${what}” has ended. Answers are kept.`,
    },
    suggest: {
      title: 'Suggest a step',
      lead: 'The client can take it, reword it, or decline.',
      text: 'A small step',
      rhythm: 'How often',
      every: { free: 'Any time', once: 'Once', day: 'Every day', week: 'Several times a week' },
      times: 'Times per week',
      add: 'Suggest',
      takeBack: 'Take back',
    },
    sets: {
      title: 'Prompt sets',
      lead: 'Your own prompts, offered on the phone beside the built-in ones.',
      prompts: (n: number) => count(n, { one: '# prompt', other: '# prompts' }),
      none: 'You have no prompt sets yet.',
    },
    promise: {
      title: 'What I promised',
      lead: 'Your client sees it, and your brief reminds you before the next visit.',
      text: 'A promise',
      add: 'Add',
      kept: (when: string) => `kept ${when}`,
      remove: 'Delete',
      removeTitle: 'Delete this promise?',
      removeText: 'It is also deleted from your client’s phone at its next sync.',
    },
  },

  sessions: {
    chooseRoute: 'Please choose',
    lead: 'The record of each dosing session: your part, and what your client shared about it.',
    add: 'Record a session',
    edit: 'Edit the record',
    addYours: 'Add your record',
    remove: 'Withdraw',
    removeTitle: (n: number) => `Withdraw your record of session ${n}?`,
    removeText:
      'It is also deleted from the client’s phone at its next sync. Your client’s own record and your private notes are kept.',
    theirs: (facts: string) => `Your client wrote: ${facts}`,
    /** Of a record that the client brought along. */
    broughtFrom: (name: string) => `Recorded by ${name}`,
    clientReads: 'Your client reads this.',
    empty: {
      title: 'No session yet',
      text: 'Record the first dosing session here after it has taken place. The app never suggests a dose.',
    },
    recordLead:
      'Your client sees all of this record on the phone and cannot change it. Notes for yourself are below the session.',
    number: 'Number in the series',
    route: 'Route',
    dose: 'Dose as recorded, in mg',
    support: 'Support',
    supportHint: 'A few words for your client. Private notes do not belong here.',
    intensity: (n: number) => `Intensity ${n} of 10`,
    words: {
      firstWords: 'First words afterwards',
      notes: 'What was said, what stayed with you',
      helped: 'What helped',
      hindered: 'What did not',
      supportNote: 'Your note for the client',
    },
    theirNote: 'The clinic’s note',
  },

  care: {
    title: 'Care',
    since: (when: string) => `Since ${when}.`,
    shares: 'Your client chooses, entry by entry, what you may read, and can take it back at any time.',
    another: {
      title: 'Another therapist',
      lead: 'Supervision, a second opinion, a handover: only your client can give another person access.',
      steps: [
        'Your colleague creates an invitation in their own portal, in this practice or another one.',
        'Your client joins on the phone, sees a preview of which of your shared entries would be shared, and decides.',
        'From then on there are two separate care relationships. Each can end on its own.',
      ],
      sees: 'What each of you sees',
      views: [
        [
          'Your colleague',
          'What your client shares with them, both earlier and new entries. Your session records only if your client brings them along. Never your replies, notes and plans.',
        ],
        [
          'You',
          'What you see now. Not what your client shares only with your colleague, and not your colleague’s replies.',
        ],
        ['Your client', 'Both of you, and who read what, when.'],
      ] as readonly (readonly [who: string, what: string])[],
      handover:
        'A handover is complete when your client has joined your colleague and you have ended your own care below.',
    },
    label: {
      title: 'Your name for this client',
      lead: 'Only you see it. It appears next to the name that your client chose, and helps if two clients have the same name.',
      field: 'Your name for them',
    },
    open: {
      title: 'Still open',
      lead: 'Before care ends or is handed over.',
      nothing: 'Nothing is open.',
      flags: (n: number) => `${count(n, { one: 'A safety flag is', other: '# safety flags are' })} not closed.`,
      meetings: (n: number) => `${count(n, { one: '# upcoming appointment', other: '# upcoming appointments' })}:`,
      assignments: (n: number) => `${count(n, { one: '# active assignment', other: '# active assignments' })}.`,
      promises: (n: number) => `${count(n, { one: '# promise', other: '# promises' })} not kept yet.`,
      unread: (n: number) => `${count(n, { one: '# entry', other: '# entries' })} not read.`,
      unfinished: (n: number) =>
        `${count(n, { one: '# session record is', other: '# session records are' })} not finished:`,
      clearance: 'The medical clearance is a draft.',
      forms: (n: number) => `${count(n, { one: '# form was', other: '# forms were' })} begun and not saved.`,
      drafts: (n: number) =>
        `${count(n, { one: '# unfinished reply or note', other: '# unfinished replies or notes' })}.`,
      notes: (n: number) =>
        `${count(n, { one: '# note of yours stays', other: '# notes of yours stay' })} with you alone. You can export them.`,
      sessions: (n: number) =>
        `${count(n, { one: '# session that you recorded stays', other: '# sessions that you recorded stay' })} with your client, who can bring them along to the next therapist.`,
      waiting: (n: number) => `${count(n, { one: '# change is', other: '# changes are' })} not sent yet.`,
      settle: 'Cancel these appointments and end these assignments',
      settleHint:
        'Your client then sees that they are cancelled. Otherwise the phone just stops asking for them once care has ended.',
    },
    end: {
      title: 'End care',
      lead: 'You leave the care relationship. Your client can do the same on the phone at any time.',
      means: [
        'Your access ends immediately in all your browsers, and the entries are removed from memory.',
        'Your client keeps everything, including your replies and the plan, and sees that care has ended.',
        'You keep your private notes and can read them under “Access and devices”.',
        'This cannot be undone. To start again, send a new invitation.',
      ],
      first: 'Export what you have to keep',
      sure: (name: string) => `End care for ${name}?`,
      closing: (name: string) => `Care for ${name} ended.`,
      sureText: 'Your access ends immediately. You can regain it only with a new invitation and your client’s consent.',
    },
    closed: 'Closed safety flags',
    trail: 'Who had access, and when',
    trailLead: 'Your client sees the same on the phone.',
  },

  asPhone: {
    title: 'As the phone shows it',
    question: (n: number) => (n === 1 ? 'One question' : `One question per page, ${n} in total`),
    slider: (from: number, to: number) => `A slider from ${from} to ${to}`,
  },
};

export default plan;
