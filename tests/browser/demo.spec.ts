import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Demo } from './support/demo';
import { Therapist } from './support/therapist';

const sample = JSON.parse(readFileSync(join(import.meta.dirname, '../../demo/data/sample-journeys.json'), 'utf8'));

test('the demo practice shows exactly what its clients share, and keeps it over a restart', async ({ page, browser }, info) => {
  test.skip(info.project.name !== 'sqlite', 'the demo runs on the embedded database');
  let demo = await Demo.start();
  expect(demo.said.join('\n')).toContain(`Portal:      ${demo.origin}`);

  const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
  await therapist.signIn();
  await therapist.isAccessible();
  // Another therapist's client is nowhere.
  await expect(page.getByText('Juniper58')).toHaveCount(0);
  await page.getByRole('link', { name: /Wren/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await therapist.isAccessible();
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await page.locator('article').first().waitFor();
  await therapist.isAccessible();

  const wren = sample.personas.find((persona: { handle: string }) => persona.handle === 'wren');
  const page_ = await page.locator('main').innerText();
  let shown = 0;
  for (const entry of wren.entries) {
    const start = entry.text.slice(0, 30);
    if (entry.share.state === 'shared' && entry.status === 'saved') {
      expect(page_, `${entry.id} is shared`).toContain(start);
      shown += 1;
    } else {
      expect(page_, `${entry.id} is not shared`).not.toContain(start);
    }
  }
  expect(shown).toBeGreaterThan(10);

  // A second start is quick, keeps everything and plays nothing again.
  const { dataDir } = demo;
  await demo.end();
  demo = await Demo.start(dataDir);
  expect(demo.said.join('\n')).not.toContain('registered on a phone');
  const colleague = await browser.newPage();
  await new Therapist(colleague, demo.origin, 'l.brandt', 'harbour-street').signIn();
  await expect(colleague.getByRole('link', { name: /Juniper58/ }).first()).toBeVisible();
  await expect(colleague.getByText('Wren', { exact: true })).toHaveCount(0);
  await demo.stop();
});
