import { expect, test } from '@playwright/test';
import { allData, enrolled, inGerman, joined, open, place, records, syncAndRun } from './support/practice';
import { Server } from './support/server';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

test('the practice card reaches all clients, and automatically those who join later', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const before = await joined(therapist);
  await place(page, 'Library');
  const card = page.getByRole('region', { name: 'Practice card' });
  await card.getByLabel('Name').fill('Harbour Street Practice');
  await card.getByLabel('Phone, during our hours').fill('555-0100');
  await card.getByLabel('How and when you read').fill('On Tuesdays and Fridays; nobody is watching live.');
  await therapist.isAccessible();
  await card.getByRole('button', { name: 'Save and send to all clients' }).click();
  await expect(card.getByText('Saved.')).toBeVisible();
  await expect.poll(() => allData(before)).toContain('555-0100');

  const later = await joined(therapist, 'juniper', 'Juniper');
  await expect.poll(() => allData(later)).toContain('On Tuesdays and Fridays');
  // Exactly once.
  expect((await later.run(['replies'])).practice).toHaveLength(1);

  await place(page, 'Library');
  await expect(card.getByLabel('Phone, during our hours')).toHaveValue('555-0100');
  await card.getByLabel('Phone, during our hours').fill('555-0199');
  await card.getByRole('checkbox', { name: 'After three months' }).uncheck();
  await card.getByRole('button', { name: 'Save and send to all clients' }).click();
  for (const phone of [before, later]) await expect.poll(() => allData(phone)).toContain('555-0199');
  await expect.poll(() => allData(before)).toMatch(/"follow_ups_off":\s*\["3mo"\]/);
  expect((await before.run(['replies'])).practice).toHaveLength(1);

  // With a named reviewer of flagged answers and a number at night, item 9 can be asked.
  await card.getByLabel('How quickly we review marked answers').fill('Within two working days, brindlefern.');
  await card.getByLabel('Who covers during absences').fill('L. Brandt');
  await card.getByLabel('Outside our hours').fill('555-0142');
  await card.getByRole('button', { name: 'Save and send to all clients' }).click();
  await expect.poll(() => allData(before)).toContain('brindlefern');
  await place(page, 'Caseload');
  await open(page, 'Plan');
  const assign = page.getByRole('region', { name: 'Assign' });
  await expect(assign.getByLabel('Measure', { exact: true }).last()).toHaveValue('phq-9');
  const followUp = 'Four weeks, three and six months after the last';
  await assign.getByLabel('How often').selectOption(followUp);
  await assign.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(assign.getByText('Not answered yet')).toBeVisible();
  await expect(assign.getByRole('listitem').filter({ hasText: 'PHQ-9' })).toContainText(followUp);
});

const OWN = {
  id: 'calm-3',
  version: '1',
  title: 'Calm in three',
  licence: 'ours',
  attribution: 'the practice',
  recall: 'Today',
  options: [
    [0, 'not at all'],
    [1, 'quite'],
  ],
  items: [
    { id: 'a', text: 'Was there a calm moment?' },
    { id: 'b', text: 'Did you rest?' },
  ],
  scoring: { method: 'sum' },
};
const file = (content: string) => ({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(content) });

test('an own measure and own prompts are previewed, assigned, answered and ended', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await place(page, 'Library');
  const input = page.getByLabel('JSON file');
  await input.setInputFiles(file('{"id": "calm-3", "items": ['));
  await expect(page.getByRole('alert').getByText('This is not a JSON object.')).toBeVisible();
  await input.setInputFiles(file(JSON.stringify({ ...OWN, id: 'phq-9' })));
  await expect(page.getByRole('alert').getByText('An instrument of this id is built in.')).toBeVisible();
  await input.setInputFiles(file(JSON.stringify({ ...OWN, items: [] })));
  await expect(page.getByRole('alert').getByText('items', { exact: true })).toBeVisible();
  await therapist.isAccessible();
  await input.setInputFiles(file(JSON.stringify(OWN)));
  const shown = page.getByRole('figure', { name: 'As the phone shows it' });
  await expect(shown.getByText('Was there a calm moment?')).toBeVisible();
  await expect(shown.getByText('quite')).toBeVisible();
  await page.getByRole('button', { name: 'Add to library' }).click();
  const prompts = page.getByRole('region', { name: 'Own prompts' });
  await prompts.getByLabel('Name of the set').fill('Evenings');
  await prompts.getByLabel('Prompts', { exact: true }).fill('What was quiet, brindlefern?');
  await prompts.getByRole('button', { name: 'Add set' }).click();
  await expect(prompts.getByText('brindlefern')).toBeVisible();

  await place(page, 'Caseload');
  await open(page, 'Plan');
  const assign = page.getByRole('region', { name: 'Assign' });
  await assign.getByLabel('Measure', { exact: true }).last().selectOption('Calm in three');
  await expect(assign.getByText('Was there a calm moment?')).toBeVisible();
  await therapist.isAccessible();
  await assign.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(assign.getByRole('listitem').getByText('Calm in three')).toBeVisible();
  const sets = page.getByRole('region', { name: 'Prompt sets' });
  await sets.getByRole('checkbox', { name: 'Evenings' }).check();
  await expect.poll(() => allData(phone)).toContain('brindlefern');
  expect(JSON.stringify(await phone.run(['measure', 'calm-3']))).toContain('Was there a calm moment?');

  await phone.run(['measure', 'calm-3', '--answer', '1']);
  await phone.run(['measure', 'calm-3', '--answer', '1']);
  await sets.getByRole('checkbox', { name: 'Evenings' }).uncheck();
  await expect.poll(() => allData(phone)).toMatch(/Evenings.{0,400}"ended":true|"ended":true.{0,400}Evenings/);
});

