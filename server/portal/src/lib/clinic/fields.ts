// The fields of the clinic's forms, in order. The journal determines the possible and usual values.

/** How a field is typed. */
export type FieldKind = 'number' | 'text' | 'area' | 'time' | 'moment' | 'date' | 'choice' | 'many';

export interface FieldSpec {
  name: string;
  kind: FieldKind;
  choices?: readonly string[];
  /** Takes the whole row. */
  wide?: boolean;
}

const field = (name: string, kind: FieldKind, choices?: readonly string[]): FieldSpec =>
  choices ? { name, kind, choices } : { name, kind };
const wide = (spec: FieldSpec): FieldSpec => ({ ...spec, wide: true });
const YES_NO = ['yes', 'no'] as const;
const ROUTES = [
  'im',
  'iv_infusion',
  'iv_push',
  'sc',
  'sublingual_buccal',
  'intranasal',
  'oral',
  'rectal',
  'other',
] as const;

export const HEAD: readonly FieldSpec[] = [
  field('number', 'number'),
  field('arrived_at', 'moment'),
  field('site', 'choice', ['clinic', 'home_remote', 'other']),
  field('consent_today', 'choice', YES_NO),
  field('consent_by', 'text'),
  wide(field('touch', 'choice', ['none', 'hand_only', 'shoulder_or_hand', 'as_written'])),
  wide(field('touch_words', 'area')),
  field('stop_sign', 'text'),
  field('recording', 'choice', ['none', 'audio', 'video']),
  field('recording_consent', 'choice', YES_NO),
  field('escort_name', 'text'),
  field('escort_phone', 'text'),
  field('escort_confirmed', 'choice', YES_NO),
];

export const STAFF: readonly FieldSpec[] = [
  field('name', 'text'),
  field('role', 'choice', ['prescriber', 'monitor', 'therapist', 'second_person']),
  field('from', 'time'),
  field('to', 'time'),
];

export const BEFORE: readonly FieldSpec[] = [
  field('weight_kg', 'number'),
  field('height_cm', 'number'),
  field('last_food_at', 'moment'),
  field('last_drink_at', 'moment'),
  wide(field('pregnancy', 'choice', ['not_applicable', 'no', 'possible', 'test_negative', 'test_positive'])),
  wide(field('new_symptoms', 'many', ['none', 'chest_pain', 'fainting', 'infection', 'urinary', 'headache'])),
  wide(field('suicidality', 'choice', ['none', 'passive', 'active', 'plan', 'intent'])),
  field('assessed_with', 'text'),
  field('psychosis_mania', 'choice', YES_NO),
  field('intoxicated', 'choice', YES_NO),
  field('prescriber', 'text'),
  wide(field('med_changes', 'area')),
  field('go', 'choice', ['go', 'wait', 'no']),
  field('go_by', 'text'),
  field('go_reason', 'text'),
];

export const OVERRIDE: readonly FieldSpec[] = [field('override_by', 'text'), field('override_reason', 'text')];

export const SUBSTANCES: readonly FieldSpec[] = [
  field('group', 'choice', [
    'benzodiazepine',
    'hypnotic',
    'opioid',
    'stimulant',
    'maoi',
    'alcohol',
    'cannabis',
    'other',
  ]),
  field('name', 'text'),
  field('dose', 'text'),
  field('at', 'moment'),
];

export const DOSE: readonly FieldSpec[] = [
  field('at', 'time'),
  wide(field('substance', 'choice', ['racemic', 'esketamine', 'other'])),
  field('route', 'choice', ROUTES),
  field('mg', 'number'),
  field('strength_mg_per_ml', 'number'),
  field('volume_ml', 'number'),
  field('given_by', 'text'),
  field('checked_by', 'text'),
];

export const DOSE_MORE: readonly FieldSpec[] = [
  field('sequence', 'choice', ['first', 'second', 'divided']),
  field('site', 'choice', ['deltoid', 'thigh', 'left_nostril', 'right_nostril', 'under_tongue', 'cheek', 'other']),
  field('held_min', 'number'),
  field('then', 'choice', ['swallowed', 'spat']),
  field('product', 'text'),
  field('lot', 'text'),
  field('expiry', 'date'),
  field('wasted_mg', 'number'),
  field('witness', 'text'),
];

export const OBSERVED: readonly FieldSpec[] = [
  field('at', 'time'),
  field('sys', 'number'),
  field('dia', 'number'),
  field('hr', 'number'),
  field('spo2', 'number'),
  field('rr', 'number'),
  field('sedation', 'number'),
  field('dissociation', 'number'),
  field('nausea', 'number'),
  field('distress', 'number'),
  field('by', 'text'),
  field('note', 'text'),
];

export const OBSERVED_MORE: readonly FieldSpec[] = [
  field('temp', 'number'),
  field('oxygen_l', 'number'),
  field('etco2', 'number'),
  field('cadss', 'number'),
  field('cadss_form', 'text'),
];

export const INTERVENTION: readonly FieldSpec[] = [
  field('at', 'time'),
  field('what', 'choice', [
    'reassured',
    'position',
    'suction',
    'oxygen',
    'airway',
    'antiemetic',
    'antihypertensive',
    'benzodiazepine',
    'fluid',
    'restrained',
    'emergency_call',
  ]),
  field('drug', 'text'),
  field('mg', 'number'),
  field('route', 'choice', ROUTES),
  field('by', 'text'),
  field('effect', 'text'),
];

export const TOUCH: readonly FieldSpec[] = [
  field('at', 'time'),
  field('what', 'text'),
  field('asked', 'choice', YES_NO),
  field('by', 'text'),
];

export const DURING: readonly FieldSpec[] = [field('left_alone_min', 'number'), field('music_changed', 'text')];

export const REMS: readonly FieldSpec[] = [
  field('rems_vitals_ok_before', 'choice', YES_NO),
  field('rems_vitals_ok_end', 'choice', YES_NO),
  field('rems_sedation_began', 'time'),
  field('rems_sedation_ended', 'time'),
  field('rems_dissociation_seen', 'choice', YES_NO),
  field('rems_respiratory_depression', 'choice', YES_NO),
  field('rems_sae', 'choice', YES_NO),
  field('rems_minutes_monitored', 'number'),
  field('rems_ready_at_minute', 'number'),
  field('rems_submitted_at', 'moment'),
];

export const LEAVING: readonly FieldSpec[] = [
  field('left_with', 'text'),
  field('left_at', 'time'),
  field('discharge_override_by', 'text'),
];

export const RESULT: readonly FieldSpec[] = [
  wide(field('result', 'choice', ['cleared', 'conditions', 'not_cleared'])),
  wide(field('conditions', 'area')),
  field('valid_until', 'date'),
  field('by', 'text'),
];

/** Up to this number, choices are shown side by side; more are shown as a list. */
export const SIDE_BY_SIDE = 6;
