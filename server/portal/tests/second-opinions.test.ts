// We speak the standards: what we seal, other libraries open, and the other way round.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, test } from 'vitest';
import { answer, bytes, text, uuid } from './desk';

const { subtle } = webcrypto;
const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}`, import.meta.url), 'utf8')).cases;

async function derive(secret: Uint8Array<ArrayBuffer>, purpose: string, context: Uint8Array, length = 32) {
  const info = Buffer.concat([Buffer.from(`afterglow v1 ${purpose}\0`), context]);
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, length * 8);
}

const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
};

interface Sealing {
  name: string;
  step: string;
  key: string;
  epoch: number;
  collection: string;
  record: string;
  revision: number;
  nonce: string;
  json: string;
  expect: { envelope: string };
}

describe('the browser’s own WebCrypto', () => {
  const sealings: Sealing[] = vectors('envelope.v1.json').filter(
    (one: Sealing) => one.step === 'seal' && 'envelope' in one.expect,
  );

  test.each(sealings.map((one) => [one.name, one] as const))('opens our envelope: %s', async (_, one) => {
    const envelope = bytes(one.expect.envelope);
    expect(envelope[0]).toBe(1);
    const secret = await derive(bytes(one.key), 'record', uuid(one.record));
    const key = await subtle.importKey('raw', secret, 'AES-GCM', false, ['decrypt']);
    const additionalData = Buffer.concat([
      Buffer.from([1]),
      uuid(one.collection),
      uuid(one.record),
      u32(one.revision),
      u32(one.epoch),
      Buffer.from([0]),
    ]);
    const iv = envelope.slice(5, 17);
    const plain = Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, envelope.slice(17)));
    expect(plain.subarray(4, 4 + plain.readUInt32BE(0)).toString()).toBe(one.json);
    // One bit of its place is another place.
    additionalData[5] = (additionalData[5] ?? 0) ^ 1;
    await expect(subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, envelope.slice(17))).rejects.toThrow();
  });

  test('seals an envelope that we open', async () => {
    const one = sealings[0] as Sealing;
    const json = Buffer.from('{"kind":"reflection","text":"from elsewhere"}');
    const secret = await derive(bytes(one.key), 'record', uuid(one.record));
    const key = await subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt']);
    const place = [uuid(one.collection), uuid(one.record), u32(one.revision), u32(one.epoch)];
    const additionalData = Buffer.concat([Buffer.from([1]), ...place, Buffer.from([0])]);
    const iv = webcrypto.getRandomValues(new Uint8Array(12));
    const sealed = await subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData },
      key,
      Buffer.concat([u32(json.length), json, Buffer.alloc(7)]),
    );
    const envelope = text(Buffer.concat([Buffer.from([1]), u32(one.epoch), iv, Buffer.from(sealed)]));
    const { collection, record, epoch, revision } = one;
    const step = { step: 'open', key: one.key, epoch, collection, record, revision, seen: 0, envelope };
    expect(JSON.stringify(answer(step))).toContain('from elsewhere');
  });
});

describe('@hpke/core', () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  interface Handover {
    name: string;
    step: string;
    secret: string;
    identity: string;
    collection: string;
    invitation: string;
    message: string;
    expect: Record<string, unknown>;
  }
  const handovers: Handover[] = vectors('invitation.v1.json').filter((one: Handover) => one.step === 'handover');
  const good = handovers.find((one) => !('error' in one.expect)) as Handover;

  const info = (one: Handover) =>
    Buffer.concat([Buffer.from('afterglow v1 handover\0'), uuid(one.invitation), uuid(one.collection)]);
  const psk = async (one: Handover) => ({
    id: uuid(one.invitation).buffer,
    key: await derive(bytes(one.secret), 'invitation psk', new Uint8Array()),
  });

  test('opens our handover', async () => {
    const recipientKey = await suite.kem.importKey('raw', bytes(good.identity).buffer, false);
    const message = bytes(good.message);
    const recipient = await suite.createRecipientContext({
      recipientKey,
      enc: message.slice(1, 33).buffer,
      info: new Uint8Array(info(good)).buffer,
      psk: await psk(good),
    });
    const plain = Buffer.from(await recipient.open(message.slice(33).buffer));
    expect(plain.length).toBe(4 + 32 + 32);
    expect(text(plain.subarray(4, 36))).toBe(good.expect.key);
    expect(plain.readUInt32BE(0)).toBe(good.expect.epoch);
  });

  test('seals a handover that we open, and none without the secret', async () => {
    const { public: ours } = answer({ step: 'identity', secret: good.identity }) as { public: string };
    const recipientPublicKey = await suite.kem.importKey('raw', bytes(ours).buffer, true);
    const key = webcrypto.getRandomValues(new Uint8Array(32));
    const client = webcrypto.getRandomValues(new Uint8Array(32));
    const seal = async (shared: { id: ArrayBuffer; key: ArrayBuffer }) => {
      const sender = await suite.createSenderContext({
        recipientPublicKey,
        info: new Uint8Array(info(good)).buffer,
        psk: shared,
      });
      const sealed = await sender.seal(new Uint8Array(Buffer.concat([u32(1), key, client])).buffer);
      return text(Buffer.concat([Buffer.from([1]), Buffer.from(sender.enc), Buffer.from(sealed)]));
    };
    const step = (message: string) => ({ ...good, expect: undefined, name: undefined, message });
    expect(answer(step(await seal(await psk(good)))).key).toBe(text(key));
    const guessed = { id: uuid(good.invitation).buffer, key: new Uint8Array(32).fill(7).buffer };
    expect(answer(step(await seal(guessed)))).toEqual({ error: 'unopened' });
  });
});
