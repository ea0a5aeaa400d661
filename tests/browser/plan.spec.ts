import { expect, test } from '@playwright/test';
import { allData, inGerman, open, practice, records, syncAndRun } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('a therapist’s session record can be edited and reaches the phone; the client’s stays unchanged', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'dosing_session,appointment']);
  await phone.run(['session', '1', '--first-words', 'Lighter than before, brindlefern.']);
  await phone.run(['appointment', 'integration', new Date(Date.now() + 86_400_000).toISOString()]);
  await phone.sync();
  await open(page, 'Sessions');
  const theirs = page.getByRole('region', { name: 'Session 1' });
  await expect(theirs.getByText('brindlefern')).toBeVisible();
  await expect(theirs.getByText('Written by your client')).toBeVisible();
  // The clinic's addition is a record of its own; the session stays one, here and on the phone.
  await theirs.getByRole('button', { name: 'Add your record' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('Number')).toHaveValue('1');
  await form.getByLabel('Route').selectOption('into a muscle');
  await form.getByLabel('Dose as recorded, in mg').fill('100');
  // The fields show who will read them.
  for (const field of ['What helped', 'What did not']) await expect(form.getByLabel(field)).toHaveAccessibleDescription('Your client reads this.');
  await form.getByLabel('Your note for the client').fill('Let it settle, tallowmere.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(theirs).toHaveCount(1);
  for (const text of ['brindlefern', 'tallowmere', '100 mg']) await expect(theirs.getByText(text)).toBeVisible();
  await expect(theirs.getByText('Written by your client')).toHaveCount(0);
  const onPhone = async () => {
    const { rows } = await syncAndRun(phone, 'journey');
    return (rows as { session?: { session: { dose_mg: number } } }[]).flatMap((row) => row.session?.session.dose_mg ?? []);
  };
  await expect.poll(onPhone).toEqual([100]);

  await page.getByRole('button', { name: 'Record a session' }).click();
  await expect(form.getByLabel('Number')).toHaveValue('2');
  await form.getByLabel('Music').fill('rain on a roof');
  await form.getByLabel('Your note for the client').fill('Rest today, marrowlight.');
  await form.getByRole('button', { name: 'Save' }).click();
  const ours = page.getByRole('region', { name: 'Session 2' });
  await ours.getByRole('button', { name: 'Edit' }).click();
  await expect(form.getByLabel('Your note for the client')).toHaveValue('Rest today, marrowlight.');
  await form.getByLabel('Music').fill('the sea, quillhaven');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(ours.getByText('quillhaven')).toBeVisible();
  await expect(ours.getByText('marrowlight')).toBeVisible();
  await therapist.isAccessible();
  await expect.poll(() => allData(phone)).toContain('quillhaven');

  await open(page, 'Plan');
  const schedule = page.getByRole('region', { name: 'Schedule' });
  await expect(schedule.getByText('Written by your client')).toBeVisible();
  await expect(schedule.getByRole('button', { name: 'Change' })).toHaveCount(0);
});

test('plans can be ended and withdrawn, and the phone sees it', async ({ page }) => {
  const { phone } = await practice(page, server);
  await open(page, 'Plan');
  const panel = (name: string) => page.getByRole('region', { name });
  // Item 9 is not asked before the practice has named a reviewer of the answers.
  await panel('Assign').getByRole('button', { name: 'Assign' }).click();
  await expect(panel('Assign').getByText(/^Before you assign item 9/)).toBeVisible();
  expect((await syncAndRun(phone, 'replies')).assigned).toEqual([]);
  await panel('Assign').getByLabel('Measure', { exact: true }).last().selectOption('PHQ-8');
  await panel('Assign').getByRole('button', { name: 'Assign' }).click();
  await expect.poll(async () => (await syncAndRun(phone, 'replies')).assigned.length).toBe(1);
  await panel('Suggest a step').getByLabel('A small step').fill('Stand at the door.');
  await panel('Suggest a step').getByRole('button', { name: 'Suggest' }).click();
  // A ketamine session takes longer than a conversation, unless the therapist sets another length.
  await expect(panel('Schedule').getByLabel('Minutes')).toHaveValue('50');
  await panel('Schedule').getByLabel('Purpose').selectOption('Ketamine session');
  await expect(panel('Schedule').getByLabel('Minutes')).toHaveValue('180');
  await panel('Schedule').getByLabel('Where').fill('Quiet room 3');
  await panel('Schedule').getByRole('button', { name: 'Schedule' }).click();
  await expect.poll(async () => (await syncAndRun(phone, 'replies')).appointments.length).toBe(1);
  // The next one would overlap.
  await expect(panel('Schedule').getByRole('alert')).toContainText('It overlaps with Ketamine session');
  expect((await phone.run(['step'])).suggestions).toHaveLength(1);

  await panel('Assign').getByRole('button', { name: /^End/ }).click();
  await expect(panel('Assign').getByText('Not answered yet')).toHaveCount(0);
  await expect.poll(async () => (await syncAndRun(phone, 'replies')).assigned.length).toBe(0);
  await panel('Assign').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await syncAndRun(phone, 'replies')).assigned.length).toBe(1);
  await panel('Assign').getByRole('button', { name: /^End/ }).click();
  await panel('Suggest a step').getByRole('button', { name: 'Take back' }).click();
  await panel('Schedule').getByRole('button', { name: 'Change' }).click();
  await panel('Schedule').getByLabel('Where').fill('Quiet room 4');
  await panel('Schedule').getByRole('button', { name: 'Save' }).click();
  await expect(panel('Schedule').getByText('Quiet room 4')).toBeVisible();
  await panel('Schedule').getByRole('button', { name: 'Cancel appointment' }).click();
  await expect
    .poll(async () => {
      const { assigned, appointments } = await syncAndRun(phone, 'replies');
      return [assigned.length, appointments.length, (await phone.run(['step'])).suggestions.length];
    })
    .toEqual([0, 0, 0]);
});

test('the plan works in German too', async ({ page }) => {
  const { phone, therapist } = await practice(page, server);
  await inGerman(page);
  await open(page, 'Planung', 'Seiten von Wren');
  const promise = page.getByRole('region', { name: 'Was ich zugesagt habe' });
  await promise.getByRole('textbox').fill('Die Aufnahme schicken.');
  await promise.getByRole('button', { name: 'Hinzufügen' }).click();
  await promise.getByRole('checkbox').check();
  await expect(promise.getByText('Die Aufnahme schicken.')).toBeVisible();
  await therapist.isAccessible();
  const kept = async () => (await records(phone, 'promise')).map((one) => [one.text, Boolean(one.kept)]);
  await expect.poll(kept).toEqual([['Die Aufnahme schicken.', true]]);
});
