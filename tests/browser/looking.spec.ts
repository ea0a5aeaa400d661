// Search and export by a therapist: the caseload sorted, filtered and searched; a number opened to its entries; files
// to save.
import { expect, type Page, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { enrolled, inGerman, joined, open, place } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('a caseload is searched, filtered and sorted, and what arrives changes it while it is open', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const wren = await joined(therapist);
  const aster = await joined(therapist, 'aster', 'Aster');
  await place(page, 'Caseload');
  const names = async () => (await page.locator('.rows').getByRole('link').allTextContents()).map((name) => name.trim());
  await expect.poll(names).toEqual(['Aster', 'Wren']);

  // A client who wants to talk comes first by default.
  await wren.run(['share', await wren.write('The harbour, brindlefern.', '--talk')]);
  await wren.sync();
  await expect.poll(names).toEqual(['Wren', 'Aster']);
  await page.getByLabel('Order').selectOption('Name');
  await expect.poll(names).toEqual(['Aster', 'Wren']);
  await page.getByLabel('Order').selectOption('Most urgent first');

  const show = page.getByRole('group', { name: 'Show' });
  await show.getByRole('radio', { name: /Wants to talk/ }).check();
  await expect.poll(names).toEqual(['Wren']);
  await show.getByRole('radio', { name: /All/ }).check();
  await page.locator('body').press('/');
  await expect(page.getByPlaceholder('Find a client')).toBeFocused();
  await page.keyboard.type('ast');
  await expect.poll(names).toEqual(['Aster']);
  await page.getByPlaceholder('Find a client').fill('');
  await aster.run(['share', await aster.write('Too loud.', '--talk')]);
  await aster.sync();
  await expect(show.getByRole('radio', { name: /Wants to talk/ }).locator('..')).toContainText('2');
  await therapist.isAccessible();
});

/** Saves an export of the page, and reads it. */
async function saved(page: Page, format: string, save = 'Save'): Promise<string> {
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: new RegExp(`^${save}: ${format.replaceAll(/[()]/g, '\\$&')}`) }).click();
  return readFileSync((await (await file).path())!, 'utf8');
}

test('a total shows its questions and answers, and an export describes its contents', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await phone.run(['access', '--share', 'measure_response']);
  for (const answer of ['2', '1', '0', '1', '0', '2', '0']) await phone.run(['measure', 'gad-7', '--answer', answer]);
  await phone.run(['measure', 'gad-7', '--finish']).catch(() => undefined);
  await phone.run(['share', await phone.write('The harbour, brindlefern.')]);
  await phone.write('Nobody’s business, ostrelith.');
  await phone.sync();

  await place(page, 'Caseload');
  await open(page, 'Timeline');
  await expect(page.getByRole('article').filter({ hasText: 'GAD-7' }).getByText('6 of 21')).toBeVisible();
  await open(page, 'Trends');
  await page.getByRole('region', { name: 'GAD-7' }).getByText('As a table').click();
  await page.getByRole('region', { name: 'GAD-7' }).getByRole('table').getByRole('link').click();
  const entry = page.getByRole('article');
  await expect(entry.getByText('6 of 21')).toBeVisible();
  await expect(entry.getByText('mild', { exact: true })).toBeVisible();
  await expect(entry.getByRole('listitem').first()).toContainText('More than half the days');
  await expect(entry.getByRole('listitem')).toHaveCount(7);
  await therapist.isAccessible();

  await page.getByLabel('Note', { exact: true }).fill('Mine alone, vandermoss.');
  await page.getByRole('button', { name: 'Save as note' }).click();
  await open(page, 'Export');
  const bundle = JSON.parse(await saved(page, 'FHIR'));
  expect([bundle.resourceType, bundle.type]).toEqual(['Bundle', 'collection']);
  expect((await saved(page, 'CSV, one row per form')).trim().split('\r\n')).toHaveLength(2);
  expect((await saved(page, 'CSV, one row per answer')).trim().split('\r\n')).toHaveLength(1 + 7);
  // A journal entry is a document of its own in the bundle, in base64.
  const documents = [...JSON.stringify(bundle).matchAll(/"data":"([\w+/=]+)"/g)].map(([, data]) => Buffer.from(data!, 'base64'));
  for (const file of [`${JSON.stringify(bundle)}${documents.join('')}`, await saved(page, 'JSON'), await saved(page, 'Markdown')]) {
    expect(file).toContain('brindlefern');
    expect(file).not.toMatch(/ostrelith|vandermoss/);
  }
  // A file for reading is in the language of the portal; a table is for programs, and stays as it is.
  const table = await saved(page, 'CSV, one row per answer');
  await inGerman(page);
  const german = await saved(page, 'Markdown', 'Speichern');
  expect(german).toMatch(/^# Tagebuch von Wren\n/);
  expect(german).toContain('Fragebogen\n');
  expect(german).not.toMatch(/Made|Inside|questionnaire|Session/);
  expect(await saved(page, 'CSV, eine Zeile pro Antwort', 'Speichern')).toBe(table);
  const notes = await saved(page, 'Ihre eigenen Notizen (Markdown)', 'Speichern');
  expect(notes).toMatch(/^# Eigene Notizen über Wren\n[^]*## [^\n]* · Notiz, zu: Fragebogen vom /);
});

test('the timeline keeps its search while an entry is read, and forgets it at a lock', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await phone.run(['access', '--share', 'reflection']);
  for (const text of ['By the door, brindlefern.', 'In the garden, tallowmere.']) await phone.write(text);
  await phone.sync();
  await place(page, 'Caseload');
  await open(page, 'Timeline');
  const search = page.getByRole('searchbox');
  await search.fill('tallow');
  await expect(page.getByText('brindlefern')).toHaveCount(0);
  await page.getByRole('article').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'Reflection', level: 2 })).toBeVisible();
  await page.goBack();
  await expect(search).toHaveValue('tallow');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await therapist.unlockIfAsked();
  await expect(search).toHaveValue('');
  await expect(page.getByText('brindlefern')).toBeVisible();
});
