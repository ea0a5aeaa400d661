// The portal with a client of many records: how long the worker takes to open them, and the longest the page is busy
// meanwhile. RECORDS=… asks for another number. Prints a table; nothing here is asserted but that it works.
import { test } from '@playwright/test';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo } from './support/demo';
import { Therapist } from './support/therapist';

const RECORDS = Number(process.env.RECORDS ?? 10_000);

/** The sample's first persona, with as many entries as are asked for, five a day. */
function sample(): string {
  const file = JSON.parse(readFileSync(join(import.meta.dirname, '../../demo/data/sample-journeys.json'), 'utf8'));
  const persona = file.personas[0];
  const texts: string[] = persona.entries.map((entry: { text: string }) => entry.text);
  const last = Date.parse(persona.appointments.at(-1).at);
  persona.entries = Array.from({ length: RECORDS }, (_, n) => {
    const at = new Date(last - (RECORDS - n) * 4.8 * 3_600_000).toISOString().replace('Z', '+00:00');
    const text = `${texts[n % texts.length]} ${texts[(n * 7 + 3) % texts.length]} ${texts[(n * 5 + 1) % texts.length]}`;
    const share = { state: 'shared', shared_at: at };
    return { id: `e${n}`, at, prompt: 'between.free', status: 'saved', text, mood: n % 11, states: [], themes: [], share };
  });
  persona.steps = [];
  const path = join(mkdtempSync(join(tmpdir(), 'afterglow-bench-')), 'sample.json');
  writeFileSync(path, JSON.stringify({ ...file, personas: [persona] }));
  return path;
}

test(`a client of ${RECORDS} records`, async ({ page }) => {
  const demo = await Demo.start(undefined, sample());
  try {
    const figures: [string, number][] = [];
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({
        entryTypes: ['longtask'],
      });
    });
    const longest = async () => {
      const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
      return Math.max(0, ...tasks);
    };
    const timed = async (what: string, work: () => Promise<unknown>) => {
      await longest();
      const begun = performance.now();
      await work();
      figures.push([what, performance.now() - begun], [`  longest task of the page`, await longest()]);
    };

    const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
    const row = page.getByRole('link', { name: /Wren/ }).first();
    await timed('sign in, pull and open all records', async () => {
      await therapist.signIn();
      await row.waitFor();
      // Everything is here when the desk listens for news.
      await page.locator('.standing.live').waitFor({ timeout: 120_000 });
    });
    const opened = await Promise.all(
      page.workers().map((worker) =>
        worker.evaluate(() => performance.getEntriesByName('desk.open').reduce((sum, entry) => sum + entry.duration, 0)),
      ),
    );
    figures.push(['  of it in the worker: opening the records', Math.max(0, ...opened)]);
    await timed('open the client (casebook, brief)', async () => {
      await row.click();
      await page.getByRole('heading', { name: 'Wren', level: 1 }).waitFor();
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor({ timeout: 60_000 });
    });
    await timed('timeline', async () => {
      await page.getByRole('link', { name: 'Timeline' }).first().click();
      await page.locator('a[href*="/entries/"]').first().waitFor({ timeout: 60_000 });
    });
    for (const [what, ms] of figures) console.log(`${what.padEnd(44)} ${ms.toFixed(0).padStart(7)} ms`);
  } finally {
    await demo.stop();
  }
});
