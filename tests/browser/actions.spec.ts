// A therapist's actions, checked on the client's side: each action on an entry, a plan and a relationship that no other
// test checks on the phone.
import { expect, test, type Page } from '@playwright/test';
import { allData, inGerman, open, place, practice, records, syncAndRun } from './support/practice';
import { Server } from './support/server';
import type { Therapist } from './support/therapist';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('the phone sees marks, appointments and promises, and never private notes', async ({ page }) => {
  const { phone } = await practice(page, server);
  const entry = await phone.write('The rain stopped, brindlefern.');
  await phone.run(['share', entry]);
  await phone.sync();
  const reading = async () => (await syncAndRun(phone, 'show', entry)).reading;

  await page.getByRole('link', { name: 'Wren' }).click();
  // Reviewed from the brief, and undone.
  await expect(page.getByText('brindlefern').first()).toBeVisible();
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as reviewed' }).click();
  await expect.poll(reading).toBe('reviewed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(reading).not.toBe('reviewed');
  // Opened, reviewed, and marked as not reviewed again, on its own page.
  await open(page, 'Timeline');
  await page.getByText('brindlefern').click();
  await expect.poll(reading).toBe('opened');
  await page.getByRole('button', { name: 'Mark as reviewed' }).click();
  await expect.poll(reading).toBe('reviewed');
  await page.getByRole('button', { name: 'Mark as not reviewed' }).click();
  await expect.poll(reading).toBe('opened');
  const own = page.getByRole('region', { name: 'For you alone' });
  await own.getByLabel('Note').fill('For nobody else, marrowlight.');
  await own.getByRole('button', { name: 'Save as note' }).click();
  await expect(own.getByText('marrowlight')).toBeVisible();

  await open(page, 'Plan');
  const schedule = page.getByRole('region', { name: 'Schedule' });
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10) + 'T10:30';
  const meetings = async () =>
    ((await syncAndRun(phone, 'replies')).appointments as { at: string }[]).map((one) => Date.parse(one.at));
  const there = (value: string) => page.evaluate((local) => new Date(local).getTime(), value);
  await schedule.getByLabel('When').fill(at(3));
  await schedule.getByRole('button', { name: 'Schedule' }).click();
  await expect.poll(meetings).toEqual([await there(at(3))]);
  await schedule.getByRole('button', { name: 'Change' }).click();
  await schedule.getByLabel('When').fill(at(5));
  await schedule.getByRole('button', { name: 'Save' }).click();
  await expect.poll(meetings).toEqual([await there(at(5))]);

  const promise = page.getByRole('region', { name: 'What I promised' });
  await promise.getByLabel('A promise').fill('Send the recording, quillhaven.');
  await promise.getByRole('button', { name: 'Add' }).click();
  const promised = async () => {
    const records = JSON.stringify(await syncAndRun(phone, 'export'));
    return [records.includes('quillhaven'), records.includes('marrowlight')];
  };
  await expect.poll(promised).toEqual([true, false]);
});

test('an appointment is kept, reopened and missed, and the phone sees each state', async ({ page }) => {
  const { phone } = await practice(page, server);
  await open(page, 'Plan');
  const schedule = page.getByRole('region', { name: 'Schedule' });
  await schedule.getByLabel('When').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 16));
  // A date in the past needs a confirmation at its field, and nothing is sent before.
  await expect(schedule.getByRole('alert')).toHaveText('This time has passed. Is the date right?');
  await schedule.getByRole('button', { name: 'Schedule' }).click();
  await schedule.getByLabel('Schedule anyway').check();
  await schedule.getByRole('button', { name: 'Schedule' }).click();
  const kept = async () => (await records(phone, 'appointment')).map((meeting) => meeting.kept ?? null);
  await expect.poll(kept).toEqual([null]);
  await schedule.getByRole('button', { name: 'Took place', exact: true }).click();
  await expect.poll(kept).toEqual([true]);
  await schedule.getByRole('button', { name: 'Open again' }).click();
  await expect.poll(kept).toEqual([null]);
  await schedule.getByRole('button', { name: 'Did not take place' }).click();
  await expect.poll(kept).toEqual([false]);
});

