/** Invitations, the practice, the library, access. */
const practice = {
  access: {
    title: 'Access and devices',
    devices: {
      title: 'Where you are signed in',
      lead: 'Each browser has a session of its own. End those that you do not know.',
      device: 'Browser',
      since: 'Since',
      seen: 'Last heard of',
      current: 'This one',
      end: 'End',
      endTitle: (name: string) => `End the session of ${name}?`,
      endText: 'It is signed out at once, and its keys are gone when the server next answers it.',
      everywhere: 'Sign out everywhere',
      everywhereTitle: 'Sign out everywhere?',
      everywhereText: 'All sessions end, this one too. You sign in again with your password.',
    },
  },

  invite: {
    title: 'Invite a client',
    lead: 'Make an invitation, and let your client scan the code or open the link on the phone. It is good for one person and seven days.',
    label: 'What to call it',
    labelHint: 'For you alone, until the client has chosen a name. It is kept sealed.',
    labelExample: 'Tuesday, new client',
    make: 'Make an invitation',
    open: 'Open invitations',
    past: 'Earlier invitations',
    none: 'No open invitations.',
    unnamed: 'Without a name',
    until: (when: string) => `Good until ${when}`,
    made: (when: string) => `Made ${when}`,
    states: { open: 'Waiting', used: 'Joined', revoked: 'Taken back', expired: 'Expired' },
    show: 'Show code',
    hide: 'Hide code',
    qr: (label: string) => `QR code of the invitation ${label}`,
    link: 'Link',
    secret:
      'The link holds a secret. Show it to this one person only, best in the room; whoever has it first can join.',
    revoke: 'Take back',
    revokeTitle: 'Take this invitation back?',
    revokeText: 'The code and the link stop working at once. You can always make another one.',
    joined: (label: string) => `${label} has joined`,
    words: 'Compare these four words with your client’s app, by voice:',
    toTimeline: 'To the timeline',
    lost: 'Its link cannot be shown: it was sealed with an older key. Take it back and make a new one.',
  },
};

export default practice;
