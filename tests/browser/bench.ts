// The portal with a client of many records, and with many clients: the time until useful content is visible, the time
// of the worker, and the longest task of the page. RECORDS=… CLIENTS=… EACH=… set other numbers; KEEP=… names a folder
// that keeps the created practices and reuses them next time. Prints tables, and asserts only that everything works.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { Demo } from './support/demo';
import { journeys, written } from './support/sample';
import { Therapist } from './support/therapist';

const RECORDS = Number(process.env.RECORDS ?? 10_000);
const CLIENTS = Number(process.env.CLIENTS ?? 200);
const EACH = Number(process.env.EACH ?? 300);

/** A persona with this number of shared entries, five a day, and nothing else. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function writing(persona: any, records: number) {
  const texts: string[] = persona.entries.map((entry: { text: string }) => entry.text);
  const last = Date.parse(persona.appointments.at(-1).at);
  const entries = Array.from({ length: records }, (_, n) => {
    const at = new Date(last - (records - n) * 4.8 * 3_600_000).toISOString().replace('Z', '+00:00');
    const text = `${texts[n % texts.length]} ${texts[(n * 7 + 3) % texts.length]} ${texts[(n * 5 + 1) % texts.length]}`;
    const share = { state: 'shared', shared_at: at };
    return { id: `e${n}`, at, prompt: 'between.free', status: 'saved', text, mood: n % 11, states: [], themes: [], share };
  });
  return { ...persona, entries, steps: [] };
}

/** A practice with these personas: a new one, or a kept one. */
async function practice(name: string, personas: unknown[]): Promise<{ demo: Demo; end(): Promise<void> }> {
  const kept = process.env.KEEP && join(process.env.KEEP, name);
  if (kept) mkdirSync(kept, { recursive: true });
  const demo = await Demo.start(kept || undefined, written({ ...journeys(), personas }));
  return { demo, end: () => (kept ? demo.end() : demo.stop()) };
}

/** Measurements of a page: times of actions, each with the longest main-thread task meanwhile. */
class Stopwatch {
  readonly figures: [string, string][] = [];

  private constructor(private readonly page: Page) {}

  static async on(page: Page): Promise<Stopwatch> {
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
        entryTypes: ['longtask'],
      });
    });
    return new Stopwatch(page);
  }

  note(what: string, ms: number): void {
    this.figures.push([what, `${ms.toFixed(0)} ms`]);
  }

  async time(what: string, work: () => Promise<unknown>): Promise<void> {
    await this.#longest();
    const begun = performance.now();
    await work();
    this.note(what, performance.now() - begun);
    const longest = await this.#longest();
    this.figures.push(['  longest task of the page', longest ? `${longest.toFixed(0)} ms` : 'under 50 ms']);
  }

  /** The total time in which the worker opened records. */
  async opening(): Promise<number> {
    const opened = await Promise.all(
      this.page.workers().map((worker) =>
        worker.evaluate(() => performance.getEntriesByName('desk.open').reduce((sum, entry) => sum + entry.duration, 0)),
      ),
    );
    return Math.max(0, ...opened);
  }

  print(): void {
    for (const [what, figure] of this.figures) console.log(`${what.padEnd(48)} ${figure.padStart(12)}`);
  }

  async #longest(): Promise<number> {
    const tasks = await this.page.evaluate(
      () => (globalThis as unknown as { longTasks?: number[] }).longTasks?.splice(0) ?? [],
    );
    return Math.max(0, ...tasks);
  }
}

test(`a client of ${RECORDS} records`, async ({ page }) => {
  const sample = journeys();
  const { demo, end } = await practice(`one-${RECORDS}`, [writing(sample.personas[0], RECORDS)]);
  try {
    const watch = await Stopwatch.on(page);
    const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
    const row = page.getByRole('link', { name: /Wren/ }).first();
    await watch.time('sign in, pull and open all records', async () => {
      await therapist.signIn();
      await row.waitFor();
      // Everything is loaded when the desk listens to the change stream.
      await page.locator('.sync-state.live').waitFor({ timeout: 120_000 });
    });
    watch.note('  of it in the worker: opening the records', await watch.opening());
    await watch.time('open the client (casebook, brief)', async () => {
      await row.click();
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor({ timeout: 60_000 });
    });
    await watch.time('timeline', async () => {
      await page.getByRole('link', { name: 'Timeline', exact: true }).first().click();
      await page.locator('a[href*="/entries/"]').first().waitFor({ timeout: 60_000 });
    });
    await watch.time('search in all of it', async () => {
      await page.getByRole('searchbox').fill('desk');
      await page.locator('mark').first().waitFor({ timeout: 60_000 });
    });
    watch.print();
  } finally {
    await end();
  }
});

test(`${CLIENTS} clients of ${EACH} records`, async ({ page }) => {
  const sample = journeys();
  const [wren, juniper] = sample.personas;
  const personas = Array.from({ length: CLIENTS }, (_, n) => ({
    ...writing(n % 2 ? juniper : wren, EACH),
    handle: `client${n}`,
    therapist: wren.therapist,
  }));
  const { demo, end } = await practice(`many-${CLIENTS}-${EACH}`, personas);
  try {
    const watch = await Stopwatch.on(page);
    const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
    const rows = page.locator('.rows a');
    await watch.time('sign in, first rows of the caseload', async () => {
      await therapist.signIn();
      await rows.first().waitFor();
    });
    await watch.time('until everything is here', () => page.locator('.sync-state.live').waitFor({ timeout: 240_000 }));
    watch.note('  of it in the worker: opening the records', await watch.opening());
    let longest = 0;
    await watch.time('scroll through all clients', async () => {
      longest = await page.evaluate(async () => {
        let last = performance.now();
        let longest = 0;
        const end = document.documentElement.scrollHeight;
        for (let at = 0; at < end; at += 120) {
          window.scrollTo(0, at);
          const now = await new Promise<number>((frame) => requestAnimationFrame(frame));
          longest = Math.max(longest, now - last);
          last = now;
        }
        window.scrollTo(0, 0);
        return longest;
      });
    });
    watch.note('  longest frame', longest);
    await watch.time('order by name', () => page.getByLabel('Order').selectOption('name'));
    await watch.time('find one of them', async () => {
      await page.getByRole('searchbox').fill(`client${CLIENTS - 1}`);
      await page.waitForFunction(() => document.querySelectorAll('.rows a').length === 1);
    });
    watch.print();
  } finally {
    await end();
  }
});
