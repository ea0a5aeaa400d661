// What was begun and not finished: a lock, a reload and another page lose none of it, and nobody else sees it.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { allData, enrolled, open, place, practice } from './support/practice';
import { Server } from './support/server';
import type { Therapist } from './support/therapist';

let server: Server;

test.beforeEach(async ({}, info) => {
  server = await Server.start(info.project.metadata.database);
});
test.afterEach(() => server?.stop());

const region = (page: Page, name: string) => page.getByRole('region', { name });
const lock = async (page: Page, therapist: Therapist) => {
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Lock now' }).click();
  await therapist.unlockIfAsked();
};
const reload = async (page: Page, therapist: Therapist) => {
  await page.reload();
  await therapist.unlockIfAsked();
};
/** Types, and waits until it is saved. */
async function begin(form: Locator, field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await expect(form.getByText('Draft saved, encrypted.')).toBeVisible();
}

test('the short forms about a client survive a lock and a reload', async ({ page }) => {
  const { therapist, phone } = await practice(page, server);
  await phone.run(['share', await phone.write('The lake was still.')]);
  await phone.sync();
  await open(page, 'Plan');
  const [schedule, assign, suggest, promised] = ['Schedule', 'Assign', 'Suggest a step', 'What I promised'].map((name) =>
    region(page, name),
  ) as [Locator, Locator, Locator, Locator];
  await schedule.getByLabel('Purpose').selectOption('Ketamine session');
  await begin(schedule, schedule.getByLabel('Where'), 'Quiet room 3, tallowmere');
  await assign.getByRole('radio', { name: 'Prompt' }).check();
  await assign.getByLabel('Prompt', { exact: true }).last().selectOption('In your own words…');
  await begin(assign, assign.getByLabel('Your text'), 'What was near, brindlefern?');
  await suggest.getByLabel('How often').selectOption('Several times a week');
  await begin(suggest, suggest.getByLabel('A small step'), 'Stand at the door, marrowlight.');
  await begin(promised, promised.getByLabel('A promise'), 'Send the recording, quillhaven.');
  await therapist.isAccessible();
  const allThere = async () => {
    await expect(schedule.getByLabel('Where')).toHaveValue('Quiet room 3, tallowmere');
    await expect(schedule.getByLabel('Minutes')).toHaveValue('180');
    await expect(assign.getByLabel('Your text')).toHaveValue('What was near, brindlefern?');
    await expect(suggest.getByLabel('Times per week')).toHaveValue('3');
    await expect(suggest.getByLabel('A small step')).toHaveValue('Stand at the door, marrowlight.');
    await expect(promised.getByLabel('A promise')).toHaveValue('Send the recording, quillhaven.');
  };
  await lock(page, therapist);
  await allThere();
  await expect(promised.getByText('You continue from your draft')).toBeVisible();
  await open(page, 'Care');
  const called = region(page, 'Your name for this client');
  await begin(called, called.getByLabel('Your name for them'), 'Wren of the lake');
  await open(page, 'Plan');
  await reload(page, therapist);
  await allThere();
  const known = await allData(phone);
  for (const word of ['tallowmere', 'brindlefern', 'marrowlight', 'quillhaven']) expect(known).not.toContain(word);

  // A form that was saved or discarded begins anew.
  await promised.getByRole('button', { name: 'Add' }).click();
  await expect(promised.getByRole('checkbox', { name: 'Send the recording, quillhaven.' })).toBeVisible();
  await suggest.getByRole('button', { name: 'Discard the draft' }).click();
  await expect(suggest.getByLabel('A small step')).toHaveValue('');
  await expect(suggest.getByRole('button', { name: 'Discard the draft' })).toHaveCount(0);
  await reload(page, therapist);
  await expect(schedule.getByLabel('Where')).toHaveValue('Quiet room 3, tallowmere');
  for (const field of [promised.getByLabel('A promise'), suggest.getByLabel('A small step')]) await expect(field).toHaveValue('');

  await open(page, 'Care');
  await expect(called.getByLabel('Your name for them')).toHaveValue('Wren of the lake');
  await open(page, 'Brief');
  const plan = region(page, 'Crisis plan');
  await plan.getByLabel('Part').selectOption({ index: 0 });
  await begin(plan, plan.getByLabel('Suggested line'), 'Cold water on the wrists');
  await page.getByRole('button', { name: 'Compose note' }).click();
  const note = page.getByRole('dialog', { name: 'Compose note' });
  await note.getByRole('radio', { name: 'BIRP' }).check();
  await note.getByRole('button', { name: 'Add a line' }).nth(1).click();
  await begin(note, note.getByLabel('Intervention, line 1'), 'Stayed with the quiet.');
  await page.keyboard.press('Escape');
  await lock(page, therapist);
  await expect(plan.getByLabel('Suggested line')).toHaveValue('Cold water on the wrists');
  await page.getByRole('button', { name: 'Compose note' }).click();
  await note.getByRole('radio', { name: 'BIRP' }).check();
  await expect(note.getByLabel('Intervention, line 1')).toHaveValue('Stayed with the quiet.');
  await note.getByRole('button', { name: 'Discard the draft' }).click();
  await expect(note.getByLabel('Intervention, line 1')).toHaveCount(0);
});

