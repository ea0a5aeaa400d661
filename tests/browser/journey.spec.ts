import { expect, test } from '@playwright/test';
import { Phone, Refused } from './support/phone';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

const PASSWORD = 'tidewater-lantern';
// Words that occur nowhere else: if the server's data contain one of them, the client sent it unencrypted.
const SECRET = 'quillowmere';
const SHARED = 'brindlefern';
const MERGED = 'ostrelith';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('two phones, one therapist: offline, merged, shared, read, taken back, recovered', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content.Security.Policy|Trusted/i.test(message.text())) {
      errors.push(message.text());
    }
  });
  const therapist = new Therapist(page, server.origin, 'm.osei', 'harbour-street-lamps');
  await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  await therapist.isAccessible();
  const link = await therapist.invite('Tuesday, new client');
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await therapist.isAccessible();

  const [first, second] = [new Phone(server.origin, 'wren'), new Phone(server.origin, 'wren')];
  const code = await first.register(PASSWORD);
  const joined = await first.run(['join', link, '--name', 'Wren']);

  // Both sides show the same four words; the page was open all the time.
  const words: string[] = joined.safety_words;
  expect(words).toHaveLength(4);
  await page.getByRole('link', { name: /Compare the safety words/ }).click();
  await page.getByRole('button', { name: 'Show the words' }).click();
  for (const word of words) await expect(page.locator('ol').getByText(word, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'They are the same' }).click();
  await expect(page.getByText('Compared at key 1.')).toBeVisible();
  await therapist.isAccessible();
  // An invitation is good once.
  const stranger = new Phone(server.origin, 'stranger');
  await stranger.register(PASSWORD);
  await expect(stranger.run(['join', link])).rejects.toThrow(/invitation_used/);

  // Offline on both phones: the same entry with two changes, and one that stays private.
  const entry = await first.write('The rain stopped.', '--mood', '4');
  await first.write(`Only for me: ${SECRET}.`);
  await first.sync();
  await second.signIn(PASSWORD);
  await second.sync();
  await server.kill('SIGKILL');
  await first.run(['edit', entry, `The rain stopped. ${SHARED} grew by the door.`]);
  await second.run(['edit', entry, `Before dawn ${MERGED} the rain stopped.`]);
  await expect(second.sync()).rejects.toThrow(Refused);
  await server.run();
  await first.sync();
  await second.sync();
  await first.sync();
  for (const phone of [first, second]) {
    const { text } = await phone.run(['show', entry]);
    for (const word of [SHARED, MERGED]) expect(text).toContain(word);
    expect((await phone.run(['status'])).in_sync).toBe(true);
  }

  // Shared: it appears on the open page, without a reload.
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await first.run(['share', entry]);
  await first.sync();
  await expect(page.getByText(SHARED)).toBeVisible();
  await expect(page.getByText(SECRET)).toHaveCount(0);
  await therapist.isAccessible();

  // Read and reviewed: the client can see it.
  await page.locator('a[href*="/entries/"]').first().click();
  await expect(page.getByText(MERGED)).toBeVisible();
  await therapist.isAccessible();
  await page.getByRole('button', { name: 'Mark as reviewed' }).click();
  await expect
    .poll(async () => {
      await first.sync();
      return (await first.run(['show', entry])).reading;
    })
    .toBe('reviewed');

  // Nothing decrypted is stored, neither by the browser nor by the server.
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stores = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    const caches_ = await caches.keys();
    return JSON.stringify({ databases, stores, caches_ });
  });
  for (const word of [SHARED, MERGED, SECRET, 'Wren']) expect(kept).not.toContain(word);
  const bytes = await server.bytes();
  for (const word of [SHARED, MERGED, SECRET, PASSWORD, 'Wren', code]) {
    expect(bytes.includes(word), `${word} is on the server`).toBe(false);
  }

  // Taken back: gone from the page and from the server's answer to it.
  await first.run(['take-back', entry]);
  await first.sync();
  await expect(page.getByText(SHARED)).toHaveCount(0);
  await page.goto(`${server.origin}/`);
  await therapist.unlockIfAsked();
  await page.getByRole('link', { name: /Wren/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await expect(page.getByText('Nothing shared yet')).toBeVisible();

  // Recovered on a new phone with the code: everything is there, and the old phones are signed out.
  const third = new Phone(server.origin, 'wren');
  await expect(third.recover(code.replace(/^\w+/, 'zebra'), 'another-password')).rejects.toThrow(Refused);
  await third.recover(code, 'another-password');
  await third.sync();
  expect((await third.run(['search', SECRET])).length ?? (await third.run(['search', SECRET])).hits.length).toBe(1);
  await expect(first.sync()).rejects.toThrow(Refused);
  expect((await first.run(['show', entry])).text).toContain(SHARED);
  expect(errors).toEqual([]);
});

test('rejected input is explained, and nothing is lost', async ({ page }) => {
  const therapist = new Therapist(page, server.origin, 'm.osei', 'harbour-street-lamps');
  await page.goto(`${server.origin}/sign-in`);
  await page.getByLabel('Sign-in name').fill('nobody');
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Wrong name or password');
  await therapist.isAccessible();

  await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  const link = await therapist.invite('');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No open invitations.')).toBeVisible();
  const phone = new Phone(server.origin, 'juniper');
  await phone.register(PASSWORD);
  await expect(phone.run(['join', link])).rejects.toThrow(/invitation_revoked/);
  await expect(phone.signIn('wrong-password')).rejects.toThrow(/wrong_credentials/);
  // An entry that was written offline survives all of it.
  const id = await phone.write('Still here.');
  expect((await phone.run(['show', id])).text).toBe('Still here.');
});

test('a lock drops the keys, and the password restores everything', async ({ page }) => {
  const therapist = new Therapist(page, server.origin, 'l.brandt', 'winter-orchard-bell');
  await therapist.enrol(server.bootstrap(), 'L. Brandt', 'Harbour Street Practice');
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await expect(page.getByRole('heading', { name: /Welcome back/ })).toBeVisible();
  await therapist.isAccessible();
  await page.reload();
  await page.getByLabel('Password', { exact: true }).fill('winter-orchard-lamp');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('alert')).toContainText('Wrong name or password');
  await page.getByLabel('Password', { exact: true }).fill('winter-orchard-bell');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await therapist.isAtTheCaseload();
});
