/** The pages of one client. */
import { counter } from '../plural';

const count = counter('en');

const client = {
  client: {
    brief: 'Brief',
    timeline: 'Timeline',
    trends: 'Trends',
    sessions: 'Sessions',
    plan: 'Plan',
    export: 'Export',
    care: 'Care',
    pages: (name: string) => `Pages of ${name}`,
    gone: {
      title: 'This client is not here',
      text: 'Perhaps the relationship has ended, or the address is incomplete.',
    },
  },

  brief: {
    fromTheStart: 'From the beginning',
    since: (when: string) => `Since the last visit, ${when}`,
    planned: (n: number) => `${n} sessions planned`,
    visitNow: 'The visit is now',
    print: 'Print',
    words: 'In their own words',
    noWords: 'No words since then.',
    cameUp: (n: number) => `What came up (${n})`,
    news: (n: number) => (n === 0 ? 'Nothing new since then' : `New since then (${n})`),
    promises: 'Promises and agenda',
    mood: 'Mood',
    moodBefore: 'before:',
    measures: 'Measures',
    noMeasures: 'No measure yet.',
    age: (days: number) => `${count(days, { one: '# day', other: '# days' })} old`,
    directions: { improved: 'improved', worsened: 'worsened', no_reliable_change: 'no reliable change' },
    vsFirst: (delta: string, direction: string) => `since the first: ${delta}, ${direction}`,
    steps: 'Steps',
    noSteps: 'No steps.',
    doneOf: (done: number, meant: number) => `${done} of ${meant} times`,
    after: (session: number) => `After session ${session}`,
    slots: { ahead: 'ahead', open: 'open', done: '✓', passed: 'left out' },
    flag: {
      safety: (instrument: string) => `Safety item in ${instrument}`,
      seeSoon: 'Your client would like you to see this soon',
      choices: {
        safe_now: 'Chose “I am safe right now”.',
        told_someone: 'Chose “I have told someone”.',
        help_now: 'Chose “I want help now”.',
      },
      noChoice: 'Left the page without a choice.',
      negativeSince: 'Answered without it since; this stands all the same.',
      closed: (when: string) => `Closed ${when}.`,
      close: 'Close',
      closeTitle: 'Close this flag?',
      closeText: 'You have talked about it with your client. It stays in the record, with this time.',
    },
  },
  severities: {
    minimal: 'minimal',
    mild: 'mild',
    moderate: 'moderate',
    moderately_severe: 'moderately severe',
    severe: 'severe',
  },
  trends: {
    days: 'Day by day',
    landmarks: 'Dashed lines are dosing sessions, by their number. Days on which nothing was told are gaps.',
    reliable: (points: string) =>
      `A change of ${points} points or more is more than noise. Bands are a convention, not a diagnosis.`,
    compare: 'Session by session',
    compareLead: 'Means of the days after each session, and each measure before and after it.',
  },

  plan: {
    schedule: {
      title: 'Schedule',
      lead: 'The client’s phone knows it after its next sync, and reminds without saying of what.',
      purpose: 'What for',
      at: 'When',
      minutes: 'Minutes',
      place: 'Where',
      add: 'Schedule',
      move: 'Change',
      cancel: 'Call off',
      cancelled: 'Called off',
      past: 'Before',
    },
    assign: {
      title: 'Assign',
      lead: 'A measure or a prompt, once or again and again. It appears among the client’s suggestions; nothing is overdue.',
      measure: 'Measure',
      prompt: 'Prompt',
      own: 'In your own words…',
      ownText: 'Your words',
      preview: 'As the phone shows it',
      when: 'How often',
      repeats: {
        once: 'Once',
        weeks: 'Every few weeks',
        before_session: 'Before each dosing session',
        after_session: 'After each dosing session',
      },
      everyWeeks: (n: number) => (n === 1 ? 'Every week' : `Every ${n} weeks`),
      weeks: 'Weeks between',
      due: 'From',
      from: (when: string) => `from ${when}`,
      add: 'Assign',
      waiting: 'Not answered yet',
      answered: (when: string) => `Answered ${when}`,
      end: 'End',
    },
    suggest: {
      title: 'Suggest a step',
      lead: 'The client takes it, words it anew, or lets it be.',
      text: 'A small step',
      rhythm: 'How often',
      every: { free: 'Whenever it fits', once: 'Once', day: 'Every day', week: 'Some times a week' },
      times: 'Times a week',
      add: 'Suggest',
      takeBack: 'Take back',
    },
    promise: {
      title: 'What I promised',
      lead: 'Your client sees it, and your brief before the next visit reminds you.',
      text: 'A promise',
      add: 'Add',
      kept: (when: string) => `kept ${when}`,
    },
  },

  sessions: {
    lead: 'The record of each dosing session: the clinic’s part, and what your client shared of it.',
    add: 'Record a session',
    edit: 'Edit the record',
    empty: {
      title: 'No session yet',
      text: 'When the first dosing session has taken place, it is recorded here. The app never suggests a dose.',
    },
    recordLead: 'The client sees route, dose, setting and your note, and cannot change them.',
    number: 'Number in the series',
    route: 'Route',
    dose: 'Dose as recorded, in mg',
    support: 'Support',
    supportHint: 'A few words for your client. Private notes do not belong here.',
    intensity: (n: number) => `Intensity ${n} of 10`,
    words: {
      firstWords: 'First words afterwards',
      notes: 'What was said, what stayed',
      helped: 'What helped',
      hindered: 'What did not',
      supportNote: 'Your note for the client',
    },
  },
  qualities: {
    lightness: 'lightness',
    relaxation: 'relaxation',
    dreamlike: 'dreamlike',
    imagery: 'imagery',
    insight: 'insight',
    perspective: 'new perspective',
    gratitude: 'gratitude',
    little_noticed: 'little noticed',
  },

  care: {
    title: 'The relationship',
    since: (when: string) => `Since ${when}.`,
    shares: 'Your client chooses entry by entry what you may read, and can take it back at any time.',
    handover: 'Another therapist, supervision, hand-over',
    handoverText:
      'Only your client can let somebody else in: the colleague makes an invitation, and your client joins it on the phone and chooses whether earlier entries go along. You keep your access until your client ends it.',
    end: 'Ending care',
    endText:
      'Your client ends the relationship on the phone, under “Sharing”. You are removed at once, and the key changes: nothing that comes later can be read with the old one.',
  },

  chart: { table: 'As a table', when: 'When', what: 'What', value: 'Value', note: 'Meaning' },

  timeline: {
    filters: 'Filter',
    search: 'Search in what this client shared',
    kind: 'Kind',
    phase: 'Part of the arc',
    theme: 'Theme',
    unreviewed: 'Not reviewed yet',
    all: 'All',
    clear: 'Show everything',
    shown: (n: number) => count(n, { one: '# entry', other: '# entries' }),
    none: 'Nothing matches.',
    empty: {
      title: 'Nothing shared yet',
      text: 'Every entry starts private. When your client shares one, it appears here by itself.',
    },
    before: 'Before the first session',
    session: (n: number) => `Session ${n}`,
    noEntries: 'Nothing shared after this session.',
    ahead: 'Ahead',
    reviewAll: (n: number) => `Mark ${n === 1 ? 'it' : `all ${n}`} reviewed`,
    reviewedAll: (n: number) =>
      `${count(n, { one: '# entry', other: '# entries' })} marked reviewed. Your client sees it.`,
    words: 'Safety words',
    wordsLead:
      'Compare these four words with your client’s app, by voice. If they are the same, nobody stands between you.',
    words_trouble: 'They cannot be shown before the client’s key has arrived.',
    unreadable: (n: number) =>
      `${count(n, { one: '# entry', other: '# entries' })} cannot be opened with the keys that are here. The rest is complete.`,
    kept: 'Took place',
    missed: 'Did not take place',
    more: (n: number) => `Show older (${n} more)`,
  },

  entry: {
    day: (session: number, day: number) =>
      day < 0
        ? `${count(-day, { one: '# day', other: '# days' })} before session ${session}`
        : day === 0
          ? `Day of session ${session}`
          : `${count(day, { one: '# day', other: '# days' })} after session ${session}`,
    dayShort: (day: number) => (day < 0 ? `−${-day} d` : day === 0 ? 'day 0' : `+${day} d`),
    reading: { new: 'New', changed: 'Changed since you read it', opened: 'Opened', reviewed: 'Reviewed' },
    readAt: (state: string, when: string) => `${state} ${when}`,
    wantsToTalk: 'Wants to talk about this',
    markReviewed: 'Mark reviewed',
    unmark: 'Not reviewed after all',
    marked: 'Marked reviewed. Your client sees it.',
    open: 'Open',
    noWords: 'No words, and that is fine.',
    unknown: 'This kind of entry is newer than this portal. Reload the page to update it.',
    keys: 'Keys: j older, k newer, r reviewed',
    newer: 'Newer',
    older: 'Older',
    origin: 'Came from',
    steps: 'Steps that came out of it',
    done: (n: number) => (n === 0 ? 'not done yet' : `done on ${count(n, { one: '# day', other: '# days' })}`),
    replies: 'Your answers',
    reply: {
      label: 'Answer',
      hint: 'A few words are enough. Your client reads them after the next sync of their phone.',
      send: 'Send',
      sent: 'Sent, sealed. The phone shows it after its next sync.',
    },
    measure: (answered: number, items: number) => `${answered} of ${items} answered`,
    gone: {
      title: 'This entry is not here any more',
      text: 'Your client may have taken it back. It is gone from the server as well.',
      action: 'To the timeline',
    },
    writtenIn: (zone: string) => `Their local time${zone ? ` (${zone})` : ''}`,
  },

  kinds: {
    reflection: 'Reflection',
    check_in: 'Check-in',
    intention: 'Intention',
    step: 'Step',
    measure_response: 'Measure',
    appointment: 'Appointment',
  },

  phases: {
    preparation: 'Preparation',
    session_day: 'Session day',
    after: 'Days after',
    integration: 'Integration',
    between: 'Between',
    closing: 'Closing',
  },

  themes: {
    insight: 'Insight',
    emotion: 'Emotion',
    imagery: 'Imagery',
    body: 'Body',
    relationship: 'Relationship',
    perspective: 'Perspective',
    sleep: 'Sleep',
    step: 'Step',
  },
  routes: { lozenge: 'lozenge', nasal_spray: 'nasal spray', intramuscular: 'intramuscular' },

  settings: {
    place: 'Place',
    light: 'Light',
    music: 'Music',
    seating: 'Seating',
    companions: 'With',
  },

  figures: {
    mood: 'Mood',
    energy: 'Energy',
    sleep: 'Sleep',
    sensitivity: 'Sensitivity',
    clarity: 'Clarity',
  },

  instruments: {
    'phq-9': 'PHQ-9',
    'gad-7': 'GAD-7',
    'pcl-5': 'PCL-5',
    'who-5': 'WHO-5',
    'integration-pulse': 'Integration pulse',
    'daily-check': 'Daily check',
  },

  purposes: {
    preparation: 'Preparation meeting',
    dosing: 'Ketamine session',
    integration: 'Integration conversation',
  },
  steps: { active: 'Being tried', habit: 'A habit', done: 'Done', let_go: 'Let go' },

  prompts: {
    'prep.intention': 'If this session could help you understand or soften one thing, what would it be?',
    'prep.concerns': 'What are you unsure or nervous about? Nothing is too small.',
    'prep.history': 'What would you like us to know about your history before we begin?',
    'prep.setting': 'What would help the room feel comfortable and safe for you?',
    'after.first': 'Just a few words before you rest. What is with you right now?',
    'after.24h': 'A day on: what has stayed with you?',
    'after.72h': 'Three days on: has anything shifted in mood, perspective or clarity?',
    'after.7d': 'A week on: what is one small thing you have done, or could do, differently?',
    'between.free': 'Anything you want to put down.',
    'between.body': 'Where do you notice this in your body?',
    'between.imagery': 'Is there an image, sound or scene that keeps returning?',
    'series.close': 'Looking back over the series: what changed, what stayed, what do you want to keep?',
  },
  minutes: (n: number) => `${n} min`,
  milligrams: (n: string) => `${n} mg`,
};

export default client;
