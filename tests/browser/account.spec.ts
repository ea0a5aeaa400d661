import { expect, test, type Page } from '@playwright/test';
import { oneTimeCode } from './support/authenticator';
import { Phone } from './support/phone';
import { access } from './support/practice';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

const LOST = 'harbour-street-lamps';
const NEW = 'copper-kettle-morning';
const SHARED = 'brindlefern';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Sign-in name')).toBeVisible();
}

test('a lost password is recovered with the recovery code, without effect on clients', async ({ page, browser }) => {
  const therapist = new Therapist(page, server.origin, 'm.osei', LOST);
  const words = await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  const link = await therapist.invite('Tuesday');
  const phone = new Phone(server.origin, 'wren');
  await phone.register('tidewater-lantern');
  await phone.run(['join', link, '--name', 'Wren']);
  await phone.run(['share', await phone.write(`By the door ${SHARED} grew.`)]);
  await phone.sync();
  await page.goto(server.origin);
  await therapist.unlockIfAsked();
  await access(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByLabel('Password').fill(LOST);
  await asked.getByRole('button', { name: 'Set up' }).click();
  const secret = (await page.locator('code').textContent())!.trim();
  await page.getByLabel('The six digits').fill(oneTimeCode(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const spare = await page.locator('ol code').allTextContents();
  await page.getByRole('button', { name: 'I have saved them' }).click();

  // In another browser, with only the name, the recovery kit and the spare codes.
  const elsewhere = await (await browser.newContext()).newPage();
  const there = new Therapist(elsewhere, server.origin, 'm.osei', NEW);
  await elsewhere.goto(`${server.origin}/sign-in`);
  await elsewhere.getByRole('link', { name: 'I have lost my password' }).click();
  await expect(elsewhere.getByLabel('The fifteen words')).toBeVisible();
  const fill = async (kit: string) => {
    await elsewhere.getByLabel('Sign-in name').fill('M.Osei');
    await elsewhere.getByLabel('The fifteen words').fill(kit);
    await elsewhere.getByLabel('New password', { exact: true }).fill(NEW);
    await elsewhere.getByLabel('Repeat password').fill(NEW);
    await elsewhere.getByRole('button', { name: 'Set password and sign in' }).click();
  };
  await fill(words.slice(1).join(' '));
  await expect(elsewhere.getByText('These are not the fifteen words of a recovery code.')).toBeVisible();
  // Fifteen valid words of another account.
  await fill('legal winner thank year wave sausage worth useful legal winner thank year wave sausage wise');
  await expect(elsewhere.getByText(/not the fifteen words|Wrong name or recovery code/)).toBeVisible();
  await there.isAccessible();
  await fill(words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n'));
  // The code replaces the password and nothing else.
  await elsewhere.getByLabel('Code from your authenticator app').fill('000000');
  await elsewhere.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(elsewhere.getByRole('alert')).toBeVisible();
  await there.isAccessible();
  await elsewhere.getByLabel('Code from your authenticator app').fill(spare[0]!);
  await elsewhere.getByRole('button', { name: 'Set password and sign in' }).click();
  await there.isAtTheCaseload();
  await elsewhere.getByRole('link', { name: 'Wren' }).click();
  await elsewhere.getByRole('navigation', { name: 'Pages of Wren' }).getByRole('link', { name: 'Timeline', exact: true }).click();
  await expect(elsewhere.getByText(SHARED)).toBeVisible();

  // Sessions with the old password have ended, and it opens nothing.
  await page.reload();
  await page.getByLabel('Sign-in name').fill('m.osei');
  await page.getByLabel('Password', { exact: true }).fill(LOST);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Wrong name or password.')).toBeVisible();
  // The client's phone still talks to the same person.
  await phone.run(['share', await phone.write('Still here, marrowlight.')]);
  await phone.sync();
  await expect(elsewhere.getByText('marrowlight')).toBeVisible();
  await elsewhere.context().close();
});

test('a password change requires the current password', async ({ page, browser }) => {
  const therapist = new Therapist(page, server.origin, 'm.osei', LOST);
  await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  await access(page);
  await page.getByRole('button', { name: 'Change password' }).click();
  const fill = async (before: string, again: string) => {
    await page.getByLabel('Current password').fill(before);
    await page.getByLabel('New password', { exact: true }).fill(NEW);
    await page.getByLabel('Repeat password').fill(again);
    await page.getByRole('button', { name: 'Change it' }).click();
  };
  await fill(LOST, 'something-else-again');
  await expect(page.getByText('The two passwords differ.')).toBeVisible();
  await fill('not-the-password-at-all', NEW);
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await therapist.isAccessible();
  await fill(LOST, NEW);
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
  await expect(page.getByText('Changed the password')).toBeVisible();

  await signOut(page);
  await page.getByLabel('Sign-in name').fill('m.osei');
  await page.getByLabel('Password', { exact: true }).fill(LOST);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Wrong name or password.')).toBeVisible();
  const elsewhere = await browser.newPage();
  await new Therapist(elsewhere, server.origin, 'm.osei', NEW).signIn();
  await elsewhere.close();
});

test('both ways to a new password are in German', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'de-AT' })).newPage();
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole('link', { name: 'Passwort vergessen' }).click();
  await expect(page.getByRole('heading', { name: 'Neues Passwort mit dem Notfallcode festlegen' })).toBeVisible();
  await new Therapist(page, server.origin, 'm.osei', LOST).isAccessible();
  await page.getByLabel('Anmeldename').fill('m.osei');
  await page.getByLabel('Die fünfzehn Wörter').fill('Apfel Birne');
  await page.getByLabel('Neues Passwort', { exact: true }).fill(NEW);
  await page.getByLabel('Passwort wiederholen').fill(NEW);
  await page.getByRole('button', { name: 'Passwort festlegen und anmelden' }).click();
  await expect(page.getByText('Das sind nicht die fünfzehn Wörter eines Notfallcodes')).toBeVisible();
  await page.context().close();
});
