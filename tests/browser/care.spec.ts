import { expect, test } from '@playwright/test';
import { inGerman, open, place, practice } from './support/practice';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('a colleague takes over with the client’s consent, and each sees only their share', async ({ page, browser }) => {
  const { therapist: osei, phone } = await practice(page, server);
  const [first] = (await phone.run(['care'])).care as { id: string }[];
  const shared = await phone.write('The lake was still, brindlefern.');
  await phone.write('Only for me, tallowmere.');
  await phone.run(['share', shared]);
  await phone.sync();
  await open(page, 'Timeline');
  await page.getByText('brindlefern').click();
  await page.getByLabel('Reply').fill('Bring the lake along, says marrowlight.');
  await page.getByRole('button', { name: 'Send' }).click();
  const own = page.getByRole('region', { name: 'For you alone' });
  await own.getByLabel('Note').fill('Think of the lake, fennowick.');
  await own.getByRole('button', { name: 'Save as note' }).click();
  await expect(own.getByText('fennowick')).toBeVisible();

  // The colleague invites; the client reviews, agrees, and shares the earlier entries as well.
  const there = await (await browser.newContext()).newPage();
  const brandt = new Therapist(there, server.origin, 'l.brandt', 'winter-orchard-bell');
  await brandt.enrol(server.bootstrap(), 'L. Brandt', 'Mill Lane Practice');
  const link = await brandt.invite('From M. Osei', 'A colleague’s client, to take over care');
  expect(await phone.run(['join', link, '--read-only'])).toMatchObject({
    therapist: 'L. Brandt',
    purpose_text: expect.stringContaining('L. Brandt is to take your care over'),
  });
  const second = (await phone.run(['join', link, '--name', 'Wren'])).care;
  await phone.sync();
  await place(there, 'Caseload');
  await open(there, 'Timeline');
  await expect(there.getByText('Nothing shared yet')).toBeVisible();
  const looked = await phone.run(['bring-along', '--from', first!.id, '--with', second.id, '--preview']);
  expect(looked.previews).toHaveLength(1);
  await phone.run(['bring-along', '--from', first!.id, '--with', second.id]);
  const alone = await phone.write('About the change, quillhaven.');
  await phone.run(['share', alone, '--with', second.id]);
  await phone.sync();
  await expect(there.getByText('brindlefern')).toBeVisible();
  await expect(there.getByText('quillhaven')).toBeVisible();
  await expect(there.getByText('tallowmere')).toHaveCount(0);
  await there.getByText('brindlefern').click();
  await expect(there.getByLabel('Reply')).toBeVisible();
  await expect(there.getByText('marrowlight')).toHaveCount(0);

  // The first therapist sees none of it, and ends their own relationship.
  await open(page, 'Timeline');
  await expect(page.getByText('brindlefern')).toBeVisible();
  await expect(page.getByText('quillhaven')).toHaveCount(0);
  await open(page, 'Care');
  await expect(page.getByRole('region', { name: 'Who had access, and when' }).getByText('Gave you access')).toBeVisible();
  await osei.isAccessible();
  await page.getByRole('button', { name: 'End care' }).click();
  await osei.isAccessible();
  const old = page.url();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End care' }).click();
  await expect(page.getByText('No clients yet')).toBeVisible();
  await page.goto(old);
  await osei.unlockIfAsked();
  await expect(page.getByText('Client not found')).toBeVisible();
  // Private notes stay with the therapist, also after a reload.
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Access and devices' }).click();
  const former = page.getByRole('region', { name: 'Former clients' });
  for (const text of ['fennowick', 'Care for Wren ended.']) await expect(former.getByText(text)).toBeVisible();
  await osei.isAccessible();
  await phone.sync();
  const care = async () => (await phone.run(['care'])).care as { id: string; ended: boolean }[];
  const ended = async (id: string) => (await care()).find((one) => one.id === id)?.ended;
  expect([await ended(first!.id), await ended(second.id)]).toEqual([true, false]);
  // The therapist's replies stay with the client.
  expect(JSON.stringify(await phone.run(['show', shared]))).toContain('marrowlight');

  // The client can end it as well, while the page is open.
  await open(there, 'Timeline');
  await expect(there.getByText('quillhaven')).toBeVisible();
  await phone.run(['end-care', '--with', second.id]);
  // Shared records are dropped at once. The bond is the therapist's own, and stays until they end it.
  await expect(there.getByText('The server no longer lists this client.')).toBeVisible();
  await expect(there.getByText('quillhaven')).toHaveCount(0);
  expect(await ended(second.id)).toBe(true);
  await brandt.isAccessible();
  await there.getByRole('link', { name: 'End care' }).click();
  await brandt.isAccessible();
  await there.getByRole('button', { name: 'End care' }).click();
  await there.getByRole('alertdialog').getByRole('button', { name: 'End care' }).click();
  await expect(there.getByText('No clients yet')).toBeVisible();
  await there.context().close();
});

test('the care page is in German', async ({ page }) => {
  const { therapist: osei } = await practice(page, server);
  await inGerman(page);
  await open(page, 'Behandlung', 'Seiten von Wren');
  await expect(page.getByRole('heading', { name: 'Weitere Fachperson' })).toBeVisible();
  await osei.isAccessible();
  await page.getByRole('button', { name: 'Behandlung beenden' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Behandlung beenden' }).click();
  await expect(page.getByText('Noch keine Klient:innen')).toBeVisible();
});