test('closing a flag closes it on the phone too', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'measure_response']);
  for (let item = 0; item < 9; item += 1) await phone.run(['measure', 'phq-9', '--answer', item === 8 ? '1' : '0']);
  await phone.run(['measure', 'phq-9', '--finish']).catch(() => undefined);
  await phone.sync();
  await expect(page.getByText('Safety flag')).toBeVisible();
  const closed = async () => (await records(phone, 'safety_event')).filter((event) => event.closed).length;
  expect(await closed()).toBe(0);
  await open(page, 'Brief');
  // The flag shows item, answer and total, and it opens the answers with the item marked.
  await expect(page.getByText('Several days').first()).toBeVisible();
  await expect(page.getByText('No button tapped.')).toBeVisible();
  await page.getByRole('link', { name: 'Open', exact: true }).first().click();
  await expect(page.getByText('Thoughts that you would be better off dead')).toBeVisible();
  await expect(page.getByText('This entry is no longer available')).toHaveCount(0);
  await open(page, 'Brief');
  // The phone shows that the flag was displayed.
  await expect.poll(async () => (await records(phone, 'flag_seen')).length).toBe(1);

  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await therapist.isAccessible();
  const dialog = page.getByRole('dialog');
  const close = dialog.getByRole('button', { name: 'Close the flag' });
  await expect(close).toBeDisabled();
  await dialog.getByLabel('Contact on').fill('2026-01-05T10:00');
  // Escape loses nothing.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(dialog.getByLabel('Contact on')).toHaveValue('2026-01-05T10:00');
  await dialog.getByLabel('Risk, in your judgment').selectOption('low');
  await expect(close).toBeDisabled();
  await dialog.getByLabel('Next contact').fill('2026-01-06T10:00');
  // Every field that is filled in can be read afterwards.
  await dialog.getByLabel('Attempts').fill('3');
  await dialog.getByLabel('Assessed with').selectOption('clinical interview');
  await dialog.getByLabel('Intent').selectOption('unclear');
  await dialog.getByLabel('Behavior').selectOption('past 3 months');
  await dialog.getByLabel('Protective factors').fill('Her sister, marrowfold');
  await close.click();
  for (const line of ['Attempts: 3', 'Assessed with: clinical interview', 'Intent: unclear', 'Behavior: past 3 months', 'Protective factors: Her sister, marrowfold'])
    await expect(page.getByText(line)).toBeVisible();
  await expect(page.getByText(/^Closed|Closed today|Closed /).first()).toBeVisible();
  // The event and its answers: syncing reopens neither of them.
  await expect.poll(closed).toBe(2);
  // Closed by mistake: it is reopened with a reason, in the brief and in every list; both remain visible.
  await open(page, 'Care');
  await page.getByRole('region', { name: 'Closed safety flags' }).getByRole('button', { name: 'Open again' }).click();
  await dialog.getByLabel('Reason').fill('She rang at noon, tallowmere.');
  await therapist.isAccessible();
  await dialog.getByRole('button', { name: 'Open again' }).click();
  await expect(page.getByText('A safety flag is open.')).toBeVisible();
  await expect.poll(async () => (await records(phone, 'safety_event')).filter((event) => event.closed && !event.reopened).length).toBe(0);
  await place(page, 'Caseload');
  await expect(page.getByText('Safety flag').first()).toBeVisible();
  expect(await allData(phone)).not.toContain('tallowmere');
  await open(page, 'Brief');
  await expect(page.getByText('She rang at noon, tallowmere.')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await dialog.getByLabel('Contact on').fill('2026-01-05T12:00');
  await dialog.getByLabel('Risk, in your judgment').selectOption('moderate');
  await dialog.getByLabel('Next contact').fill('2026-01-06T10:00');
  await close.click();
  await expect(page.getByText(/^Closed .*Opened again .*Closed /s).first()).toBeVisible();
  await place(page, 'Caseload');
  await expect(page.getByText('Safety flag')).toHaveCount(0);
  // The texts of the form follow the reader's language, also while the page is open.
  await page.getByRole('link', { name: 'Wren' }).click();
  await expect(page.getByText('Several days').first()).toBeVisible();
  await inGerman(page);
  await expect(page.getByText('An einzelnen Tagen').first()).toBeVisible();
});

