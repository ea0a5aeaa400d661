/** Was bis zur Fallübersicht gesagt wird, auf Deutsch. */
import type { First } from '../catalogue.svelte';
import { counter } from '../plural';

const count = counter('de');

const first: First = {
  waiting: 'Einen Moment …',
  back: 'Zurück',
  close: 'Schließen',
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  undo: 'Rückgängig',
  save: 'Speichern',
  saved: 'Gespeichert',

  nav: {
    skip: 'Zum Inhalt springen',
    main: 'Hauptmenü',
    caseload: 'Fallübersicht',
    invite: 'Einladen',
    library: 'Bibliothek',
    practice: 'Praxis',
    access: 'Zugang und Geräte',
    keys: 'Tastatur',
    language: 'Sprache',
    menu: (name: string) => `Konto von ${name}`,
    lock: 'Jetzt sperren',
    signOut: 'Abmelden',
  },

  standing: {
    syncing: 'Wird aktualisiert …',
    live: 'Auf dem neuesten Stand',
    offline:
      'Keine Verbindung. Sie sehen den Stand vom letzten Kontakt zum Server; es wird von selbst weiter versucht.',
    offlineShort: 'Keine Verbindung',
    unsent: (n: number) => count(n, { one: '# Änderung wartet noch.', other: '# Änderungen warten noch.' }),
    kept: (n: number) =>
      `${count(n, { one: '# Änderung ist', other: '# Änderungen sind' })} noch nicht auf dem Server. Sie liegen hier, versiegelt, und werden nach dem Entsperren gesendet: Lassen Sie diese Seite bitte offen.`,
    lost: (n: number) =>
      `${count(n, { one: '# Änderung', other: '# Änderungen' })} von vor der Sperre ließen sich nicht mehr senden. Bitte sehen Sie nach, ob das zuletzt Geschriebene da ist.`,
  },

  signIn: {
    title: 'Anmelden',
    lead: 'Was Ihre Klient:innen geteilt haben, wird hier geöffnet, in diesem Browser und nirgends sonst.',
    handle: 'Anmeldename',
    password: 'Passwort',
    submit: 'Anmelden',
    code: 'Code aus Ihrer Authenticator-App',
    codeHint: 'Sechs Ziffern. Ist das Telefon nicht zur Hand, einer Ihrer Ersatzcodes.',
    recover: 'Ich habe mein Passwort verloren',
    enrol: 'Ich habe einen Aufnahmecode',
    slow: 'Ihr Passwort verlässt diesen Browser nie. Den Schlüssel daraus zu berechnen, dauert eine Sekunde.',
  },

  lock: {
    title: (name: string) => `Willkommen zurück, ${name}`,
    crashed:
      'Auf dieser Seite ging etwas schief; alle Schlüssel wurden weggelegt. Was der Server hat, ist unberührt: entsperren Sie, um alles neu zu öffnen.',
    idle: 'Nach einer Weile ohne Benutzung gesperrt. Alle Schlüssel wurden weggelegt.',
    chosen: 'Gesperrt. Alle Schlüssel wurden weggelegt.',
    expired: 'Ihre Sitzung ist zu Ende. Bitte geben Sie Ihr Passwort noch einmal ein.',
    lead: 'Nach dem Neuladen und nach einer Sperre wird das Passwort wieder gebraucht: Die Schlüssel gibt es nur, solange das Pult offen ist.',
    submit: 'Entsperren',
    other: 'Als jemand anderes anmelden',
  },

  unreachable: {
    title: 'Der Server ist nicht erreichbar',
    text: 'Die Einträge Ihrer Klient:innen sind sicher. Prüfen Sie die Verbindung; vielleicht startet der Server auch gerade erst.',
  },

  broken: {
    title: 'Das Pult konnte nicht starten',
    text: 'Vielleicht ist dieser Browser zu alt, oder das Laden brach ab. Laden Sie die Seite neu; hilft das nicht, aktualisieren Sie den Browser.',
    reload: 'Neu laden',
  },

  caseload: {
    title: 'Fallübersicht',
    search: 'Klient:in suchen',
    sort: 'Reihenfolge',
    sorts: { first: 'Wer mich zuerst braucht', recent: 'Zuletzt geschrieben', next: 'Nächster Termin', name: 'Name' },
    filter: 'Zeigen',
    filters: { all: 'Alle', news: 'Neues', talk: 'Möchte reden', soon: 'Nächste sieben Tage' },
    order:
      'Zuerst ein offener Sicherheitshinweis, dann Zeichen nach einer Sitzung, die nicht warten, dann wer reden möchte, dann sehr niedrige Stimmung, dann ein sicher verschlechterter Fragebogen, dann die Termine von heute, dann Ungelesenes.',
    summary: (clients: number, unread: number) =>
      `${count(clients, { one: '# Klient:in', other: '# Klient:innen' })}, ${unread === 0 ? 'nichts Neues' : count(unread, { one: '# neuer Eintrag', other: '# neue Einträge' })}`,
    unnamed: 'Noch ohne Namen',
    unread: (n: number) => `${n} neu`,
    wantsToTalk: (n: number) => (n === 1 ? 'Möchte reden' : `Möchte reden (${n})`),
    safety: 'Sicherheit zuerst',
    nothingNew: 'Nichts Neues',
    nothingShared: 'Noch nichts geteilt',
    wrote: (when: string) => `Schrieb ${when}`,
    session: (n: number, when: string) => `Sitzung ${n}, ${when}`,
    noSession: 'Noch keine Sitzung',
    next: (when: string) => `Nächster ${when}`,
    noNext: 'Kein Termin',
    joined: (when: string) => `Dabei seit ${when}`,
    unreadable: (n: number) => `${count(n, { one: '# Eintrag', other: '# Einträge' })} nicht zu öffnen`,
    refused: (n: number) => `${n} abgewiesen`,
    states: { older: 'Älterer Stand', differs: 'Es fehlt etwas' },
    anotherKey: 'Anderer Schlüssel',
    words: 'Sicherheitswörter vergleichen',
    asOf: (when: string) => `Stand: ${when}`,
    older: (when: string) => `Der Server zeigt Ihre Praxis auf dem Stand vom ${when}. Verlassen Sie sich nicht darauf.`,
    olderUnknown:
      'Der Server zeigt einen älteren Stand Ihrer Praxis, als dieser Browser schon gesehen hat. Verlassen Sie sich nicht darauf.',
    notice: (name: string, sentence: string) => `${name}: ${sentence}`,
    reasons: {
      sign: 'Zeichen nach einer Sitzung, die nicht warten',
      low: 'Sehr niedrige Stimmung oder starker Abfall nach einer Sitzung',
      worsened: 'Ein Fragebogen ist verlässlich schlechter',
      today: 'Termin heute',
      soon: 'Termin in den nächsten sieben Tagen',
      quiet: 'Still seit der Sitzung',
    },
    said: { safety: 'Sicherheitsfrage beantwortet' },
    directions: { improved: 'besser', worsened: 'schlechter', no_reliable_change: 'gleich' },
    columns: {
      client: 'Klient:in',
      news: 'Neues',
      mood: 'Stimmung, Fragebogen',
      session: 'Letzte Sitzung',
      next: 'Nächster Termin',
    },
    empty: {
      title: 'Noch keine Klient:innen',
      text: 'Laden Sie die erste Person ein: Sie scannt einen Code mit der App und wählt Eintrag für Eintrag, was Sie lesen dürfen.',
      action: 'Jemanden einladen',
    },
    noneSo: 'Zurzeit niemand.',
    noMatch: (query: string) => `Niemand heißt „${query}“.`,
    notTherapist: {
      title: 'Hier gibt es keine Einträge zu lesen',
      text: 'Sie leiten die Praxis. Was Klient:innen schreiben, bleibt zwischen ihnen und ihren Therapeut:innen.',
    },
  },

  instruments: {
    'phq-9': 'PHQ-9',
    'gad-7': 'GAD-7',
    'pcl-5': 'PCL-5 (letzter Monat)',
    'pcl-5-week': 'PCL-5 (letzte Woche)',
    'phq-8': 'PHQ-8',
    'who-5': 'WHO-5',
    'integration-pulse': 'Integrationspuls',
    'daily-check': 'Tagesbefinden',
  },

  mood: {
    one: (value: number) => `Stimmung ${value} von 10`,
    none: 'Noch keine Stimmung',
    line: (values: number[]) =>
      `Die letzten ${count(values.length, { one: '# Stimmungsangabe', other: '# Stimmungsangaben' })} von 10, älteste zuerst: ${values.join(', ')}`,
  },

  notFound: { title: 'Diese Seite gibt es nicht', action: 'Zur Fallübersicht' },

  faults: {
    protocol_missing:
      'Bevor Frage 9 gestellt werden kann: Sagen Sie auf der Karte der Praxis, wie schnell markierte Antworten angesehen werden, wer vertritt und wen man außerhalb Ihrer Zeiten anruft. Oder nehmen Sie den PHQ-8.',
    no_item_nine: 'Ihre Praxis stellt Frage 9 nicht. Der PHQ-8 stellt die anderen acht Fragen.',
    too_often: 'Diese Fragen blicken weiter zurück: Die Wochen würden sich überschneiden.',
    disposition: 'Zuerst müssen Kontakt, Risiko und nächster Kontakt festgehalten sein.',
    phone: 'Eine Nummer besteht aus Ziffern, Leerzeichen und +, damit ein Telefon sie wählen kann.',
    urgent_number: 'Eine Nummer besteht aus Ziffern, Leerzeichen und +, damit ein Telefon sie wählen kann.',
    dose_high: 'Keine Dosis liegt über 1.000 mg. Bitte noch einmal eingeben.',
    dose: 'Eine Dosis ist eine Zahl über null.',
    route: 'Bitte angeben, wie es gegeben wurde.',
    number: 'Die Nummer einer Sitzung liegt zwischen 1 und 200.',
    empty: 'Hier fehlen Worte.',
    clients_own: 'Das hat Ihre Klient:in geschrieben, und es bleibt, wie es geschrieben wurde.',
    more_than_planned: 'Geplant sind weniger Sitzungen. Stimmt das? Noch einmal speichern, um es zu behalten.',
    offline: 'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    password: 'Name und Passwort gehören nicht zusammen.',
    wrong_credentials: 'Name und Passwort gehören nicht zusammen.',
    too_many_requests: 'Zu viele Versuche. Bitte warten Sie ein wenig.',
    handle_taken: 'Dieser Name ist vergeben. Bitte wählen Sie einen anderen.',
    handle_invalid: 'Ein Name hat 2 bis 64 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche oder @.',
    handle_confusable:
      'Die Buchstaben dieses Namens sehen aus wie andere. Bitte nehmen Sie Buchstaben eines Alphabets, und nicht nur solche, die wie lateinische aussehen.',
    password_weak:
      'Dieses Passwort gehört zu den ersten, die jemand versucht. Bitte nehmen Sie ein anderes, etwa vier Wörter, die nichts miteinander zu tun haben.',
    enrolment_invalid: 'Dieser Code gilt nicht mehr. Bitten Sie die Praxis um einen neuen.',
    identity: 'Eine Nachricht unter dem alten Schlüssel dieser Person wurde abgewiesen.',
    next_identity:
      'Jemand wollte den Schlüssel dieser Person ersetzen. Das wurde abgewiesen. Bitte sprechen Sie mit ihr.',
    key_differs:
      'Zwei Ihrer Browser haben verschiedene Schlüssel für diese Person. Bitte vergleichen Sie die Sicherheitswörter.',
    invitation_taken:
      'Diese Einladung wurde zweimal beantwortet. Vergleichen Sie die Sicherheitswörter mit Ihrer Klient:in, bevor Sie lesen.',
    members_differ:
      'Der Server nennt hier noch jemanden, der mitliest. Dorthin wird nichts gesendet, bis das vorbei ist.',
    not_listed: 'Der Server führt diese Person nicht mehr auf. Vielleicht hat sie das Teilen beendet; fragen Sie sie.',
    no_bond: 'Es gibt einen Zugang, den dieser Browser nicht kennt. Dort wird nichts gelesen.',
    own_missing: 'Der Server zeigt Ihre Praxis nicht so, wie Sie sie verlassen haben. Es wurde nichts gesendet.',
    manifest_older: 'Der Server zeigt einen älteren Stand Ihres Kontos. Dieser Browser behält, was er hat.',
    role: 'Dieses Konto gehört einer Klient:in. Es öffnet sich in der App.',
    not_yours: 'Das kann nur Ihre Klient:in ändern.',
    wrong_key:
      'Der Schlüssel, der ankam, gehört nicht zu dieser Beziehung. Bitten Sie die Person, mit einer neuen Einladung noch einmal beizutreten.',
    unopened: 'Die Antwort auf eine Einladung ließ sich nicht öffnen. Bitte laden Sie noch einmal ein.',
    no_key: 'Der Schlüssel dieser Person ist noch nicht angekommen.',
    second_factor_wrong:
      'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie es noch einmal.',
    last_owner: 'Eine Praxis braucht eine Leitung. Übertragen Sie sie zuerst jemand anderem.',
    upgrade_required: 'Diese Seite ist älter als der Server. Bitte laden Sie sie neu.',
    crashed: 'Auf dieser Seite ging etwas schief. Bitte versuchen Sie es noch einmal.',
    unknown: 'Etwas ging schief, das diese Version nicht kennt.',
  },
};

export default first;
