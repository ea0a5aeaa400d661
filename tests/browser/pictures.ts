import { type Page, test } from '@playwright/test';
import { mkdirSync, readFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo } from './support/demo';
import { clientPages, opened, outside, places, settled, type Stop, troubles } from './support/tour';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.pictures');
const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 768, height: 1024 },
  laptop: { width: 1280, height: 860 },
  wall: { width: 2560, height: 1440 },
};
const languages = { en: 'en-GB', de: 'de-DE' };

/**
 * A practice with more than one client of each therapist: the sample's two journeys, under other names, each begun at
 * another time and shared in another part.
 */
function practice(): string {
  const sample = JSON.parse(readFileSync(join(root, 'demo/data/sample-journeys.json'), 'utf8'));
  const [wren, juniper] = sample.personas;
  const others = ['Aster', 'Rowan-Elisabeth Thistlewood', 'Linnet', 'Sorrel'].map((handle, n) => {
    const from = structuredClone(n % 2 ? wren : juniper);
    const keep = <T>(list: T[]) => list.slice(0, Math.ceil((list.length * (4 - n)) / 5));
    const entries = keep(from.entries);
    return { ...from, handle: handle.toLowerCase().split(/[- ]/)[0], entries, measures: keep(from.measures), steps: [] };
  });
  // Two weeks after the visit before, and three days before the next one.
  const [last] = wren.appointments.splice(-1);
  wren.appointments.push({ ...last, at: after(wren.appointments.at(-1).at, 24), kept: null });
  for (const entry of wren.entries.filter(({ share }: { share: { state: string } }) => share.state === 'shared').slice(-2)) {
    entry.wants_to_talk = true;
    delete entry.therapist;
  }
  const personas = [wren, juniper, ...others].map((persona) => ({ ...persona, therapist: wren.therapist }));
  const path = join(mkdtempSync(join(tmpdir(), 'afterglow-pictures-')), 'sample.json');
  writeFileSync(path, JSON.stringify({ ...sample, personas }));
  return path;
}

/** Some days later, at the same hour. */
function after(at: string, days: number): string {
  const day = new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return day + at.slice(10);
}

let demo: Demo;
test.beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  demo = await Demo.start(undefined, practice());
});
test.afterAll(() => demo?.stop());

async function signIn(page: Page): Promise<void> {
  await page.goto(`${demo.origin}/sign-in`);
  await page.locator('[name=username]').fill('m.osei');
  await page.locator('[name=password]').fill('harbour-street');
  await page.locator('[type=submit]').click();
  await page.locator('header .account').waitFor();
}

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [language, locale] of Object.entries(languages)) {
      test(`${size} ${colorScheme} ${language}`, async ({ browser }) => {
        const place = join(folder, `${size}-${colorScheme}-${language}`);
        mkdirSync(place, { recursive: true });
        const fresh = () => browser.newContext({ viewport, colorScheme, locale, timezoneId: 'America/Denver' });
        const shoot = async (page: Page, stop: Stop) => {
          await stop.reach(page, demo.origin);
          if (!stop.waits) await settled(page);
          await page.screenshot({ path: join(place, `${stop.name}.png`), fullPage: true, animations: 'disabled' });
        };
        const context = await fresh();
        const page = await context.newPage();
        for (const stop of outside) await shoot(page, stop);
        await signIn(page);
        await page.locator('.rows a').first().waitFor();
        for (const stop of [...places, ...clientPages, ...opened]) await shoot(page, stop);
        await context.close();
        if (size !== 'laptop' && size !== 'phone') return;
        for (const trouble of troubles) {
          const apart = await fresh();
          const alone = await apart.newPage();
          await trouble.prepare?.(apart);
          await (trouble.name === 'expired' ? signIn(alone).catch(() => undefined) : signIn(alone));
          await shoot(alone, trouble);
          await apart.close();
        }
      });
    }
  }
}

for (const [language, locale] of Object.entries(languages)) {
  test(`paper ${language}`, async ({ browser }) => {
    const place = join(folder, `paper-${language}`);
    mkdirSync(place, { recursive: true });
    // A4 without its margins, in CSS pixels: what is seen here is what the PDF holds.
    const page = await browser.newPage({ viewport: { width: 680, height: 1016 }, locale, timezoneId: 'America/Denver' });
    await signIn(page);
    await page.locator('.rows a').first().waitFor();
    for (const stop of [...places, ...clientPages, opened[0]!]) {
      await page.emulateMedia({ media: 'screen' });
      await stop.reach(page, demo.origin);
      await settled(page);
      await page.pdf({ path: join(place, `${stop.name}.pdf`), format: 'A4', preferCSSPageSize: true });
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: join(place, `${stop.name}.png`), fullPage: true });
    }
    await page.close();
  });
}
