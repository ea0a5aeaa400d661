/** The texts of sign-in and caseload, in German. */
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

  syncState: {
    syncing: 'Wird synchronisiert …',
    live: 'Auf dem neuesten Stand',
    offline:
      'Keine Verbindung. Sie sehen den Stand der letzten Synchronisierung. Die Verbindung wird automatisch erneut versucht.',
    offlineShort: 'Keine Verbindung',
    unsent: (n: number) =>
      count(n, { one: '# Änderung ist noch nicht gesendet.', other: '# Änderungen sind noch nicht gesendet.' }),
    kept: (n: number) =>
      `${count(n, { one: '# Änderung ist noch nicht gesendet. Sie liegt verschlüsselt in diesem Browser und wird', other: '# Änderungen sind noch nicht gesendet. Sie liegen verschlüsselt in diesem Browser und werden' })} nach dem Entsperren gesendet. Bitte lassen Sie diese Seite geöffnet.`,
    lost: (n: number) =>
      `${count(n, { one: '# Änderung von vor der Sperre konnte', other: '# Änderungen von vor der Sperre konnten' })} nicht gesendet werden. Bitte prüfen Sie, ob Ihr letzter Text vorhanden ist.`,
  },

  redisclosure: {
    title: 'Hinweis nach 42 CFR Part 2',
    paper:
      'Hinweis nach US-Bundesrecht an alle, die dies erhalten (42 CFR 2.32), im vorgeschriebenen englischen Wortlaut',
  },

  signIn: {
    title: 'Anmelden',
    lead: 'Was Ihre Klient:innen mit Ihnen teilen, wird nur hier in diesem Browser entschlüsselt.',
    handle: 'Anmeldename',
    password: 'Passwort',
    submit: 'Anmelden',
    code: 'Code aus Ihrer Authenticator-App',
    codeHint: 'Sechs Ziffern. Ohne Ihr Telefon verwenden Sie einen Ihrer Ersatzcodes.',
    recover: 'Passwort vergessen',
    enrol: 'Ich habe einen Aufnahmecode',
    slow: 'Ihr Passwort verlässt diesen Browser nie. Die Berechnung des Schlüssels dauert eine Sekunde.',
  },

  lock: {
    title: (name: string) => `Willkommen zurück, ${name}`,
    crashed:
      'Auf dieser Seite ist ein Fehler aufgetreten, und alle Schlüssel wurden aus dem Speicher entfernt. Die Daten auf dem Server sind nicht betroffen. Entsperren Sie das Portal, um alles neu zu laden.',
    idle: 'Nach längerer Inaktivität gesperrt. Alle Schlüssel wurden aus dem Speicher entfernt.',
    chosen: 'Gesperrt. Alle Schlüssel wurden aus dem Speicher entfernt.',
    expired: 'Ihre Anmeldung ist abgelaufen. Bitte geben Sie Ihr Passwort erneut ein.',
    lead: 'Nach dem Neuladen und nach jeder Sperre brauchen Sie Ihr Passwort, denn die Schlüssel gibt es nur, solange das Portal entsperrt ist.',
    submit: 'Entsperren',
    other: 'Mit einem anderen Konto anmelden',
  },

  unreachable: {
    title: 'Der Server ist nicht erreichbar',
    text: 'Die Einträge Ihrer Klient:innen sind sicher. Prüfen Sie Ihre Verbindung. Möglicherweise startet der Server auch gerade.',
    page: 'Diese Seite konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    again: 'Noch einmal versuchen',
  },

  broken: {
    title: 'Das Portal konnte nicht starten',
    text: 'Möglicherweise ist dieser Browser zu alt, oder der Download wurde unterbrochen. Laden Sie die Seite neu. Wenn das nicht hilft, aktualisieren Sie den Browser.',
    reload: 'Neu laden',
  },

  caseload: {
    title: 'Fallübersicht',
    search: 'Klient:in suchen',
    sort: 'Reihenfolge',
    sorts: { first: 'Dringlichkeit', recent: 'Letzter Eintrag', next: 'Nächster Termin', name: 'Name' },
    filter: 'Anzeigen',
    filters: {
      all: 'Alle',
      safety: 'Sicherheit',
      worse: 'Schlechter',
      today: 'Heute',
      news: 'Neues',
      talk: 'Gesprächswunsch',
      soon: 'Nächste sieben Tage',
    },
    order:
      'In dieser Reihenfolge: offene Sicherheitshinweise, dringende Nebenwirkungen, Gesprächswunsch, sehr niedrige Stimmung, reliable Verschlechterung in einem Fragebogen, Termine von heute, ungelesene Einträge.',
    summary: (clients: number, unread: number) =>
      `${count(clients, { one: '# Klient:in', other: '# Klient:innen' })}, ${unread === 0 ? 'nichts Neues' : count(unread, { one: '# neuer Eintrag', other: '# neue Einträge' })}`,
    unnamed: 'Noch ohne Namen',
    unread: (n: number) => `${n} neu`,
    wantsToTalk: (n: number) => (n === 1 ? 'Gesprächswunsch' : `Gesprächswunsch (${n})`),
    safety: 'Sicherheitshinweis',
    nothingNew: 'Nichts Neues',
    nothingShared: 'Noch nichts geteilt',
    wrote: (when: string) => `Eintrag ${when}`,
    session: (n: number, when: string) => `Sitzung ${n}, ${when}`,
    noSession: 'Noch keine Sitzung',
    next: (when: string) => `Nächster ${when}`,
    noNext: 'Kein Termin',
    followUps: {
      '4w': 'Nachbefragung nach vier Wochen',
      '3mo': 'Nachbefragung nach drei Monaten',
      '6mo': 'Nachbefragung nach sechs Monaten',
    },
    followUp: (which: string, overdue: boolean) => `${which} ${overdue ? 'überfällig, nichts geteilt' : 'offen'}`,
    joined: (when: string) => `Dabei seit ${when}`,
    unreadable: (n: number) => `${count(n, { one: '# Eintrag', other: '# Einträge' })} nicht lesbar`,
    refused: (n: number) => `${n} abgelehnt`,
    states: { older: 'Älterer Stand', differs: 'Es fehlt etwas' },
    anotherKey: 'Schlüssel geändert',
    noCard: 'Die Karte Ihrer Praxis ist leer: Unter „Hilfe jetzt“ steht auf den Telefonen keine Nummer von Ihnen.',
    toCard: 'Karte ausfüllen',
    words: 'Sicherheitswörter vergleichen',
    asOf: (when: string) => `Stand: ${when}`,
    older: (when: string) => `Der Server zeigt Ihre Praxis auf dem Stand vom ${when}. Verlassen Sie sich nicht darauf.`,
    olderUnknown:
      'Der Server zeigt einen älteren Stand Ihrer Praxis, als dieser Browser bereits kennt. Verlassen Sie sich nicht darauf.',
    notice: (name: string, sentence: string) => `${name}: ${sentence}`,
    reasons: {
      red_effect: 'Dringende Nebenwirkungen',
      low: 'Sehr niedrige Stimmung oder starker Abfall nach einer Sitzung',
      worsened: 'Reliable Verschlechterung in einem Fragebogen',
      today: 'Termin heute',
      soon: 'Termin in den nächsten sieben Tagen',
      quiet: 'Seit der Sitzung nichts geteilt',
    },
    total: (total: string, most: string) => `${total} von ${most}`,
    said: { safety: 'Sicherheitsfrage bejaht' },
    against: (baseline: boolean, total: string, when: string) =>
      `${baseline ? 'Ausgangswert' : 'letztes Mal'} ${total}, ${when}`,
    directions: { improved: 'besser', worsened: 'schlechter', no_reliable_change: 'unverändert' },
    columns: {
      client: 'Klient:in',
      news: 'Neues',
      mood: 'Stimmung, Fragebogen',
      session: 'Letzte Sitzung',
      next: 'Nächster Termin',
    },
    empty: {
      title: 'Noch keine Klient:innen',
      text: 'Laden Sie die erste Person ein. Sie scannt mit der App einen Code und entscheidet bei jedem Eintrag, ob Sie ihn lesen dürfen.',
      action: 'Klient:in einladen',
    },
    noneSo: 'Dieser Filter passt auf niemanden.',
    noMatch: (query: string) => `Niemand heißt „${query}“.`,
    notTherapist: {
      title: 'Hier gibt es keine Einträge zu lesen',
      text: 'Sie verwalten die Praxis. Was Klient:innen teilen, können nur ihre Therapeut:innen lesen.',
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
    none: 'Noch keine Stimmungsangabe',
    line: (values: number[]) =>
      `Die letzten ${count(values.length, { one: '# Stimmungsangabe', other: '# Stimmungsangaben' })} von 10, älteste zuerst: ${values.join(', ')}`,
  },

  notFound: { title: 'Diese Seite gibt es nicht', action: 'Zur Fallübersicht' },

  faults: {
    protocol_missing:
      'Bevor Sie Frage 9 zuweisen, geben Sie auf der Praxiskarte an, wie schnell markierte Antworten durchgesehen werden, wer die Vertretung übernimmt und wer außerhalb Ihrer Sprechzeiten erreichbar ist. Oder verwenden Sie den PHQ-8.',
    no_item_nine: 'Ihre Praxis verwendet Frage 9 nicht. Der PHQ-8 enthält die anderen acht Fragen.',
    too_often:
      'Dieser Fragebogen bezieht sich auf einen längeren Zeitraum, sodass sich zwei Ergebnisse überschneiden würden.',
    disposition: 'Tragen Sie zuerst Kontakt, Risiko und nächsten Kontakt ein.',
    phone: 'Eine Nummer besteht aus Ziffern, Leerzeichen und +, damit ein Telefon sie wählen kann.',
    urgent_number: 'Eine Nummer besteht aus Ziffern, Leerzeichen und +, damit ein Telefon sie wählen kann.',
    dose_high: 'Eine Dosis kann nicht über 1.000 mg liegen. Bitte prüfen Sie die Angabe.',
    dose_unusual:
      'Diese Dosis ist für diesen Applikationsweg ungewöhnlich. Speichern Sie noch einmal, um sie zu bestätigen.',
    dose: 'Bitte geben Sie eine Dosis größer als null ein.',
    route: 'Bitte wählen Sie den Applikationsweg.',
    number: 'Die Nummer einer Sitzung liegt zwischen 1 und 200.',
    findings: 'Bitte prüfen Sie einige Felder noch einmal. Ihre Eingaben bleiben erhalten.',
    too_long: 'Ein Punkt hat höchstens 300 Zeichen.',
    empty: 'Bitte geben Sie einen Text ein.',
    clients_own: 'Dieser Text stammt nicht von Ihnen. Sie können ihn nicht ändern.',
    more_than_planned: 'Das sind mehr Sitzungen als geplant. Speichern Sie noch einmal, um es zu bestätigen.',
    offline: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    password: 'Name oder Passwort ist falsch.',
    wrong_credentials: 'Name oder Passwort ist falsch.',
    too_many_requests: 'Zu viele Versuche. Bitte warten Sie einen Moment.',
    handle_taken: 'Dieser Name oder einer, der so aussieht, ist vergeben. Bitte wählen Sie einen anderen.',
    handle_invalid: 'Verwenden Sie 2 bis 64 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche oder @.',
    handle_confusable:
      'Buchstaben dieses Namens sind mit anderen verwechselbar. Verwenden Sie Buchstaben eines einzigen Alphabets, und nicht nur solche, die wie lateinische aussehen.',
    password_weak:
      'Dieses Passwort ist leicht zu erraten. Bitte wählen Sie ein anderes, zum Beispiel vier Wörter ohne Zusammenhang.',
    enrolment_invalid: 'Dieser Code ist nicht mehr gültig. Bitten Sie Ihre Praxis um einen neuen.',
    identity: 'Eine Nachricht mit dem alten Schlüssel dieser Person wurde abgelehnt.',
    next_identity:
      'Jemand hat versucht, den Schlüssel dieser Person zu ersetzen. Das wurde abgelehnt. Bitte sprechen Sie mit ihr.',
    key_differs:
      'Zwei Ihrer Browser haben verschiedene Schlüssel für diese Person. Bitte vergleichen Sie die Sicherheitswörter.',
    invitation_taken:
      'Diese Einladung wurde zweimal angenommen. Vergleichen Sie mit der Person die Sicherheitswörter, bevor Sie lesen.',
    members_differ:
      'Der Server führt hier eine unbekannte Person mit Lesezugriff auf. Bis das geklärt ist, wird nichts gesendet.',
    not_listed:
      'Der Server führt diese Person nicht mehr auf. Möglicherweise hat sie das Teilen beendet. Bitte fragen Sie nach.',
    no_bond: 'Der Server führt eine Behandlung auf, die dieser Browser nicht kennt. Daraus wird nichts gelesen.',
    own_missing:
      'Der Server zeigt Ihre eigenen Daten nicht so, wie dieser Browser sie kennt. Es wurde nichts gesendet.',
    manifest_older: 'Der Server zeigt einen älteren Stand Ihres Kontos. Dieser Browser behält den neueren.',
    role: 'Das ist ein Konto für Klient:innen. Es funktioniert nur in der App.',
    not_yours: 'Das kann nur die Person selbst ändern.',
    wrong_key:
      'Der empfangene Schlüssel gehört nicht zu dieser Behandlung. Bitten Sie die Person, mit einer neuen Einladung noch einmal beizutreten.',
    attachment: 'Diese Datei ist unvollständig oder nicht die gesendete und wird deshalb nicht angezeigt.',
    attachment_unfinished:
      'Das Telefon hat diese Datei noch nicht vollständig hochgeladen. Bitte versuchen Sie es später noch einmal.',
    unopened: 'Die Antwort auf eine Einladung ist nicht lesbar. Bitte laden Sie die Person noch einmal ein.',
    no_key: 'Der Schlüssel dieser Person ist noch nicht angekommen.',
    second_factor_wrong:
      'Dieser Code ist falsch oder wurde bereits verwendet. Warten Sie auf den nächsten und versuchen Sie es noch einmal.',
    last_owner: 'Eine Praxis braucht eine Leitung. Übertragen Sie die Leitung zuerst einem anderen Mitglied.',
    upgrade_required: 'Diese Seite ist älter als der Server. Bitte laden Sie sie neu.',
    crashed: 'Auf dieser Seite ist ein Fehler aufgetreten. Bitte versuchen Sie es noch einmal.',
    unknown: 'Es ist ein Fehler aufgetreten, den diese Version nicht kennt.',
  },
};

export default first;
