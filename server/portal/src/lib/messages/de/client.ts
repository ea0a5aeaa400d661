/** The pages of one client, in German. */
import type { Client } from '../catalogue.svelte';
import brief from './client/brief';
import codes from './client/codes';
import journal from './client/journal';
import plan from './client/plan';
import { count } from './counts';

const client: Client = {
  keys: {
    title: 'Tastatur',
    list: [
      ['/', 'Suchen'],
      ['j k', 'Nächste und vorherige Person, nächster und vorheriger Eintrag'],
      ['Enter', 'Öffnen'],
      ['b t d', 'Überblick, Verlauf, Entwicklung einer Person'],
      ['r', 'Als gelesen markieren oder Markierung aufheben'],
      ['a', 'Auf den Eintrag antworten'],
      ['?', 'Diese Liste'],
    ],
    enabled: 'Tastenkürzel mit einer einzelnen Taste',
    enabledHint: 'Schalten Sie sie aus, wenn sie bei der Spracheingabe stören. Alles funktioniert auch ohne sie.',
  },

  /** Whether this client’s records are complete and verified. */
  trust: {
    whole: (when: string) => `Vollständig bis ${when}`,
    reading: 'Wird geladen …',
    unchecked: 'Noch nicht geprüft',
    older: (name: string) =>
      `Dieser Stand des Tagebuchs von ${name} ist älter als der, den Sie schon gesehen haben. Verlassen Sie sich nicht darauf.`,
    missing: (n: number) =>
      `${count(n, { one: '# Eintrag fehlt', other: '# Einträge fehlen' })}. Hier wird nichts gelöscht.`,
    differs: 'Die Einträge hier entsprechen nicht dem, was zuletzt geschrieben wurde. Hier wird nichts gelöscht.',
    notTheirs: (n: number, name: string) =>
      `Vom Konto von ${name} ${count(n, { one: 'kam # Eintrag, den nur Sie schreiben dürfen. Er wurde', other: 'kamen # Einträge, die nur Sie schreiben dürfen. Sie wurden' })} abgelehnt und ${n === 1 ? 'hat' : 'haben'} keine Wirkung.`,
    retired: (n: number) =>
      `${count(n, { one: '# Eintrag war', other: '# Einträge waren' })} mit einem nicht mehr gültigen Schlüssel verschlüsselt und ${n === 1 ? 'wird' : 'werden'} nicht verwendet.`,
    unproved: (n: number) =>
      `Der Server meldet ${count(n, { one: '# gelöschten Eintrag', other: '# gelöschte Einträge' })}, ohne zu belegen, von wem die Löschung stammt. Hier wird nichts gelöscht.`,
    anotherKey: (name: string) =>
      `Der Schlüssel von ${name} hat sich geändert. Vergleichen Sie die Sicherheitswörter, bevor Sie lesen.`,
  },

  client: {
    safety: (n: number) =>
      `${count(n, { one: 'Ein Sicherheitshinweis ist', other: '# Sicherheitshinweise sind' })} offen. Sie können ${n === 1 ? 'ihn' : 'sie'} im Überblick lesen und abschließen.`,
    brief: 'Überblick',
    timeline: 'Verlauf',
    trends: 'Entwicklung',
    sessions: 'Sitzungen',
    plan: 'Planung',
    export: 'Export',
    care: 'Behandlung',
    pages: (name: string) => `Seiten von ${name}`,
    /** On each printed page. */
    printed: (when: string, who: string, practice: string) =>
      [`Gedruckt ${when}`, who, practice].filter(Boolean).join(' · '),
    gone: {
      title: 'Person nicht gefunden',
      text: 'Möglicherweise ist die Behandlung beendet, oder die Adresse ist unvollständig.',
    },
  },
  export: {
    inside: 'Inhalt',
    lead: 'Alles, was jetzt mit Ihnen geteilt ist, und was Sie der Person geschrieben haben. Ihre privaten Notizen sind in einer eigenen Datei, die Sie unten wählen.',
    records: (n: number) => count(n, { one: '# Aufzeichnung', other: '# Aufzeichnungen' }),
    leftOut: 'Weggelassen:',
    files: 'Dateien',
    handle: 'Name der Person in der Datei',
    handleHint: 'Ein Pseudonym genügt. Die Datei ist nicht verschlüsselt. Bewahren Sie sie auf wie Ihre anderen Akten.',
    formats: {
      fhir: ['FHIR-R4-Bundle', 'Für das Informationssystem der Klinik.'],
      csv: ['CSV, eine Zeile pro Fragebogen', 'Alle Fragebögen mit ihren Summenwerten.'],
      answers: ['CSV, eine Zeile pro Antwort', 'Alle Fragebögen, jede Antwort mit ihrer Frage.'],
      effects: ['CSV, eine Zeile pro Nebenwirkung', 'Was angegeben wurde, mit Stärke und Zeit.'],
      adverse_events: ['CSV, eine Zeile pro unerwünschtem Ereignis', 'Ihre eigene Dokumentation als Liste.'],
      records: ['CSV, eine Zeile pro Wert', 'Sitzungsprotokolle und Freigaben, mit Einheiten.'],
      json: ['JSON', 'Vollständig, wie Afterglow es speichert.'],
      markdown: ['Markdown', 'Zum Lesen, in zeitlicher Reihenfolge.'],
    },
    several: {
      title: 'Alle Klient:innen',
      lead: 'Eine Tabelle aller Klient:innen oder je ein FHIR-Bundle, mit den Namen aus Ihrer Fallübersicht. Unerwünschte Ereignisse, Sitzungsprotokolle und Freigaben auch von früheren Klient:innen.',
      save: 'Für alle speichern',
    },
    attached: ['Fotos und Aufnahmen (ZIP)', 'Wie sie angehängt wurden, nach Datum benannt.'],
    missing: (n: number) =>
      `${count(n, { one: '# Datei fehlt', other: '# Dateien fehlen' })}: noch nicht vollständig hochgeladen oder zurückgenommen.`,
    notes: [
      'Ihre eigenen Notizen (Markdown)',
      'Notizen, Punkte für die Sitzung und wie Hinweise abgeschlossen wurden. Die Person erhält sie nie.',
    ],
    pdf: ['PDF', 'Öffnen Sie den Überblick und drucken Sie ihn in eine Datei.'],
  },

  draft: { again: 'Sie setzen Ihren Entwurf fort. Er ist verschlüsselt gespeichert.', discard: 'Entwurf verwerfen' },
  minutes: (n: number) => `${n} Min.`,
  milligrams: (n: string) => `${n} mg`,

  ...brief,
  ...plan,
  ...journal,
  ...codes,
};

export default client;
