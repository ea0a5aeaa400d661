// Tests the worker from the first sign-in on, with a fake server whose half of OPAQUE is @serenity-kit/opaque.
import * as opaque from '@serenity-kit/opaque';
import { webcrypto } from 'node:crypto';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { DeskEvent } from '../src/lib/desk/sync-loop';
import { DeskService } from '../src/lib/desk/service';
import { Casebook, Desk, WORDS } from './desk';
import { FakeServer } from './fake-server';
import { Browser } from './tabs';

const ENROL = { code: 'right-code', name: 'M. Osei', practice: 'Harbour Street Practice', handle: 'm.osei' };
const PASSWORD = 'harbour street lamps';

let server: FakeServer;
let browser: Browser;
beforeAll(() => opaque.ready);
beforeEach(() => {
  server = new FakeServer();
  browser = new Browser();
});

/** A worker: a desk with its service, and the events that it sends. Without `tabs` it has its own browser. */
function worker(tabs = new Browser().tabs()) {
  const desk = new Desk(webcrypto.getRandomValues(new Uint8Array(32)));
  const service = new DeskService(desk, {
    fetch: server.fetch,
    now: () => Date.now(),
    alone: (work) => work(),
    tabs: () => tabs,
    casebook: async () => new Casebook(),
    words: async () => WORDS,
  });
  const news: DeskEvent[] = [];
  service.listen((one) => news.push(one));
  const syncState = () => news.findLast((one) => one.kind === 'sync_state')?.state;
  const live = () => vi.waitFor(() => expect(syncState()).toBe('live'));
  return { desk, service, news, syncState, live };
}

async function enrolled() {
  const first = worker();
  const words = await first.service.account.enrol(ENROL, PASSWORD);
  await first.service.account.enrolFinish(words.join(' '), undefined, 'Portal in a test');
  await first.live();
  return first;
}

test('the first sign-in returns fifteen words and registers after they are confirmed', async () => {
  const { service, live } = worker();
  const words = await service.account.enrol({ ...ENROL, code: 'used-code' }, PASSWORD);
  expect(words).toHaveLength(15);
  const wrong = ['zebra', ...words.slice(1)].join(' ');
  await expect(service.account.enrolFinish(wrong, undefined, 'a browser')).rejects.toMatchObject({ code: 'code' });
  expect(server.log).not.toContain('POST /v1/accounts/registration/finish');
  // A rejected enrolment code can be replaced without new keys and a new recovery code.
  await expect(service.account.enrolFinish(words.join(', '), undefined, 'a browser')).rejects.toMatchObject({
    code: 'enrolment_invalid',
  });
  const who = await service.account.enrolFinish(words.join('\n').toUpperCase(), 'right-code', 'a browser');
  expect(who).toEqual({
    handle: 'm.osei',
    name: 'M. Osei',
    practice: 'Harbour Street Practice',
    therapist: true,
    owner: true,
    secondFactorMissing: false,
  });
  await live();
});

test('a session without the second factor that the practice requires syncs nothing until it is set up', async () => {
  await enrolled();
  server.limited = true;
  const { service, live, syncState } = worker();
  const before = server.log.length;
  expect((await service.account.signIn('m.osei', PASSWORD, 'a browser')).secondFactorMissing).toBe(true);
  // The desk can still prove the password, which setting it up requires.
  await service.account.prove('m.osei', PASSWORD);
  expect(server.log.slice(before)).not.toContain('GET /v1/collections');
  expect(syncState()).toBeUndefined();
  server.limited = false;
  expect((await service.account.again()).secondFactorMissing).toBe(false);
  await live();
});

test('an open desk is limited when the practice begins to require a second factor, and keeps what is unsent', async () => {
  const { service, news, live } = await enrolled();
  server.limited = true;
  server.hangUp();
  await vi.waitFor(() => expect(news).toContainEqual({ kind: 'limited' }));
  const prompts = [{ id: 'a', text: 'What was quiet today?', phase: null, slot: null, theme: null }];
  await service.savePrompts(undefined, { title: 'Evenings', language: 'en', prompts });
  expect(news.findLast((one) => one.kind === 'unsent')?.unsent.count).toBe(1);
  // An owner without clients has no change stream: the next request notices it.
  news.length = 0;
  await expect(service.plain('GET', '/v1/practice')).rejects.toMatchObject({ code: 'second_factor_missing' });
  expect(news).toContainEqual({ kind: 'limited' });
  server.limited = false;
  await service.account.again();
  await live();
  expect(server.records).toHaveLength(1);
});

