import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { DeskFault } from '../src/lib/desk/fault';
import { paper } from '../src/lib/paper.svelte';
import { catalogue, languages, m, sentence, word, type Language, type Part } from '../src/lib/messages';
import { date, local, when } from '../src/lib/messages/time';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-03-26T12:00:00');

const PARTS: Part[] = ['first', 'client', 'clinic', 'enrol', 'practice', 'rules'];
beforeAll(() => catalogue.need(...PARTS));

test('relative times count calendar days', () => {
  expect(when(NOW - 5 * 60_000, NOW)).toBe('5 minutes ago');
  expect(when(at('2026-03-26T09:00:00'), NOW)).toBe('3 hours ago');
  expect(when(at('2026-03-25T23:59:00'), NOW)).toBe('yesterday');
  expect(when(at('2026-03-29T08:00:00'), NOW)).toBe('in 3 days');
  expect(when(at('2026-01-05T08:00:00'), NOW)).toBe('Jan 5');
  expect(when(at('2025-01-05T08:00:00'), NOW)).toBe('Jan 5, 2025');
});

test('on paper every time is a date, because “yesterday” is true for one day only', () => {
  paper.on = true;
  expect(when(NOW - 5 * 60_000, NOW)).toBe('Mar 26');
  expect(when(at('2026-03-29T08:00:00'), NOW)).toBe('Mar 29');
  expect(when(at('2025-03-25T23:59:00'), NOW)).toBe('Mar 25, 2025');
  paper.on = false;
  expect(when(NOW - 5 * 60_000, NOW)).toBe('5 minutes ago');
});

test('a client’s times are shown in the client’s time zone', () => {
  expect(local('2026-02-03T20:10:00-07:00', 'time')).toMatch(/^8:10.PM$/);
  expect(local('2026-02-03T00:10:00.250+13:00', 'day', NOW)).toBe('Tue, Feb 3');
});

test('dates of another year include the year', () => {
  expect(local('2024-02-29', 'day', NOW)).toBe('Thu, Feb 29, 2024');
  expect(local('1965-01-01T00:00:00+00:00', 'short', NOW)).toBe('Jan 1, 1965');
  expect(date(at('2026-03-05T10:00:00'), NOW)).toBe('Mar 5');
  expect(date(at('2025-03-05T10:00:00'), NOW)).toBe('Mar 5, 2025');
});

test('a fault has the page’s text, or the desk’s if the page has none', () => {
  expect(sentence(new DeskFault('password', 'x'))).toBe(m.faults.password);
  expect(sentence(new DeskFault('from_the_future', 'As the server said it.'))).toBe('As the server said it.');
  expect(DeskFault.from('thrown text').code).toBe('unknown');
  expect(sentence(DeskFault.from(new WebAssembly.RuntimeError('unreachable')))).toBe(m.faults.crashed);
});

test('an unknown value of a newer version is shown unchanged', () => {
  expect(word(m.kinds, 'dream_map')).toBe('dream map');
});

test('every kind of record has a name in every language', async () => {
  const source = readFileSync(new URL('../../../journal/src/record/body.rs', import.meta.url), 'utf8');
  const list = source.split('\nkinds! {')[1]?.split('\n}')[0] ?? '';
  const kinds = [...list.matchAll(/= "([a-z_]+)"/g)].map(([, kind]) => kind ?? '');
  expect(kinds).toContain('bond');
  for (const language of Object.keys(languages) as Language[]) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as { default: typeof m };
    for (const kind of kinds) expect(client.kinds, language).toHaveProperty([kind]);
  }
});

test('the catalogue knows every prompt of the sample journeys', () => {
  const file = new URL('../../../demo/data/sample-journeys.json', import.meta.url);
  const { prompts } = JSON.parse(readFileSync(file, 'utf8')) as { prompts: Record<string, string> };
  for (const [id, text] of Object.entries(prompts)) expect(m.prompts).toHaveProperty([id], text);
});

