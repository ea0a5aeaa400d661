import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { allData, inGerman, open, place, practice, records } from './support/practice';
import { Server } from './support/server';

let server: Server;

// A tablet in portrait orientation: what the clinic uses during a session.
test.use({ viewport: { width: 820, height: 1180 }, hasTouch: true });
test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Types into a field and leaves it. */
async function type(page: Page, label: string, text: string, inside = page.locator('body')): Promise<void> {
  const field = inside.getByLabel(label, { exact: true }).last();
  await field.fill(text);
  await field.blur();
}

async function tap(page: Page, group: string, option: string, inside = page.locator('body')): Promise<void> {
  await inside.getByRole('group', { name: group, exact: true }).last().getByRole('button', { name: option, exact: true }).click();
}

/** The local time some minutes ago, in the format of a time input. */
const ago = (page: Page, minutes: number) =>
  page.evaluate((minutes) => {
    const at = new Date(Date.now() - minutes * 60_000);
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  }, minutes);

test('a session is recorded on a tablet: what cannot be is refused, what is unusual is asked, and the phone sees the sum alone', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await open(page, 'Sessions');
  // The prescriber's clearance comes first.
  await page.getByRole('link', { name: 'Begin the clearance' }).click();
  await tap(page, 'Aneurysm of a large vessel (aorta, brain, peripheral)', 'no');
  await tap(page, 'Under 18', 'yes');
  await tap(page, 'Result', 'cleared');
  await expect(page.getByText('Nobody under 18 can be cleared.')).toBeVisible();
  await tap(page, 'Under 18', 'no');
  await type(page, 'Valid until', '2099-01-31');
  await page.getByRole('button', { name: 'Put into the record' }).click();
  await expect(page.getByText(/^In the record since/)).toBeVisible();
  await page.getByRole('link', { name: 'All sessions' }).click();
  await expect(page.getByText('cleared, valid until 31 Jan 2099')).toBeVisible();
  await page.getByRole('link', { name: 'Start the record' }).click();

  const head = panel(page, 'Arrival and agreement');
  await head.getByRole('button', { name: 'Arrived: Now' }).click();
  await tap(page, 'Touch agreed', 'hand only', head);
  await type(page, 'In their words', 'Only my left hand, saltbracken.', head);
  const before = panel(page, 'Before the dose');
  // Weight: ambiguous, impossible, unusual, and with a decimal comma.
  await type(page, 'Weight, kg', '1,000', before);
  await expect(before.getByText('One, or a thousand?')).toBeVisible();
  await type(page, 'Weight, kg', '700', before);
  await expect(before.getByText('This has to lie between 25 and 350.')).toBeVisible();
  await type(page, 'Weight, kg', '39,5', before);
  await expect(before.getByText('This value is unusual. Is this right?')).toBeVisible();
  await type(page, 'Weight, kg', '70,5', before);
  await expect(before.getByText('Is this right?')).toHaveCount(0);

  const doses = panel(page, 'Doses');
  await doses.getByRole('button', { name: 'Add' }).click();
  await expect(doses.getByLabel('Route')).toHaveValue('');
  await expect(doses.getByText('Bevor')).toHaveCount(0);
  await expect(doses.getByText('Consent is not confirmed today. No dose without it.')).toBeVisible();
  await tap(page, 'Consent confirmed today', 'yes', head);
  await tap(page, 'They have confirmed', 'yes', head);
  await expect(doses.getByText('Consent is not confirmed today.')).toHaveCount(0);
  await type(page, 'Time', await ago(page, 27), doses);
  await tap(page, 'Substance', 'racemic ketamine', doses);
  await type(page, 'Dose, mg', '100000', doses);
  await expect(doses.getByText('This has to be above 0 and at most 1,000.')).toBeVisible();
  await expect(doses.getByText('Please say how it was given.')).toBeVisible();
  await doses.getByLabel('Route').selectOption('into a muscle');
  await type(page, 'Dose, mg', '187,5', doses);
  await expect(doses.getByText('This number is unusual for this route. Please type it once more.')).toBeVisible();
  await type(page, 'Dose, mg, once more', '178,5', doses);
  await expect(doses.getByText('The two numbers differ.')).toBeVisible();
  await type(page, 'Dose, mg', '87,5', doses);
  await doses.getByLabel('Dose, mg, once more', { exact: true }).fill('');
  await type(page, 'Checked by', 'Ben', doses);
  await expect(doses.getByText('Sum: 87.5 mg')).toBeVisible();

  // The clock runs, and rows that were not taken in time are overdue.
  const bar = page.getByRole('region', { name: 'Rows that are due' });
  await expect(bar.getByRole('timer')).toHaveText(/^0:2[678]:\d\d$/);
  await expect(bar.getByRole('listitem').filter({ hasText: '20 min' })).toContainText('overdue');
  await bar.getByRole('button', { name: 'New row' }).click();
  const seen = panel(page, 'Observations');
  await type(page, 'Blood pressure, upper, mmHg', '300', seen);
  await expect(seen.getByText('This has to lie between 50 and 280.')).toBeVisible();
  await type(page, 'Blood pressure, upper, mmHg', '182', seen);
  await type(page, 'Blood pressure, lower, mmHg', '190', seen);
  await expect(seen.getByText('This has to lie between 20 and 180.')).toBeVisible();
  await type(page, 'Blood pressure, lower, mmHg', '96', seen);
  await expect(seen.getByText('This value needs attention now. Tell the prescriber.')).toBeVisible();
  await type(page, 'Oxygen, %', '92', seen);
  await expect(seen.getByText('This value is unusual. Is this right?')).toBeVisible();

  // Nothing is in the record yet; all of it survives a lock, a reload and another page.
  const state = bar.getByText('Saved as a draft. Not in the record yet.');
  await expect(state).toBeVisible();
  await therapist.isAccessible();
  await page.reload();
  await therapist.unlockIfAsked();
  await expect(panel(page, 'Arrival and agreement').getByLabel('In their words', { exact: true })).toHaveValue('Only my left hand, saltbracken.');
  await page.getByRole('link', { name: 'All sessions' }).click();
  await expect(page.getByText('not in the record yet')).toBeVisible();
  expect(await records(phone, 'dosing_session')).toEqual([]);
  await page.getByRole('link', { name: 'Continue the record' }).click();
  await expect(seen.getByLabel('Oxygen, %', { exact: true })).toHaveValue('92');

  // An open question blocks keeping the record; the confirmation is stored.
  await bar.getByRole('button', { name: 'Put into the record' }).click();
  await expect(bar.getByText('Please check some fields again.')).toBeVisible();
  await seen.getByRole('button', { name: 'Yes, this is right' }).click();
  await bar.getByRole('button', { name: 'Put into the record' }).click();
  await expect(bar.getByText('In the record.', { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);

  // The phone has the date, the route and the sum, and no private text or value.
  await expect.poll(async () => (await records(phone, 'dosing_session')).map((one) => [one.dose_mg, one.route])).toEqual([[87.5, 'intramuscular']]);
  const all = await allData(phone);
  for (const word of ['saltbracken', 'hand_only', '"sys"', '182', 'session_record', 'clearance', 'Ben']) expect(all, word).not.toContain(word);

  // A correction is stored with author, time, and earlier value.
  await type(page, 'Dose, mg', '80', doses);
  await bar.getByRole('button', { name: 'Put into the record' }).click();
  const changes = panel(page, 'Changes since it was put into the record');
  await expect(changes.getByText('was: 87.5')).toBeVisible();
  await expect(changes.getByText(/by m\.osei$/)).toBeVisible();
  await expect.poll(async () => (await records(phone, 'dosing_session')).map((one) => one.dose_mg)).toEqual([80]);

  // The client may not leave while an item is answered with no.
  const leave = panel(page, 'Before they leave');
  await tap(page, 'Walks steadily without help', 'no', leave);
  await expect(leave.getByText('“No” needs a reason.')).toBeVisible();
  await type(page, 'Note: Walks steadily without help', 'sways', leave);
  await type(page, 'Left', await ago(page, 0), leave);
  await expect(leave.getByText('An item of the list says no. A prescriber has to be named.')).toBeVisible();
  await tap(page, 'Walks steadily without help', 'yes', leave);
  await expect(leave.getByText('Some items of the list have no answer. Is this right?')).toBeVisible();
  await expect(leave.getByText('The shortest time for this route has not passed. Is this right?')).toBeVisible();

  await page.getByRole('link', { name: 'All sessions' }).click();
  const given = panel(page, 'Given until today');
  await expect(given.getByRole('row', { name: /^30 days/ })).toContainText('80 mg into a muscle');
  await open(page, 'Brief');
  await expect(page.getByText(/80 mg, .*discharge not begun|80 mg.*discharge/).first()).toBeVisible();

  // Every control is a large target.
  await open(page, 'Sessions');
  await page.getByRole('link', { name: /^Record of session 1/ }).click();
  await expect(bar).toBeVisible();
  const small = await page.locator('main').evaluate((main) =>
    [...main.querySelectorAll<HTMLElement>('.page button, .page input, .page select, .page textarea, .page summary')]
      .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 48)
      .map((one) => `${one.tagName} ${one.textContent?.trim() ?? ''} ${one.getBoundingClientRect().height}`),
  );
  expect(small).toEqual([]);
});

