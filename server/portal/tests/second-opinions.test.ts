// Interoperability with the standards: other libraries open what we seal, and the other way round.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, test } from 'vitest';
import { answer, bytes, text, uuid } from './desk';

type Bytes = Uint8Array<ArrayBuffer>;
type Case = Record<string, unknown> & { name: string; step: string; expect: Record<string, unknown> };

const { subtle } = webcrypto;
const vectors = (name: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.v2.json`, import.meta.url), 'utf8')).cases;

/** The first known answer of a step that succeeds. */
function known(file: string, step: string): Case {
  const found = vectors(file).find((one) => one.step === step && !('error' in one.expect));
  if (!found) throw new Error(`no answer to ${step}`);
  return found;
}

/** The step of a case, with some of its fields replaced. */
function step(of: Case, change: Record<string, unknown> = {}) {
  return { ...of, ...change, expect: undefined, name: undefined };
}

const utf8 = (words: string) => Buffer.from(words, 'utf8');
const join = (...parts: (Uint8Array | Buffer)[]): Bytes => new Uint8Array(Buffer.concat(parts));
const numbers = (...values: number[]): Bytes => {
  const out = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => out.writeUInt32BE(value, 4 * at));
  return new Uint8Array(out);
};
const random = (length: number): Bytes => webcrypto.getRandomValues(new Uint8Array(length));
const hash = async (...parts: Uint8Array[]): Promise<Bytes> =>
  new Uint8Array(await subtle.digest('SHA-256', join(...parts)));
const field = (of: Case, name: string) => bytes(of[name] as string);

async function derive(secret: Bytes, purpose: string, context: Uint8Array = new Uint8Array(), length = 32) {
  const info = join(utf8(`afterglow v2 ${purpose}\0`), context);
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(
    await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: random(0), info }, key, length * 8),
  );
}

const aes = (secret: Bytes) => subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function aesOpen(secret: Bytes, iv: Bytes, additionalData: Bytes, sealed: Bytes) {
  return Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, await aes(secret), sealed));
}

async function aesSeal(secret: Bytes, iv: Bytes, additionalData: Bytes, plain: Bytes) {
  return new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await aes(secret), plain));
}

interface Held {
  collection: string;
  epoch: number;
  key: string;
}

describe('the browser’s own WebCrypto', () => {
  /** The parts of an envelope: its key, its associated data, and the offset of its content. */
  async function place(one: Case, epoch: number, era: number, deleted: boolean) {
    const care = one.care as Held | null | undefined;
    const held = care ?? (one.private as Held);
    const secret = await derive(bytes(held.key), 'record', uuid(one.record as string));
    const kind = Uint8Array.of(2, care ? 2 : 1);
    const where = join(kind, uuid(held.collection), uuid(one.record as string));
    const context = join(where, numbers(one.revision as number, epoch, era), Uint8Array.of(deleted ? 1 : 0));
    return { secret, context, care };
  }

  /** The author tag of a content. Only the author's private key can make it. */
  async function tag(own: Held, care: Held, context: Bytes, content: Uint8Array) {
    const secret = await derive(bytes(own.key), 'author', uuid(care.collection));
    const key = await subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const mac = new Uint8Array(await subtle.sign('HMAC', key, join(context, await hash(content))));
    return join(numbers(own.epoch), mac.subarray(0, 16));
  }

  const sealings = vectors('envelope').filter((one) => one.step === 'seal' && 'envelope' in one.expect);

  test.each(sealings.map((one) => [one.name, one] as const))('opens our envelope: %s', async (_, one) => {
    const envelope = bytes(one.expect.envelope as string);
    expect(envelope[0]).toBe(2);
    const [epoch, era] = [Buffer.from(envelope).readUInt32BE(1), Buffer.from(envelope).readUInt32BE(5)];
    expect(era).toBe(one.era);
    const json = utf8((one.json as string | null) ?? '');
    const { secret, context, care } = await place(one, epoch, era, one.json === null);
    const plain = await aesOpen(secret, envelope.slice(9, 21), context, envelope.slice(21));
    const author = care ? await tag(one.private as Held, care, context, json) : random(0);
    expect(text(plain.subarray(0, author.length))).toBe(text(author));
    const content = plain.subarray(author.length);
    if (one.json === null) expect(content.length).toBe(0);
    else expect(content.subarray(4, 4 + content.readUInt32BE(0)).toString()).toBe(one.json);
    // One changed bit in its id must make it invalid.
    context[5] = (context[5] ?? 0) ^ 1;
    await expect(aesOpen(secret, envelope.slice(9, 21), context, envelope.slice(21))).rejects.toThrow();
  });

  test.each([true, false])('seals a shared record that we open; by its author: %s', async (mine) => {
    const one = vectors('envelope').find((one) => one.name === 'a shared record is opened by its author') as Case;
    const care = one.care as Held;
    const json = utf8('{"kind":"reflection","text":"from elsewhere"}');
    const { secret, context } = await place(one, care.epoch, 3, false);
    const own = one.private as Held;
    const author = await tag(mine ? own : { ...own, key: text(random(32)) }, care, context, json);
    const iv = random(12);
    const sealed = await aesSeal(secret, iv, context, join(author, numbers(json.length), json, new Uint8Array(7)));
    const envelope = text(join(Uint8Array.of(2), numbers(care.epoch, 3), iv, sealed));
    const opened = answer(step(one, { envelope }));
    expect(opened).toMatchObject({ mine, era: 3, record: { text: 'from elsewhere' } });
  });

  test('opens our checkpoint and seals one that we open', async () => {
    const one = known('checkpoint', 'checkpoint');
    const own = one.private as Held;
    const blob = field(one, 'blob');
    const secret = await derive(bytes(own.key), 'checkpoint', uuid(one.account as string));
    const slot = join(Uint8Array.of(2), uuid(own.collection), uuid(one.account as string));
    const context = (era: number) => join(slot, numbers(one.revision as number, own.epoch, era));
    const plain = await aesOpen(secret, blob.slice(9, 21), context(one.expect.era as number), blob.slice(21));
    expect(plain.length).toBe(8 + 4 + 32 + 4 + 1 + 8 * 8);
    expect(Number(plain.readBigInt64BE(0))).toBe(one.expect.minutes);
    expect(text(plain.subarray(12, 44))).toBe(one.expect.list);
    const place = (at: number) => [plain.readUInt32BE(at), plain.readUInt32BE(at + 4)];
    const places = Array.from({ length: 8 }, (_, n) => place(49 + 8 * n));
    expect(places.filter(([device]) => device !== 0)).toEqual(one.expect.writers);

    const iv = random(12);
    plain.writeUInt32BE(77, 8);
    const sealed = await aesSeal(secret, iv, context(6), new Uint8Array(plain));
    const again = text(join(Uint8Array.of(2), numbers(own.epoch, 6), iv, sealed));
    expect(answer(step(one, { blob: again }))).toMatchObject({ live: 77, era: 6 });
    plain[48] = 1;
    const flagged = await aesSeal(secret, iv, context(6), new Uint8Array(plain));
    const wrong = text(join(Uint8Array.of(2), numbers(own.epoch, 6), iv, flagged));
    expect(answer(step(one, { blob: wrong }))).toEqual({ error: 'record' });
  });

  test('hashes the list of a checkpoint as we do', async () => {
    const one = vectors('checkpoint').find((one) => one.name === 'a list of two records') as Case;
    const parts = (one.records as [string, number, string][]).map(async ([record, revision, envelope]) =>
      join(uuid(record), numbers(revision), await hash(bytes(envelope))),
    );
    expect(text(await hash(...(await Promise.all(parts))))).toBe(one.expect.list);
  });

  test('opens our manifest and seals one that we open', async () => {
    const one = known('account', 'manifest');
    const { version, sealed } = one.manifest as { version: number; sealed: string };
    const secret = await derive(field(one, 'account_key'), 'manifest');
    const context = (version: number) => join(Uint8Array.of(2), uuid(one.account as string), numbers(version));
    const blob = bytes(sealed);
    const plain = await aesOpen(secret, blob.slice(1, 13), context(version), blob.slice(13));
    expect(plain.length).toBe(117);
    expect(plain[0]).toBe(one.expect.role);
    expect(Number(plain.readBigInt64BE(5))).toBe(one.expect.renewed_at);
    expect(text(plain.subarray(13, 45))).toBe(one.expect.identity);
    expect(text(plain.subarray(45, 77))).toBe(one.expect.next);
    expect(plain.subarray(77, 93).toString('hex')).toBe(
      Buffer.from(uuid(one.expect.private as string)).toString('hex'),
    );
    expect(text(plain.subarray(97, 113))).toBe(one.expect.private_check);

    const iv = random(12);
    plain.writeUInt32BE(9, 1);
    const again = text(join(Uint8Array.of(2), iv, await aesSeal(secret, iv, context(4), new Uint8Array(plain))));
    const opened = (seen: [number, number]) => answer(step(one, { manifest: { version: 4, sealed: again }, seen }));
    expect(opened([9, 4])).toMatchObject({ generation: 9 });
    expect(opened([9, 5])).toEqual({ error: 'manifest_older' });
  });

  test('opens our stored keys, each only for its purpose', async () => {
    const stored = vectors('account').filter(
      (one) => one.name === 'a stored private key' || one.name === 'a stored care key',
    );
    expect(stored.length).toBe(2);
    for (const one of stored) {
      const listed = one.collection as { id: string; keys: { epoch: number; key_sealed: string; key_check: string }[] };
      const [held] = listed.keys;
      const kind = listed.id === one.private ? 'private' : 'care';
      const secret = await derive(field(one, 'account_key'), `${kind} collection key`);
      const blob = bytes(held?.key_sealed ?? '');
      const context = join(Uint8Array.of(2), uuid(listed.id), numbers(held?.epoch ?? 0));
      const key = new Uint8Array(await aesOpen(secret, blob.slice(1, 13), context, blob.slice(13)));
      expect(text(key)).toBe(one.expect.key);
      expect(text(await derive(key, 'key check', random(0), 16))).toBe(held?.key_check);
    }
  });

  test('commits to an identity as we do', async () => {
    const one = known('account', 'identity');
    const commitment = await hash(utf8('afterglow v2 next identity\0'), bytes(one.expect.public as string));
    expect(text(commitment)).toBe(one.expect.next);
  });
});

describe('@hpke/core, mode AuthPSK', () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  const secretKey = (raw: Bytes) => suite.kem.importKey('raw', raw.slice().buffer, false);
  const publicKey = (raw: Bytes) => suite.kem.importKey('raw', raw.slice().buffer, true);
  const publicOf = (secret: string) => bytes((answer({ step: 'identity', secret }) as { public: string }).public);

  /** The context of a message, in addition to the keys of both sides. */
  interface Bound {
    info: Bytes;
    psk: Bytes;
    id: Bytes;
  }

  const bound = ({ info, psk, id }: Bound) => ({
    info: info.slice().buffer,
    psk: { id: id.slice().buffer, key: psk.slice().buffer },
  });

  async function open(own: Bytes, from: Bytes, to: Bound, sealed: Bytes) {
    const recipient = await suite.createRecipientContext({
      recipientKey: await secretKey(own),
      senderPublicKey: await publicKey(from),
      enc: sealed.slice(0, 32).buffer,
      ...bound(to),
    });
    return Buffer.from(await recipient.open(sealed.slice(32).buffer));
  }

  async function seal(from: Bytes, to: Bytes, by: Bound, plain: Bytes): Promise<Bytes> {
    const sender = await suite.createSenderContext({
      recipientPublicKey: await publicKey(to),
      senderKey: await secretKey(from),
      ...bound(by),
    });
    return join(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(plain.slice().buffer)));
  }

  const handover = known('invitation', 'handover');
  const epoch = known('bond', 'epoch');
  const renewal = known('bond', 'renewal');

  async function ofHandover(client: Bytes): Promise<Bound> {
    const [invitation, collection] = [uuid(handover.invitation as string), uuid(handover.collection as string)];
    const accounts = join(uuid(handover.client_account as string), uuid(handover.therapist_account as string));
    const label = utf8('afterglow v2 handover\0');
    const info = join(label, invitation, collection, accounts, client, publicOf(handover.identity as string));
    return { info, psk: await derive(field(handover, 'secret'), 'invitation psk'), id: new Uint8Array(invitation) };
  }

  test('opens our handover', async () => {
    const message = field(handover, 'message');
    const client = message.slice(1, 33);
    const plain = await open(field(handover, 'identity'), client, await ofHandover(client), message.slice(33));
    expect(plain.length).toBe(4 + 32 + 4 + 32);
    expect(plain.readUInt32BE(0)).toBe(handover.expect.epoch);
    expect(text(plain.subarray(4, 36))).toBe(handover.expect.key);
    expect(plain.readUInt32BE(36)).toBe(handover.expect.generation);
    expect(text(plain.subarray(40))).toBe(handover.expect.next);
  });

  test('seals a handover that we open, and none without the secret or under another identity', async () => {
    const own = random(32);
    const client = publicOf(text(own));
    const [key, next] = [random(32), random(32)];
    const plain = join(numbers(1), key, numbers(1), next);
    const therapist = publicOf(handover.identity as string);
    const good = await ofHandover(client);
    const sealed = async (from: Bytes, as: Bytes, by: Bound) =>
      answer(step(handover, { message: text(join(Uint8Array.of(2), as, await seal(from, therapist, by, plain))) }));
    expect(await sealed(own, client, good)).toMatchObject({ key: text(key), next: text(next) });
    expect(await sealed(own, client, { ...good, psk: random(32) })).toEqual({ error: 'unopened' });
    expect(await sealed(random(32), client, good)).toEqual({ error: 'unopened' });
  });

  test('derives the bond’s secret and the first transcript as we do', async () => {
    const [invitation, collection] = [uuid(handover.invitation as string), uuid(handover.collection as string)];
    const secret = await derive(field(handover, 'secret'), 'bond secret', join(invitation, collection));
    expect(text(secret)).toBe(handover.expect.bond_secret);
    const check = await derive(bytes(handover.expect.key as string), 'key check', random(0), 16);
    const transcript = await hash(
      utf8('afterglow v2 transcript\0'),
      invitation,
      collection,
      uuid(handover.client_account as string),
      uuid(handover.therapist_account as string),
      field(handover, 'message').slice(1, 33),
      publicOf(handover.identity as string),
      check,
    );
    expect(text(transcript)).toBe(handover.expect.transcript);
  });

  async function ofEpoch(client: Bytes): Promise<Bound> {
    const id = join(uuid(epoch.collection as string), numbers(epoch.epoch as number));
    const info = join(utf8('afterglow v2 epoch\0'), id, client, publicOf(epoch.identity as string));
    return { info, psk: await derive(field(epoch, 'secret'), 'epoch psk', id), id };
  }

  test('opens our epoch message, and continues its transcript as we do', async () => {
    const [message, client] = [field(epoch, 'message'), field(epoch, 'client')];
    const plain = await open(field(epoch, 'identity'), client, await ofEpoch(client), message.slice(1));
    expect(plain.length).toBe(64);
    expect(text(plain.subarray(0, 32))).toBe(epoch.expect.key);
    expect(text(plain.subarray(32))).toBe(epoch.expect.before);
    const check = await derive(new Uint8Array(plain.subarray(0, 32)), 'key check', random(0), 16);
    const therapist = publicOf(epoch.identity as string);
    const next = await hash(plain.subarray(32), numbers(epoch.epoch as number), client, therapist, check);
    expect(text(next)).toBe(epoch.expect.transcript);
  });

  test('seals an epoch message that we open, and none without the bond’s secret', async () => {
    const own = random(32);
    const client = publicOf(text(own));
    const [key, before] = [random(32), random(32)];
    const therapist = publicOf(epoch.identity as string);
    const good = await ofEpoch(client);
    const sealed = async (by: Bound) => {
      const message = text(join(Uint8Array.of(2), await seal(own, therapist, by, join(key, before))));
      return answer(step(epoch, { client: text(client), message }));
    };
    expect(await sealed(good)).toMatchObject({ key: text(key), before: text(before) });
    expect(await sealed({ ...good, psk: random(32) })).toEqual({ error: 'unopened' });
  });

  async function ofRenewal(client: Bytes): Promise<Bound> {
    const id = join(uuid(renewal.collection as string), numbers(renewal.generation as number));
    const [old, therapist] = [field(renewal, 'client'), publicOf(renewal.identity as string)];
    const info = join(utf8('afterglow v2 renewal\0'), id, old, client, therapist);
    return { info, psk: await derive(field(renewal, 'secret'), 'renewal psk', id), id };
  }

  test('opens our renewal message', async () => {
    const message = field(renewal, 'message');
    const client = message.slice(1, 33);
    const plain = await open(field(renewal, 'identity'), client, await ofRenewal(client), message.slice(33));
    expect(plain.length).toBe(32 + 32 + 4 + 32 + 32);
    expect(text(plain.subarray(0, 32))).toBe(renewal.expect.next);
    expect(text(plain.subarray(32, 64))).toBe(renewal.expect.secret);
    expect(plain.readUInt32BE(64)).toBe(renewal.expect.epoch);
    expect(text(plain.subarray(68, 100))).toBe(renewal.expect.key);
    expect(text(await hash(utf8('afterglow v2 next identity\0'), client))).toBe(renewal.expect.commitment);
  });

  test('seals a renewal message that we open, and none without the bond’s secret', async () => {
    const own = random(32);
    const client = publicOf(text(own));
    const [next, secret, key, before] = [random(32), random(32), random(32), random(32)];
    const therapist = publicOf(renewal.identity as string);
    const good = await ofRenewal(client);
    const plain = join(next, secret, numbers(8), key, before);
    const sealed = async (by: Bound) => {
      const message = text(join(Uint8Array.of(2), client, await seal(own, therapist, by, plain)));
      return answer(step(renewal, { message }));
    };
    const opened = { next: text(next), secret: text(secret), epoch: 8, key: text(key), before: text(before) };
    expect(await sealed(good)).toMatchObject(opened);
    expect(await sealed({ ...good, psk: random(32) })).toEqual({ error: 'unopened' });
  });
});
