import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { factKinds } from '../facts/fact.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { openRoom } from '../log/room.ts';
import { openRecord, readRecord } from './read-record.ts';
import { RecordRefused, recordLimits, type RecordContents } from './record.ts';
import { seal } from './seal.ts';
import { writeRecord } from './write-record.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const incident = '01JD4Z7Q0000000000000000AB';
const sha256Of = (bytes: Uint8Array) => digest(bytes).toString('hex');

/** A room as people leave it: facts of every kind, texts, and a log of how it came about. */
function makeRecord(seed: number): { contents: RecordContents; doc: Y.Doc } {
  const random = createRandom(seed);
  const doc = new Y.Doc();
  const log: { at: number; update: Uint8Array }[] = [];
  doc.on('update', (update: Uint8Array) => log.push({ at: 1_700_000_000_000 + log.length, update }));
  const declared = {
    id: incident,
    kind: 'declared',
    at: 1,
    noted: 1,
    by: 'ana',
    title: 'Checkout fails',
    source: { type: 'person' },
  };
  doc.getArray('facts').push([declared, ...makeFacts(random, random.below(60), factKinds)]);
  for (const name of ['summary', 'review/root-cause', 'draft/customers'])
    if (random.chance(0.6)) doc.getText(name).insert(0, `${name} of room ${seed} \u{1F525}`);
  const file = Uint8Array.from({ length: random.below(2_000) }, () => random.below(256));
  const manifest = {
    format: 'muster-record' as const,
    version: 1 as const,
    incident,
    number: 'INC-7',
    title: 'Checkout fails',
    madeAt: 1_700_000_000_000,
    madeBy: 'Ana',
    people: { ana: 'Ana Reyes' },
    leftOut: [],
    hasLog: true,
  };
  const attachments = new Map(random.chance(0.5) ? [[sha256Of(file), file]] : []);
  const update = Y.encodeStateAsUpdate(doc);
  const contents = { manifest, update, log, attachments, markdown: '# Review', html: '<h1>Review</h1>' };
  return { contents, doc };
}

const plain = ({ log, attachments, ...rest }: RecordContents) => ({
  ...rest,
  update: [...rest.update],
  log: log.map(({ at, update }) => [at, [...update]]),
  attachments: [...attachments].map(([name, bytes]) => [name, [...bytes]]),
});
const textsOf = (doc: Y.Doc) =>
  ['summary', 'review/root-cause', 'draft/customers'].map((name) => doc.getText(name).toJSON());

/** Anything may be refused, in words; nothing may go wrong in another way. */
function tryToOpen(file: Uint8Array): 'opened' | 'refused' {
  try {
    openRecord(readRecord(file, digest)).close();
    return 'opened';
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    expect(error.message).toMatch(/^This (?:record|file|is not) .*[.]$/su);
    return 'refused';
  }
}

test('[RC1] 200 rooms go into a file and come out equal, with log, files and review', async () => {
  for (let seed = 0; seed < 200; seed++) {
    const { contents, doc } = makeRecord(seed);
    const read = readRecord(await writeRecord(contents, { digest }), digest);
    expect(plain(read), `seed ${seed}`).toEqual(plain(contents));
    const room = openRecord(read);
    expect(room.room(), `seed ${seed}`).toEqual(openRoom(doc).room());
    expect(textsOf(room.doc), `seed ${seed}`).toEqual(textsOf(doc));
    room.close();
  }
});

test('[RC1] the same contents give the same bytes, and both ways of hashing agree', async () => {
  const { contents } = makeRecord(3);
  const file = await writeRecord(contents);
  expect(file).toEqual(await writeRecord(contents, { digest }));
  expect(plain(readRecord(file))).toEqual(plain(contents));
});

