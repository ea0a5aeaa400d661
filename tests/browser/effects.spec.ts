// Side effects after a session: from a tap on the phone to the first position of the caseload; and the adverse event
// that the therapist records about it, which never reaches the phone.
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { allData, inGerman, open, place, practice } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('thoughts of death in a side-effect check are named in brief and timeline', async ({ page }) => {
  const { phone } = await practice(page, server);
  await phone.run(['access', '--share', 'side_effect_check']);
  await phone.run(['effects', '--suicidal', 'yes']);
  await phone.sync();
  const answer = 'Thoughts of death or of self-harm: yes';
  await expect(page.getByText('Safety flag')).toBeVisible();
  await open(page, 'Brief');
  await expect(page.getByText('Safety item in the side-effect check')).toBeVisible();
  await expect(page.getByText(answer).first()).toBeVisible();
  await open(page, 'Timeline');
  await expect(page.getByRole('article').filter({ hasText: 'Side-effect check' })).toContainText(answer);
});

test('a red side effect stands first until it is reviewed, and its adverse event stays with the therapist', async ({
  page,
}) => {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'side_effect_check,dosing_session']);
  await phone.run(['session', '1', '--at', new Date(Date.now() - 30 * 3_600_000).toISOString()]);
  const answer = await phone.run([
    'effects',
    '--mark',
    'low:2:still,chest:2:still',
    '--other',
    'since breakfast, brindlefern',
  ]);
  expect(answer.said.level).toBe('red');
  expect(answer.marked).toHaveLength(2);
  await phone.sync();

  await expect(page.getByText('Urgent side effects')).toBeVisible();
  await open(page, 'Brief');
  await expect(page.getByText('Side effects that a doctor should look at today')).toBeVisible();
  const whole = 'Chest pain, or short of breath: Moderate, still there';
  await expect(page.getByText(`A sudden drop in mood: Moderate, still there; ${whole}`)).toBeVisible();
  const block = page.getByRole('region', {
    name: 'Side effects since the last session',
  });
  await expect(block.getByRole('listitem').first()).toContainText('30 hours after it');
  await therapist.isAccessible();
  await block.getByRole('link', { name: 'Chest pain' }).click();
  await expect(page.getByText(whole)).toBeVisible();
  // An adverse event can begin with what the client marked. Nothing that the therapist decides is filled in.
  await page.getByRole('link', { name: 'Record as an adverse event' }).click();
  const begun = page.getByRole('dialog', { name: 'Adverse event' });
  await expect(begun.getByLabel('What happened')).toHaveValue(/Chest pain, or short of breath/);
  await expect(begun.getByLabel('Grade')).toHaveValue('');
  await page.keyboard.press('Escape');
  await open(page, 'Brief');
  await block.getByRole('link', { name: 'Chest pain' }).click();
  await page.getByRole('button', { name: 'Mark as reviewed' }).click();
  await place(page, 'Caseload');
  await expect(page.getByText('Urgent side effects')).toHaveCount(0);

  await open(page, 'Sessions');
  const events = page.getByRole('region', { name: 'Adverse events' });
  await events.getByRole('button', { name: 'Record an adverse event' }).click();
  const dialog = page.getByRole('dialog', { name: 'Adverse event' });
  await dialog.getByLabel('What happened').fill('Chest pain at home, tallowmere');
  await dialog.getByLabel('Kind').selectOption('Heart and circulation');
  await dialog.getByLabel('Began').fill(
    await page.evaluate(() => {
      const at = new Date(Date.now() - 25 * 3_600_000);
      return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    }),
  );
  await dialog.getByLabel('Grade').selectOption('3: severe, self-care limited or hospital');
  await dialog.getByLabel('Serious', { exact: true }).selectOption('Yes');
  await therapist.isAccessible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  // A serious event requires its criteria.
  await expect(dialog.getByRole('alert')).toHaveText('Please fill this in.');
  await dialog.getByRole('checkbox', { name: 'hospital, new or longer' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(events.getByText('Chest pain at home, tallowmere')).toBeVisible();
  await expect(events.getByText('serious')).toBeVisible();

  // The brief has it beside what the client marked.
  await open(page, 'Brief');
  await expect(block.getByRole('listitem').filter({ hasText: 'tallowmere' })).toContainText('Adverse event, Grade 3');
  await open(page, 'Sessions');

  // A change keeps the previous author and time.
  await events.getByRole('button', { name: 'Change' }).click();
  await dialog.getByLabel('Outcome').selectOption('recovered');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(events.getByText(/recovered/)).toBeVisible();
  await expect(events.getByText(/^Changed/)).toBeVisible();
  expect(await allData(phone)).not.toContain('tallowmere');

  await open(page, 'Export');
  const saved = page.waitForEvent('download');
  await page
    .getByRole('region', { name: 'All clients' })
    .getByRole('button', { name: 'Save for all clients: CSV, one row per adverse event' })
    .click();
  const listing = readFileSync((await (await saved).path())!, 'utf8')
    .trim()
    .split('\r\n');
  expect(listing).toHaveLength(2);
  expect(listing[1]).toContain('"Chest pain at home, tallowmere",cardiovascular');

  // The same in German.
  await open(page, 'Brief');
  await inGerman(page);
  await expect(
    page.getByRole('region', {
      name: 'Nebenwirkungen seit der letzten Sitzung',
    }),
  ).toContainText('Schmerzen in der Brust oder Atemnot');
});
