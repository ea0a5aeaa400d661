// Writes seeds for the fuzz targets: node scripts/fuzz-seeds.js FOLDER. They are the known answers of tests/vectors,
// sealed and plain, and one small export of each app.
const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const [folder] = process.argv.slice(2);
let count = 0;
/** Writes one seed. `which` is its first byte, by which a target chooses its input format. */
function seed(target, which, bytes) {
  mkdirSync(join(folder, target), { recursive: true });
  const first = which === null ? Buffer.alloc(0) : Buffer.from([which]);
  writeFileSync(join(folder, target, String(count++).padStart(5, '0')), Buffer.concat([first, Buffer.from(bytes)]));
}

function* strings(value) {
  if (typeof value === 'string') yield value;
  else if (value && typeof value === 'object') for (const one of Object.values(value)) yield* strings(one);
}

const vectors = join(root, 'tests/vectors');
for (const name of readdirSync(vectors)) {
  const { cases } = JSON.parse(readFileSync(join(vectors, name), 'utf8'));
  for (const one of cases) {
    for (const text of strings(one)) {
      if (text.startsWith('{')) {
        seed('record', null, text);
        seed('seal', 1, text);
        for (let n = 0; n < 22; n += 7) seed('wire', n, text);
      } else if (text.includes('/join#')) seed('seal', 10, text);
      else if (/^([a-z]+ ){14}[a-z]+$/.test(text)) seed('seal', 11, text);
      else if (/^[\w-]{24,}$/.test(text) && !text.includes('-77')) {
        const bytes = Buffer.from(text, 'base64url');
        for (const n of [0, 2, 3, 4, 5, 6, 7, 8, 9]) seed('seal', n, bytes);
      }
    }
    if (name.startsWith('merge')) {
      const parts = [one.mine, one.theirs, one.base].filter(Boolean).map((part) => JSON.stringify(part));
      seed('record', null, parts.join('\0'));
    }
  }
}

const id = '01890a5d-ac96-774b-bcce-b302099a8058';
const wire = {
  0: { cursors: { [id]: 7 }, push: [{ collection: id, id, base_revision: 1, deleted: false, blob: 'AgAAAAE' }], checkpoints: {} },
  1: { results: [{ result: 'accepted', revision: 2, seq: 9 }], changes: {}, manifest: 1 },
  2: { collection: id, head: 7 },
  3: { id, kind: 'care', epoch: 1, head: 0, keys: [], members: [], handover: null, created_at: 0 },
  18: { id, size: 9, stored: 9, created_at: -1 },
  21: { code: 'not_found', title: 'No', status: 404 },
};
for (const [which, message] of Object.entries(wire)) seed('wire', Number(which), JSON.stringify(message));

// As in fuzz/targets/import.rs: an even first byte means one file, an odd one a folder of parts; half of it selects the
// first name.
const files = {
  0: { metadata: { version: '1.0' }, entries: [{ uuid: 'A'.repeat(32), creationDate: '2024-02-03T10:00:00Z', timeZone: 'Europe/Berlin', text: 'Rain.\n![](dayone-moment://A)', tags: ['rain'] }] },
  1: '---\ndate: 2024-02-03\ntags: [rain, river]\nmood: 7\n---\n# The river\n\n![x](a.png) [y](b.md) **rain** <b>x</b>\n',
  2: '2024-02-03 10:15 The rain stopped.\nStill.\n\n2024-02-04 11:00 Sun.\n',
  3: { format: 'afterglow-export/2', records: [{ id, record: { kind: 'reflection', text: 'rain', when: { at: '2026-02-12T10:00:00-07:00', zone: 'America/Denver' } } }] },
  5: { items: [{ content_type: 'Note', uuid: id, created_at: '2024-02-03T10:00:00Z', content: { title: 'Rain', text: 'It rained.' } }] },
  6: '<html><head><meta charset="utf-8"></head><body><div class="pageHeader">Saturday, 3 February 2024</div><p>Rain &amp; sun<br>&#x1F327;</p></body></html>',
  8: { title: 'Rain', textContent: 'It rained.', userEditedTimestampUsec: 1706954400000000, labels: [{ name: 'rain' }] },
  9: 'full_date,date,weekday,time,mood,activities,note_title,note\n2024-02-03,February 3,Saturday,10:00,good,"walk | rain",Rain,"It rained."\n',
};
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
for (const [name, value] of Object.entries(files)) {
  seed('import', Number(name) * 2, text(value));
  seed('import', Number(name) * 2 + 1, `${text(value)}\0${text(value)}`);
}
seed('import', 2, Buffer.from('\ufeffRain.', 'utf16le'));
seed('import', 22, zip({ 'journal.json': text(files[3]), 'entry.md': files[1], 'note.html': files[6] }));
seed('import', 22, zip({ 'Journal.json': text(files[0]), 'photos/A.jpeg': '\xff\xd8' }));

const pictures = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  gif: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  webp: 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
  jpeg: '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
};
for (const base64 of Object.values(pictures)) seed('picture', null, Buffer.from(base64, 'base64'));
seed('picture', null, readFileSync(join(root, 'mobile-core/tests/pictures/located.heic')));

/** A zip of small files, stored without compression. */
function zip(entries) {
  const parts = [];
  const index = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content, 'utf8');
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(0x21, 8);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let n = 0; n < 8; n++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