test('[RC3] every file that is cut off, and every one with a byte changed, is refused in words', async () => {
  const { contents } = makeRecord(11);
  const file = await writeRecord(contents, { digest });
  const random = createRandom(5);
  for (let round = 0; round < 500; round++) {
    const cut = file.slice(0, random.below(file.length));
    expect(tryToOpen(cut), `cut to ${cut.length}`).toBe('refused');
    const changed = file.slice();
    const at = random.below(file.length);
    changed[at] = changed[at]! ^ (1 << random.below(8));
    expect(tryToOpen(changed), `byte ${at}`).toBe('refused');
  }
  expect(tryToOpen(new Uint8Array())).toBe('refused');
  expect(tryToOpen(file)).toBe('opened');
});

test('[RC3] one that was changed and closed anew never does anything but open or be refused', async () => {
  const random = createRandom(29);
  const files: Uint8Array[] = [];
  for (let seed = 0; seed < 20; seed++) files.push(await writeRecord(makeRecord(seed).contents, { digest }));
  let opened = 0;
  for (let round = 0; round < 600; round++) {
    const zip = files[round % files.length]!.slice(0, -78);
    zip[zip.length - 2] = 0;
    for (let change = random.below(4); change >= 0; change--) {
      // Half of them where the zip says what is in it.
      const from = random.chance(0.5) ? Math.max(0, zip.length - 400) : 0;
      zip[from + random.below(zip.length - from - 2)] = random.below(256);
    }
    if (tryToOpen(seal(zip, digest)) === 'opened') opened += 1;
  }
  expect(opened).toBeLessThan(600);
});

const made = (files: Zippable) => seal(zipSync(files), digest);
const refusal = (file: Uint8Array) => {
  try {
    readRecord(file, digest);
    return 'opened';
  } catch (error) {
    return error instanceof RecordRefused ? error.message : String(error);
  }
};

test('[RC3] paths, strange files, bombs and later versions are refused by name', () => {
  const empty = new Uint8Array();
  expect(refusal(made({ '../../etc/passwd': empty }))).toContain('../../etc/passwd');
  expect(refusal(made({ 'attachments/../x': empty }))).toContain('a file that no record has');
  expect(refusal(made({ 'room.bin': empty }))).toContain('has no muster.json');
  expect(refusal(zipSync({ 'muster.json': empty }))).toContain('checksum');
  const later = new TextEncoder().encode('{"format":"muster-record","version":2}');
  expect(refusal(made({ 'muster.json': later, ...rest() }))).toContain('later Muster');
  for (const text of ['null', '[]', '5'])
    expect(refusal(made({ 'muster.json': Buffer.from(text), ...rest() }))).toBe(
      'This record cannot be read: its list of contents is not as expected.',
    );
  const wrong = new TextEncoder().encode('{"format":"muster-record","version":1,"incident":"x"}');
  expect(refusal(made({ 'muster.json': wrong, ...rest() }))).toContain('incident');
  const bomb = made({ 'muster.json': new Uint8Array(recordLimits.text + 1) });
  expect(bomb.length).toBeLessThan(100_000);
  expect(refusal(bomb)).toContain('muster.json unpacks to more than it may');
  const many = Object.fromEntries(
    Array.from({ length: recordLimits.files + 1 }, (_, index) => [`f${index}`, empty]),
  );
  expect(refusal(made(many))).toContain(`more than ${recordLimits.files} files`);
});

test('[RC3] a zip that says less than it unpacks to is stopped on the way', () => {
  const zip = zipSync({ 'review.md': new Uint8Array(8 * 1024 * 1024) });
  const view = new DataView(zip.buffer);
  const entry = view.getUint32(zip.length - 6, true);
  view.setUint32(entry + 24, 1_000, true);
  expect(refusal(seal(zip, digest))).toContain('unpacks to more than it says');
});

test.each([
  '/etc/passwd',
  '..\\..\\x',
  'C:\\muster.json',
  'C:muster.json',
  '\\\\host\\share\\x',
  'CON',
  'aux.md',
  'NUL',
  'review.md/',
  'review.md\0.exe',
  'REVIEW.MD',
  ' review.md',
  './review.md',
  'review.md:stream',
  'a/review.md',
  'attachments/',
  `attachments/${'A'.repeat(64)}`,
  `attachments/${'a'.repeat(64)}/x`,
  `attachments/${'a'.repeat(65)}`,
  'revie\u0301w.md',
  'x'.repeat(60_000),
])('[RC3] the name %j is that of no file of a record', (name) => {
  expect(refusal(made({ ...rest(), [name]: new Uint8Array() }))).toContain('a file that no record has');
});

