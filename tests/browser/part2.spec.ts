import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { photo } from './support/files';
import { inGerman, open, place, practice, syncAndRun } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

const STATEMENT = 'This record which has been disclosed to you is protected by Federal confidentiality rules';
const SHORT = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';

/** A file that is neither picture nor sound. */
function letter(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'afterglow-letter-')), 'letter.pdf');
  writeFileSync(path, '%PDF-1.7 marrowlight');
  return path;
}

/** Saves a file of the page, and reads it. */
async function saved(page: Page, format: string): Promise<string> {
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save: ${format}` }).click();
  return readFileSync((await (await file).path())!, 'utf8');
}

test('under Part 2 clients are asked for its consent, and every export and print carries the notice', async ({
  page,
}) => {
  const { therapist, phone } = await practice(page, server);
  const entry = await phone.write('By the water, brindlefern.');
  for (const file of [photo(), letter()]) await phone.run(['attachments', entry, '--add', file]);
  await phone.run(['share', entry]);
  await phone.sync();
  await open(page, 'Export');
  expect(await saved(page, 'Markdown')).not.toContain('42 CFR');
  await expect(page.getByText(SHORT)).toHaveCount(0);

  await place(page, 'Library');
  const card = page.getByRole('region', { name: 'Practice card' });
  await card.getByLabel('Name').fill('Harbour Street Practice');
  await card.getByLabel('Our records are protected by 42 CFR Part 2').check();
  await therapist.isAccessible();
  await card.getByRole('button', { name: 'Save and send to all clients' }).click();
  await expect(card.getByText('Saved.')).toBeVisible();
  await expect(page.getByText(SHORT)).toBeVisible();

  // The client is asked, and shares nothing new until it is answered.
  const consent = async () => (await syncAndRun(phone, 'consent')).consents[1];
  await expect.poll(async () => (await consent()).wording.text).toContain('42 CFR Part 2');
  expect(await consent()).toMatchObject({ agreed: false, changed: true });
  const next = await phone.write('After it, brindlefern.');
  await expect(phone.run(['share', next])).rejects.toThrow();
  await phone.run(['consent', 'sharing', '--with', (await consent()).wording.care]);
  await phone.run(['share', next]);
  await phone.sync();
  expect((await phone.run(['export'])).notice).toContain(STATEMENT);

  await place(page, 'Caseload');
  await open(page, 'Export');
  for (const format of ['FHIR R4 bundle', 'JSON', 'Markdown', 'Your own notes (Markdown)', 'Photos and recordings'])
    expect(await saved(page, format), format).toContain(STATEMENT);
  expect(await saved(page, 'CSV, one row per form')).toMatch(/,notice\r\n$/);

  // A file cannot carry the notice, so it is saved together with it.
  await open(page, 'Timeline');
  await page.getByText('By the water, brindlefern.').click();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to this computer: letter.pdf' }).click();
  expect((await file).suggestedFilename()).toBe('letter.pdf.zip');
  const archive = readFileSync((await (await file).path())!);
  for (const part of ['NOTICE.txt', STATEMENT, '%PDF-1.7 marrowlight']) expect(archive.includes(part), part).toBe(true);

  for (const name of ['Brief', 'Timeline', 'Sessions', 'Plan', 'Care']) {
    await open(page, name);
    await expect(page.getByText(SHORT).last()).toBeVisible();
    await expect(page.getByText(STATEMENT)).toBeHidden();
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText(STATEMENT), name).toBeVisible();
    // In the head of each sheet.
    await expect(page.getByText(SHORT).first()).toBeVisible();
    await page.emulateMedia({ media: null });
  }
  await therapist.isAccessible();
  await place(page, 'Caseload');
  // The client's page has one more, in the head of each printed sheet.
  await expect(page.getByText(SHORT)).toHaveCount(1);
  await expect(page.getByText(SHORT)).toBeVisible();
  await inGerman(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Hinweis nach US-Bundesrecht an alle, die dies erhalten')).toBeVisible();
  await expect(page.getByText(STATEMENT)).toBeVisible();
});
