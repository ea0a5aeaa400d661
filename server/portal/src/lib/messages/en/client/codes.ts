/** Texts for codes in a client’s records. */
import prompts from '../../../../../../../journal/data/prompts.json';
import effects from '../effects';

const codes = {
  /** The choices that the phone offers. A client's own terms are shown as written. */
  states: {
    calm: 'calm',
    lighter: 'lighter',
    reflective: 'reflective',
    tired: 'tired',
    sensitive: 'sensitive',
    'needs space': 'needs space',
  },
  qualities: {
    lightness: 'lightness',
    relaxation: 'relaxation',
    dreamlike: 'dreamlike',
    imagery: 'imagery',
    insight: 'a new thought',
    perspective: 'new perspective',
    new_perspective: 'new perspective',
    emotion: 'emotion',
    rough: 'rough',
    fear: 'fear',
    confusion: 'confusion',
    unreal: 'unreal',
    sadness: 'sadness',
    unwell: 'physically unwell',
    unwanted: 'something happened that was not wanted',
    gratitude: 'gratitude',
    little_noticed: 'little noticed',
  },

  kinds: {
    session_record: 'Session record',
    clearance: 'Medical clearance',
    reflection: 'Reflection',
    check_in: 'Check-in',
    side_effect_check: 'Side-effect check',
    adverse_event: 'Adverse event',
    intention: 'Intention',
    step: 'Step',
    measure_response: 'Measure',
    appointment: 'Appointment',
    dosing_session: 'Dosing session',
    goal: 'Goal',
    concern: 'Concern',
    series: 'Series',
    private_note: 'Private note',
    practice_card: 'Practice card',
    reply: 'Reply',
    review_mark: 'Review mark',
    assignment: 'Assignment',
    suggestion: 'Suggested step',
    promise: 'Promise',
    consent: 'Consent',
    safety_event: 'Safety event',
    profile: 'Name',
    prompt_set: 'Prompt set',
    instrument: 'Own measure',
    crisis_plan: 'Crisis plan',
    version: 'Earlier version',
    flag_seen: 'Flag read',
    flag_disposition: 'Closed flag',
    check_list: 'Check list',
    clinic_rules: 'Rules for the session record',
    sharing_rule: 'Sharing rule',
    preferences: 'Settings',
    bond: 'Key exchange',
  },

  ...effects,

  phases: {
    preparation: 'Preparation',
    session_day: 'Session day',
    after: 'Days after',
    integration: 'Integration',
    between: 'Between',
    closing: 'Closing',
  },

  themes: {
    insight: 'Insight',
    emotion: 'Emotion',
    imagery: 'Imagery',
    body: 'Body',
    relationship: 'Relationship',
    perspective: 'Perspective',
    sleep: 'Sleep',
    step: 'Step',
  },
  routes: {
    lozenge: 'lozenge or tablet under the tongue',
    nasal_spray: 'nasal spray',
    intramuscular: 'into a muscle',
    infusion: 'infusion',
    intravenous: 'into a vein',
    subcutaneous: 'under the skin',
    oral: 'swallowed',
    rectal: 'rectal',
    other: 'other',
  },

  settings: {
    place: 'Place',
    light: 'Light',
    music: 'Music',
    seating: 'Seating',
    comfort: 'Comfort items',
    companions: 'With',
  },

  figures: {
    mood: 'Mood',
    energy: 'Energy',
    sleep: 'Sleep',
    sensitivity: 'Sensitivity',
    clarity: 'Clarity',
  },

  purposes: {
    preparation: 'Preparation meeting',
    dosing: 'Ketamine session',
    integration: 'Integration meeting',
    follow_up: 'Follow-up',
  },
  steps: { active: 'Being tried', habit: 'A habit', done: 'Done', let_go: 'Let go' },

  /** The built-in prompts, from the same file that the phones use. */
  prompts: Object.fromEntries(prompts.prompts.map(({ id, text }) => [id, text.en])) as Record<string, string>,
};

export default codes;
