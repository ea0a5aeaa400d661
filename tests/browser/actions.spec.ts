// What a therapist does, told from the client's side: each action of an entry, a plan and a relationship that no other story
// asks the phone about.
import { expect, test, type Page } from '@playwright/test';
import { practice } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

const open = async (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages of Wren' }).getByRole('link', { name, exact: true }).click();

test('the phone sees what is marked, unmarked, moved and promised, and never what is the therapist’s own', async ({ page }) => {
  const { phone } = await practice(page, server);
  const entry = await phone.write('The rain stopped, brindlefern.');
  await phone.run(['share', entry]);
  await phone.sync();
  const synced = async (...command: string[]) => (await phone.sync(), phone.run(command));
  const reading = async () => (await synced('show', entry)).reading;

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Caseload' }).click();
  await page.getByRole('link', { name: 'Wren' }).click();
  // Reviewed from the brief, and undone.
  await expect(page.getByText('brindlefern').first()).toBeVisible();
  await page.keyboard.press('r');
  await expect.poll(reading).toBe('reviewed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(reading).not.toBe('reviewed');
  // Opened, reviewed and not reviewed after all, on its own page.
  await open(page, 'Timeline');
  await page.getByText('brindlefern').click();
  await expect.poll(reading).toBe('opened');
  await page.getByRole('button', { name: 'Mark reviewed' }).click();
  await expect.poll(reading).toBe('reviewed');
  await page.getByRole('button', { name: 'Not reviewed after all' }).click();
  await expect.poll(reading).toBe('opened');
  const own = page.getByRole('region', { name: 'For you alone' });
  await own.getByLabel('Note').fill('For nobody else, marrowlight.');
  await own.getByRole('button', { name: 'Keep as a note' }).click();
  await expect(own.getByText('marrowlight')).toBeVisible();

  await open(page, 'Plan');
  const schedule = page.getByRole('region', { name: 'Schedule' });
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10) + 'T10:30';
  const meetings = async () =>
    ((await synced('replies')).appointments as { at: string }[]).map((one) => Date.parse(one.at));
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
    const records = JSON.stringify(await synced('export'));
    return [records.includes('quillhaven'), records.includes('marrowlight')];
  };
  await expect.poll(promised).toEqual([true, false]);
});

test('a desk that has stopped says so, and another one opens everything again', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await phone.sync();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Caseload' }).click();
  await expect(page.getByRole('link', { name: 'Wren' })).toBeVisible();
  // The casebook comes with the first client: its brief ends in a trap, as a panic does.
  await page.workers()[0]!.evaluate(() => {
    const trap = '0061736d0100000001040160000003020100070501016600000a05010300000b';
    const bytes = Uint8Array.from(trap.match(/../g)!, (byte) => parseInt(byte, 16));
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const { module, instance } = await real(...given);
      return { module, instance: { exports: { ...instance.exports, casebook_brief: f } } as WebAssembly.Instance };
    };
  });
  await page.getByRole('link', { name: 'Wren' }).click();
  await expect(page.getByText('Something went wrong in this page')).toBeVisible();
  await expect(page.getByText('No connection')).toHaveCount(0);
  await therapist.isAccessible();
  await therapist.unlockIfAsked();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await expect(page.getByText('Something went wrong in this page')).toHaveCount(0);
});
