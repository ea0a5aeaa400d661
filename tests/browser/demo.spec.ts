import { expect, type Page, test } from '@playwright/test';
import { Demo } from './support/demo';
import { journeys, wholePractice } from './support/sample';
import { Therapist } from './support/therapist';

interface Entry {
  id: string;
  day?: number;
  text: string;
  status?: string;
  share: string | { state: string };
}

/** The texts of a persona of the practice, also if it continues a journey of the other file. */
function entriesOf(handle: string): (Entry & { shown: boolean })[] {
  const named = ({ handle: own, like }: { handle?: string; like?: string }) => own === handle || like === handle;
  const persona = wholePractice().personas.find(named);
  const before: Entry[] = persona.like ? journeys().personas.find(named).entries : [];
  return [...before, ...(persona.entries as Entry[])].map((entry) => {
    const state = typeof entry.share === 'string' ? entry.share : entry.share.state;
    const isPast = entry.day === undefined || entry.day < persona.today;
    return { ...entry, shown: state === 'shared' && entry.status !== 'draft' && isPast };
  });
}

const namesIn = async (page: Page) =>
  (await page.locator('.rows').getByRole('link').allTextContents()).map((name) => name.trim());

test('the demo practice shows exactly what its clients share, also after a restart', async ({ page, browser }, info) => {
  test.skip(info.project.name !== 'sqlite', 'the demo runs on the embedded database');
  let demo = await Demo.start();
  expect(demo.said.join('\n')).toContain(`Portal:      ${demo.origin}`);

  const therapist = new Therapist(page, demo.origin, 'm.osei', 'harbour-street');
  await therapist.signIn();
  // Each client has a reason of their own: a flag, a sign, a question, a voice note, a low mood, a relapse, the evening
  // after the first session, an upcoming first session, silence. Discharged and handed-over clients are no longer here.
  const order = ['Aspen', 'Jonas', 'Theo', 'Wren', 'Rowan', 'Linden', 'Marlow', 'Hazel', 'Bram'];
  await expect.poll(() => namesIn(page)).toEqual(order);
  await therapist.isAccessible();
  await page.getByRole('link', { name: /Wren/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Wren', level: 1 })).toBeVisible();
  await expect(page.getByText('1 recording').first()).toBeVisible();
  await therapist.isAccessible();
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await page.locator('article').first().waitFor();
  await therapist.isAccessible();

  const timeline = await page.locator('main').innerText();
  const entries = entriesOf('wren');
  for (const { id, text, shown } of entries) {
    const start = text.slice(0, 30);
    if (shown) expect(timeline, `${id} is shared`).toContain(start);
    else expect(timeline, `${id} is not shared`).not.toContain(start);
  }
  expect(entries.filter(({ shown }) => shown).length).toBeGreaterThan(10);

  // A second start is quick, keeps everything and seeds nothing again.
  const { dataDir } = demo;
  await demo.end();
  demo = await Demo.start(dataDir);
  expect(demo.said.join('\n')).not.toContain('joined by invitation');
  const colleague = await browser.newPage();
  await new Therapist(colleague, demo.origin, 'l.brandt', 'harbour-street').signIn();
  await expect.poll(async () => (await namesIn(colleague)).toSorted()).toEqual(['Frieda', 'Imke', 'Juniper58']);
  // The entries shared with the former therapist were shared again, by the client's choice.
  await colleague.getByRole('link', { name: 'Imke', exact: true }).click();
  await colleague.getByRole('link', { name: 'Timeline', exact: true }).click();
  await expect(colleague.getByText('Es blieb ein Zwischenraum.').first()).toBeVisible();
  await demo.stop();
});
