import { expect, type Page } from '@playwright/test';
import { oneTimeCode } from './authenticator';
import { Phone, type Printed } from './phone';
import type { Server } from './server';
import { Therapist } from './therapist';

/** The password of everybody's phone. */
export const PASSWORD = 'tidewater-lantern';

/** A therapist who has founded a practice, signed in on this page. */
export async function enrolled(page: Page, server: Server): Promise<Therapist> {
  const therapist = new Therapist(page, server.origin, 'm.osei', 'harbour-street-lamps');
  await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  return therapist;
}

/** A client's phone that has joined by an invitation of this therapist. */
export async function joined(therapist: Therapist, handle = 'wren', name = 'Wren'): Promise<Phone> {
  const phone = new Phone(therapist.origin, handle);
  await phone.register(PASSWORD);
  await phone.run(['join', await therapist.invite(name), '--name', name]);
  await phone.sync();
  return phone;
}

/** A practice of one therapist, at the caseload on this page, and a client's phone that has joined. */
export async function practice(page: Page, server: Server): Promise<{ therapist: Therapist; phone: Phone }> {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await place(page, 'Caseload');
  await expect(page.getByRole('link', { name: 'Wren', exact: true })).toBeVisible();
  return { therapist, phone };
}

/** Opens a place of the navigation bar. */
export const place = (page: Page, name: string, bar = 'Main') =>
  page.getByRole('navigation', { name: bar }).getByRole('link', { name, exact: true }).click();

/** Opens one of Wren's pages, from the caseload or from another page of hers. */
export async function open(page: Page, name: string, of = 'Pages of Wren'): Promise<void> {
  const pages = page.getByRole('navigation', { name: of });
  const row = page.getByRole('link', { name: 'Wren', exact: true });
  await expect(pages.or(row)).toBeVisible();
  // The caseload may be closing, with the row still in the DOM.
  await expect(async () => {
    if (await row.isVisible()) await row.click({ timeout: 1_000 });
    await expect(pages).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await pages.getByRole('link', { name, exact: true }).click();
  await expect(pages.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
}

/** Opens the account's own page. */
export async function access(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Access and devices' }).click();
  await expect(page.getByText('This browser')).toBeVisible();
}

/** Sets up the second factor on the open page, and keeps the spare codes. */
export async function setUpFactor(therapist: Therapist): Promise<void> {
  const { page } = therapist;
  await page.getByRole('button', { name: 'Set up' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByLabel('Password').fill(therapist.password);
  await asked.getByRole('button', { name: 'Set up' }).click();
  const secret = (await page.locator('code').textContent())!.trim();
  await page.getByLabel('The six digits').fill(oneTimeCode(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.locator('ol code')).toHaveCount(10);
  await page.getByRole('button', { name: 'I have saved them' }).click();
}

/** Switches the open page to German. */
export async function inGerman(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await page.keyboard.press('Escape');
}

/** The output of a phone command after a sync. */
export async function syncAndRun(phone: Phone, ...command: string[]): Promise<Printed> {
  await phone.sync();
  return phone.run(command);
}

/** All data on the phone after a sync, as text. */
export async function allData(phone: Phone): Promise<string> {
  return JSON.stringify([await syncAndRun(phone, 'export'), await phone.run(['replies']), await phone.run(['journey'])]);
}

/** The raw records of a kind on the phone after a sync. */
export async function records(phone: Phone, kind: string): Promise<Printed[]> {
  const held: { record: { kind: string } }[] = (await syncAndRun(phone, 'export')).records;
  return held.map(({ record }) => record).filter((record) => record.kind === kind);
}
