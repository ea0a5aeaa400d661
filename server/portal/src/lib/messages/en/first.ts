/** What is said up to the caseload, in English. It is part of the first page: keep it small. */
import { counter } from '../plural';

const count = counter('en');

const first = {
  waiting: 'One moment…',
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  save: 'Save',
  saved: 'Saved',

  nav: {
    skip: 'Skip to the content',
    main: 'Main',
    caseload: 'Caseload',
    invite: 'Invite',
    library: 'Library',
    practice: 'Practice',
    access: 'Access and devices',
    keys: 'Keyboard',
    language: 'Language',
    menu: (name: string) => `Account of ${name}`,
    lock: 'Lock now',
    signOut: 'Sign out',
  },

  standing: {
    syncing: 'Catching up…',
    live: 'Up to date',
    offline: 'No connection. What you see is from the last time the server was reached; it is tried again by itself.',
    offlineShort: 'No connection',
    unsent: (n: number) => count(n, { one: '# change waits to be sent.', other: '# changes wait to be sent.' }),
    kept: (n: number) =>
      `${count(n, { one: '# change is', other: '# changes are' })} not on the server yet. It is kept here, sealed, and sent when you unlock: please leave this page open.`,
    lost: (n: number) =>
      `${count(n, { one: '# change', other: '# changes' })} from before the lock could not be sent. Please look whether what you wrote last is there.`,
  },

  signIn: {
    title: 'Sign in',
    lead: 'What your clients shared opens here, in this browser, and nowhere else.',
    handle: 'Sign-in name',
    password: 'Password',
    submit: 'Sign in',
    code: 'Code from your authenticator app',
    codeHint: 'Six digits. If the phone is not at hand, one of your spare codes.',
    recover: 'I have lost my password',
    enrol: 'I have an enrolment code',
    slow: 'Your password never leaves this browser. Working out the key from it takes a second.',
  },

  lock: {
    title: (name: string) => `Welcome back, ${name}`,
    crashed:
      'Something went wrong in this page, and it put all keys away. What the server has is untouched: unlock to open everything anew.',
    idle: 'Locked after a while without use. All keys were put away.',
    chosen: 'Locked. All keys were put away.',
    expired: 'Your session has ended. Please give your password again.',
    lead: 'After a reload and after a lock the password is asked again: the keys live only while the desk is open.',
    submit: 'Unlock',
    other: 'Sign in as somebody else',
  },

  unreachable: {
    title: 'The server cannot be reached',
    text: 'Your clients’ entries are safe. Check the connection; it may also be that the server is just starting.',
  },

  broken: {
    title: 'The desk could not start',
    text: 'This browser may be too old, or the download broke off. Reload the page; if that does not help, update the browser.',
    reload: 'Reload',
  },

  caseload: {
    title: 'Caseload',
    search: 'Find a client',
    sort: 'Order',
    sorts: { first: 'Who needs me first', recent: 'Wrote last', next: 'Next appointment', name: 'Name' },
    filter: 'Show',
    filters: { all: 'All', news: 'New', talk: 'Wants to talk', soon: 'Next seven days' },
    order:
      'First an open safety item, then signs after a session that do not wait, then who wants to talk, then a very low mood, then a measure that got reliably worse, then today’s appointments, then the unread.',
    summary: (clients: number, unread: number) =>
      `${count(clients, { one: '# client', other: '# clients' })}, ${unread === 0 ? 'nothing new' : count(unread, { one: '# new entry', other: '# new entries' })}`,
    unnamed: 'A client without a name yet',
    unread: (n: number) => `${n} new`,
    wantsToTalk: (n: number) => (n === 1 ? 'Wants to talk' : `Wants to talk (${n})`),
    safety: 'Safety first',
    nothingNew: 'Nothing new',
    nothingShared: 'Nothing shared yet',
    wrote: (when: string) => `Wrote ${when}`,
    session: (n: number, when: string) => `Session ${n}, ${when}`,
    noSession: 'No session yet',
    next: (when: string) => `Next ${when}`,
    noNext: 'No appointment',
    joined: (when: string) => `Joined ${when}`,
    unreadable: (n: number) => `${count(n, { one: '# entry', other: '# entries' })} cannot be opened`,
    refused: (n: number) => `${n} refused`,
    states: { older: 'Older state', differs: 'Something is missing' },
    anotherKey: 'Another key',
    words: 'Compare the safety words',
    asOf: (when: string) => `As of ${when}`,
    older: (when: string) => `The server shows your practice as it was on ${when}. Do not rely on it.`,
    olderUnknown: 'The server shows an older state of your practice than this browser has seen. Do not rely on it.',
    notice: (name: string, sentence: string) => `${name}: ${sentence}`,
    reasons: {
      sign: 'Signs after a session that do not wait',
      low: 'Very low mood, or a steep drop after a session',
      worsened: 'A measure got reliably worse',
      today: 'Appointment today',
      soon: 'Appointment within a week',
      quiet: 'Quiet since the session',
    },
    said: { safety: 'safety item answered' },
    directions: { improved: 'better', worsened: 'worse', no_reliable_change: 'steady' },
    columns: { client: 'Client', news: 'News', mood: 'Mood, measure', session: 'Last session', next: 'Next' },
    empty: {
      title: 'No clients yet',
      text: 'Invite your first client: they scan a code with the app, and choose entry by entry what you may read.',
      action: 'Invite a client',
    },
    noneSo: 'Nobody at the moment.',
    noMatch: (query: string) => `No client is called “${query}”.`,
    notTherapist: {
      title: 'There are no entries to read here',
      text: 'You run the practice. What clients write is between them and their therapists.',
    },
  },

  instruments: {
    'phq-9': 'PHQ-9',
    'gad-7': 'GAD-7',
    'pcl-5': 'PCL-5 (past month)',
    'pcl-5-week': 'PCL-5 (past week)',
    'phq-8': 'PHQ-8',
    'who-5': 'WHO-5',
    'integration-pulse': 'Integration pulse',
    'daily-check': 'Daily check',
  },

  mood: {
    one: (value: number) => `Mood ${value} of 10`,
    none: 'No mood yet',
    line: (values: number[]) =>
      `Last ${count(values.length, { one: '# mood rating', other: '# mood ratings' })} of 10, oldest first: ${values.join(', ')}`,
  },
  notFound: { title: 'There is no such page', action: 'To the caseload' },

  faults: {
    protocol_missing:
      'Before item 9 can be asked, say on the practice’s card how fast marked answers are looked at, who covers in absence, and whom to call outside your hours. Or use the PHQ-8.',
    no_item_nine: 'Your practice does not ask item 9. The PHQ-8 asks the other eight questions.',
    too_often: 'These questions look back further than that: the weeks would overlap.',
    disposition: 'Contact, risk and the next contact have to be noted first.',
    phone: 'A number is digits, spaces and +, so that a phone can dial it.',
    urgent_number: 'A number is digits, spaces and +, so that a phone can dial it.',
    dose_high: 'No dose is above 1,000 mg. Please type it once more.',
    dose: 'A dose is a number above zero.',
    route: 'Please say how it was given.',
    number: 'A session’s number is between 1 and 200.',
    empty: 'This needs words.',
    clients_own: 'Your client wrote this, and it stays as it was written.',
    more_than_planned: 'Fewer sessions are planned. Is this right? Save once more to keep it.',
    offline: 'The server cannot be reached. Check the connection and try again.',
    password: 'The name and the password do not belong together.',
    wrong_credentials: 'The name and the password do not belong together.',
    too_many_requests: 'Too many tries. Please wait a little.',
    handle_taken: 'This name is taken. Please choose another one.',
    handle_invalid: 'A name has 2 to 64 letters, digits, dots, dashes, underscores or @.',
    handle_confusable:
      'The letters of this name look like others. Please use letters of one alphabet, and not only such as look like Latin ones.',
    password_weak:
      'This password is one of the first that anybody tries. Please take another one, such as four words that have nothing to do with each other.',
    enrolment_invalid: 'This code is not valid any more. Ask the practice for a new one.',
    identity: 'A message under this client’s old key was refused.',
    next_identity: 'Somebody tried to replace this client’s key. It was refused. Please talk to your client.',
    key_differs: 'Two of your browsers have different keys for this client. Please compare the safety words.',
    invitation_taken: 'This invitation was answered twice. Compare the safety words with your client before you read.',
    members_differ: 'The server names somebody else as a reader here. Nothing is sent there until this is gone.',
    not_listed: 'The server no longer lists this client. They may have ended the sharing; ask them.',
    no_bond: 'There is access that this browser does not know. Nothing is read there.',
    own_missing: 'The server does not show your practice as you left it. Nothing was sent.',
    manifest_older: 'The server shows an older state of your account. This browser keeps what it has.',
    role: 'This account is a client’s. It opens in the app.',
    not_yours: 'Only your client can change this.',
    wrong_key:
      'The key that arrived does not belong to this relationship. Ask your client to join once more with a new invitation.',
    unopened: 'The answer to an invitation could not be opened. Please invite again.',
    no_key: 'This client’s key has not arrived yet.',
    second_factor_wrong: 'This code is not right, or was used already. Wait for the next one and try again.',
    last_owner: 'A practice needs an owner. Make somebody else an owner first.',
    upgrade_required: 'This page is older than the server. Please reload it.',
    crashed: 'Something went wrong in this page. Please try once more.',
    unknown: 'Something went wrong that this version does not know.',
  },
};

export default first;
