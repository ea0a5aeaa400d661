import { expect, test } from '@playwright/test';
import { joined, place, practice } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('two clients with one name can be distinguished, and Back restores the position', async ({ page }) => {
  const { therapist } = await practice(page, server);
  await joined(therapist, 'wren2', 'Wren');
  await place(page, 'Caseload');
  const rows = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /^Wren/ }) });
  await expect(rows).toHaveCount(2);
  await rows.first().getByRole('link').click();
  await page.getByRole('link', { name: 'Care', exact: true }).click();
  await page.getByLabel('Your name for them').fill('Tuesday, the taller');
  await page.getByRole('region', { name: 'Your name for this client' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Tuesday, the taller');

  await place(page, 'Caseload');
  await page.getByPlaceholder('Find a client').fill('taller');
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole('link', { name: 'Wren (Tuesday, the taller)' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Wren');
  await page.goBack();
  await expect(page.getByPlaceholder('Find a client')).toHaveValue('taller');
  await expect(rows).toHaveCount(1);
  // The query is neither in the URL nor on the disk.
  expect(page.url()).not.toContain('taller');
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('taller');
});
