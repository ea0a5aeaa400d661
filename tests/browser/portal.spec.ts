import { expect, test, type Page } from '@playwright/test';
import { oneTimeCode } from './support/authenticator';
import { access, enrolled, inGerman, open, place, practice } from './support/practice';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

const STAFF_PASSWORD = 'harbour-street-lamps';
const SHARED = 'brindlefern';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

/** A therapist with one client, who has shared a sentence. */
async function sharing(page: Page) {
  const { therapist, phone } = await practice(page, server);
  const entry = await phone.write(`By the door ${SHARED} grew.`, '--mood', '6');
  await phone.run(['share', entry]);
  await phone.sync();
  return { therapist, phone, entry };
}

test('an invitation link without the app shows its code, and the secret stays in the page', async ({ page }) => {
  const secret = 'a'.repeat(43);
  const sent: string[] = [];
  page.on('request', (request) => {
    // The fragment of a page is not sent in a request (RFC 9110, 7.1).
    if (!request.isNavigationRequest()) sent.push(`${request.url()} ${request.postData() ?? ''}`);
  });
  await page.goto(`${server.origin}/join#01890a5d-ac96-774b-bcce-b302099a805c.${secret}`);
  const code = page.getByRole('img', { name: 'QR code of this invitation' });
  await expect(code).toBeVisible();
  const modules = () => code.locator('path').getAttribute('d');
  const first = await modules();
  // Another link that is pasted into the same page shows another code; an incomplete one shows none.
  await page.goto(`${server.origin}/join#01890a5d-ac96-774b-bcce-b302099a805c.${'b'.repeat(43)}`);
  await expect.poll(modules).not.toBe(first);
  await page.goto(`${server.origin}/join#01890a5d-ac96-774b-bcce-b302099a805c.aaaa`);
  await expect(page.getByText('This link is incomplete.')).toBeVisible();
  await expect(code).toBeHidden();
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((one) => one.includes(secret))).toEqual([]);
});

test('replies, plans and promises reach the phone', async ({ page }) => {
  const { phone, entry } = await sharing(page);
  await open(page, 'Timeline');
  await page.getByText(SHARED).click();
  await page.getByLabel('Reply').fill('The door, again. Bring it along?');
  await expect(page.getByText('Draft saved, encrypted.')).toBeVisible();
  await page.getByRole('region', { name: 'For you alone' }).getByLabel('Note').fill('Ask about the door.');
  await page.getByRole('button', { name: 'Bring to session' }).click();
  // The draft survives the lock, and the agenda is in the brief.
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByLabel('Reply')).toHaveValue('The door, again. Bring it along?');
  await open(page, 'Brief');
  await expect(page.getByText('Ask about the door.')).toBeVisible();
  await open(page, 'Timeline');
  await page.getByText(SHARED).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('The door, again.')).toBeVisible();

  await open(page, 'Plan');
  const panel = (name: string) => page.getByRole('region', { name });
  await panel('Schedule').getByLabel('Where').fill('Quiet room 3');
  await panel('Schedule').getByRole('button', { name: 'Schedule' }).click();
  await expect(panel('Schedule').getByText('Quiet room 3')).toBeVisible();
  await panel('Assign').getByLabel('Measure', { exact: true }).last().selectOption('GAD-7');
  await panel('Assign').getByRole('button', { name: 'Assign' }).click();
  await expect(panel('Assign').getByText('Not answered yet')).toBeVisible();
  await panel('Suggest a step').getByLabel('A small step').fill('Stand at the door for a minute.');
  await panel('Suggest a step').getByRole('button', { name: 'Suggest' }).click();
  await expect(panel('Suggest a step').getByText('Stand at the door')).toBeVisible();
  await panel('What I promised').getByLabel('A promise').fill('Send the recording.');
  await panel('What I promised').getByRole('button', { name: 'Add' }).click();
  await panel('What I promised').getByRole('checkbox', { name: 'Send the recording.' }).check();
  await open(page, 'Sessions');
  await page.getByRole('button', { name: 'Record a session' }).click();
  await page.getByRole('dialog').getByLabel('Route').selectOption('into a muscle');
  await page.getByRole('dialog').getByLabel('Dose as recorded, in mg').fill('120');
  await page.getByRole('dialog').getByLabel('Your note for the client').fill('Rest today.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Rest today.')).toBeVisible();

  await expect
    .poll(async () => {
      await phone.sync();
      return JSON.stringify(await phone.run(['show', entry]));
    })
    .toContain('The door, again.');
  // Plans are no longer only here: another browser gets them from the server.
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await open(page, 'Plan');
  for (const text of ['Quiet room 3', 'Stand at the door for a minute.', 'Send the recording.']) {
    await expect(page.getByText(text)).toBeVisible();
  }
});

