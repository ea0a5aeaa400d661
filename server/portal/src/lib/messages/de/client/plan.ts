/** The plan of a client, the sessions, and the care relationship, in German. */
import type { Client } from '../../catalogue.svelte';
import { count, entries } from '../counts';

const plan: Pick<Client, 'plan' | 'sessions' | 'care' | 'asPhone'> = {
  plan: {
    theirs: 'Von der Person geschrieben',
    schedule: {
      file: 'Kalenderdatei',
      title: 'Termine',
      lead: 'Das Telefon zeigt Termine nach der nächsten Synchronisierung und erinnert daran, ohne den Anlass zu nennen.',
      purpose: 'Wofür',
      at: 'Wann',
      minutes: 'Minuten',
      place: 'Wo',
      add: 'Eintragen',
      move: 'Ändern',
      cancel: 'Termin absagen',
      cancelled: 'Abgesagt',
      past: 'Vergangene Termine',
      isPast: 'Dieser Zeitpunkt ist vorbei. Stimmt das Datum?',
      overlaps: (when: string, what: string, name: string) => `Überschneidet sich mit: ${what}, ${when} (${name}).`,
      allTheSame: 'Trotzdem eintragen',
      allPast: (n: number) => `Alle ${n} anzeigen`,
      reopen: 'Wieder öffnen',
    },
    assign: {
      title: 'Zuweisen',
      lead: 'Ein Fragebogen oder eine Schreibanregung, einmalig oder regelmäßig. Beides erscheint auf dem Telefon als Vorschlag und nie als überfällig.',
      measure: 'Fragebogen',
      prompt: 'Schreibanregung',
      own: 'In eigenen Worten …',
      ownText: 'Ihr Text',
      when: 'Wie oft',
      repeats: {
        once: 'Einmal',
        weeks: 'Alle paar Wochen',
        before_session: 'Vor jeder Ketaminsitzung',
        after_session: 'Nach jeder Ketaminsitzung',
        follow_up: 'Vier Wochen, drei und sechs Monate nach der letzten',
      },
      everyWeeks: (n: number) => (n === 1 ? 'Jede Woche' : `Alle ${n} Wochen`),
      weeks: 'Wochen dazwischen',
      due: 'Ab',
      moreOften: 'Trotzdem zuweisen',
      overlap: (weeks: number) =>
        `Dieser Fragebogen bezieht sich auf die ${count(weeks, { one: 'letzte Woche', other: 'letzten # Wochen' })}, sodass sich zwei Ergebnisse nacheinander überschneiden.`,
      from: (when: string) => `ab ${when}`,
      add: 'Zuweisen',
      waiting: 'Noch nicht beantwortet',
      answered: (when: string) => `Beantwortet ${when}`,
      end: 'Beenden',
      ended: (what: string) => `„${what}“ ist beendet. Die Antworten bleiben erhalten.`,
    },
    suggest: {
      title: 'Einen Schritt vorschlagen',
      lead: 'Die Person kann ihn annehmen, umformulieren oder ablehnen.',
      text: 'Ein kleiner Schritt',
      rhythm: 'Wie oft',
      every: { free: 'Wann es passt', once: 'Einmal', day: 'Jeden Tag', week: 'Mehrmals pro Woche' },
      times: 'Wie oft pro Woche',
      add: 'Vorschlagen',
      takeBack: 'Zurücknehmen',
    },
    sets: {
      title: 'Sammlungen',
      lead: 'Ihre eigenen Schreibanregungen. Das Telefon bietet sie zusätzlich zu den mitgelieferten an.',
      prompts: (n: number) => count(n, { one: '# Schreibanregung', other: '# Schreibanregungen' }),
      none: 'Sie haben noch keine eigenen Sammlungen.',
    },
    promise: {
      title: 'Was ich zugesagt habe',
      lead: 'Die Person sieht die Zusage, und Ihr Überblick erinnert Sie vor dem nächsten Gespräch daran.',
      text: 'Eine Zusage',
      add: 'Hinzufügen',
      kept: (when: string) => `erledigt ${when}`,
      remove: 'Löschen',
      removeTitle: 'Diese Zusage löschen?',
      removeText: 'Sie wird bei der nächsten Synchronisierung auch vom Telefon gelöscht.',
    },
  },

  sessions: {
    chooseRoute: 'Bitte wählen',
    lead: 'Das Protokoll jeder Ketaminsitzung: Ihr Teil und was die Person davon geteilt hat.',
    add: 'Sitzung eintragen',
    edit: 'Protokoll ändern',
    addYours: 'Ihr Protokoll ergänzen',
    remove: 'Zurückziehen',
    removeTitle: (n: number) => `Ihr Protokoll der Sitzung ${n} zurückziehen?`,
    removeText:
      'Es wird bei der nächsten Synchronisierung auch vom Telefon gelöscht. Die Aufzeichnung der Person und Ihre privaten Notizen bleiben erhalten.',
    theirs: (facts: string) => `Von der Person notiert: ${facts}`,
    /** Of a record that the client brought along. */
    broughtFrom: (name: string) => `Erfasst von ${name}`,
    clientReads: 'Die Person kann das lesen.',
    empty: {
      title: 'Noch keine Sitzung',
      text: 'Tragen Sie die erste Ketaminsitzung hier ein, wenn sie stattgefunden hat. Die App schlägt nie eine Dosis vor.',
    },
    recordLead:
      'Die Person sieht dieses ganze Protokoll auf dem Telefon und kann es nicht ändern. Notizen nur für Sie stehen unter der Sitzung.',
    number: 'Nummer in der Reihe',
    route: 'Applikationsweg',
    dose: 'Dosis laut Protokoll, in mg',
    support: 'Begleitung',
    supportHint: 'Ein paar Worte, die die Person liest. Private Notizen gehören nicht hierher.',
    intensity: (n: number) => `Intensität ${n} von 10`,
    words: {
      firstWords: 'Erste Worte danach',
      notes: 'Was gesagt wurde, was geblieben ist',
      helped: 'Was geholfen hat',
      hindered: 'Was nicht geholfen hat',
      supportNote: 'Ihre Notiz für die Person',
    },
    theirNote: 'Notiz der Praxis',
  },

  care: {
    title: 'Behandlung',
    since: (when: string) => `Seit ${when}.`,
    shares: 'Die Person entscheidet bei jedem Eintrag, ob Sie ihn lesen dürfen, und kann das jederzeit zurücknehmen.',
    another: {
      title: 'Weitere Fachperson',
      lead: 'Supervision, Zweitmeinung, Übergabe: Nur die Person selbst kann jemandem Zugang geben.',
      steps: [
        'Die andere Fachperson erstellt in ihrem Portal eine Einladung, in dieser oder einer anderen Praxis.',
        'Die behandelte Person nimmt sie auf dem Telefon an, sieht vorab, welche der mit Ihnen geteilten Einträge weitergegeben würden, und entscheidet.',
        'Von da an bestehen zwei getrennte Behandlungen. Jede kann für sich beendet werden.',
      ],
      sees: 'Wer was sieht',
      views: [
        [
          'Die andere Fachperson',
          'Was die Person mit ihr teilt, aus früheren und neuen Einträgen. Ihre Sitzungsprotokolle nur, wenn die Person sie mitbringt. Nie Ihre Antworten, Notizen und Pläne.',
        ],
        [
          'Sie',
          'Was Sie jetzt sehen. Nicht, was nur mit der anderen Fachperson geteilt wird, und nicht deren Antworten.',
        ],
        ['Die behandelte Person', 'Sie beide, und wer wann was gelesen hat.'],
      ],
      handover:
        'Eine Übergabe ist abgeschlossen, wenn die Einladung der anderen Fachperson angenommen ist und Sie Ihre Behandlung unten beendet haben.',
    },
    label: {
      title: 'Ihr Name für diese Person',
      lead: 'Nur Sie sehen ihn. Er steht neben dem selbst gewählten Namen und hilft, wenn zwei Personen gleich heißen.',
      field: 'Ihr Name für die Person',
    },
    open: {
      title: 'Noch offen',
      lead: 'Bevor die Behandlung endet oder übergeben wird.',
      nothing: 'Nichts ist offen.',
      flags: (n: number) =>
        `${count(n, { one: 'Ein Sicherheitshinweis ist', other: '# Sicherheitshinweise sind' })} nicht abgeschlossen.`,
      meetings: (n: number) => `${count(n, { one: '# Termin steht', other: '# Termine stehen' })} noch an:`,
      assignments: (n: number) => `${count(n, { one: '# laufende Aufgabe', other: '# laufende Aufgaben' })}.`,
      promises: (n: number) => `${count(n, { one: '# Zusage', other: '# Zusagen' })} noch nicht erledigt.`,
      unread: (n: number) => `${entries(n)} noch nicht gelesen.`,
      unfinished: (n: number) =>
        `${count(n, { one: '# Sitzungsprotokoll ist', other: '# Sitzungsprotokolle sind' })} nicht abgeschlossen:`,
      clearance: 'Die ärztliche Freigabe ist ein Entwurf.',
      forms: (n: number) =>
        `${count(n, { one: '# Formular wurde', other: '# Formulare wurden' })} begonnen und nicht gespeichert.`,
      drafts: (n: number) =>
        `${count(n, { one: '# unfertige Antwort oder Notiz', other: '# unfertige Antworten oder Notizen' })}.`,
      notes: (n: number) =>
        `${count(n, { one: '# Notiz bleibt', other: '# Notizen bleiben' })} nur bei Ihnen. Sie können sie exportieren.`,
      sessions: (n: number) =>
        `${count(n, { one: '# Sitzung, die Sie eingetragen haben, bleibt', other: '# Sitzungen, die Sie eingetragen haben, bleiben' })} bei der Person, die sie zur nächsten Fachperson mitbringen kann.`,
      waiting: (n: number) => `${count(n, { one: '# Änderung ist', other: '# Änderungen sind' })} noch nicht gesendet.`,
      settle: 'Diese Termine absagen und diese Aufgaben beenden',
      settleHint:
        'Die Person sieht dann, dass sie abgesagt sind. Sonst fragt das Telefon nach dem Ende der Behandlung einfach nicht mehr danach.',
    },
    end: {
      title: 'Behandlung beenden',
      lead: 'Sie beenden die Behandlung. Die Person kann das auf dem Telefon ebenfalls jederzeit tun.',
      means: [
        'Ihr Zugang endet sofort in allen Ihren Browsern, und die Einträge werden aus dem Speicher entfernt.',
        'Die Person behält alles, auch Ihre Antworten und den Plan, und sieht, dass die Behandlung beendet ist.',
        'Ihre privaten Notizen behalten Sie und können sie unter „Zugang und Geräte“ lesen.',
        'Das kann nicht rückgängig gemacht werden. Für einen neuen Anfang ist eine neue Einladung nötig.',
      ],
      first: 'Exportieren, was Sie aufbewahren müssen',
      sure: (name: string) => `Die Behandlung von ${name} beenden?`,
      closing: (name: string) => `Die Behandlung von ${name} ist beendet.`,
      sureText:
        'Ihr Zugang endet sofort. Sie erhalten ihn nur mit einer neuen Einladung und der Zustimmung der Person zurück.',
    },
    closed: 'Abgeschlossene Sicherheitshinweise',
    trail: 'Wer wann Zugang hatte',
    trailLead: 'Die Person sieht dasselbe auf dem Telefon.',
  },

  asPhone: {
    title: 'Vorschau auf dem Telefon',
    question: (n: number) => (n === 1 ? 'Eine Frage' : `Eine Frage pro Seite, ${n} insgesamt`),
    slider: (from: number, to: number) => `Ein Schieberegler von ${from} bis ${to}`,
  },
};

export default plan;