test('another worker unlocks with the right password only', async () => {
  await enrolled();
  const { service, live } = worker();
  expect((await service.account.begin())?.handle).toBe('m.osei');
  await expect(service.account.signIn('m.osei', 'harbour street lamp', 'a browser')).rejects.toMatchObject({
    code: 'password',
  });
  await expect(service.account.signIn('nobody', PASSWORD, 'a browser')).rejects.toMatchObject({ code: 'password' });
  expect((await service.account.signIn('m.osei', PASSWORD, 'a browser')).name).toBe('M. Osei');
  // The session from before the lock is ended. Otherwise the list of devices would grow with every unlock.
  expect(server.log.some((line) => line.startsWith('DELETE /v1/devices/'))).toBe(true);
  await live();
});

test('reports a missing session and a missing network', async () => {
  const { service } = worker();
  expect(await service.account.begin()).toBeUndefined();
  server.offline = true;
  await expect(service.account.begin()).rejects.toMatchObject({ code: 'offline' });
});

test('another browser shows an invitation’s link and label, and can revoke it', async () => {
  const { service } = await enrolled();
  await service.care.invite('  Tuesday, new client ', 'care');
  expect(JSON.stringify(server.invitations)).not.toContain('Tuesday');
  const other = worker();
  await other.service.account.signIn('m.osei', PASSWORD, 'another browser');
  await other.live();
  const [made] = await other.service.care.invitations('https://journal.example');
  expect(made).toMatchObject({ label: 'Tuesday, new client', state: 'open' });
  expect(made?.link).toMatch(/^https:\/\/journal\.example\/join#[0-9a-f-]{36}\.[\w-]{43}$/);
  expect(made?.link).toBe((await service.care.invitations('https://journal.example'))[0]?.link);
  await other.service.care.revoke(made?.id ?? '');
  expect((await other.service.care.invitations('https://journal.example'))[0]).toMatchObject({
    state: 'revoked',
    link: null,
  });
});

test('an expired access token is renewed automatically', async () => {
  const { service } = await enrolled();
  server.age();
  await service.care.invite('after ten minutes', 'care');
  expect(server.log).toContain('POST /v1/sessions/refresh');
  expect(await service.care.invitations('https://a.example')).toHaveLength(1);
});

test('changes arrive through the stream, which reconnects after a failure', async () => {
  const { news, syncState } = await enrolled();
  const synced = () => server.log.filter((line) => line === 'POST /v1/sync').length;
  const before = synced();
  server.publish('head', { collection: '01890a5d-ac96-774b-bcce-b302099a8058', head: 1 });
  await vi.waitFor(() => expect(synced()).toBe(before + 1));
  news.length = 0;
  server.publish('collections', {});
  await vi.waitFor(() => expect(news).toContainEqual({ kind: 'relationships' }));
  server.hangUp();
  await vi.waitFor(() => expect(server.listeners).toBe(1));
  await vi.waitFor(() => expect(syncState()).toBe('live'));
});

test('reports a missing network and reconnects automatically', async () => {
  const { service, syncState } = await enrolled();
  server.offline = true;
  server.hangUp();
  await vi.waitFor(() => expect(syncState()).toBe('offline'));
  server.offline = false;
  service.wake();
  await vi.waitFor(() => expect(syncState()).toBe('live'));
});

test('reports a crashed desk as a crash, not as offline', async () => {
  const { desk, service, syncState } = await enrolled();
  // A module with one function of one instruction: unreachable.
  const bytes = '0061736d0100000001040160000003020100070501016600000a05010300000b';
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(bytes, 'hex'))).exports;
  desk.takeSync = f as typeof desk.takeSync;
  server.hangUp();
  service.wake();
  await vi.waitFor(() => expect(syncState()).toBe('crashed'));
});

