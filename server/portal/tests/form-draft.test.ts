// What was typed into a form outlives a lock, a reload and a change of page; and every form has such a draft.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DraftedForm } from '../src/lib/form-draft.svelte';
import { Act } from '../src/lib/requests.svelte';

const { saved, session } = vi.hoisted(() => {
  const saved = new Map<string, string>();
  const name = (collection: string | undefined, form: string) => `${collection ?? 'practice'} ${form}`;
  const desk = {
    read: {
      savedForm: async (collection: string | undefined, form: string) => saved.get(name(collection, form)) ?? '',
    },
    write: {
      formDraft: async (collection: string | undefined, form: string, text: string) => {
        if (text) saved.set(name(collection, form), text);
        else saved.delete(name(collection, form));
        return [];
      },
    },
  };
  const session = { who: { therapist: true }, phase: 'open', changes: new Map(), desk: async () => desk };
  return { saved, session };
});
vi.mock('$lib/session.svelte', () => ({ session }));

/** A form with one field: about a client, or about none. */
function promise(collection: string | null = 'wren') {
  const fields = { text: '' };
  const form = new DraftedForm(
    collection ?? undefined,
    'promise',
    () => ({ ...fields }),
    (typed) => Object.assign(fields, typed),
  );
  const type = (text: string) => {
    fields.text = text;
    form.edited();
  };
  return { fields, form, type };
}

beforeEach(() => {
  vi.useFakeTimers();
  saved.clear();
  session.who.therapist = true;
});
afterEach(() => vi.useRealTimers());

test('a form is saved after a pause in typing, and continues in the next desk', async () => {
  const { form, type } = promise();
  type('Send the');
  type('Send the recording.');
  expect(saved.size).toBe(0);
  await vi.runAllTimersAsync();
  expect(form.kept).toBe(true);
  const next = promise();
  await next.form.begin();
  expect([next.fields.text, next.form.again]).toEqual(['Send the recording.', true]);
  // Another client's form, and one about no client, are others.
  for (const other of [promise('juniper'), promise(null)]) {
    await other.form.begin();
    expect(other.fields.text).toBe('');
  }
});

test('a form that is left within the pause is saved at once', async () => {
  const { form, type } = promise();
  type('Call on Friday.');
  form.leave();
  await vi.runAllTimersAsync();
  expect([...saved.values()]).toEqual(['{"text":"Call on Friday."}']);
});

test('a draft that arrives late does not overwrite what is typed', async () => {
  saved.set('wren promise', '{"text":"before"}');
  const { fields, form, type } = promise();
  const arriving = form.begin();
  type('now');
  await arriving;
  expect([fields.text, form.again]).toEqual(['now', false]);
});

test('a saved form has no draft, a refused one keeps it, and a discarded one is empty', async () => {
  const { fields, form, type } = promise();
  type('Send the recording.');
  await form.submit(new Act(), async () => {
    throw new Error('offline');
  });
  await vi.runAllTimersAsync();
  expect([saved.size, form.kept]).toEqual([1, true]);
  expect(await form.submit(new Act(), async () => undefined)).toBe(true);
  await vi.runAllTimersAsync();
  expect([saved.size, form.kept]).toEqual([0, false]);
  type('Again');
  await vi.runAllTimersAsync();
  form.discard();
  await vi.runAllTimersAsync();
  expect([saved.size, fields.text]).toEqual([0, '']);
});

test('an account without clients saves no draft, and does not say so', async () => {
  session.who.therapist = false;
  const { form, type } = promise(null);
  type('Harbour Street');
  await vi.runAllTimersAsync();
  expect([saved.size, form.kept]).toEqual([0, false]);
});

const sources = import.meta.glob<string>('../src/**/*.svelte', { query: '?raw', import: 'default', eager: true });

/** Forms without a draft, and why. */
const WITHOUT: Record<string, string> = {
  'lib/ui/Area.svelte': 'a field of other forms',
  'lib/ui/Password.svelte': 'a password',
  'lib/ui/SecondFactor.svelte': 'a code',
  'routes/(desk)/access/NewPassword.svelte': 'passwords',
  'routes/(desk)/access/Factor.svelte': 'a password and a code',
  'routes/(desk)/clients/[collection]/timeline/Filters.svelte': 'a search',
  'routes/(desk)/practice/Enrolments.svelte': 'two boxes to tick',
  'routes/enrol/About.svelte': 'no account yet, and a password',
  'routes/enrol/Check.svelte': 'the recovery code',
  'routes/recover/+page.svelte': 'the recovery code and a password',
};
/** Forms of the clinic: `OpenSheet` saves them as drafts of the record. */
const SHEETS = ['lib/clinic/Items.svelte', 'lib/clinic/One.svelte'];
const DRAFT = /DraftedForm|draftOfPage|FormDraft|AnyDraft|\.(?:noteDraft|draft)\(/;

test('every form that is typed into has a draft, and none with a password or a code', () => {
  const forms = Object.entries(sources)
    .map(([path, source]) => [path.replace('../src/', ''), source] as const)
    .filter(([path]) => !path.startsWith('routes/style/'));
  const typed = forms.filter(([, source]) => /<form\b|<Area\b|<textarea\b/.test(source));
  const without = typed.filter(([path, source]) => !DRAFT.test(source) && !SHEETS.includes(path));
  expect(without.map(([path]) => path).toSorted()).toEqual(Object.keys(WITHOUT).toSorted());
  const secret = forms.filter(([, source]) => /<(?:NewPassword|SecondFactor|Password)\b|type="password"/.test(source));
  expect(secret.length).toBeGreaterThan(4);
  for (const [path, source] of secret) expect(source, path).not.toMatch(DRAFT);
});
