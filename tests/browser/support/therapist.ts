import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** A therapist at the portal: acts through visible elements only. */
export class Therapist {
  constructor(
    readonly page: Page,
    readonly origin: string,
    readonly handle: string,
    readonly password: string,
  ) {}

  /** The first sign-in, with the one-time code. Returns the recovery code's words. */
  async enrol(code: string, name: string, practice: string): Promise<string[]> {
    const { page } = this;
    await page.goto(`${this.origin}/enrol`);
    await page.getByLabel('Enrolment code').fill(code);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Practice').fill(practice);
    await page.getByLabel('Sign-in name').fill(this.handle);
    await page.getByLabel('Password', { exact: true }).fill(this.password);
    await page.getByLabel('Repeat password').fill(this.password);
    await page.getByRole('button', { name: 'Create my keys' }).click();
    await page.getByRole('heading', { name: 'Your recovery code' }).waitFor();
    const words = await page.locator('ol li').allTextContents();
    expect(words).toHaveLength(15);
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await page.getByLabel('The fifteen words').fill(words.join(' '));
    await page.getByRole('button', { name: 'Finish' }).click();
    await this.isAtTheCaseload();
    return words;
  }

  async signIn(): Promise<void> {
    await this.page.goto(`${this.origin}/sign-in`);
    await this.page.getByLabel('Sign-in name').fill(this.handle);
    await this.page.getByLabel('Password', { exact: true }).fill(this.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.isAtTheCaseload();
  }

  async isAtTheCaseload(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Caseload', level: 1 })).toBeVisible();
  }

  /** Creates an invitation and returns the link that is shown beside the QR code. */
  async invite(label: string, whom?: string): Promise<string> {
    const { page } = this;
    await page.goto(`${this.origin}/invite`);
    await this.unlockIfAsked();
    await page.getByLabel('Label', { exact: true }).fill(label);
    if (whom) await page.getByLabel('Whom you invite').selectOption(whom);
    await page.getByRole('button', { name: 'Create invitation' }).click();
    const link = page.getByText(/\/join#/);
    await expect(link).toBeVisible();
    return (await link.textContent())!.trim();
  }

  /** After a reload the password is requested again: the keys were in the worker. */
  async unlockIfAsked(): Promise<void> {
    const unlock = this.page.getByRole('button', { name: 'Unlock' });
    const open = this.page.getByRole('navigation', { name: 'Main' });
    await expect(unlock.or(open)).toBeVisible();
    if (await unlock.isVisible()) {
      await this.page.getByLabel('Password', { exact: true }).fill(this.password);
      await unlock.click();
      await expect(open).toBeVisible();
    }
  }

  /** Checks the current page with axe. */
  async isAccessible(): Promise<void> {
    expect(await barriers(this.page)).toEqual([]);
  }
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * The violations that axe finds on the current page: rule and element. Target size is enabled by name. With `rules`,
 * only those are checked.
 */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  const options: axe.RunOptions = rules
    ? { runOnly: { type: 'rule', values: rules } }
    : { runOnly: { type: 'tag', values: TAGS }, rules: { 'target-size': { enabled: true } } };
  // Injected into the page itself: it has no frames, and a page of axe's own for each check would take longer than the
  // check.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (options) => {
    const look = async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, options);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
    };
    const first = await look();
    if (first.length === 0) return first;
    // A colour may have been half way between two states: only what stays is a barrier.
    const ends = (one: Animation) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime));
    await Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const again = new Set(await look());
    return first.filter((one) => again.has(one));
  }, options);
}
