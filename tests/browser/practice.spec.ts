// An owner's actions, checked on the side of those affected: a colleague, and a colleague's client.
import { expect, test } from '@playwright/test';
import { access, enrolled, joined, place, setUpFactor, syncAndRun } from './support/practice';
import { Server } from './support/server';
import { Therapist } from './support/therapist';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('a colleague enrols with a code, becomes an owner and leaves, and a client sees that care has ended', async ({ page, browser }) => {
  const osei = await enrolled(page, server);
  await place(page, 'Practice');
  const codes = page.getByRole('region', { name: 'New members' });
  const make = codes.getByRole('button', { name: 'Create code' });
  await make.click();
  await expect(codes.getByText('Waiting')).toHaveCount(1);
  await codes.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(codes.getByText('Revoked')).toHaveCount(1);
  const before = await codes.locator('code').textContent();
  await make.click();
  await expect(codes.locator('code')).not.toHaveText(before!);
  const code = (await codes.locator('code').textContent())!.trim();

  const there = await (await browser.newContext()).newPage();
  const brandt = new Therapist(there, server.origin, 'l.brandt', 'winter-orchard-bell');
  await brandt.enrol(code, 'L. Brandt', '');
  const phone = await joined(brandt);
  const care = async () => ((await syncAndRun(phone, 'care')).care as { ended: boolean }[]).map(({ ended }) => ended);
  expect(await care()).toEqual([false]);

  // An owner sees the practice, but not a colleague's client.
  await place(page, 'Caseload');
  await expect(page.getByText('No clients yet')).toBeVisible();
  await place(page, 'Practice');
  await page.getByRole('checkbox', { name: 'L. Brandt is Owner' }).check();
  await there.reload();
  await brandt.unlockIfAsked();
  await place(there, 'Practice');
  await expect(there.getByRole('region', { name: 'Members' }).getByText('M. Osei')).toBeVisible();

  const row = page.getByRole('region', { name: 'Members' }).getByRole('row', { name: /L\. Brandt/ });
  await row.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('1 client loses their therapist.');
  await osei.isAccessible();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
  await expect.poll(care).toEqual([true]);
  await there.reload();
  await expect(there.getByLabel('Sign-in name')).toBeVisible();
  await there.context().close();

  // All of it is in the audit log, whose chain is intact.
  const trail = page.getByRole('region', { name: 'Audit log' });
  await page.reload();
  await osei.unlockIfAsked();
  await trail.getByRole('button', { name: 'Check the chain' }).click();
  await expect(trail.getByText(/Intact: \d+ entries/)).toBeVisible();
});

test('an owner requires a second factor, and a colleague without one sets it up before anything else opens', async ({ page, browser }) => {
  const osei = await enrolled(page, server);
  await place(page, 'Practice');
  const codes = page.getByRole('region', { name: 'New members' });
  await codes.getByRole('button', { name: 'Create code' }).click();
  const code = (await codes.locator('code').textContent())!.trim();
  const there = await (await browser.newContext()).newPage();
  const brandt = new Therapist(there, server.origin, 'l.brandt', 'winter-orchard-bell');
  await brandt.enrol(code, 'L. Brandt', '');

  // Not without one's own.
  const rule = page.getByRole('region', { name: 'Second factor for everybody' });
  await expect(rule.getByText('set up a second factor for your own account first')).toBeVisible();
  await expect(rule.getByRole('button')).toHaveCount(0);
  await access(page);
  await setUpFactor(osei);
  await expect(page.getByText(/^✓ On since/)).toBeVisible();
  await place(page, 'Practice');
  await expect(rule.getByText('Without a second factor: L. Brandt.')).toBeVisible();
  await rule.getByRole('button', { name: 'Require a second factor' }).click();
  await osei.isAccessible();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Require a second factor' }).click();
  await expect(rule.getByRole('button', { name: 'No longer require it' })).toBeVisible();

  // The open session of the colleague notices by itself, and a reload does not help.
  const first = there.getByRole('heading', { name: 'Set up your second factor', level: 1 });
  await expect(first).toBeVisible();
  await there.goto(`${server.origin}/practice`);
  await there.getByLabel('Password', { exact: true }).fill(brandt.password);
  await there.getByRole('button', { name: 'Unlock' }).click();
  await expect(first).toBeVisible();
  await expect(there.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
  await brandt.isAccessible();
  await setUpFactor(brandt);
  await place(there, 'Caseload');
  await brandt.isAtTheCaseload();
  await access(there);
  await expect(there.getByText('Your practice requires it.')).toBeVisible();
  await expect(there.getByRole('button', { name: 'Turn off' })).toHaveCount(0);
  await there.context().close();

  await place(page, 'Caseload');
  await place(page, 'Practice');
  await expect(rule.getByText('All members have a second factor.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Audit log' }).getByText('Required a second factor from everybody')).toBeVisible();
});