test('a form that was begun survives a lock, and can be discarded', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await open(page, 'Sessions');
  const begin = page.getByRole('button', { name: 'Record an adverse event' });
  const dialog = page.getByRole('dialog', { name: 'Adverse event' });
  const happened = dialog.getByLabel('What happened');
  await begin.click();
  await happened.fill('Dizzy on the stairs, tallowmere');
  await dialog.getByLabel('Kind').selectOption('Heart and circulation');
  await expect(dialog.getByText('Draft saved, encrypted.')).toBeVisible();
  await therapist.isAccessible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await therapist.unlockIfAsked();
  await page.locator('.sync-state.live').waitFor();
  await begin.click();
  await expect(happened).toHaveValue('Dizzy on the stairs, tallowmere');
  await expect(dialog.getByText('You continue from your draft')).toBeVisible();
  expect(await allData(phone)).not.toContain('tallowmere');
  await dialog.getByRole('button', { name: 'Discard the draft' }).click();
  await begin.click();
  await expect(happened).toHaveValue('');
});

test('a reply, a promise and a session record are deleted from the phone', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'dosing_session']);
  const entry = await phone.write('The rain stopped, brindlefern.');
  await phone.run(['share', entry]);
  await phone.run(['session', '1', '--first-words', 'Lighter, tallowmere.']);
  await phone.sync();

  await open(page, 'Timeline');
  await page.getByText('brindlefern').click();
  await page.getByLabel('Reply').fill('To the wrong entry, quillhaven.');
  await page.getByRole('button', { name: 'Send' }).click();
  const answers = async () => (await syncAndRun(phone, 'replies')).replies.length;
  await expect.poll(answers).toBe(1);
  const confirm = async (name: string) => {
    await therapist.isAccessible();
    await page.getByRole('alertdialog').getByRole('button', { name }).click();
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
  };
  await page.getByRole('main').getByRole('button', { name: 'Delete' }).click();
  await confirm('Delete');
  await expect(page.getByText('quillhaven')).toHaveCount(0);
  await expect.poll(answers).toBe(0);

  await open(page, 'Plan');
  const promises = page.getByRole('region', { name: 'What I promised' });
  await promises.getByLabel('A promise').fill('Send the recording, marrowlight.');
  await promises.getByRole('button', { name: 'Add' }).click();
  await promises.getByRole('checkbox').check();
  const kept = async () => (await records(phone, 'promise')).map((promise) => Boolean(promise.kept));
  await expect.poll(kept).toEqual([true]);
  await promises.getByRole('checkbox').uncheck();
  await expect.poll(kept).toEqual([false]);
  await promises.getByRole('button', { name: 'Delete' }).click();
  await confirm('Delete');
  await expect.poll(kept).toEqual([]);

  await open(page, 'Sessions');
  const session = page.getByRole('region', { name: 'Session 1' });
  await session.getByRole('button', { name: 'Add your record' }).click();
  const record = page.getByRole('dialog');
  await record.getByLabel('Dose as recorded, in mg').fill('100');
  // A dose has a route, and none is preselected.
  await record.getByRole('button', { name: 'Save' }).click();
  await expect(record.getByLabel('Route')).toHaveValue('');
  await expect(record).toBeVisible();
  await record.getByLabel('Route').selectOption('into a muscle');
  await record.getByRole('button', { name: 'Save' }).click();
  const doses = async () =>
    (await records(phone, 'dosing_session')).flatMap(({ by_therapist: own, dose_mg: dose }) => (own ? dose : []));
  await expect.poll(doses).toEqual([100]);
  await session.getByRole('button', { name: 'Withdraw' }).click();
  await confirm('Withdraw');
  await expect(session.getByText('100 mg')).toHaveCount(0);
  // The client's record stays, and cannot be withdrawn here.
  await expect(session.getByText('tallowmere')).toBeVisible();
  await expect(session.getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
  await expect.poll(doses).toEqual([]);
  expect(JSON.stringify(await records(phone, 'dosing_session'))).toContain('tallowmere');
});