test.each([
  ['a link', 0o120_777],
  ['a pipe', 0o010_666],
  ['a device', 0o020_666],
  ['a disk', 0o060_666],
  ['a socket', 0o140_666],
  ['a folder', 0o040_777],
])('[RC3] %s where a file should be is refused: another program would unpack it as such', (_name, mode) => {
  const target = new TextEncoder().encode('/etc/passwd');
  for (const os of [3, 19, 0])
    expect(refusal(made({ ...rest(), 'review.html': [target, { os, attrs: (mode << 16) >>> 0 }] }))).toBe(
      'This record is refused: "review.html" is no plain file.',
    );
});

const whole = () => zipSync({ 'muster.json': new Uint8Array(10), 'review.md': new Uint8Array(10) });

test('[RC3] a zip that lies in its list is refused: numbers of zip64, places elsewhere, two names, one entry as two', () => {
  const lies = (tell: (view: DataView, first: number, second: number) => void) => {
    const zip = whole();
    const view = new DataView(zip.buffer);
    const first = view.getUint32(zip.length - 6, true);
    tell(view, first, first + 46 + 'muster.json'.length);
    return refusal(seal(zip, digest));
  };
  const end = whole().length - 22;
  const all = 0xffff_ffff;
  expect(lies((view) => view.setUint16(end + 10, 0xffff, true))).toContain('more than 600 files');
  expect(lies((view) => view.setUint32(end + 16, all, true))).toContain('damaged');
  expect(lies((view, first) => view.setUint32(first + 24, all, true))).toContain('more than it may');
  expect(lies((view, first) => view.setUint32(first + 20, all, true))).toContain('damaged');
  expect(lies((view, first) => view.setUint32(first + 42, all, true))).toContain('damaged');
  // Both entries point to the second file. A program that reads from the front knows it by one name only.
  expect(
    lies((view, first, second) => view.setUint32(first + 42, view.getUint32(second + 42, true), true)),
  ).toContain('damaged');
  // The name at the front differs from the one in the list.
  expect(lies((view) => view.setUint8(30, 'M'.charCodeAt(0)))).toContain('damaged');
  expect(lies((view, first) => view.setUint16(first + 28, 0xffff, true))).toContain('damaged');
});

test('[RC3] a zip that is encrypted, packed otherwise, cut off or spread over a wrong list is refused, closed anew or not', () => {
  const change = (tell: (view: DataView, first: number) => void) => {
    const zip = whole();
    const view = new DataView(zip.buffer);
    tell(view, view.getUint32(zip.length - 6, true));
    return [refusal(seal(zip, digest)), refusal(zip)];
  };
  const unsealed = expect.stringContaining('checksum');
  // As zip -e writes it, and as AES does.
  expect(change((view, first) => view.setUint16(first + 8, 1, true))).toEqual([
    'This record is refused: it is encrypted.',
    unsealed,
  ]);
  const aes = change((view, first) => view.setUint16(first + 10, 99, true));
  expect(aes).toEqual([expect.stringContaining('is packed in another way'), unsealed]);
  // The checksum of zip itself: each file is compared with its digest, and what is changed is refused before that.
  expect(change((view, first) => view.setUint32(first + 16, 7, true))[1]).toEqual(unsealed);
  const zip = whole();
  for (let length = 0; length < zip.length; length++)
    expect(refusal(seal(zip.slice(0, length), digest)), `cut to ${length}`).toMatch(
      /^This (?:record|is not a Muster record)/u,
    );
});

function rest(): Zippable {
  const empty = new Uint8Array();
  return { 'room.bin': empty, 'log.bin': empty, 'review.md': empty, 'review.html': empty };
}
