// Every page and every state of the portal, checked for accessibility: with axe, by keyboard alone, enlarged, with
// reduced motion, in print.
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { Demo } from './support/demo';
import { open, place, practice } from './support/practice';
import { beforeTheVisit, journeys, withAFlag, withRecords, written } from './support/sample';
import { Server } from './support/server';
import { barriers } from './support/therapist';
import { clientPages, drawn, opened, outside, places, settled, signIn, type Stop, trouble, troubles } from './support/tour';

const languages = { English: 'en-GB', German: 'de-DE' };
const sizes = { laptop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const inside: Stop[] = [...places, ...clientPages, ...opened];

let demo: Demo;

test.beforeAll(async ({}, info) => {
  if (info.project.name !== 'sqlite') return;
  const sample = journeys();
  const [wren, juniper] = sample.personas;
  sample.personas.push({ ...juniper, handle: 'aster', therapist: wren.therapist });
  beforeTheVisit(sample, 'wren');
  withAFlag(sample);
  withRecords(sample);
  demo = await Demo.start(undefined, written(sample));
});
test.afterAll(() => demo?.stop());
test.beforeEach(({}, info) => test.skip(info.project.name !== 'sqlite', 'the demo runs on the embedded database'));

/** Visits all places and collects the findings, with the name of the place. */
async function everywhere(page: Page, stops: Stop[], look: (page: Page) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const stop of stops) {
    await stop.reach(page, demo.origin);
    if (!stop.waits) await settled(page);
    found.push(...(await look(page)).map((one) => `${stop.name}: ${one}`));
  }
  return found;
}

/** The findings of axe in the light scheme, and in the dark one, where only colours differ. */
async function inBothSchemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await drawn(page);
    const all = await barriers(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
    found.push(...all.map((one) => `${colorScheme}: ${one}`));
  }
  return found;
}

/** Elements that move although reduced motion is requested. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .map((one) => one.effect?.getComputedTiming())
      .filter((timing) => Number(timing?.activeDuration ?? 0) > 1)
      .map((timing) => `moves for ${timing?.activeDuration} ms`),
  );

/**
 * Elements that require horizontal scrolling at 200 per cent of 1280 and of 768 pixels, and at 400 per cent of 1280.
 */
async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  const usual = page.viewportSize();
  for (const width of [640, 384, 320]) {
    await page.setViewportSize({ width, height: 430 });
    await drawn(page);
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const moved = (one: Element) => one.closest('.table-scroll, .scroll, [tabindex="0"]') !== null;
      const out = [...document.querySelectorAll('body *')].filter(
        (one) => one.getBoundingClientRect().right > room + 1 && !moved(one),
      );
      return out.slice(0, 3).map((one) => `${one.tagName}.${one.className} ends at ${one.getBoundingClientRect().right} of ${room}`);
    });
    found.push(...wide.map((one) => `at ${width}: ${one}`));
  }
  if (usual) await page.setViewportSize(usual);
  return found;
}

// Each language and each size once, with every page in both: a finding that needs one specific pair is unlikely.
const walks = [
  { language: 'English', size: 'laptop', looks: [inBothSchemes, moving] },
  { language: 'German', size: 'phone', looks: [inBothSchemes, moving, tooWide] },
] as const;

/** A browser context for this tour, and its blocked requests. */
async function visitor(browser: Browser, { language, size }: (typeof walks)[number]) {
  const context = await browser.newContext({ locale: languages[language], viewport: sizes[size], timezoneId: 'America/Denver', reducedMotion: 'reduce' });
  const refused: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && /Content.Security.Policy|Trusted/i.test(message.text())) refused.push(message.text());
  });
  return { context, refused };
}

for (const walk of walks) {
  const look = async (page: Page) => {
    const found: string[] = [];
    for (const one of walk.looks) found.push(...(await one(page)));
    return found;
  };

  test(`every page is accessible and loads only allowed resources: in ${walk.language} on a ${walk.size}`, async ({ browser }) => {
    test.setTimeout(400_000);
    const { context, refused } = await visitor(browser, walk);
    const page = await context.newPage();
    const found = await everywhere(page, outside, look);
    await signIn(page, demo.origin);
    await page.locator('.rows a').first().waitFor();
    found.push(...(await everywhere(page, inside, look)));
    expect(found).toEqual([]);
    expect(refused).toEqual([]);
    await context.close();
  });

  test(`so is every error page: in ${walk.language} on a ${walk.size}`, async ({ browser }) => {
    const found: string[] = [];
    for (const stop of troubles) {
      const { context } = await visitor(browser, walk);
      const page = await trouble(context, stop, demo.origin);
      found.push(...(await look(page)).map((one) => `${stop.name}: ${one}`));
      await context.close();
    }
    expect(found).toEqual([]);
  });
}

