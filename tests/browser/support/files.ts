// A photo and a recording, generated here: nothing is downloaded, and their content is known.
import { crc32, deflateSync } from 'node:zlib';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = () => mkdtempSync(join(tmpdir(), 'afterglow-files-'));

/** A PNG of 60 × 30: red on the left, blue on the right. */
export function photo(name = 'shore.png'): string {
  const [width, height] = [60, 30];
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: width }, (_, x) => Buffer.from(x < width / 2 ? [200, 30, 30] : [30, 30, 200])),
  ]);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const path = join(folder(), name);
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
  return path;
}

/** A WAV of this length in seconds, long enough for several sealed chunks; with a marker in it, if one is given. */
export function recording(seconds = 12, mark = '', name = 'voice.wav'): string {
  const rate = 8_000;
  const samples = Buffer.alloc(seconds * rate * 2);
  for (let n = 0; n < samples.length / 2; n += 1) samples.writeInt16LE(Math.round(3_000 * Math.sin(n / 3)), n * 2);
  samples.write(mark, 1_000, 'latin1');
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  const path = join(folder(), name);
  writeFileSync(path, Buffer.concat([head, samples]));
  return path;
}
