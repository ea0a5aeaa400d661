import { expect, type BrowserContext, type Page } from '@playwright/test';

/**
 * A page, or a state of one, and how to get there from any other. Independent of language: elements are found by
 * position.
 */
export interface Stop {
  name: string;
  reach(page: Page, origin: string): Promise<unknown>;
  /** The page shows that something is loading. */
  waits?: boolean;
}

/** Waits until nothing on the page is loading. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.waiting, .starting, [aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await drawn(page);
}

/** Waits until changes are rendered. */
export const drawn = (page: Page) =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

/** Signs in, in any language of the page. */
export async function signIn(page: Page, origin: string, handle?: string): Promise<void> {
  await enter(page, origin, handle);
  await page.locator('header .account').waitFor();
}

async function enter(page: Page, origin: string, handle = 'm.osei'): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.locator('[name=username]').fill(handle);
  await page.locator('[name=password]').fill('harbour-street');
  await page.locator('[type=submit]').click();
}

/** Shows the error states, with a separate sign-in. */
export async function trouble(context: BrowserContext, stop: Trouble, origin: string): Promise<Page> {
  const page = await context.newPage();
  await stop.prepare?.(context);
  // If the session ends at once, there is no navigation bar to wait for.
  await (stop.name === 'expired' ? enter : signIn)(page, origin);
  await stop.reach(page, origin);
  if (!stop.waits) await settled(page);
  return page;
}