test('reports an expired session', async () => {
  const { syncState } = await enrolled();
  server.end();
  server.hangUp();
  await vi.waitFor(() => expect(syncState()).toBe('expired'));
});

test('private records are sealed and survive lock and reload', async () => {
  const { service, live } = await enrolled();
  const prompts = [{ id: 'a', text: 'What was quiet today?', phase: 'after', slot: null, theme: null }];
  await service.savePrompts(undefined, { title: 'Evenings', language: 'en', prompts });
  await vi.waitFor(() => expect(server.records).toHaveLength(1));
  expect(JSON.stringify(server.records)).not.toContain('Evenings');
  const wrong = await service.read.inspect('{"title":"","prompts":[]}', 'en');
  expect(wrong.faults.map(({ place }) => place)).toEqual(['title', 'prompts']);
  await expect(service.write.import('{"title":"","prompts":[]}')).rejects.toMatchObject({ code: 'import' });
  await live();

  const other = worker();
  await other.service.account.signIn('m.osei', PASSWORD, 'another browser');
  await other.live();
  const { promptSets, instruments } = await other.service.read.library('en');
  expect(promptSets.map(({ form }) => form.prompts[0]?.text)).toEqual(['What was quiet today?']);
  expect(instruments.map(({ id }) => id)).toContain('phq-9');
});

test('a form about no client that was begun is sealed and continues in another worker', async () => {
  const { service } = await enrolled();
  await service.write.formDraft(undefined, 'practice card', '{"name":"Harbour Street"}');
  await vi.waitFor(() => expect(server.records).toHaveLength(1));
  expect(JSON.stringify(server.records)).not.toContain('Harbour');
  const other = worker();
  await other.service.account.signIn('m.osei', PASSWORD, 'another browser');
  await other.live();
  expect(await other.service.read.savedForm(undefined, 'practice card')).toBe('{"name":"Harbour Street"}');
  await other.service.write.formDraft(undefined, 'practice card', '');
  expect(await other.service.read.savedForm(undefined, 'practice card')).toBe('');
});

test('concurrent writes do not lose each other’s record', async () => {
  const { desk, service } = await enrolled();
  const form = await service.read.card();
  await Promise.all(['Harbour Street', 'Mill Lane'].map((name) => service.saveCard({ ...form, name })));
  const held = new TextDecoder().decode(desk.records(desk.ownCollection() ?? '', 0));
  const { records } = JSON.parse(held) as { records: { record: { kind: string; name: string } }[] };
  const cards = records.filter(({ record }) => record.kind === 'practice_card');
  expect(cards.map(({ record }) => record.name)).toEqual(['Mill Lane']);
});

test('the next desk adopts unsent changes', async () => {
  const first = await enrolled();
  const waits = () => first.news.findLast((one) => one.kind === 'unsent')?.unsent;
  server.offline = true;
  const prompts = [{ id: 'a', text: 'What was quiet today?', phase: null, slot: null, theme: null }];
  await first.service.savePrompts(undefined, { title: 'Evenings', language: 'en', prompts });
  const kept = waits();
  expect(kept).toMatchObject({ count: 1, left: 0 });
  expect(JSON.stringify(kept)).not.toContain('Evenings');
  if (!kept?.sealed) throw new Error('nothing was kept');
  first.service.crashed();
  server.offline = false;

  const next = worker();
  await next.service.account.signIn('m.osei', PASSWORD, 'another desk');
  await next.live();
  expect((await next.service.read.library('en')).promptSets).toEqual([]);
  expect(next.service.adopt(kept.sealed)).toBe(0);
  expect((await next.service.read.library('en')).promptSets).toHaveLength(1);
  // The next desk sends it as its own change, with a matching checkpoint.
  await vi.waitFor(() => expect(server.records).toHaveLength(1));
  await vi.waitFor(() => expect(next.news.findLast((one) => one.kind === 'unsent')?.unsent.count).toBe(0));
});

