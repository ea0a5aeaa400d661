/** The texts of sign-in and caseload, in English. They are part of the first download: keep them small. */
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

  syncState: {
    syncing: 'Syncing…',
    live: 'Up to date',
    offline: 'No connection. You see the state of the last sync. Retrying automatically.',
    offlineShort: 'No connection',
    unsent: (n: number) => count(n, { one: '# change is not sent yet.', other: '# changes are not sent yet.' }),
    kept: (n: number) =>
      `${count(n, { one: '# change is not sent yet. It is', other: '# changes are not sent yet. They are' })} stored encrypted in this page and will be sent when you unlock. Please leave this page open.`,
    lost: (n: number) =>
      `${count(n, { one: '# change', other: '# changes' })} made before the lock could not be sent. Please check whether your latest text is there.`,
  },

  redisclosure: {
    title: 'Notice under 42 CFR Part 2',
    paper: 'Notice to whoever receives this (42 CFR 2.32)',
  },

  signIn: {
    title: 'Sign in',
    lead: 'What your clients share is decrypted only here, in this browser.',
    handle: 'Sign-in name',
    password: 'Password',
    submit: 'Sign in',
    code: 'Code from your authenticator app',
    codeHint: 'Six digits. Without your phone, use one of your spare codes.',
    recover: 'I have lost my password',
    enrol: 'I have an enrolment code',
    slow: 'Your password never leaves this browser. Deriving the key from it takes a second.',
  },

  lock: {
    title: (name: string) => `Welcome back, ${name}`,
    crashed:
      'An error occurred on this page, and all keys were removed from memory. Nothing on the server is affected. Unlock to load everything again.',
    idle: 'Locked after inactivity. All keys were removed from memory.',
    chosen: 'Locked. All keys were removed from memory.',
    expired: 'Your session has expired. Please enter your password again.',
    lead: 'You need your password after each reload and each lock, because the keys exist only while the portal is unlocked.',
    submit: 'Unlock',
    other: 'Sign in with another account',
  },

  unreachable: {
    title: 'The server cannot be reached',
    text: 'Your clients’ entries are safe. Check your connection. The server may also be starting up.',
    page: 'This page could not be loaded. Check your connection and try again.',
    again: 'Try again',
  },

  broken: {
    title: 'The portal could not start',
    text: 'This browser may be too old, or the download was interrupted. Reload the page. If that does not help, update the browser.',
    reload: 'Reload',
  },

  caseload: {
    title: 'Caseload',
    search: 'Find a client',
    sort: 'Order',
    sorts: { first: 'Most urgent first', recent: 'Latest entry', next: 'Next appointment', name: 'Name' },
    filter: 'Show',
    filters: {
      all: 'All',
      safety: 'Safety',
      worse: 'Worse',
      today: 'Today',
      news: 'New',
      talk: 'Wants to talk',
      soon: 'Next seven days',
    },
    order:
      'In this order: open safety flags, urgent side effects, clients who want to talk, very low mood, a measure that worsened reliably, today’s appointments, unread entries.',
    summary: (clients: number, unread: number) =>
      `${count(clients, { one: '# client', other: '# clients' })}, ${unread === 0 ? 'nothing new' : count(unread, { one: '# new entry', other: '# new entries' })}`,
    unnamed: 'Unnamed client',
    unread: (n: number) => `${n} new`,
    wantsToTalk: (n: number) => (n === 1 ? 'Wants to talk' : `Wants to talk (${n})`),
    safety: 'Safety flag',
    nothingNew: 'Nothing new',
    nothingShared: 'Nothing shared yet',
    wrote: (when: string) => `Wrote ${when}`,
    session: (n: number, when: string) => `Session ${n}, ${when}`,
    noSession: 'No session yet',
    next: (when: string) => `Next ${when}`,
    noNext: 'No appointment',
    joined: (when: string) => `Joined ${when}`,
    unreadable: (n: number) => `${count(n, { one: '# entry', other: '# entries' })} cannot be opened`,
    refused: (n: number) => `${n} rejected`,
    states: { older: 'Older state', differs: 'Something is missing' },
    anotherKey: 'Key changed',
    noCard: 'Your practice’s card is empty: “Help now” on your clients’ phones has no number of yours.',
    toCard: 'Fill in the card',
    words: 'Compare the safety words',
    asOf: (when: string) => `As of ${when}`,
    older: (when: string) => `The server shows your practice as it was on ${when}. Do not rely on it.`,
    olderUnknown: 'The server shows an older state of your practice than this browser has seen. Do not rely on it.',
    notice: (name: string, sentence: string) => `${name}: ${sentence}`,
    reasons: {
      red_effect: 'Urgent side effects',
      low: 'Very low mood, or a steep drop after a session',
      worsened: 'A measure worsened reliably',
      today: 'Appointment today',
      soon: 'Appointment within a week',
      quiet: 'Nothing shared since the session',
    },
    total: (total: string, most: string) => `${total} of ${most}`,
    said: { safety: 'positive safety item' },
    against: (baseline: boolean, total: string, when: string) =>
      `${baseline ? 'baseline' : 'last time'} ${total}, ${when}`,
    directions: { improved: 'better', worsened: 'worse', no_reliable_change: 'steady' },
    columns: { client: 'Client', news: 'News', mood: 'Mood, measure', session: 'Last session', next: 'Next' },
    empty: {
      title: 'No clients yet',
      text: 'Invite your first client. They scan a code with the app and choose, entry by entry, what you may read.',
      action: 'Invite a client',
    },
    noneSo: 'No client matches this filter.',
    noMatch: (query: string) => `No client is called “${query}”.`,
    notTherapist: {
      title: 'There are no entries to read here',
      text: 'You administer the practice. Only therapists can read what clients share with them.',
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
  notFound: { title: 'Page not found', action: 'Go to caseload' },

  faults: {
    protocol_missing:
      'Before you assign item 9, state on the practice card how quickly marked answers are reviewed, who covers during absences, and whom to call outside your hours. Or use the PHQ-8.',
    no_item_nine: 'Your practice does not use item 9. The PHQ-8 asks the other eight questions.',
    too_often: 'This measure asks about a longer period, so two results would overlap.',
    disposition: 'Enter contact, risk and next contact first.',
    phone: 'A number is digits, spaces and +, so that a phone can dial it.',
    urgent_number: 'A number is digits, spaces and +, so that a phone can dial it.',
    dose_high: 'A dose cannot exceed 1,000 mg. Please check it.',
    dose_unusual: 'This dose is unusual for its route. Save again to confirm it.',
    dose: 'Enter a dose greater than zero.',
    route: 'Please choose how it was given.',
    number: 'Session numbers range from 1 to 200.',
    findings: 'Please check some fields again. Nothing that you entered is lost.',
    too_long: 'An item has at most 300 characters.',
    empty: 'Please enter some text.',
    clients_own: 'Your client wrote this. You cannot change it.',
    more_than_planned: 'This is more than the planned number of sessions. Save again to confirm.',
    offline: 'The server cannot be reached. Check your connection and try again.',
    password: 'Wrong name or password.',
    wrong_credentials: 'Wrong name or password.',
    too_many_requests: 'Too many attempts. Please wait a moment.',
    handle_taken: 'This name, or one that looks like it, is taken. Please choose another one.',
    handle_invalid: 'Use 2 to 64 letters, digits, dots, dashes, underscores or @.',
    handle_confusable:
      'Letters of this name look like other letters. Use letters of one alphabet, and not only letters that look like Latin ones.',
    password_weak: 'This password is easy to guess. Please use another one, such as four unrelated words.',
    enrolment_invalid: 'This code is no longer valid. Ask your practice for a new one.',
    identity: 'A message under this client’s old key was rejected.',
    next_identity: 'Somebody tried to replace this client’s key. The attempt was rejected. Please talk to your client.',
    key_differs: 'Two of your browsers have different keys for this client. Please compare the safety words.',
    invitation_taken: 'This invitation was accepted twice. Compare the safety words with your client before you read.',
    members_differ: 'The server lists an unknown reader here. Nothing is sent until this is resolved.',
    not_listed: 'The server no longer lists this client. They may have stopped sharing. Please ask them.',
    no_bond: 'The server lists a relationship that this browser does not know. Nothing is read from it.',
    own_missing: 'The server does not show your own records as this browser knows them. Nothing was sent.',
    manifest_older: 'The server shows an older state of your account. This browser keeps the newer one.',
    role: 'This is a client account. It works only in the app.',
    not_yours: 'Only your client can change this.',
    wrong_key:
      'The key that arrived does not belong to this relationship. Ask your client to join again with a new invitation.',
    attachment: 'This file is incomplete or not the one that your client sent, so it is not shown.',
    attachment_unfinished: 'Your client’s phone has not finished uploading this file. Try again later.',
    unopened: 'A client’s reply to an invitation could not be opened. Please invite them again.',
    no_key: 'This client’s key has not arrived yet.',
    second_factor_wrong: 'This code is wrong or was already used. Wait for the next one and try again.',
    last_owner: 'A practice needs an owner. Make another member an owner first.',
    upgrade_required: 'This page is older than the server. Please reload it.',
    crashed: 'An error occurred on this page. Please try again.',
    unknown: 'An error occurred that this version does not recognize.',
  },
};

export default first;
