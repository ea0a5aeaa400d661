/** The journal of a client: timeline, entries, files, notes, in German. */
import type { Client } from '../../catalogue.svelte';
import { count, days, entries } from '../counts';

const journal: Pick<Client, 'chart' | 'timeline' | 'entry' | 'files' | 'note'> = {
  chart: { table: 'Als Tabelle', when: 'Wann', what: 'Was', value: 'Wert', note: 'Bedeutung' },

  timeline: {
    elsewhere: (n: number) =>
      count(n, { one: '# Treffer in Notizen und Antworten', other: '# Treffer in Notizen und Antworten' }),
    elsewhereMore: (n: number) => `${n} weitere. Grenzen Sie die Suche mit einem weiteren Wort ein.`,
    meant: (words: string) => `Keine genaue Übereinstimmung. In Notizen und Antworten gefunden für „${words}“:`,
    filters: 'Filter',
    searchShort: 'Suchen',
    search: 'In geteilten Einträgen suchen',
    kind: 'Art',
    phase: 'Abschnitt',
    theme: 'Thema',
    unreviewed: 'Noch nicht gelesen',
    all: 'Alle',
    clear: 'Filter zurücksetzen',
    shown: entries,
    none: 'Keine passenden Einträge.',
    empty: {
      title: 'Noch nichts geteilt',
      text: 'Jeder Eintrag ist zunächst privat. Sobald einer geteilt wird, erscheint er hier automatisch.',
    },
    before: 'Vor der ersten Sitzung',
    session: (n: number) => `Sitzung ${n}`,
    noEntries: 'Nach dieser Sitzung wurde nichts geteilt.',
    ahead: 'Geplant',
    reviewAll: (n: number) => (n === 1 ? 'Als gelesen markieren' : `Alle ${n} als gelesen markieren`),
    reviewedAll: (n: number, sent: boolean) =>
      `${entries(n)} als gelesen markiert. ${sent ? 'Die Person kann das sehen.' : 'Die Person sieht das, sobald der Server erreichbar ist.'}`,
    words: 'Sicherheitswörter',
    wordsLead:
      'Vergleichen Sie diese vier Wörter im Gespräch mit denen in der App. Stimmen sie überein, kann niemand sonst mitlesen.',
    wordsShow: 'Wörter anzeigen',
    wordsSlow: 'Die Berechnung dauert eine Sekunde.',
    wordsSame: 'Sie stimmen überein',
    key: (n: number) => `Schlüssel ${n}`,
    compared: (n: number) => `Verglichen bei Schlüssel ${n}.`,
    notCompared: 'Noch nicht verglichen.',
    unreadable: (n: number) =>
      `${count(n, { one: '# Eintrag ist', other: '# Einträge sind' })} mit den vorhandenen Schlüsseln nicht lesbar. Der Rest ist vollständig.`,
    kept: 'Hat stattgefunden',
    missed: 'Hat nicht stattgefunden',
    notPrinted: (n: number) =>
      `${n} frühere Einträge sind nicht auf dieser Seite. Drucken Sie noch einmal, sobald sie geladen sind.`,
    more: (n: number) => `Ältere anzeigen (noch ${n})`,
  },

  entry: {
    beforeDose: (session: number) => `Tag von Sitzung ${session}, davor`,
    eventOnly: 'Der Fragebogen selbst ist nicht geteilt, nur diese eine Antwort.',
    page: 'Eintrag',
    day: (session: number, day: number) =>
      day < 0
        ? `${days(-day)} vor Sitzung ${session}`
        : day === 0
          ? `Am Tag von Sitzung ${session}`
          : `${days(day)} nach Sitzung ${session}`,
    dayShort: (day: number) => (day < 0 ? `−${-day} T` : day === 0 ? 'Tag 0' : `+${day} T`),
    reading: { new: 'Neu', changed: 'Seit dem Lesen geändert', opened: 'Geöffnet', reviewed: 'Gelesen' },
    readAt: (state: string, when: string) => `${state} ${when}`,
    wantsToTalk: 'Möchte darüber reden',
    markReviewed: 'Als gelesen markieren',
    unmark: 'Als ungelesen markieren',
    marked: 'Als gelesen markiert. Die Person kann das sehen.',
    open: 'Öffnen',
    noWords: 'Kein Text.',
    unknown: 'Diese Art von Eintrag ist neuer als dieses Portal. Laden Sie die Seite neu.',
    keys: 'Tasten: j älter, k neuer, r gelesen',
    newer: 'Neuer',
    older: 'Älter',
    origin: 'Entstanden aus',
    steps: 'Daraus entstandene Schritte',
    done: (n: number) =>
      n === 0 ? 'noch nicht gemacht' : `an ${count(n, { one: '# Tag', other: '# Tagen' })} gemacht`,
    own: {
      title: 'Nur für Sie',
      lead: 'In Ihrem privaten Bereich gespeichert. Die Person erhält es nie. Es bleibt, wenn der Eintrag zurückgenommen wird, und Sie können es gesondert exportieren.',
      text: 'Notiz',
      note: 'Als Notiz speichern',
      bring: 'In der Sitzung ansprechen',
      agenda: 'Für die Sitzung',
      change: 'Ändern',
      earlier: (n: number) => count(n, { one: '# frühere Fassung', other: '# frühere Fassungen' }),
      until: (when: string) => `Bis ${when}:`,
      about: 'Zur Person insgesamt',
      aboutLead: 'Nur für Sie. Hier stehen auch Notizen zu zurückgenommenen Einträgen.',
      gone: 'Eintrag zurückgenommen',
      quote: 'Zitat übernehmen',
      remove: 'Löschen',
    },
    replies: 'Ihre Antworten',
    reply: {
      label: 'Antworten',
      hint: 'Ein paar Worte genügen. Auf dem Telefon sind sie nach der nächsten Synchronisierung zu lesen.',
      send: 'Senden',
      kept: 'Entwurf verschlüsselt gespeichert. Er bleibt auch nach einer Sperre erhalten.',
      waiting: 'Noch nicht gesendet. Wird gesendet, sobald der Server erreichbar ist.',
      sent: 'Gesendet. Das Telefon zeigt die Antwort nach der nächsten Synchronisierung.',
      remove: 'Löschen',
      removeTitle: 'Diese Antwort löschen?',
      removeText:
        'Sie wird bei der nächsten Synchronisierung vom Telefon gelöscht. Möglicherweise wurde sie schon gelesen.',
    },
    measure: (answered: number, items: number) => `${answered} von ${items} beantwortet`,
    total: (total: string, most: string) => `${total} von ${most}`,
    leftOut: 'ausgelassen',
    gone: {
      title: 'Dieser Eintrag ist nicht mehr verfügbar',
      text: 'Möglicherweise wurde er zurückgenommen. Dann ist er auch auf dem Server gelöscht.',
      action: 'Zum Verlauf',
    },
    writtenIn: (zone: string) => `Ortszeit der Person${zone ? ` (${zone})` : ''}`,
  },

  files: {
    title: 'Fotos und Aufnahmen',
    photos: (n: number) => count(n, { one: '# Foto', other: '# Fotos' }),
    recordings: (n: number) => count(n, { one: '# Aufnahme', other: '# Aufnahmen' }),
    others: (n: number) => count(n, { one: '# andere Datei', other: '# andere Dateien' }),
    photo: (n: number, of: number) => (of === 1 ? 'Foto' : `Foto ${n} von ${of}`),
    recording: (n: number, of: number) => (of === 1 ? 'Aufnahme' : `Aufnahme ${n} von ${of}`),
    file: 'Datei',
    show: 'Anzeigen',
    opening: 'Wird geöffnet …',
    before: 'Vorheriges',
    after: 'Nächstes',
    closer: 'Vergrößern',
    further: 'Verkleinern',
    turn: 'Drehen',
    close: 'Schließen',
    play: 'Abspielen',
    pause: 'Pause',
    place: 'Position',
    position: (at: string, of: string) => `${at} von ${of}`,
    speed: 'Geschwindigkeit',
    save: 'Auf diesem Computer speichern',
    cannotShow:
      'Dieser Browser kann das Bildformat nicht anzeigen. Sie können das Bild speichern und mit einem anderen Programm öffnen. Es liegt dann auf der Festplatte dieses Computers.',
    cannotPlay:
      'Dieser Browser kann die Aufnahme nicht abspielen. Sie können sie speichern und mit einem anderen Programm öffnen. Sie liegt dann auf der Festplatte dieses Computers.',
  },

  note: {
    title: 'Notiz verfassen',
    lead: 'Die Angaben dieses Überblicks, geordnet für Ihre eigene Dokumentation. Sie können jede Zeile ändern. Überschriften und Listen werden mitkopiert. Hier wird nichts gesendet. Geänderte Zeilen bleiben hier als verschlüsselter Entwurf, bis Sie die Notiz kopieren oder den Entwurf verwerfen.',
    format: 'Format',
    parts: {
      subjective: 'Subjektiv',
      objective: 'Objektiv',
      assessment: 'Einschätzung',
      plan: 'Plan',
      data: 'Daten',
      behaviour: 'Verhalten',
      intervention: 'Intervention',
      response: 'Reaktion',
    },
    quote: (text: string) => `„${text}“`,
    mood: (low: number, high: number, latest: number, n: number) =>
      `Stimmung ${low === high ? low : `${low}–${high}`} von 10, zuletzt ${latest} (${count(n, { one: '# Angabe', other: '# Angaben' })})`,
    assigned: 'Zugewiesen:',
    promised: 'Zugesagt:',
    line: (part: string, n: number) => `${part}, Zeile ${n}`,
    source: 'Quelle',
    remove: 'Entfernen',
    add: 'Zeile hinzufügen',
    copy: 'Notiz kopieren',
    copied: 'Kopiert.',
  },
};

export default journal;