/** Makes a call of the casebook trap, as a panic does. */
async function trap(page: Page, therapist: Therapist, call: string): Promise<void> {
  // The casebook is loaded soon after the desk is open: the trap must be set before.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible();
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  await page.workers()[0]!.evaluate((call) => {
    const trap = '0061736d0100000001040160000003020100070501016600000a05010300000b';
    const bytes = Uint8Array.from(trap.match(/../g)!, (byte) => parseInt(byte, 16));
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const { module, instance } = await real(...given);
      return { module, instance: { exports: { ...instance.exports, [call]: f } } as WebAssembly.Instance };
    };
  }, call);
  await therapist.unlockIfAsked();
}

/** Makes a promise to the client, on the page of the plan. */
async function promise(page: Page, text: string): Promise<void> {
  const panel = page.getByRole('region', { name: 'What I promised' });
  await panel.getByLabel('A promise').fill(text);
  await panel.getByRole('button', { name: 'Add' }).click();
  await expect(panel.getByText(text)).toBeVisible();
}

test('offline changes survive a crash, sealed, and the next desk sends them', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await trap(page, therapist, 'casebook_trends');
  await open(page, 'Plan');
  await page.context().route('**/v1/sync', (route) => route.abort());
  await promise(page, 'Send the recording, marrowlight.');
  await promise(page, 'Ask about the garden, thistledown.');
  await page.getByRole('link', { name: 'Trends' }).click();
  await expect(page.getByText('An error occurred on this page')).toBeVisible();
  await expect(page.getByText(/2 changes are not sent yet/)).toBeVisible();
  // The browser asks before the page is closed or reloaded, so that the therapist can stay.
  const asked = page.waitForEvent('dialog');
  const reload = page.reload().catch(() => undefined);
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await reload;
  await expect(page.getByText(/2 changes are not sent yet/)).toBeVisible();
  expect(await records(phone, 'promise')).toEqual([]);
  await page.context().unroute('**/v1/sync');
  await therapist.unlockIfAsked();
  const sent = ['Ask about the garden, thistledown.', 'Send the recording, marrowlight.'];
  await expect.poll(async () => (await records(phone, 'promise')).map(({ text }) => text).sort()).toEqual(sent);
  await open(page, 'Plan');
  for (const text of sent) await expect(page.getByRole('region', { name: 'What I promised' }).getByText(text)).toBeVisible();
});

test('offline changes survive a lock, sealed, and are sent afterwards', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await open(page, 'Plan');
  await page.context().route('**/v1/sync', (route) => route.abort());
  await promise(page, 'Send the recording, marrowlight.');
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await expect(page.getByText(/1 change is not sent yet/)).toBeVisible();
  await therapist.isAccessible();
  // The page itself stores nothing readable.
  const written = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(written).not.toContain('marrowlight');
  await page.context().unroute('**/v1/sync');
  await therapist.unlockIfAsked();
  await expect(page.getByRole('region', { name: 'What I promised' }).getByText('marrowlight')).toBeVisible();
  await expect.poll(async () => (await records(phone, 'promise')).map(({ text }) => text)).toEqual(['Send the recording, marrowlight.']);
});

test('a crashed desk is reported, and another one opens everything again', async ({ page }) => {
  const { therapist } = await practice(page, server);
  await trap(page, therapist, 'casebook_brief');
  await page.getByRole('link', { name: 'Wren' }).click();
  await expect(page.getByText('An error occurred on this page')).toBeVisible();
  await expect(page.getByText('No connection')).toHaveCount(0);
  await therapist.isAccessible();
  await therapist.unlockIfAsked();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await expect(page.getByText('An error occurred on this page')).toHaveCount(0);
});