test('the forms of the practice survive a reload, and a password does not', async ({ page }) => {
  const therapist = await enrolled(page, server);
  await place(page, 'Library');
  const [card, prompts] = [region(page, 'Practice card'), region(page, 'Own prompts')];
  await begin(card, card.getByLabel('Name'), 'Harbour Street');
  await prompts.getByLabel('Name of the set').fill('Evenings');
  await begin(prompts, prompts.getByLabel('Prompts', { exact: true }), 'What was quiet, brindlefern?');
  await reload(page, therapist);
  await expect(card.getByLabel('Name')).toHaveValue('Harbour Street');
  await expect(prompts.getByLabel('Name of the set')).toHaveValue('Evenings');
  await expect(prompts.getByLabel('Prompts', { exact: true })).toHaveValue('What was quiet, brindlefern?');
  await card.getByRole('button', { name: 'Discard the draft' }).click();
  await expect(card.getByLabel('Name')).toHaveValue('');

  await page.getByRole('link', { name: 'Check lists of discharge and intake' }).click();
  const list = region(page, 'Before they leave');
  await page.getByRole('button', { name: 'Add an item' }).click();
  await begin(list, list.getByLabel('Your words: 19', { exact: true }), 'The cat is fed.');
  await reload(page, therapist);
  await expect(list.getByLabel('Your words: 19', { exact: true })).toHaveValue('The cat is fed.');
  await place(page, 'Library');
  await page.getByRole('link', { name: 'Rules for the session record' }).click();
  await page.getByLabel('Hours without food').fill('2,5');
  await expect(page.getByText('Draft saved, encrypted.')).toBeVisible();
  await reload(page, therapist);
  await expect(page.getByLabel('Hours without food')).toHaveValue('2,5');

  await place(page, 'Practice');
  const settings = region(page, 'Settings');
  await begin(settings, settings.getByLabel('Name of the practice'), 'Harbour Street and Mill Lane');
  await place(page, 'Invite');
  await page.getByLabel('Label', { exact: true }).fill('Tuesday, new client');
  await expect(page.getByText('Draft saved, encrypted.')).toBeVisible();
  await lock(page, therapist);
  await expect(page.getByLabel('Label', { exact: true })).toHaveValue('Tuesday, new client');
  await page.getByRole('button', { name: 'Create invitation' }).click();
  await expect(page.getByText(/\/join#/)).toBeVisible();
  await expect(page.getByLabel('Label', { exact: true })).toHaveValue('');
  await place(page, 'Practice');
  await expect(settings.getByLabel('Name of the practice')).toHaveValue('Harbour Street and Mill Lane');

  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Access and devices' }).click();
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByLabel('Current password').fill('harbour-street-lamps');
  await reload(page, therapist);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Current password')).toHaveValue('');
});