test('a browser stores the newest server state and detects a rollback', async () => {
  const first = await enrolled();
  const kept = () => first.news.findLast((one) => one.kind === 'memory')?.memory;
  const before = { records: [...server.records], checkpoints: { ...server.checkpoints } };
  const prompts = [{ id: 'a', text: 'What was quiet today?', phase: null, slot: null, theme: null }];
  await first.service.savePrompts(undefined, { title: 'Evenings', language: 'en', prompts });
  await vi.waitFor(() => expect(server.records).toHaveLength(1));
  const memory = kept();
  await vi.waitFor(() => expect(kept()).not.toBe(memory));
  const { of, sealed } = kept() ?? {};
  expect(of).toMatch(/^[0-9a-f-]{36}$/);
  first.service.crashed();
  Object.assign(server, before);

  const other = worker();
  await other.service.account.signIn('m.osei', PASSWORD, 'another browser');
  await other.live();
  expect(other.service.caseload()).toMatchObject({ older: false, asOf: expect.any(Number) });
  const same = worker();
  same.service.account.recall(['not this account’s', sealed ?? '']);
  await same.service.account.signIn('m.osei', PASSWORD, 'the same browser');
  await same.live();
  expect(same.service.caseload()).toMatchObject({ older: true });
});

test('a casebook that fails to load counts as offline and is loaded again', async () => {
  let reachable = false;
  const desk = new Desk(webcrypto.getRandomValues(new Uint8Array(32)));
  const world = {
    fetch: server.fetch,
    now: () => Date.now(),
    alone: <T>(work: () => Promise<T>) => work(),
    tabs: () => browser.tabs(),
    words: async () => WORDS,
  };
  const casebook = async () => {
    if (!reachable) throw new TypeError('fetch failed');
    return new Casebook();
  };
  const service = new DeskService(desk, { ...world, casebook });
  await expect(service.read.library('en')).rejects.toMatchObject({ code: 'offline' });
  reachable = true;
  expect((await service.read.library('en')).promptSets).toEqual([]);
});

test('the word list is loaded when needed, and again after a failed download', async () => {
  let asked = 0;
  const desk = new Desk(webcrypto.getRandomValues(new Uint8Array(32)));
  const world = {
    fetch: server.fetch,
    now: () => Date.now(),
    alone: <T>(work: () => Promise<T>) => work(),
    tabs: () => browser.tabs(),
  };
  const words = async () => {
    if (asked++ === 0) throw new TypeError('fetch failed');
    return WORDS;
  };
  const service = new DeskService(desk, { ...world, words, casebook: async () => new Casebook() });
  await expect(service.account.enrol(ENROL, PASSWORD)).rejects.toMatchObject({ code: 'offline' });
  expect(server.log).toEqual([]);
  expect(await service.account.enrol(ENROL, PASSWORD)).toHaveLength(15);
  await service.care.invitations('https://a.example').catch(() => undefined);
  expect(asked).toBe(2);
});

test('the tabs of a browser share one stream, and another tab takes it when the first is closed', async () => {
  const first = worker(browser.tabs());
  const words = await first.service.account.enrol(ENROL, PASSWORD);
  await first.service.account.enrolFinish(words.join(' '), undefined, 'Portal in a test');
  await first.live();
  const others = [worker(browser.tabs()), worker(browser.tabs())];
  for (const { service, live } of others) {
    await service.account.signIn('m.osei', PASSWORD, 'another tab');
    await live();
  }
  expect(server.listeners).toBe(1);
  const prompts = [{ id: 'a', text: 'What was kind today?', phase: 'after', slot: null, theme: null }];
  await first.service.savePrompts(undefined, { title: 'Evenings', language: 'en', prompts });
  await vi.waitFor(() => expect(server.records).toHaveLength(1));
  server.publish('head', {});
  for (const { service } of others)
    await vi.waitFor(async () => expect((await service.read.library('en')).promptSets).toHaveLength(1));
  expect(server.listeners).toBe(1);

  const asked = () => server.log.filter((line) => line === 'GET /v1/changes').length;
  const before = asked();
  await first.service.account.signOut();
  await vi.waitFor(() => expect([asked(), server.listeners]).toEqual([before + 1, 1]));
  // When the server closes the stream, one of the remaining tabs opens it again.
  server.hangUp();
  await vi.waitFor(() => expect([asked(), server.listeners]).toEqual([before + 2, 1]));
});