test('an edited prompt set reaches its clients and assignments, and answers keep the old text', async ({
  page,
}) => {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await place(page, 'Library');
  const prompts = page.getByRole('region', { name: 'Own prompts' });
  await prompts.getByLabel('Name of the set').fill('Evenings');
  await prompts.getByLabel('Prompts', { exact: true }).fill('What was quiet, brindlefern?\nWho was near?');
  await prompts.getByRole('button', { name: 'Add set' }).click();
  await expect(prompts.getByText('brindlefern')).toBeVisible();

  await place(page, 'Caseload');
  await open(page, 'Plan');
  const sets = page.getByRole('region', { name: 'Prompt sets' });
  await sets.getByRole('checkbox', { name: 'Evenings' }).check();
  const assign = page.getByRole('region', { name: 'Assign' });
  await assign.getByRole('radio', { name: 'Prompt' }).check();
  await assign.getByLabel('Prompt', { exact: true }).last().selectOption('What was quiet, brindlefern?');
  await assign.getByLabel('How often').selectOption('Every few weeks');
  await assign.getByRole('button', { name: 'Assign', exact: true }).click();
  await expect(assign.getByRole('listitem').getByText('brindlefern')).toBeVisible();

  const asks = async (source: string): Promise<{ id: string; text: string }[]> => {
    const offered: { id: string; text: string; source_text: string }[] = await syncAndRun(phone, 'prompts');
    return offered.filter(({ source_text }) => source_text.includes(source));
  };
  await expect.poll(async () => (await asks('M. Osei')).map(({ text }) => text)).toEqual(['What was quiet, brindlefern?']);
  await expect.poll(async () => (await asks('practice')).map(({ text }) => text)).toContain('Who was near?');
  const assigned = (await asks('M. Osei'))[0]!;
  const answer = await phone.write('The snow, all afternoon.', '--prompt', assigned.id);
  const near = (await asks('practice')).find(({ text }) => text === 'Who was near?')!;
  const other = await phone.write('My sister.', '--prompt', near.id);
  for (const entry of [answer, other]) await phone.run(['share', entry]);
  await phone.sync();

  await place(page, 'Library');
  await prompts.getByRole('button', { name: 'Edit' }).click();
  await prompts.getByLabel('Name of the set').fill('Late evenings');
  await prompts.getByLabel('Prompts', { exact: true }).fill('What was loud, foxglove?\nWho was close?');
  await prompts.getByRole('button', { name: 'Save' }).click();
  await expect(prompts.getByText('foxglove')).toBeVisible();
  await expect(prompts.getByText('brindlefern')).toHaveCount(0);

  // Still one copy, with its new text; the repeated assignment uses it as well.
  await expect.poll(async () => (await records(phone, 'prompt_set')).map(({ title }) => title)).toEqual(['Late evenings']);
  const [set] = await records(phone, 'prompt_set');
  expect(set.prompts.map(({ text }: { text: string }) => text)).toEqual(['What was loud, foxglove?', 'Who was close?']);
  // The same prompt as before: a changed text does not make it due again at once.
  expect(set.prompts[1].id).toBe(near.id);
  await expect.poll(async () => (await records(phone, 'assignment')).map(({ text, weeks }) => [text, weeks])).toEqual([
    ['What was loud, foxglove?', 2],
  ]);

  // An answer contains the text that was asked, on both sides.
  expect((await phone.run(['show', answer])).asked).toBe('What was quiet, brindlefern?');
  expect((await phone.run(['show', other])).asked).toBe('Who was near?');
  await place(page, 'Caseload');
  await open(page, 'Timeline');
  await expect(page.getByText('What was quiet, brindlefern?')).toBeVisible();
  await expect(page.getByText('Who was near?')).toBeVisible();
  await page.getByRole('article').filter({ hasText: 'The snow, all afternoon.' }).getByRole('link').first().click();
  await expect(page.getByText('What was quiet, brindlefern?')).toBeVisible();

  // Assigned again, with the new text.
  await open(page, 'Plan');
  await expect(assign.getByRole('listitem').getByText('foxglove')).toBeVisible();
});

test('card and library are in German', async ({ page }) => {
  const therapist = await enrolled(page, server);
  const phone = await joined(therapist);
  await inGerman(page);
  await place(page, 'Bibliothek', 'Hauptmenü');
  const card = page.getByRole('region', { name: 'Praxiskarte' });
  await card.getByLabel('Name').fill('Praxis Hafenstraße');
  await card.getByRole('button', { name: 'Speichern und an alle senden' }).click();
  await expect(card.getByText('Gespeichert.')).toBeVisible();
  await therapist.isAccessible();
  await expect.poll(() => allData(phone)).toContain('Praxis Hafenstraße');
});
