import { type Page, test } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './support/demo';
import { clientPages, opened, outside, places, settled, signIn, type Stop, trouble, troubles } from './support/tour';

/** Which account visits which place: the practice's pages are the owner's. */
const [OWNER, owners] = ['a.moreno', places.filter(({ name }) => name === 'practice')];
const therapists = places.filter(({ name }) => name !== 'practice');

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.pictures');
const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 768, height: 1024 },
  laptop: { width: 1280, height: 860 },
  wall: { width: 2560, height: 1440 },
};
const languages = { en: 'en-GB', de: 'de-DE' };

let demo: Demo;
test.beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  demo = await Demo.start();
});
test.afterAll(() => demo?.stop());

// First, because the other tests mark, invite and lock.
test('the pictures of the README', async ({ browser }) => {
  const place = join(root, 'docs/pictures');
  const [caseload, brief, trends] = [places[0]!, clientPages[0]!, clientPages[2]!];
  const wanted = [
    { stop: caseload, file: 'caseload', colorScheme: 'light', height: 640 },
    { stop: brief, file: 'brief', colorScheme: 'light', height: 980 },
    { stop: trends, file: 'trends', colorScheme: 'dark', height: 940 },
  ] as const;
  for (const { stop, file, colorScheme, height } of wanted) {
    const viewport = { width: 1180, height };
    const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB', deviceScaleFactor: 1.5, timezoneId: 'America/Denver' });
    const page = await context.newPage();
    await signIn(page, demo.origin);
    await page.locator('.sync-state.live').waitFor();
    await stop.reach(page, demo.origin);
    await settled(page);
    await page.mouse.move(0, 0);
    const session = await context.newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
    writeFileSync(join(place, `${file}.webp`), Buffer.from(data, 'base64'));
    await context.close();
  }
});

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [language, locale] of Object.entries(languages)) {
      test(`${size} ${colorScheme} ${language}`, async ({ browser }) => {
        const place = join(folder, `${size}-${colorScheme}-${language}`);
        mkdirSync(place, { recursive: true });
        const fresh = () => browser.newContext({ viewport, colorScheme, locale, timezoneId: 'America/Denver' });
        const shot = (page: Page, stop: Stop) =>
          page.screenshot({ path: join(place, `${stop.name}.png`), fullPage: true, animations: 'disabled' });
        const shoot = async (page: Page, stop: Stop) => {
          await stop.reach(page, demo.origin);
          if (!stop.waits) await settled(page);
          await shot(page, stop);
        };
        const context = await fresh();
        const page = await context.newPage();
        for (const stop of outside) await shoot(page, stop);
        await signIn(page, demo.origin);
        await page.locator('.rows a').first().waitFor();
        for (const stop of [...therapists, ...clientPages, ...opened]) await shoot(page, stop);
        await context.close();
        const apart = await fresh();
        const owner = await apart.newPage();
        await signIn(owner, demo.origin, OWNER);
        for (const stop of owners) await shoot(owner, stop);
        await apart.close();
        if (size !== 'laptop' && size !== 'phone') return;
        for (const stop of troubles) {
          const apart = await fresh();
          await shot(await trouble(apart, stop, demo.origin), stop);
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
    // A4 without its margins, in CSS pixels: the picture shows what the PDF contains.
    const page = await browser.newPage({ viewport: { width: 680, height: 1016 }, locale, timezoneId: 'America/Denver' });
    await signIn(page, demo.origin);
    await page.locator('.rows a').first().waitFor();
    for (const stop of [...therapists, ...clientPages, opened[0]!]) {
      await page.emulateMedia({ media: 'screen' });
      await stop.reach(page, demo.origin);
      await settled(page);
      await page.emulateMedia({ media: null });
      await page.pdf({ path: join(place, `${stop.name}.pdf`), format: 'A4', preferCSSPageSize: true });
      await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: join(place, `${stop.name}.png`), fullPage: true });
    }
    await page.close();
  });
}
