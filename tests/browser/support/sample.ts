import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../../../demo/data/sample-journeys.json');

/** The sample journeys, as the file holds them; loosely typed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function journeys(): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Puts changed journeys where the demo practice can read them. */
export function written(sample: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'afterglow-sample-')), 'sample.json');
  writeFileSync(path, JSON.stringify(sample));
  return path;
}

/** Lets the last visit of a persona lie a while back, the next one ahead, and marks what came in between for talking about. */
export function beforeTheVisit(sample: ReturnType<typeof journeys>, handle: string): void {
  const persona = sample.personas.find((one: { handle: string }) => one.handle === handle);
  const [last] = persona.appointments.splice(-1);
  persona.appointments.push({ ...last, at: after(persona.appointments.at(-1).at, 24), kept: null });
  const shared = persona.entries.filter((entry: { share: { state: string } }) => entry.share.state === 'shared');
  for (const entry of shared.slice(-2)) {
    entry.wants_to_talk = true;
    delete entry.therapist;
  }
}

/** Some days later, at the same hour. */
function after(at: string, days: number): string {
  const day = new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return day + at.slice(10);
}