test('every built-in prompt and every band has a text in every language', async () => {
  const data = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../../journal/data/${name}.json`, import.meta.url), 'utf8')) as unknown;
  const { prompts } = data('prompts') as { prompts: { id: string; text: Record<string, string> }[] };
  const { instruments } = data('instruments') as {
    instruments: { built_in: boolean; id: string; bands?: [number, number, string][] }[];
  };
  for (const language of Object.keys(languages) as Language[]) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as {
      default: typeof m;
    };
    const { default: first } = (await import(`../src/lib/messages/${language}/first.ts`)) as { default: typeof m };
    for (const { id, text } of prompts) expect(client.prompts, id).toHaveProperty([id], text[language]);
    expect(client.prompts['prep.support']).toBeTruthy();
    for (const { id, bands } of instruments)
      for (const [, , band] of bands ?? []) expect(client.severities, `${id} ${band}`).toHaveProperty([band]);
    for (const { id } of instruments.filter(({ built_in }) => built_in))
      expect(first.instruments, id).toHaveProperty([id]);
    for (const choice of ['safe_now', 'told_someone', 'help_now', 'unsure'])
      expect(client.brief.flag.choices, choice).toHaveProperty([choice]);
  }
});

test('side effects and severities are worded as on the phone, in every language', async () => {
  const { effects, severity } = JSON.parse(
    readFileSync(new URL('../../../journal/data/effects.json', import.meta.url), 'utf8'),
  ) as {
    effects: { id: string; text: Record<string, string> }[];
    severity: { value: number; word: Record<string, string> }[];
  };
  expect(effects.length).toBeGreaterThan(20);
  for (const language of Object.keys(languages)) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as { default: typeof m };
    for (const { id, text } of effects) expect(client.effects[id]).toBe(text[language]);
    for (const { value, word } of severity) expect(client.severity[String(value)]).toBe(word[language]);
  }
});

test('an export for reading names codes as the portal does', async () => {
  const file = new URL('../../../journal/data/export.json', import.meta.url);
  const { codes } = JSON.parse(readFileSync(file, 'utf8')) as {
    codes: Record<string, Record<string, Record<string, string>>>;
  };
  for (const language of Object.keys(codes)) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as { default: typeof m };
    const { default: words } = (await import(`../src/lib/messages/${language}/clinic.ts`)) as { default: typeof m };
    const { disposition } = client.brief;
    const said: Record<string, unknown> = {
      ...client,
      ...client.adverse,
      ...disposition,
      means: disposition.meansOf,
      choices: client.brief.flag.choices,
      clinic: words.clinic.choices,
      parts: words.clinic.parts,
      fields: words.clinic.fields,
    };
    for (const [group, texts] of Object.entries(codes[language] ?? {}))
      expect(said[group], `${language}: ${group}`).toMatchObject(texts);
  }
});

test('every value of an adverse event has words in every language', async () => {
  const lists = readFileSync(new URL('../../../journal/src/effects/adverse.rs', import.meta.url), 'utf8');
  const values = (name: string) =>
    [...(new RegExp(`${name}: \\[&str; \\d+\\] =\\s*\\[([^\\]]*)\\]`).exec(lists)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(
      ([, value]) => value ?? '',
    );
  const groups = {
    CATEGORIES: 'categories',
    CRITERIA: 'criteria',
    EXPECTED: 'expected',
    RELATED: 'related',
    ACTIONS: 'actions',
    OUTCOMES: 'outcomes',
    AUTHORITIES: 'authorities',
  } as const;
  for (const language of Object.keys(languages)) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as { default: typeof m };
    for (const [list, words] of Object.entries(groups)) {
      expect(values(list).length, list).toBeGreaterThan(2);
      expect(Object.keys(client.adverse[words]).sort(), list).toEqual(values(list).sort());
    }
  }
});

test('phone and portal use the same texts for safety choices', () => {
  for (const language of Object.keys(languages)) {
    const phone = readFileSync(new URL(`../../../mobile-core/src/messages/${language}.ftl`, import.meta.url), 'utf8');
    const portal = readFileSync(new URL(`../src/lib/messages/${language}/client/brief.ts`, import.meta.url), 'utf8');
    const keys = { safe: 'safe_now', told: 'told_someone', help: 'help_now', unsure: 'unsure' };
    for (const [key, choice] of Object.entries(keys)) {
      const said = new RegExp(`^safety-choice-${key} = (.*)$`, 'm').exec(phone)?.[1];
      expect(portal).toContain(`${choice}: '${said}'`);
    }
  }
});

test('every option of the phone has a text in the portal, in every language', async () => {
  const phone = readFileSync(new URL('../../../mobile-core/src/messages/en.ftl', import.meta.url), 'utf8');
  const groups = {
    theme: 'themes',
    state: 'states',
    quality: 'qualities',
    route: 'routes',
    setting: 'settings',
    purpose: 'purposes',
  } as const;
  const offered = [...phone.matchAll(/^(theme|state|quality|route|setting|purpose)-(\w+) = /gm)];
  expect(offered.length).toBeGreaterThan(40);
  for (const language of Object.keys(languages) as Language[]) {
    const { default: client } = (await import(`../src/lib/messages/${language}/client.ts`)) as { default: typeof m };
    for (const [, group, key] of offered) {
      const known = Object.keys(client[groups[group as keyof typeof groups]]).map((word) => word.replaceAll(' ', '_'));
      expect(known, `${language}: ${group}`).toContain(key);
    }
  }
});

test('every fault of the casebook has a text in every language', async () => {
  const sources = import.meta.glob<string>('../../../bindings/web/casebook/src/**/*.rs', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const codes = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/Fault::new\(\s*"(\w+)"/g)].map(([, code]) => code ?? ''),
  );
  expect(codes).toContain('route');
  // Faults in a file are reported with their place, as by the journal. The code of a number is the name of its field.
  const said = new Set([...codes.filter((code) => code !== 'import'), 'phone', 'urgent_number']);
  for (const language of Object.keys(languages) as Language[]) {
    const { default: first } = (await import(`../src/lib/messages/${language}/first.ts`)) as { default: typeof m };
    for (const code of said) expect(first.faults, `${language}: ${code}`).toHaveProperty([code]);
  }
});

test('every rule of the session record has a sentence in every language', async () => {
  const source = readFileSync(new URL('../../../journal/src/clinic/finding.rs', import.meta.url), 'utf8');
  const list = source.split('enum Rule {')[1]?.split('\n    }')[0] ?? '';
  const rules = [...list.matchAll(/= "([a-z_]+)"/g)].map(([, rule]) => rule ?? '');
  expect(rules).toContain('wider');
  for (const language of Object.keys(languages) as Language[]) {
    const { default: words } = (await import(`../src/lib/messages/${language}/clinic.ts`)) as { default: typeof m };
    const said = { ...words.clinic.rules, ...words.clinic.lowest, range: words.clinic.range };
    for (const rule of rules) expect(said, language).toHaveProperty([rule]);
  }
});

test('every action of the audit log has a text in every language', async () => {
  const description = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  const { components } = JSON.parse(description) as { components: { schemas: { Action: { enum: string[] } } } };
  const actions = components.schemas.Action.enum.filter((action) => action !== 'unknown');
  expect(actions).toContain('exported');
  for (const language of Object.keys(languages) as Language[]) {
    const { default: practice } = (await import(`../src/lib/messages/${language}/practice.ts`)) as {
      default: typeof m;
    };
    expect(Object.keys(practice.trail.actions).sort(), language).toEqual(actions.toSorted());
  }
});

test('no page contains texts outside the catalogue', () => {
  // Words between tags that are not an expression: every sentence belongs into messages.
  const pages = import.meta.glob<string>('../src/**/*.svelte', { query: '?raw', import: 'default', eager: true });
  expect(Object.keys(pages).length).toBeGreaterThan(20);
  for (const [path, source] of Object.entries(pages)) {
    const markup = source
      .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/=>/g, '')
      .replace(/\{[^{}]*\}/g, '')
      .replace(/\{[^{}]*\}/g, '');
    const spoken = [...markup.matchAll(/>([^<>{}]*\p{L}{2,}[^<>{}]*)</gu)].map(([, text]) => text?.trim());
    expect(
      spoken.filter((text) => text?.replace('· ', '') !== 'Afterglow'),
      path,
    ).toEqual([]);
  }
});

test('every language has the same keys', async () => {
  /** Every key with the type of its value. */
  const shape = (words: object, path = ''): string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'object' ? shape(value, `${path}${key}.`) : [`${path}${key}: ${typeof value}`],
    );
  for (const language of Object.keys(languages) as Language[]) {
    for (const part of PARTS) {
      const [own, english] = await Promise.all(
        [language, 'en'].map(async (one) => (await import(`../src/lib/messages/${one}/${part}.ts`)).default),
      );
      expect(shape(own).sort(), `${language}/${part}`).toEqual(shape(english).sort());
    }
  }
});

test('numbers, dates and their nouns follow the language, on the open page', async () => {
  const { default: de } = await import('../src/lib/messages/de/client');
  expect(de.timeline.shown(1)).toBe('1 Eintrag');
  expect(de.timeline.shown(1200)).toBe('1.200 Einträge');
  vi.stubGlobal('localStorage', { setItem: () => undefined, getItem: () => null, removeItem: () => undefined });
  await catalogue.setLanguage('de');
  expect(when(at('2026-03-25T23:59:00'), NOW)).toBe('gestern');
  expect(local('2026-02-03T20:10:00-07:00', 'day')).toBe('Di., 3. Feb.');
  expect(m.signIn.submit).toBe('Anmelden');
  await catalogue.setLanguage('en');
  expect(m.signIn.submit).toBe('Sign in');
});
