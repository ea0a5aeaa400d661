import { expect, test } from '@playwright/test';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './support/demo';
import { Therapist } from './support/therapist';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.pictures');
const sizes = { laptop: { width: 1280, height: 860 }, tablet: { width: 820, height: 1180 }, phone: { width: 390, height: 844 } };

test('every page at every size, light and dark', async ({ browser }) => {
  const demo = await Demo.start();
  mkdirSync(folder, { recursive: true });
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: size === 'laptop' ? 1 : 2 });
      const page = await context.newPage();
      const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
      const shoot = (name: string) => page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
      await page.goto(`${demo.origin}/sign-in`);
      await page.getByLabel('Sign-in name').waitFor();
      await shoot('sign-in');
      await page.goto(`${demo.origin}/enrol`);
      await page.getByLabel('Enrolment code').waitFor();
      await shoot('enrol');
      await therapist.signIn();
      await page.getByRole('link', { name: /Wren/ }).first().waitFor();
      await shoot('caseload');
      await page.getByRole('link', { name: /Wren/ }).first().click();
      await page.getByRole('heading', { name: 'Wren', level: 1 }).waitFor();
      await page.getByRole('region', { name: 'In their own words' }).waitFor();
      await shoot('brief');
      for (const name of ['Trends', 'Sessions', 'Plan', 'Export', 'Care', 'Timeline']) {
        await page.getByRole('navigation', { name: 'Pages of Wren' }).getByRole('link', { name, exact: true }).click();
        await page.locator('section, article').first().waitFor();
        await page.waitForLoadState('networkidle');
        await shoot(name.toLowerCase());
      }
      await page.locator('article a[href*="/entries/"]').first().click();
      await expect(page).toHaveURL(/entries/);
      await page.waitForLoadState('networkidle');
      await shoot('entry');
      const main = page.getByRole('navigation', { name: 'Main' });
      for (const name of ['Library', 'Practice']) {
        await main.getByRole('link', { name }).click();
        await page.locator('section').first().waitFor();
        await page.waitForLoadState('networkidle');
        await shoot(name.toLowerCase());
      }
      await main.getByRole('link', { name: 'Invite' }).click();
      await page.getByLabel('What to call it').fill(`${size}, ${colorScheme}`);
      await page.getByRole('button', { name: 'Make an invitation' }).click();
      await page.getByText(/\/join#/).waitFor();
      await shoot('invite');
      await page.getByRole('button', { name: /Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Lock now' }).click();
      await page.getByRole('heading', { name: /Welcome back/ }).waitFor();
      await shoot('lock');
      await context.close();
    }
  }
  await demo.stop();
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  copyFileSync(join(folder, 'brief-laptop-light.png'), join(root, 'docs/pictures/portal.png'));
});