test('a practice changes the list of what is asked before somebody leaves, in German as well', async ({ page }) => {
  const { therapist } = await practice(page, server);
  await place(page, 'Library');
  await page.getByRole('link', { name: 'Check lists of discharge and intake' }).click();
  await page.getByRole('button', { name: 'Add an item' }).click();
  await page.getByLabel('Your words: 19', { exact: true }).fill('The cat is fed, brindlefern.');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByText('Version 1+1', { exact: true })).toBeVisible();
  await inGerman(page);
  await place(page, 'Fallübersicht', 'Hauptmenü');
  await open(page, 'Sitzungen', 'Seiten von Wren');
  await page.getByRole('link', { name: 'Protokoll beginnen' }).click();
  await expect(page.getByRole('group', { name: 'The cat is fed, brindlefern.' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Geht sicher ohne Hilfe' })).toBeVisible();
  await therapist.isAccessible();
});

test('a practice narrows the limits, and the session record asks by its rules', async ({ page }) => {
  const { therapist } = await practice(page, server);
  await place(page, 'Library');
  await page.getByRole('link', { name: 'Rules for the session record' }).click();
  const pressure = page.getByRole('group', { name: 'Blood pressure, upper, mmHg' });
  const muscle = page.getByRole('group', { name: 'into a muscle' });
  const rows = muscle.getByLabel('Observation rows, minutes after the dose');
  await expect(pressure.getByText('Built in: 160')).toBeVisible();
  // What is wider is refused at its field, and nothing that was typed is lost.
  await type(page, 'Hours without food', '2,5');
  await type(page, 'Ask at or above', '170', pressure);
  await expect(pressure.getByText('A rule can only be stricter than the built-in limit. This has to lie between 90 and 160.')).toBeVisible();
  await rows.fill('0, 10, 20, 30, 45, 60');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(muscle.getByText('The built-in row at minute 90 has to stay.')).toBeVisible();
  await expect(page.getByText('2 rules cannot be saved as they are')).toBeVisible();
  await expect(pressure.getByLabel('Ask at or above')).toBeFocused();
  await expect(page.getByLabel('Hours without food')).toHaveValue('2,5');
  await therapist.isAccessible();
  await type(page, 'Before the dose: ask above', '141', pressure);
  await expect(pressure.getByText('This has to lie between 90 and 140.')).toBeVisible();
  await type(page, 'Before the dose: ask above', '130', pressure);
  await type(page, 'Hours without a drink', '1');
  await type(page, 'Still strong: from minute', '60', page.getByRole('group', { name: 'Dissociation, 0–4, as staff see it' }));
  await type(page, 'Ask at or above', '140,5', pressure);
  await expect(pressure.getByText('A rule can only be stricter')).toHaveCount(0);
  await rows.fill('0, 10, 20, 30, 45, 60, 90, 120');
  await page.getByRole('group', { name: 'In 30 days' }).getByLabel('Sessions, at most').fill('1');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByText('Saved as version 1+1.')).toBeVisible();
  await expect(pressure.getByLabel('Ask at or above')).toHaveValue('140.5');
  // A file brings the rules to another account. It fills the form there, and stores nothing.
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the rules as a file' }).click();
  const file = readFileSync((await (await saving).path())!, 'utf8');
  const other = file.replace('"140.5"', '"170"');
  const load = (text: string) =>
    page.getByLabel('Load a file with rules').setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await load('{}');
  await expect(page.getByText('This file has no rules for the session record.')).toBeVisible();
  await load(other);
  await expect(page.getByText('They do not apply until you save them.')).toBeVisible();
  await expect(pressure.getByText('A rule can only be stricter')).toBeVisible();
  await load(file);
  await expect(pressure.getByLabel('Ask at or above')).toHaveValue('140.5');
  await expect(pressure.getByText('A rule can only be stricter')).toHaveCount(0);
  await expect(page.getByText('Version 1+1', { exact: true })).toBeVisible();
  // Large targets.
  const low = await page.locator('main').evaluate((main) =>
    [...main.querySelectorAll<HTMLElement>('form input, form button')].filter((one) => one.getBoundingClientRect().height < 48).length,
  );
  expect(low).toBe(0);

  // The session record follows them.
  await place(page, 'Caseload');
  await open(page, 'Sessions');
  await page.getByRole('link', { name: 'Begin the clearance' }).click();
  await tap(page, 'Result', 'cleared');
  await type(page, 'Valid until', '2099-01-31');
  await page.getByRole('button', { name: 'Put into the record' }).click();
  await expect(page.getByText(/^In the record since/)).toBeVisible();
  await page.getByRole('link', { name: 'All sessions' }).click();
  await page.getByRole('link', { name: 'Start the record' }).click();
  await expect(page.getByText('Version of the limits: 1+1.')).toBeVisible();
  await tap(page, 'Consent confirmed today', 'yes');
  await tap(page, 'They have confirmed', 'yes');
  const doses = panel(page, 'Doses');
  await doses.getByRole('button', { name: 'Add' }).click();
  await type(page, 'Time', await ago(page, 5), doses);
  await tap(page, 'Substance', 'racemic ketamine', doses);
  await doses.getByLabel('Route').selectOption('into a muscle');
  await type(page, 'Dose, mg', '60', doses);
  await type(page, 'Checked by', 'Ben', doses);
  const bar = page.getByRole('region', { name: 'Rows that are due' });
  await expect(bar.getByRole('listitem').filter({ hasText: '120 min (end)' })).toBeVisible();
  await bar.getByRole('button', { name: 'New row' }).click();
  const seen = panel(page, 'Observations');
  await type(page, 'Blood pressure, upper, mmHg', '141', seen);
  await type(page, 'Blood pressure, lower, mmHg', '80', seen);
  await expect(seen.getByText('This value is unusual. Is this right? Limits: 90 and 140.5.')).toBeVisible();
  await seen.getByRole('button', { name: 'Yes, this is right' }).click();
  const leave = panel(page, 'Before they leave');
  await tap(page, 'The minimum time after the last dose has passed', 'yes', leave);
  await expect(leave.getByText('The shortest time for this route has not passed. Is this right?')).toBeVisible();
  await tap(page, 'The minimum time after the last dose has passed', 'yes', leave);
  await bar.getByRole('button', { name: 'Put into the record' }).click();
  await expect(bar.getByText('In the record.', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'All sessions' }).click();
  const given = panel(page, 'Given until today').getByRole('row', { name: /^30 days/ });
  await expect(given).toContainText('1 of at most 1 sessions in 30 days (the practice’s rule)');
  await expect(given).toContainText('reached');
  await therapist.isAccessible();
});
