/** Die Seiten einer Klientin, eines Klienten. */
import type { Client } from '../catalogue.svelte';
import { counter } from '../plural';

const count = counter('de');
const entries = (n: number) => count(n, { one: '# Eintrag', other: '# Einträge' });
const days = (n: number) => count(n, { one: '# Tag', other: '# Tage' });

const client: Client = {
  client: {
    brief: 'Überblick',
    timeline: 'Verlauf',
    trends: 'Entwicklung',
    sessions: 'Sitzungen',
    plan: 'Planung',
    export: 'Export',
    care: 'Beziehung',
    pages: (name: string) => `Seiten von ${name}`,
    gone: {
      title: 'Diese Person ist hier nicht',
      text: 'Vielleicht ist die Beziehung beendet, oder die Adresse ist unvollständig.',
    },
  },

  plan: {
    schedule: {
      title: 'Termine',
      lead: 'Das Telefon kennt sie nach dem nächsten Abgleich und erinnert, ohne zu sagen woran.',
      purpose: 'Wofür',
      at: 'Wann',
      minutes: 'Minuten',
      place: 'Wo',
      add: 'Eintragen',
      move: 'Ändern',
      cancel: 'Absagen',
      cancelled: 'Abgesagt',
      past: 'Davor',
    },
    assign: {
      title: 'Aufgeben',
      lead: 'Ein Fragebogen oder eine Schreibanregung, einmal oder immer wieder. Sie erscheint als Vorschlag; nichts ist überfällig.',
      measure: 'Fragebogen',
      prompt: 'Schreibanregung',
      own: 'In eigenen Worten …',
      ownText: 'Ihre Worte',
      preview: 'So zeigt es das Telefon',
      when: 'Wie oft',
      repeats: {
        once: 'Einmal',
        weeks: 'Alle paar Wochen',
        before_session: 'Vor jeder Ketaminsitzung',
        after_session: 'Nach jeder Ketaminsitzung',
      },
      everyWeeks: (n: number) => (n === 1 ? 'Jede Woche' : `Alle ${n} Wochen`),
      weeks: 'Wochen dazwischen',
      due: 'Ab',
      from: (when: string) => `ab ${when}`,
      add: 'Aufgeben',
      waiting: 'Noch nicht beantwortet',
      answered: (when: string) => `Beantwortet ${when}`,
      end: 'Beenden',
    },
    suggest: {
      title: 'Einen Schritt vorschlagen',
      lead: 'Ihr Gegenüber nimmt ihn an, fasst ihn in eigene Worte oder lässt ihn.',
      text: 'Ein kleiner Schritt',
      rhythm: 'Wie oft',
      every: { free: 'Wann es passt', once: 'Einmal', day: 'Jeden Tag', week: 'Einige Male in der Woche' },
      times: 'Male in der Woche',
      add: 'Vorschlagen',
      takeBack: 'Zurücknehmen',
    },
    promise: {
      title: 'Was ich versprochen habe',
      lead: 'Ihr Gegenüber sieht es, und Ihr Überblick vor dem nächsten Gespräch erinnert Sie.',
      text: 'Ein Versprechen',
      add: 'Hinzufügen',
      kept: (when: string) => `gehalten ${when}`,
    },
  },

  sessions: {
    lead: 'Das Protokoll jeder Ketaminsitzung: der Teil der Praxis, und was davon geteilt wurde.',
    add: 'Sitzung eintragen',
    edit: 'Protokoll ändern',
    empty: {
      title: 'Noch keine Sitzung',
      text: 'Wenn die erste Ketaminsitzung stattgefunden hat, steht sie hier. Die App schlägt nie eine Dosis vor.',
    },
    recordLead: 'Ihr Gegenüber sieht Weg, Dosis, Rahmen und Ihre Notiz und kann sie nicht ändern.',
    number: 'Nummer in der Reihe',
    route: 'Weg',
    dose: 'Dosis laut Protokoll, in mg',
    support: 'Begleitung',
    supportHint: 'Ein paar Worte für Ihr Gegenüber. Private Notizen gehören nicht hierher.',
    intensity: (n: number) => `Intensität ${n} von 10`,
    words: {
      firstWords: 'Erste Worte danach',
      notes: 'Was gesagt wurde, was blieb',
      helped: 'Was half',
      hindered: 'Was nicht half',
      supportNote: 'Ihre Notiz für die Person',
    },
  },
  qualities: {
    lightness: 'Leichtigkeit',
    relaxation: 'Entspannung',
    dreamlike: 'traumartig',
    imagery: 'Bilder',
    insight: 'Einsicht',
    perspective: 'neuer Blick',
    gratitude: 'Dankbarkeit',
    little_noticed: 'wenig bemerkt',
  },

  care: {
    title: 'Die Beziehung',
    since: (when: string) => `Seit ${when}.`,
    shares: 'Ihr Gegenüber wählt Eintrag für Eintrag, was Sie lesen dürfen, und kann es jederzeit zurücknehmen.',
    handover: 'Eine weitere Therapeutin, Supervision, Übergabe',
    handoverText:
      'Nur Ihr Gegenüber kann jemanden einlassen: Die Kollegin erstellt eine Einladung, die Person tritt ihr auf dem Telefon bei und wählt, ob frühere Einträge mitgehen. Sie behalten Ihren Zugang, bis die Person ihn beendet.',
    end: 'Die Begleitung beenden',
    endText:
      'Die Person beendet die Beziehung auf dem Telefon unter „Teilen“. Sie werden sofort entfernt, und der Schlüssel wechselt: Nichts Späteres lässt sich mit dem alten lesen.',
  },

  chart: { table: 'Als Tabelle', when: 'Wann', what: 'Was', value: 'Wert', note: 'Bedeutung' },

  timeline: {
    filters: 'Filter',
    search: 'Im Geteilten suchen',
    kind: 'Art',
    phase: 'Abschnitt',
    theme: 'Thema',
    unreviewed: 'Noch nicht besprochen',
    all: 'Alle',
    clear: 'Alles zeigen',
    shown: entries,
    none: 'Nichts passt dazu.',
    empty: {
      title: 'Noch nichts geteilt',
      text: 'Jeder Eintrag beginnt privat. Wird einer geteilt, erscheint er hier von selbst.',
    },
    before: 'Vor der ersten Sitzung',
    session: (n: number) => `Sitzung ${n}`,
    noEntries: 'Nach dieser Sitzung wurde nichts geteilt.',
    ahead: 'Geplant',
    reviewAll: (n: number) => (n === 1 ? 'Als gelesen markieren' : `Alle ${n} als gelesen markieren`),
    reviewedAll: (n: number) => `${entries(n)} als gelesen markiert. Ihr Gegenüber sieht es.`,
    words: 'Sicherheitswörter',
    wordsLead:
      'Vergleichen Sie diese vier Wörter am Telefon oder im Raum mit der App. Sind es dieselben, steht niemand dazwischen.',
    words_trouble: 'Sie können erst gezeigt werden, wenn der Schlüssel angekommen ist.',
    unreadable: (n: number) =>
      `${entries(n)} lassen sich mit den Schlüsseln, die hier sind, nicht öffnen. Der Rest ist vollständig.`,
    kept: 'Fand statt',
    missed: 'Fand nicht statt',
    more: (n: number) => `Ältere zeigen (noch ${n})`,
  },

  entry: {
    day: (session: number, day: number) =>
      day < 0
        ? `${days(-day)} vor Sitzung ${session}`
        : day === 0
          ? `Am Tag von Sitzung ${session}`
          : `${days(day)} nach Sitzung ${session}`,
    dayShort: (day: number) => (day < 0 ? `−${-day} T` : day === 0 ? 'Tag 0' : `+${day} T`),
    reading: { new: 'Neu', changed: 'Geändert, seit Sie es lasen', opened: 'Geöffnet', reviewed: 'Gelesen' },
    readAt: (state: string, when: string) => `${state} ${when}`,
    wantsToTalk: 'Möchte darüber reden',
    markReviewed: 'Als gelesen markieren',
    unmark: 'Doch noch nicht gelesen',
    marked: 'Als gelesen markiert. Ihr Gegenüber sieht es.',
    open: 'Öffnen',
    noWords: 'Keine Worte, und das ist in Ordnung.',
    unknown: 'Diese Art von Eintrag ist neuer als dieses Portal. Laden Sie die Seite neu.',
    keys: 'Tasten: j älter, k neuer, r gelesen',
    newer: 'Neuer',
    older: 'Älter',
    origin: 'Entstand aus',
    steps: 'Schritte, die daraus entstanden',
    done: (n: number) => (n === 0 ? 'noch nicht getan' : `an ${count(n, { one: '# Tag', other: '# Tagen' })} getan`),
    replies: 'Ihre Antworten',
    reply: {
      label: 'Antworten',
      hint: 'Ein paar Worte genügen. Ihr Gegenüber liest sie nach dem nächsten Abgleich des Telefons.',
      send: 'Senden',
      sent: 'Versiegelt gesendet. Das Telefon zeigt es nach dem nächsten Abgleich.',
    },
    measure: (answered: number, items: number) => `${answered} von ${items} beantwortet`,
    gone: {
      title: 'Diesen Eintrag gibt es hier nicht mehr',
      text: 'Vielleicht wurde er zurückgenommen. Dann ist er auch auf dem Server nicht mehr.',
      action: 'Zum Verlauf',
    },
    writtenIn: (zone: string) => `Ortszeit des Schreibens${zone ? ` (${zone})` : ''}`,
  },

  kinds: {
    reflection: 'Reflexion',
    check_in: 'Befinden',
    intention: 'Intention',
    step: 'Schritt',
    measure_response: 'Fragebogen',
    appointment: 'Termin',
  },
  phases: {
    preparation: 'Vorbereitung',
    session_day: 'Tag der Sitzung',
    after: 'Tage danach',
    integration: 'Integration',
    between: 'Dazwischen',
    closing: 'Abschluss',
  },
  themes: {
    insight: 'Einsicht',
    emotion: 'Gefühl',
    imagery: 'Bilder',
    body: 'Körper',
    relationship: 'Beziehung',
    perspective: 'Perspektive',
    sleep: 'Schlaf',
    step: 'Schritt',
  },
  routes: { lozenge: 'Lutschtablette', nasal_spray: 'Nasenspray', intramuscular: 'intramuskulär' },
  settings: {
    place: 'Ort',
    light: 'Licht',
    music: 'Musik',
    seating: 'Sitz',
    companions: 'Mit',
  },
  figures: {
    mood: 'Stimmung',
    energy: 'Energie',
    sleep: 'Schlaf',
    sensitivity: 'Empfindsamkeit',
    clarity: 'Klarheit',
  },
  instruments: {
    'phq-9': 'PHQ-9',
    'gad-7': 'GAD-7',
    'pcl-5': 'PCL-5',
    'who-5': 'WHO-5',
    'integration-pulse': 'Integrationspuls',
    'daily-check': 'Tagesbefinden',
  },
  purposes: {
    preparation: 'Vorgespräch',
    dosing: 'Ketaminsitzung',
    integration: 'Integrationsgespräch',
  },
  steps: { active: 'Wird ausprobiert', habit: 'Eine Gewohnheit', done: 'Getan', let_go: 'Losgelassen' },
  prompts: {
    'prep.intention': 'Wenn diese Sitzung Ihnen helfen könnte, eine Sache zu verstehen oder weicher zu machen: welche?',
    'prep.concerns': 'Wobei sind Sie unsicher oder nervös? Nichts ist zu klein.',
    'prep.history': 'Was sollten wir von Ihrer Geschichte wissen, bevor wir beginnen?',
    'prep.setting': 'Was würde den Raum für Sie angenehm und sicher machen?',
    'after.first': 'Nur ein paar Worte, bevor Sie sich ausruhen. Was ist gerade da?',
    'after.24h': 'Einen Tag später: Was ist geblieben?',
    'after.72h': 'Drei Tage später: Hat sich etwas verschoben, in Stimmung, Blick oder Klarheit?',
    'after.7d': 'Eine Woche später: Was haben Sie anders gemacht, oder könnten es, und sei es klein?',
    'between.free': 'Was Sie festhalten möchten.',
    'between.body': 'Wo im Körper spüren Sie es?',
    'between.imagery': 'Gibt es ein Bild, einen Klang, eine Szene, die wiederkehrt?',
    'series.close': 'Im Rückblick auf die ganze Reihe: Was hat sich verändert, was blieb, was wollen Sie behalten?',
  },
  minutes: (n: number) => `${n} min`,
  milligrams: (n: string) => `${n} mg`,
};

export default client;
