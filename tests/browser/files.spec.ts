import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { photo, recording } from './support/files';
import { open, practice } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

/** Object URLs of opened files that the page has created and not revoked. */
async function countAddresses(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const open = new Set<string>();
    const [make, end] = [URL.createObjectURL, URL.revokeObjectURL];
    URL.createObjectURL = (bytes) => {
      const address = make.call(URL, bytes);
      open.add(address);
      return address;
    };
    URL.revokeObjectURL = (address) => {
      open.delete(address);
      end.call(URL, address);
    };
    (globalThis as unknown as { addresses: Set<string> }).addresses = open;
  });
  return () => page.evaluate(() => (globalThis as unknown as { addresses: Set<string> }).addresses.size);
}

test('a photo and a voice note are shown and played from memory until they are taken back', async ({ page }) => {
  const addresses = await countAddresses(page);
  const { therapist, phone } = await practice(page, server);
  await phone.run(['access', '--share', 'reflection']);
  const entry = await phone.write('By the water.', '--mood', '6');
  const [picture, voice] = [photo(), recording()];
  for (const file of [picture, voice]) await phone.run(['attachments', entry, '--add', file]);
  await phone.sync();

  await open(page, 'Brief');
  await expect(page.getByText('1 photo, 1 recording').first()).toBeVisible();
  await open(page, 'Timeline');
  const card = page.locator('article').first();
  await expect(card.getByText('1 photo, 1 recording')).toBeVisible();
  // The thumbnail came with the record.
  await expect.poll(() => card.getByRole('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await card.getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Photos and recordings' })).toBeVisible();
  await therapist.isAccessible();

  // The photo, by the keyboard: larger, turned, closed.
  await page.getByRole('button', { name: 'Show: Photo' }).focus();
  await page.keyboard.press('Enter');
  const viewer = page.getByRole('dialog', { name: 'Photo' });
  const canvas = viewer.locator('canvas');
  await expect(canvas).toBeVisible();
  /** The colours left and right (or above and below), and the displayed size. */
  const seen = () =>
    canvas.evaluate((canvas: HTMLCanvasElement) => {
      const at = (x: number, y: number) => {
        const [red = 0, , blue = 0] = canvas.getContext('2d')!.getImageData(x, y, 1, 1).data;
        return red > blue ? 'red' : 'blue';
      };
      const { width, height } = canvas;
      return { first: at(2, 2), last: at(width - 3, height - 3), wide: width > height, shown: canvas.clientWidth };
    });
  const first = await seen();
  expect(first).toMatchObject({ first: 'red', last: 'blue', wide: true });
  await therapist.isAccessible();
  await page.keyboard.press('+');
  await expect.poll(async () => (await seen()).shown).toBeGreaterThan(first.shown);
  await page.keyboard.press('-');
  await page.keyboard.press('r');
  await expect(canvas).toHaveAttribute('data-turns', '1');
  expect(await seen()).toMatchObject({ first: 'red', last: 'blue', wide: false });
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  expect(await addresses()).toBe(0);

  // The voice note, also by keyboard: play, pause, seek.
  const player = page.getByRole('group', { name: 'Recording' });
  await player.getByRole('button', { name: 'Play' }).focus();
  await page.keyboard.press('Enter');
  const slider = player.getByRole('slider', { name: 'Position' });
  const at = async () => Number(await slider.inputValue());
  await expect.poll(at).toBeGreaterThan(0);
  await player.getByRole('button', { name: 'Pause' }).press('Enter');
  await expect(player.getByRole('button', { name: 'Play' })).toBeVisible();
  const stopped = await at();
  await slider.press('End');
  expect(await at()).toBeGreaterThan(stopped);
  await expect(slider).toHaveAttribute('aria-valuetext', '0:12 of 0:12');
  await player.getByLabel('Speed').selectOption('1.5');
  await therapist.isAccessible();
  expect(await addresses()).toBe(1);

  // Everything in one archive, unchanged from what the client attached.
  await open(page, 'Export');
  expect(await addresses()).toBe(0);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save: Photos and recordings (ZIP)' }).click();
  const archive = readFileSync(await (await saved).path());
  // Stored as they are: sound and pictures are compressed already.
  const names = archive.toString('latin1').match(/\d{4}-\d\d-\d\d-\d{3}-[a-z]+\.[a-z0-9]+/g) ?? [];
  expect([...new Set(names.map((name) => name.slice(11)))]).toEqual(['001-photo.png', '002-recording.wav']);
  expect(archive.includes(readFileSync(voice))).toBe(true);

  // A lock removes them from the page's memory.
  await page.goBack();
  await player.getByRole('button', { name: 'Play' }).click();
  await expect.poll(addresses).toBe(1);
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible();
  expect(await addresses()).toBe(0);
  await therapist.unlockIfAsked();

  // So does taking back, while the file is on the screen.
  await player.getByRole('button', { name: 'Play' }).click();
  await expect.poll(addresses).toBe(1);
  await page.getByRole('button', { name: 'Show: Photo' }).click();
  await expect(canvas).toBeVisible();
  await phone.run(['take-back', entry]);
  await phone.sync();
  await expect(page.getByText('This entry is no longer available')).toBeVisible();
  await expect(viewer).toHaveCount(0);
  await expect(page.getByRole('img')).toHaveCount(0);
  expect(await addresses()).toBe(0);
});
