/** Texts for codes in a client’s records, in German. */
import prompts from '../../../../../../../journal/data/prompts.json';
import type { Client } from '../../catalogue.svelte';
import effects from '../effects';

const codes: Pick<
  Client,
  | 'states'
  | 'qualities'
  | 'kinds'
  | 'phases'
  | 'themes'
  | 'routes'
  | 'settings'
  | 'figures'
  | 'purposes'
  | 'steps'
  | 'prompts'
  | keyof typeof effects
> = {
  states: {
    calm: 'ruhig',
    lighter: 'leichter',
    reflective: 'nachdenklich',
    tired: 'müde',
    sensitive: 'empfindsam',
    'needs space': 'braucht Raum',
  },
  qualities: {
    lightness: 'Leichtigkeit',
    relaxation: 'Entspannung',
    dreamlike: 'traumartig',
    imagery: 'Bilder',
    insight: 'ein neuer Gedanke',
    perspective: 'neuer Blick',
    new_perspective: 'neuer Blick',
    emotion: 'Gefühl',
    rough: 'schwierig',
    fear: 'Angst',
    confusion: 'Verwirrung',
    unreal: 'unwirklich',
    sadness: 'Traurigkeit',
    unwell: 'körperlich unwohl',
    unwanted: 'etwas geschah, das nicht gewollt war',
    gratitude: 'Dankbarkeit',
    little_noticed: 'wenig bemerkt',
  },

  kinds: {
    session_record: 'Sitzungsprotokoll',
    clearance: 'Ärztliche Freigabe',
    reflection: 'Reflexion',
    check_in: 'Check-in',
    side_effect_check: 'Angaben zu Nebenwirkungen',
    adverse_event: 'Unerwünschtes Ereignis',
    intention: 'Intention',
    step: 'Schritt',
    measure_response: 'Fragebogen',
    appointment: 'Termin',
    dosing_session: 'Ketaminsitzung',
    goal: 'Ziel',
    concern: 'Sorge',
    series: 'Reihe',
    private_note: 'Private Notiz',
    practice_card: 'Praxiskarte',
    reply: 'Antwort',
    review_mark: 'Gelesen-Markierung',
    assignment: 'Aufgabe',
    suggestion: 'Vorgeschlagener Schritt',
    promise: 'Zusage',
    consent: 'Einwilligung',
    safety_event: 'Sicherheitsereignis',
    profile: 'Name',
    prompt_set: 'Sammlung von Schreibanregungen',
    instrument: 'Eigener Fragebogen',
    crisis_plan: 'Krisenplan',
    version: 'Frühere Fassung',
    flag_seen: 'Gelesener Hinweis',
    flag_disposition: 'Abgeschlossener Hinweis',
    check_list: 'Checkliste',
    clinic_rules: 'Regeln für das Sitzungsprotokoll',
    sharing_rule: 'Regel zum Teilen',
    preferences: 'Einstellungen',
    bond: 'Schlüsselaustausch',
  },
  ...effects,

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
  routes: {
    lozenge: 'Lutsch- oder Schmelztablette',
    nasal_spray: 'Nasenspray',
    intramuscular: 'in den Muskel',
    infusion: 'Infusion',
    intravenous: 'in die Vene',
    subcutaneous: 'unter die Haut',
    oral: 'geschluckt',
    rectal: 'rektal',
    other: 'anders',
  },
  settings: {
    place: 'Ort',
    light: 'Licht',
    music: 'Musik',
    seating: 'Sitz oder Liege',
    comfort: 'Hilfsmittel',
    companions: 'Wer dabei ist',
  },
  figures: {
    mood: 'Stimmung',
    energy: 'Energie',
    sleep: 'Schlaf',
    sensitivity: 'Empfindsamkeit',
    clarity: 'Klarheit',
  },
  purposes: {
    preparation: 'Vorgespräch',
    dosing: 'Ketaminsitzung',
    integration: 'Integrationsgespräch',
    follow_up: 'Nachgespräch',
  },
  steps: { active: 'Wird ausprobiert', habit: 'Gewohnheit', done: 'Erledigt', let_go: 'Losgelassen' },
  /** The built-in prompts, from the same file that the phones use. */
  prompts: Object.fromEntries(prompts.prompts.map(({ id, text }) => [id, text.de])) as Record<string, string>,
};

export default codes;