test('two practices see nothing of each other', async ({ page, browser }) => {
  await sharing(page);
  const other = await browser.newPage();
  const stranger = new Therapist(other, server.origin, 'l.brandt', 'winter-orchard-bell');
  await stranger.enrol(server.bootstrap(), 'L. Brandt', 'Mill Lane Practice');
  await expect(other.getByText('No clients yet')).toBeVisible();
  // Not even by its address.
  await page.getByRole('link', { name: 'Wren' }).click();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await other.goto(page.url());
  await stranger.unlockIfAsked();
  await expect(other.getByText('Client not found')).toBeVisible();
  await place(other, 'Practice');
  await expect(other.getByRole('heading', { name: 'Mill Lane Practice' })).toBeVisible();
  await expect(other.getByText('M. Osei')).toHaveCount(0);
  await other.close();
});

test('the desk locks after the practice’s auto-lock time, and not before', async ({ page }) => {
  await page.clock.install();
  await enrolled(page, server);
  const locked = page.getByRole('heading', { name: 'Welcome back, M. Osei' });
  await page.clock.fastForward('14:00');
  await expect(page.getByRole('heading', { name: 'Caseload', level: 1 })).toBeVisible();
  await page.clock.fastForward('02:00');
  await expect(locked).toBeVisible();
  await expect(page.getByText('Locked after inactivity')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Unlock' }).click();

  await place(page, 'Practice');
  await page.getByLabel('Auto-lock after inactivity').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.clock.fastForward('04:00');
  await expect(locked).toBeVisible();
});

test('the language can be changed, and is stored', async ({ page }) => {
  const { therapist } = await sharing(page);
  await inGerman(page);
  await expect(page.getByRole('heading', { name: 'Fallübersicht', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await open(page, 'Verlauf', 'Seiten von Wren');
  await expect(page.getByText('1 Eintrag', { exact: true })).toBeVisible();
  await therapist.isAccessible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Entsperren' })).toBeVisible();
});

test('sessions of other browsers can be seen and ended', async ({ page, browser }) => {
  const therapist = await enrolled(page, server);
  const elsewhere = await (await browser.newContext()).newPage();
  const there = new Therapist(elsewhere, server.origin, 'm.osei', STAFF_PASSWORD);
  await there.signIn();
  await access(page);
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
  await expect(page.getByRole('button', { name: 'End', exact: true })).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere.getByLabel('Sign-in name')).toBeVisible();

  await there.signIn();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByLabel('Sign-in name')).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByLabel('Sign-in name')).toBeVisible();
  await elsewhere.context().close();
});

test('a second factor is set up and required, and spare codes work once', async ({ page }) => {
  const therapist = await enrolled(page, server);
  await access(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByLabel('Password').fill(STAFF_PASSWORD);
  await asked.getByRole('button', { name: 'Set up' }).click();
  const secret = (await page.locator('code').textContent())!.trim();
  await therapist.isAccessible();
  await page.getByLabel('The six digits').fill(oneTimeCode(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.locator('ol code')).toHaveCount(10);
  const spare = await page.locator('ol code').allTextContents();
  await therapist.isAccessible();
  await page.getByRole('button', { name: 'I have saved them' }).click();

  const signInWith = async (code: string) => {
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Sign-in name').fill('m.osei');
    await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code from your authenticator app').fill(code);
    await therapist.isAccessible();
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await signInWith(spare[0]!);
  await therapist.isAtTheCaseload();
  await signInWith(spare[0]!);
  await expect(page.getByRole('alert')).toBeVisible();
});

test('from the sign-in to a reviewed entry by keyboard alone', async ({ page }) => {
  const { therapist } = await sharing(page);
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Sign-in name')).toBeFocused();
  await page.keyboard.type('m.osei');
  await page.keyboard.press('Tab');
  await page.keyboard.type(STAFF_PASSWORD);
  await page.keyboard.press('Enter');
  await therapist.isAtTheCaseload();
  await expect(page.getByRole('link', { name: 'Wren' })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Wren' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByText(SHARED)).toBeVisible();
  const card = page.locator('article h3 a').first();
  for (let pressed = 0; pressed < 40 && !(await card.evaluate((a) => a === document.activeElement)); pressed += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(card).toBeFocused();
  await page.keyboard.press('Enter');
  // The timeline has a button of this name as well, for its only entry.
  await expect(page).toHaveURL(/\/entries\//);
  await expect(page.getByRole('heading', { name: 'Reflection', level: 2 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mark as reviewed' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Mark as not reviewed' })).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByLabel('Reply')).toBeFocused();
});
