import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const data = join(import.meta.dirname, '../../../demo/data');
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const json = (name: string): any => JSON.parse(readFileSync(join(data, name), 'utf8'));

/** Two journeys of the file; loosely typed. The demo practice is larger and takes longer to create. */
export const journeys = () => json('sample-journeys.json');

/** The demo practice, without the `journeys` that it continues. */
export const wholePractice = () => json('practice.json');

/**
 * Adds the client of the demo practice whose safety flag is open, and the practice card, without which item 9 is not
 * asked.
 */
export function withAFlag(sample: ReturnType<typeof journeys>): void {
  const { personas, card } = wholePractice();
  sample.card = card;
  sample.personas.push(personas.find(({ handle }: { handle: string }) => handle === 'aspen'));
}

/** Adds the client of the demo practice with the clinic's own records. */
export function withRecords(sample: ReturnType<typeof journeys>): void {
  sample.personas.push(wholePractice().personas.find(({ handle }: { handle: string }) => handle === 'jonas'));
}

/** Writes changed journeys to a file that the demo practice reads. */
export function written(sample: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'afterglow-sample-')), 'sample.json');
  writeFileSync(path, JSON.stringify(sample));
  return path;
}

/**
 * Moves the last visit of a persona to the past and the next one to the future, and marks the entries in between for
 * talking about.
 */
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
