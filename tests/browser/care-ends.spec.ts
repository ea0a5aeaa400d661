import { expect, test } from '@playwright/test';
import { open, practice, records } from './support/practice';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('a note is composed of the brief, and ending care says what is open and calls it off', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'reflection']);
  const entry = await phone.write('By the water it was quiet.', '--mood', '6', '--talk');
  await phone.sync();

  // Locking one tab locks every tab.
  const second = await context.newPage();
  const there = new Therapist(second, server.origin, therapist.handle, therapist.password);
  await second.goto(server.origin);
  await there.unlockIfAsked();
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await expect(second.getByRole('button', { name: 'Unlock' })).toBeVisible();
  await second.close();
  await therapist.unlockIfAsked();

  await open(page, 'Brief');
  await expect(page.getByText('By the water it was quiet.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Compose note' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compose note' });
  await expect(dialog.getByRole('heading', { name: 'Subjective' })).toBeVisible();
  await expect(dialog.getByRole('link', { name: /^Source/ }).first()).toHaveAttribute('href', new RegExp(entry));
  await dialog.getByRole('radio', { name: 'BIRP' }).check();
  await dialog.getByRole('button', { name: 'Add a line' }).nth(1).click();
  await dialog.getByLabel('Intervention, line 1').fill('Stayed with the quiet.');
  await therapist.isAccessible();
  await dialog.getByRole('button', { name: 'Copy note' }).click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('“By the water it was quiet.”');
  expect(copied).toMatch(/Intervention\n- Stayed with the quiet\.\n\nResponse/);
  // Programs that take formatted text get headings and lists.
  const formatted = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return (await item!.getType('text/html')).text();
  });
  expect(formatted).toContain('<h3>Intervention</h3><ul><li>Stayed with the quiet.</li></ul>');
  await dialog.getByRole('button', { name: 'Close' }).click();

  // Unopened entries are not marked as reviewed without a confirmation.
  await page.keyboard.press('r');
  const asked = page.getByRole('dialog', { name: 'Mark 1 entry as reviewed?' });
  await expect(asked).toContainText('You have not opened 1 of them');
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect(await records(phone, 'review_mark')).toEqual([]);

  // An upcoming appointment would stay on the phone.
  const schedule = page.getByRole('region', { name: 'Schedule' });
  await open(page, 'Plan');
  await schedule.getByLabel('When').fill('2031-05-06T10:00');
  await schedule.getByRole('button', { name: 'Schedule' }).click();
  await expect.poll(async () => (await records(phone, 'appointment')).map(({ cancelled }) => cancelled ?? false)).toEqual([false]);
  await open(page, 'Care');
  await expect(page.getByText(/1 upcoming appointment/)).toHaveCount(1);
  await expect(page.getByText('1 entry not read.')).toHaveCount(1);
  await page.getByRole('button', { name: 'Cancel these appointments and end these assignments' }).click();
  await expect(page.getByText(/1 upcoming appointment/)).toHaveCount(0);
  await expect.poll(async () => (await records(phone, 'appointment')).map(({ cancelled }) => cancelled)).toEqual([true]);
  await page.getByRole('button', { name: 'End care' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End care' }).click();
  await therapist.isAtTheCaseload();
  // No shared record is here; the client's name is.
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Access and devices' }).click();
  await expect(page.getByRole('region', { name: 'Former clients' }).getByRole('heading', { name: 'Wren' })).toBeVisible();
});

test('before care ends, an unfinished session record is named with its number', async ({ page }) => {
  await practice(page, server);
  await open(page, 'Care');
  const check = page.getByRole('region', { name: 'Still open' });
  await expect(check.getByText('Nothing is open.')).toBeVisible();
  await open(page, 'Sessions');
  await page.getByRole('link', { name: 'Start the record' }).click();
  await page.getByLabel('Number in the series').fill('3');
  await expect(page.getByText('Saved as a draft. Not in the record yet.').first()).toBeVisible();
  await open(page, 'Care');
  const named = check.getByRole('link', { name: /^1 session record is not finished: Session 3, / });
  await expect(named).toBeVisible();
  // What was begun in another form is counted.
  await open(page, 'Plan');
  const promised = page.getByRole('region', { name: 'What I promised' });
  await promised.getByLabel('A promise').fill('Send the recording.');
  await expect(promised.getByText('Draft saved, encrypted.')).toBeVisible();
  await open(page, 'Care');
  await expect(check.getByText('1 form was begun and not saved.')).toBeVisible();
  await named.click();
  await expect(page.getByRole('link', { name: 'Continue the record' })).toBeVisible();
});
