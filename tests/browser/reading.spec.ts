import { expect, test, type Page } from '@playwright/test';
import { Phone } from './support/phone';
import { inGerman, open, practice } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

/** A therapist, and a client's phone that has joined and shares all entries from now on. */
async function sharing(page: Page) {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'reflection,measure_response,dosing_session']);
  return { therapist, phone };
}

/** Answers every question of a measure alike. */
async function answer(phone: Phone, instrument: string, items: number, value: string): Promise<void> {
  for (let item = 0; item < items; item += 1) await phone.run(['measure', instrument, '--answer', value]);
  await phone.run(['measure', instrument, '--finish']).catch(() => undefined);
}

test('a long journey is rendered in windows, and the search covers all of it, with notes and replies', async ({ page }) => {
  const { therapist, phone } = await sharing(page);
  // 130 recent entries, the oldest with a unique word; and the same session recorded by both sides.
  for (let n = 129; n >= 0; n -= 1) {
    const at = new Date(Date.now() - (n + 1) * 3_600_000).toISOString();
    await phone.write(n === 129 ? 'The very first, tallowmere.' : `Entry ${n}.`, '--at', at);
  }
  await phone.run(['session', '1', '--first-words', 'Lighter.']);
  await phone.sync();
  await page.getByRole('link', { name: 'Wren' }).click();
  await open(page, 'Sessions');
  await expect(page.getByText('Lighter.')).toBeVisible();
  await page.getByRole('button', { name: 'Record a session' }).click();
  await page.getByRole('dialog').getByLabel('Number').fill('1');
  await page.getByRole('dialog').getByLabel('Your note for the client').fill('Slowly, tallowmere.');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();

  await open(page, 'Timeline');
  await expect(page.getByText('130 entries', { exact: true })).toBeVisible();
  const cards = page.locator('article');
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeLessThan(130);
  await expect(page.getByText('tallowmere')).toHaveCount(0);
  // The whole journey is printed, even if little of it was loaded: by the button, by the keyboard, and by the browser's
  // own menu, which does not wait but fires a print event.
  const printed = page.locator('body');
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', `${document.querySelectorAll('article').length}`);
  });
  const begun = async () => {
    await printed.evaluate((body) => body.removeAttribute('data-printed'));
    await open(page, 'Trends');
    await open(page, 'Timeline');
    await expect(cards.first()).toBeVisible();
    expect(await cards.count()).toBeLessThan(130);
  };
  await begun();
  await page.getByRole('button', { name: 'Print' }).click();
  await expect(printed).toHaveAttribute('data-printed', '130');
  await begun();
  await page.keyboard.press('Control+p');
  await expect(printed).toHaveAttribute('data-printed', '130');
  await begun();
  const pages = async () => (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  const part = await pages();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/^Printed .* · M\. Osei · Harbour Street Practice$/)).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await expect(cards).toHaveCount(130);
  const whole = await pages();
  expect(whole).toBeGreaterThan(part);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('The very first')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.emulateMedia({ media: null });

  await begun();
  for (let turn = 0; turn < 20 && (await cards.count()) < 130; turn += 1) {
    const before = await cards.count();
    await cards.last().scrollIntoViewIfNeeded();
    await expect.poll(async () => (await cards.count()) > before || before === 130).toBe(true);
  }
  await expect(page.getByText('The very first')).toBeVisible();

  // The place stays, so what was read does not have to be scrolled through again.
  await open(page, 'Trends');
  await open(page, 'Timeline');
  await expect(page.getByText('The very first')).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search in what this client shared' }).fill('tallowmere');
  await expect(page.getByText('1 entry', { exact: true })).toBeVisible();
  const beside = page.getByRole('region', { name: '1 match in notes and replies' });
  await expect(beside.getByText('Slowly')).toBeVisible();
  await therapist.isAccessible();
  await beside.getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Session 1' })).toHaveCount(1);
});

test('the caseload shows reasons, and the brief counts from the visit date that was set', async ({ page }) => {
  const { therapist, phone } = await sharing(page);
  await answer(phone, 'gad-7', 7, '0');
  await phone.write('Long ago, brindlefern.', '--at', new Date(Date.now() - 10 * 86_400_000).toISOString());
  await phone.write('Lately, quillhaven.');
  await phone.sync();
  await expect(page.getByText('GAD-7 0')).toBeVisible();
  await answer(phone, 'gad-7', 7, '2');
  await phone.sync();
  // The caseload names what it compares with.
  await expect(page.getByText('GAD-7 14 of 21, worse').filter({ hasText: '; baseline 0, ' })).toBeVisible();
  await expect(page.getByText('A measure worsened reliably', { exact: true })).toBeVisible();
  await therapist.isAccessible();

  await page.getByRole('link', { name: 'Wren' }).click();
  await expect(page.getByText('From the beginning')).toBeVisible();
  const news = (n: number) => page.getByRole('heading', { name: `New since then (${n})` });
  // Unseen entries are new, regardless of the visit; two forms count as two entries.
  await page.getByRole('button', { name: 'Mark all 4 as reviewed' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as reviewed' }).click();
  await expect(news(4)).toBeVisible();
  await page.getByRole('button', { name: 'Change visit date' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('When').fill(new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 16));
  await therapist.isAccessible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Since the last visit')).toBeVisible();
  await expect(news(3)).toBeVisible();
  await page.getByRole('button', { name: 'Count from the last appointment again' }).click();
  await expect(page.getByText('From the beginning')).toBeVisible();
  await expect(news(4)).toBeVisible();
});

test('search and visit are in German', async ({ page }) => {
  const { therapist, phone } = await sharing(page);
  await phone.write('Am See, brindlefern.');
  await phone.sync();
  await page.getByRole('link', { name: 'Wren' }).click();
  await inGerman(page);
  await page.getByRole('button', { name: 'Gesprächstermin ändern' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Speichern' }).click();
  await open(page, 'Verlauf', 'Seiten von Wren');
  await page.getByRole('searchbox').fill('brindlefren');
  await expect(page.getByText(/Keine genaue Übereinstimmung/)).toBeVisible();
  await therapist.isAccessible();
});
