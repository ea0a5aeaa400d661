/** The journal of a client: timeline, entries, files, notes. */
import { counter } from '../../plural';

const count = counter('en');

const journal = {
  chart: { table: 'As a table', when: 'When', what: 'What', value: 'Value', note: 'Meaning' },

  timeline: {
    elsewhere: (n: number) =>
      count(n, { one: '# match in notes and replies', other: '# matches in notes and replies' }),
    elsewhereMore: (n: number) => `${n} more. Add a word to narrow the search.`,
    meant: (words: string) => `No exact match. Found in notes and replies for “${words}”:`,
    filters: 'Filter',
    searchShort: 'Search',
    search: 'Search in what this client shared',
    kind: 'Kind',
    phase: 'Part of the arc',
    theme: 'Theme',
    unreviewed: 'Not reviewed yet',
    all: 'All',
    clear: 'Clear filters',
    shown: (n: number) => count(n, { one: '# entry', other: '# entries' }),
    none: 'No matching entries.',
    empty: {
      title: 'Nothing shared yet',
      text: 'Every entry starts private. When your client shares one, it appears here automatically.',
    },
    before: 'Before the first session',
    session: (n: number) => `Session ${n}`,
    noEntries: 'Nothing shared after this session.',
    ahead: 'Upcoming',
    reviewAll: (n: number) => (n === 1 ? 'Mark as reviewed' : `Mark all ${n} as reviewed`),
    reviewedAll: (n: number, sent: boolean) =>
      `${count(n, { one: '# entry', other: '# entries' })} marked as reviewed. ${sent ? 'Your client can see this.' : 'Your client sees this as soon as the server can be reached.'}`,
    words: 'Safety words',
    wordsLead:
      'Compare these four words with those in your client’s app, by voice. If they match, nobody else can read along.',
    wordsShow: 'Show the words',
    wordsSlow: 'Computing them takes a second.',
    wordsSame: 'They are the same',
    key: (n: number) => `Key ${n}`,
    compared: (n: number) => `Compared at key ${n}.`,
    notCompared: 'Not compared yet.',
    unreadable: (n: number) =>
      `${count(n, { one: '# entry', other: '# entries' })} cannot be opened with the available keys. The rest is complete.`,
    kept: 'Took place',
    missed: 'Did not take place',
    notPrinted: (n: number) => `${n} earlier entries are not on this page. Print again once they are loaded.`,
    more: (n: number) => `Show older (${n} more)`,
  },

  entry: {
    beforeDose: (session: number) => `Day of session ${session}, before it`,
    eventOnly: 'The form itself is not shared, only this one answer.',
    page: 'Entry',
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
    markReviewed: 'Mark as reviewed',
    unmark: 'Mark as not reviewed',
    marked: 'Marked as reviewed. Your client can see this.',
    open: 'Open',
    noWords: 'No text.',
    unknown: 'This kind of entry is newer than this portal. Reload the page to update it.',
    keys: 'Keys: j older, k newer, r reviewed',
    newer: 'Newer',
    older: 'Older',
    origin: 'Based on',
    steps: 'Steps based on it',
    done: (n: number) => (n === 0 ? 'not done yet' : `done on ${count(n, { one: '# day', other: '# days' })}`),
    own: {
      title: 'For you alone',
      lead: 'Stored in your private collection. Your client never receives it. It stays when the entry is taken back, and you can export it separately.',
      text: 'Note',
      note: 'Save as note',
      bring: 'Bring to session',
      agenda: 'For the session',
      change: 'Change',
      earlier: (n: number) => count(n, { one: '# earlier version', other: '# earlier versions' }),
      until: (when: string) => `Until ${when}:`,
      about: 'Notes about this client',
      aboutLead: 'For you alone. Notes about an entry that was taken back are listed here as well.',
      gone: 'Its entry was taken back',
      quote: 'Quote their words',
      remove: 'Delete',
    },
    replies: 'Your replies',
    reply: {
      label: 'Reply',
      hint: 'A few words are enough. Your client can read them after their phone’s next sync.',
      send: 'Send',
      kept: 'Draft saved, encrypted. It survives a lock.',
      waiting: 'Not sent yet. It will be sent as soon as the server can be reached.',
      sent: 'Sent. The phone shows it after its next sync.',
      remove: 'Delete',
      removeTitle: 'Delete this reply?',
      removeText: 'It is deleted from your client’s phone at its next sync. They may have read it already.',
    },
    measure: (answered: number, items: number) => `${answered} of ${items} answered`,
    total: (total: string, most: string) => `${total} of ${most}`,
    leftOut: 'skipped',
    gone: {
      title: 'This entry is no longer available',
      text: 'Your client may have taken it back. It is deleted from the server as well.',
      action: 'Go to timeline',
    },
    writtenIn: (zone: string) => `Their local time${zone ? ` (${zone})` : ''}`,
  },

  files: {
    title: 'Photos and recordings',
    photos: (n: number) => count(n, { one: '# photo', other: '# photos' }),
    recordings: (n: number) => count(n, { one: '# recording', other: '# recordings' }),
    others: (n: number) => count(n, { one: '# other file', other: '# other files' }),
    photo: (n: number, of: number) => (of === 1 ? 'Photo' : `Photo ${n} of ${of}`),
    recording: (n: number, of: number) => (of === 1 ? 'Recording' : `Recording ${n} of ${of}`),
    file: 'File',
    show: 'Show',
    opening: 'Opening…',
    before: 'Previous',
    after: 'Next',
    closer: 'Zoom in',
    further: 'Zoom out',
    turn: 'Rotate',
    close: 'Close',
    play: 'Play',
    pause: 'Pause',
    place: 'Position',
    position: (at: string, of: string) => `${at} of ${of}`,
    speed: 'Speed',
    save: 'Save to this computer',
    cannotShow:
      'This browser cannot show this image format. You can save the image and open it in another program. It is then stored on this computer’s disk.',
    cannotPlay:
      'This browser cannot play this recording. You can save it and open it in another program. It is then stored on this computer’s disk.',
  },

  note: {
    title: 'Compose note',
    lead: 'The facts of this brief, arranged for your own record. You can edit every line. Headings and lists are copied along. Nothing is sent. Changed lines stay here as a draft, encrypted, until you copy the note or discard them.',
    format: 'Format',
    parts: {
      subjective: 'Subjective',
      objective: 'Objective',
      assessment: 'Assessment',
      plan: 'Plan',
      data: 'Data',
      behaviour: 'Behavior',
      intervention: 'Intervention',
      response: 'Response',
    },
    quote: (text: string) => `“${text}”`,
    mood: (low: number, high: number, latest: number, n: number) =>
      `Mood ${low === high ? low : `${low}–${high}`} of 10, last ${latest} (${count(n, { one: '# rating', other: '# ratings' })})`,
    assigned: 'Assigned:',
    promised: 'Promised:',
    line: (part: string, n: number) => `${part}, line ${n}`,
    source: 'Source',
    remove: 'Remove',
    add: 'Add a line',
    copy: 'Copy note',
    copied: 'Copied.',
  },
};

export default journal;