test('so is every empty page', async ({ browser }) => {
  const server = await Server.start('sqlite');
  const { context } = await visitor(browser, walks[0]);
  const page = await context.newPage();
  const { phone } = await practice(page, server);
  await phone.sync();
  const found: string[] = [];
  const look = async (name: string) => {
    await expect(page.getByRole('heading', { level: 2 }).or(page.getByRole('listitem')).first()).toBeVisible();
    await settled(page);
    found.push(...(await inBothSchemes(page)).map((one) => `${name}: ${one}`));
  };
  for (const name of ['Brief', 'Timeline', 'Trends', 'Sessions', 'Plan', 'Export', 'Care']) {
    await open(page, name);
    await look(name);
  }
  for (const name of ['Caseload', 'Invite', 'Library', 'Practice']) {
    await place(page, name);
    await look(name);
  }
  expect(found).toEqual([]);
  await context.close();
  await server.stop();
});

for (const [language, locale] of Object.entries(languages)) {
  test(`the brief is one printed page, in ${language}`, async ({ browser }) => {
    const briefs = [
      ['m.osei', 'Wren'],
      ['m.osei', 'Aspen'],
      ['l.brandt', 'Juniper58'],
    ] as const;
    for (const [handle, name] of briefs) {
      const context = await browser.newContext({ locale, timezoneId: 'America/Denver' });
      const page = await context.newPage();
      await signIn(page, demo.origin, handle);
      await page.locator('.rows').getByRole('link', { name, exact: true }).click();
      await page.locator('.panel').first().waitFor();
      await settled(page);
      const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true });
      expect(paper.toString('latin1').match(/\/Type\s*\/Pages[\s\S]{0,80}?\/Count (\d+)/)?.[1]).toBe('1');
      // Dates, because "yesterday" is true for one day only.
      await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
      await expect(page.locator('.facts')).not.toContainText(/ ago|yesterday|today|vor \d|gestern|heute/);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      await context.close();
    }
  });
}

/** Presses a key until the target has the focus. Every focus on the way must be visible. */
async function tabTo(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  await wanted.waitFor();
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press(key);
    expect(await page.evaluate(focusIsSeen)).toBe('seen');
  }
  throw new Error(`the keyboard does not come to ${wanted}`);
}

/** An outline around the focused element, or around the one that represents it. */
function focusIsSeen(): string {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return 'seen';
  const around = [focused, focused.nextElementSibling, focused.parentElement, focused.closest('li, article')];
  const outlined = around.some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  return outlined ? 'seen' : `no outline: ${focused.outerHTML.slice(0, 120)}`;
}

test('the brief and the plan work with the keyboard alone', async ({ page }) => {
  await page.goto(`${demo.origin}/sign-in`);
  await expect(page.getByLabel('Sign-in name')).toBeFocused();
  await page.keyboard.type('m.osei');
  await page.keyboard.press('Tab');
  await page.keyboard.type('harbour-street');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Caseload', level: 1 })).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'Wren' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'In their own words' })).toBeVisible();
  const review = page.getByRole('button', { name: /^Mark all \d+ as reviewed$/ });
  await tabTo(page, review);
  await page.keyboard.press('Enter');
  // If some entries were never opened, the page asks first. Other tests of this demo may have opened them all.
  const [sure, undo] = [page.getByRole('dialog').getByRole('button', { name: 'Mark as reviewed' }), page.getByRole('button', { name: 'Undo' })];
  await expect(sure.or(undo)).toBeVisible();
  if (await sure.isVisible()) {
    await tabTo(page, sure);
    await page.keyboard.press('Enter');
  }
  await expect(review).toHaveCount(0);
  await tabTo(page, undo);
  await page.keyboard.press('Enter');
  await expect(review).toBeVisible();

  // A reply to the client's own text, and the brief in print.
  await tabTo(page, page.getByRole('region', { name: 'In their own words' }).getByRole('link', { name: /^Reflection/ }).first());
  await page.keyboard.press('Enter');
  const answer = page.getByLabel('Reply', { exact: true });
  await tabTo(page, answer);
  await page.keyboard.type('Thank you. Let us begin with this.');
  await tabTo(page, page.getByRole('button', { name: 'Send' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('blockquote').getByText('Let us begin with this.')).toBeVisible();
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await tabTo(page, page.getByRole('link', { name: 'Brief', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Print' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');

  await tabTo(page, page.getByRole('link', { name: 'Plan', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const assign = page.getByRole('region', { name: 'Assign' });
  await tabTo(page, assign.getByRole('button', { name: 'Assign' }));
  await page.keyboard.press('Enter');
  await expect(assign.getByText('Not answered yet')).toBeVisible();

  await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Invite' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Label', { exact: true }));
  await page.keyboard.type('Thursday');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/\/join#/)).toBeVisible();
  // After a menu and a dialog, the focus returns to its previous element.
  const account = page.getByRole('button', { name: /Account of/ });
  await tabTo(page, account, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(account).toBeFocused();
});