/** Pages before sign-in. */
export const outside: Stop[] = [
  { name: 'sign-in', reach: (page, origin) => visit(page, `${origin}/sign-in`, 'form') },
  {
    name: 'sign-in-wrong',
    async reach(page, origin) {
      await visit(page, `${origin}/sign-in`, 'form');
      await page.locator('[name=username]').fill('nobody');
      await page.locator('[name=password]').fill('not-the-password');
      await page.locator('[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'enrol', reach: (page, origin) => visit(page, `${origin}/enrol`, 'form') },
  {
    name: 'join',
    reach: (page, origin) => visit(page, `${origin}/join#019b2f6e-7a10-7c3d-9e55-3f0b6f0c2d11.${'A7-k'.repeat(11).slice(0, 43)}`, 'svg'),
  },
  { name: 'join-incomplete', reach: (page, origin) => visit(page, `${origin}/join#cut`, '.notice') },
  { name: 'not-found', reach: (page, origin) => visit(page, `${origin}/nowhere`, 'h1') },
  { name: 'style', reach: (page, origin) => visit(page, `${origin}/style`, '.panel'), waits: true },
];

/** The places of the bar. */
export const places: Stop[] = [
  { name: 'caseload', reach: (page) => place(page, '/') },
  { name: 'invite', reach: (page) => place(page, '/invite') },
  { name: 'library', reach: (page) => place(page, '/library') },
  { name: 'practice', reach: (page) => place(page, '/practice') },
  {
    name: 'access',
    async reach(page) {
      await menu(page);
      await page.getByRole('menuitem').first().click();
      await page.locator('.table').first().waitFor();
    },
  },
];

/** The clients with the longest journey, an open safety flag, and the clinic's own records: the demo has all three. */
const [LONGEST, FLAGGED, RECORDED] = ['Wren', 'Aspen', 'Jonas'];

/** The pages of a client. */
export const clientPages: Stop[] = ['', 'timeline', 'trends', 'sessions', 'plan', 'export', 'care'].map((path) => ({
  name: path || 'brief',
  reach: (page) => ofClient(page, path),
}));

/** Elements that open on a page. */
export const opened: Stop[] = [
  {
    name: 'entry',
    async reach(page) {
      await ofClient(page, 'timeline');
      // Another stop may have searched here.
      await page.getByRole('searchbox').fill('');
      await page.locator('article h3 a').first().click();
      await page.locator('main article footer button').first().waitFor();
    },
  },
  {
    name: 'measure',
    async reach(page) {
      await ofClient(page, '');
      await page.locator('.totals a').last().click();
      await page.locator('main article ol').waitFor();
    },
  },
  { name: 'flag', reach: (page) => ofClient(page, '', FLAGGED) },
  {
    name: 'flag-answers',
    async reach(page) {
      await ofClient(page, '', FLAGGED);
      await page.locator('.flags a').first().click();
      await page.locator('main article ol .safety').first().waitFor();
    },
  },
  {
    name: 'flag-close',
    async reach(page) {
      await ofClient(page, '', FLAGGED);
      await page.locator('.flags button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'timeline-nothing-found',
    async reach(page) {
      await ofClient(page, 'timeline');
      await page.getByRole('searchbox').fill('quillowmere');
      await expect(page.locator('article')).toHaveCount(0);
    },
  },
  {
    name: 'brief-reviewed',
    async reach(page) {
      await ofClient(page, '');
      await page.locator('.panel').first().waitFor();
      await page.keyboard.press('r');
      // If some entries were never opened, the page asks first.
      const [asked, done] = [page.getByRole('dialog'), page.locator('.notice.good')];
      await expect(asked.or(done)).toBeVisible();
      if (await asked.isVisible()) await asked.getByRole('button').last().click();
      await done.waitFor();
    },
  },
  {
    name: 'brief-undone',
    async reach(page) {
      await page.locator('.notice.good button').click();
      await expect(page.locator('.notice.good')).toHaveCount(0);
    },
  },
  {
    name: 'session-record',
    async reach(page) {
      await ofClient(page, 'sessions');
      await page.locator('main button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'clearance',
    async reach(page) {
      await ofClient(page, 'sessions', RECORDED);
      await page.locator('main a[href*="/clearance"]').first().click();
      await page.locator('main .panel').nth(1).waitFor();
    },
  },
  {
    name: 'clinical-record',
    async reach(page) {
      await ofClient(page, 'sessions', RECORDED);
      await page.locator('main li a[href*="/sessions/"]').first().click();
      await page.locator('main .panel').nth(8).waitFor();
    },
  },
  {
    name: 'adverse-event',
    async reach(page) {
      await ofClient(page, 'sessions', RECORDED);
      await page.getByRole('button', { name: /^(Record an adverse event|Unerwünschtes Ereignis erfassen)$/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'compose',
    async reach(page) {
      await ofClient(page, '');
      await page.getByRole('button', { name: /^(Compose note|Notiz verfassen)$/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'lists',
    async reach(page) {
      await place(page, '/library');
      await page.locator('main a[href="/library/lists"]').click();
      await page.locator('main nav a[href="?list=intake"]').waitFor();
      await page.locator('main .panel').first().waitFor();
    },
  },
  {
    name: 'invitation',
    async reach(page) {
      await place(page, '/invite');
      if ((await page.getByText(/\/join#/).count()) === 0) {
        await page.locator('main form input').first().fill('Tuesday');
        await page.locator('main form [type=submit]').click();
      }
      await page.getByText(/\/join#/).first().waitFor();
    },
  },
  {
    name: 'invitation-take-back',
    async reach(page) {
      await page.getByRole('button', { name: /^(Revoke|Widerrufen)$/ }).first().click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'keyboard',
    async reach(page) {
      await place(page, '/');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'menu', reach: (page) => menu(page) },
  {
    name: 'rules-refused',
    async reach(page) {
      await place(page, '/library');
      await page.locator('main a[href="/library/rules"]').click();
      await page.getByLabel(/^(Hours without food|Stunden ohne Essen)$/).fill('1');
      await page.getByRole('button', { name: /^(Save as a new version|Als neue Version speichern)$/ }).click();
      await page.getByRole('alert').first().waitFor();
    },
  },
];

/** Error states, and ended relationships. */
interface Trouble extends Stop {
  prepare?(context: BrowserContext): Promise<unknown>;
}
export const troubles: Trouble[] = [
  {
    name: 'loading',
    waits: true,
    prepare: (context) => context.route('**/v1/collections', () => new Promise(() => undefined)),
    reach: (page) => page.locator('.waiting').first().waitFor(),
  },
  {
    name: 'offline-at-once',
    prepare: (context) => context.route('**/v1/changes', (route) => route.abort()),
    reach: (page) => page.locator('.empty').waitFor(),
  },
  {
    name: 'offline',
    async prepare(context) {
      // The change stream breaks after everything was loaded, and cannot be reopened.
      let heard = 0;
      const news = { status: 200, contentType: 'text/event-stream', body: '' };
      await context.route('**/v1/changes', (route) => (heard++ ? route.abort() : route.fulfill(news)));
    },
    async reach(page) {
      await page.locator('p.offline').waitFor();
      await page.locator('.rows a').first().waitFor();
    },
  },
  {
    name: 'expired',
    prepare: (context) =>
      context.route(/\/v1\/(changes|sessions\/refresh)$/, (route) =>
        route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"unauthenticated","title":"Sign in again."}' }),
      ),
    reach: (page) => page.locator('.threshold .notice').waitFor(),
  },
  {
    name: 'gone',
    async reach(page) {
      await page.locator('.sync-state.live').waitFor();
      // Like a bookmarked link: the desk stays open.
      await page.evaluate(() => {
        const link = document.querySelector<HTMLAnchorElement>('a[href^="/invite"]')!;
        link.href = '/clients/019b2f6e-7a10-7c3d-9e55-3f0b6f0c2d11';
        link.click();
      });
      await page.locator('.empty').waitFor();
    },
  },
  {
    name: 'lock',
    async reach(page) {
      await menu(page);
      await page.getByRole('menuitem').nth(-2).click();
      await page.locator('.threshold').waitFor();
    },
  },
  {
    name: 'lock-unreached',
    async reach(page) {
      await menu(page);
      await page.getByRole('menuitem').nth(-2).click();
      await page.context().route('**/v1/sessions/start', (route) => route.abort());
      await page.locator('[name=password]').fill('harbour-street');
      await page.locator('[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'unreachable',
    async reach(page, origin) {
      await page.context().route('**/v1/sessions/refresh', (route) => route.abort());
      await visit(page, `${origin}/`, '.threshold');
    },
  },
  {
    name: 'broken',
    async reach(page, origin) {
      await page.context().route('**/*.wasm', (route) => route.fulfill({ status: 500, body: '' }));
      await visit(page, `${origin}/`, '.threshold');
    },
  },
];

async function visit(page: Page, url: string, wanted: string): Promise<void> {
  // From another page, so that a URL that differs only in its fragment is loaded as well.
  await page.goto('about:blank');
  await page.goto(url);
  await page.locator(wanted).first().waitFor();
}

async function place(page: Page, path: string): Promise<void> {
  await closeWhatIsOpen(page);
  await page.locator(`header nav a[href="${path}"]`).first().click();
  await expect(page).toHaveURL((url) => url.pathname === path);
  await page.locator('main h1').waitFor();
}

async function ofClient(page: Page, path: string, name = LONGEST): Promise<void> {
  await closeWhatIsOpen(page);
  const pages = page.locator('main nav').first();
  const theirs = page.getByRole('heading', { name, exact: true, level: 1 });
  if ((await theirs.count()) === 0) {
    await place(page, '/');
    await page.locator('.rows').getByRole('link', { name, exact: true }).click();
    await theirs.waitFor();
  }
  await pages.locator(path ? `a[href$="/${path}"]` : 'a').first().click();
  await expect(pages.locator(path ? `a[href$="/${path}"]` : 'a').first()).toHaveAttribute('aria-current', 'page');
  await page.locator('main .panel, main article, main .empty, main .columns').first().waitFor();
}

async function menu(page: Page): Promise<void> {
  await closeWhatIsOpen(page);
  await page.locator('header .account').click();
  await page.getByRole('menu').waitFor();
}

async function closeWhatIsOpen(page: Page): Promise<void> {
  const open = page.locator('[role=dialog], [role=alertdialog], [role=menu]');
  for (let tries = 0; tries < 3 && (await open.count()) > 0; tries += 1) {
    await page.keyboard.press('Escape');
    await expect(open).toHaveCount(0);
  }
}
