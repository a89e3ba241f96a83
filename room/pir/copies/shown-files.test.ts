// RV17: attached files in a review: shown, without what a picture says of its maker.
import { createHash } from 'node:crypto';
import { strToU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { barePicture } from '../bare-picture.ts';
import { checkoutReview, tellCheckout } from '../fixtures/checkout.ts';
import { largePng, picturesNaming } from '../fixtures/pictures.ts';
import { formats } from '../formats/index.ts';
import { renderRich } from '../formats/rich.ts';
import { namedIn, publicText } from '../public-text.ts';
import { redact } from './redact.ts';
import { reviewOfRecord, type Review } from '../review.ts';
import { showFiles, withShown } from './shown-files.ts';
import { shippedTemplates } from '../templates/shipped.ts';

const planted = 'Marjolein Abernathy';
const { png, jpg: jpeg, gif, webp } = picturesNaming(planted);

const pictures = [
  { name: 'png', file: png, width: 3, height: 2 },
  { name: 'jpg', file: jpeg, width: 30, height: 40 },
  { name: 'gif', file: gif, width: 7, height: 5 },
  { name: 'webp', file: webp, width: 9, height: 6 },
] as const;
const asLatin = (file: Uint8Array): string => Buffer.from(file).toString('latin1');

test.each(pictures)('[RV17] a $name keeps its picture and size, and nothing that names anybody', (sample) => {
  expect(asLatin(sample.file)).toContain(planted);
  const bare = barePicture(sample.file);
  expect(bare).toMatchObject({ type: sample.name, width: sample.width, height: sample.height });
  expect(asLatin(bare?.bytes ?? new Uint8Array(0))).not.toMatch(/Marjolein|Abernathy/u);
  // What is bare already stays as it is.
  expect(barePicture(bare?.bytes ?? new Uint8Array(0))?.bytes).toEqual(bare?.bytes);
});

test('[RV17] a JPEG that lies on its side still says so', () => {
  const bare = asLatin(barePicture(jpeg)?.bytes ?? new Uint8Array(0));
  expect(bare).toContain('Exif\0\0MM\0*');
  expect(bare).toContain('\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006');
});

test.each(pictures)(
  '[RV17] a $name that is cut off anywhere is no picture, and hangs nothing',
  ({ file }) => {
    for (let length = 0; length < file.length; length += 1) {
      const bare = barePicture(file.subarray(0, length));
      if (bare !== null) expect(asLatin(bare.bytes)).not.toContain('Marjolein');
    }
    expect(barePicture(strToU8('<svg><title>x</title></svg>'))).toBeNull();
  },
);

const log = Array.from({ length: 40 }, (_, line) => `line ${line + 1} of the log`).join('\n');

async function withFiles(files: Record<string, Uint8Array>): Promise<Review> {
  const review = checkoutReview();
  const kept = new Map(
    Object.values(files).map((file) => [createHash('sha256').update(file).digest('hex'), file]),
  );
  const attachments = Object.entries(files).map(([name, file]) => ({
    at: review.asOf ?? 0,
    name,
    type: 'application/octet-stream',
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
    doer: null,
  }));
  const shown = await showFiles(attachments, async (sha256) => kept.get(sha256) ?? null);
  return { ...review, attachments, shown };
}

test('[RV17] the page holds pictures and the beginning of texts; Word holds them too, Markdown the texts', async () => {
  const review = await withFiles({
    'pool.png': png,
    'phone.jpg': jpeg,
    'app.log': strToU8(log),
    'x.svg': strToU8('<svg/>'),
  });
  const html = await formats.html.render(review);
  expect(html).toMatch(/<img src="data:image\/png;base64,[\w+/=]+" alt="pool\.png" width="3" height="2">/u);
  expect(html).toContain('<img src="data:image/jpeg;base64,');
  expect(html).toContain('app.log, the beginning');
  expect(html).toContain('line 30 of the log');
  expect(html).not.toContain('line 31 of the log');
  const markdown = await formats.markdown.render(review);
  expect(markdown).toContain('line 30 of the log');
  expect(markdown).not.toContain('![');
  const word = unzipSync(await formats.docx.render(review));
  const media = Object.entries(word).filter(([name]) => name.startsWith('word/media/'));
  // The drawing of the incident, and two pictures.
  expect(media).toHaveLength(3);
  expect(media.every(([, file]) => !asLatin(file).includes('Marjolein'))).toBe(true);
  const xml = new TextDecoder().decode(word['word/document.xml']);
  expect(xml).toContain('descr="pool.png"');
  const ids = [...xml.matchAll(/<wp:docPr id="(\d+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await formats.docx.render(review)).toEqual(await formats.docx.render(review));
});

test('[RV17] no file is in JSON, and none in a copy with hidden names', async () => {
  const review = await withFiles({ 'pool.png': png, 'app.log': strToU8(log) });
  expect(await formats.json.render(review)).not.toContain('line 1 of the log');
  const { record } = redact(review.record, { people: 'roles', hosts: 'shown' });
  const copy = await formats.html.render(reviewOfRecord(review.id, record));
  expect(copy).not.toContain('<img');
  expect(copy).not.toContain('line 1 of the log');
});

test('[RV17] pictures beyond 8 MiB together, and files that are not here, are named alone', async () => {
  const review = await withFiles({
    'one.png': largePng(5_000_000, 1),
    'two.png': largePng(5_000_000, 2),
    'three.png': largePng(1_000, 3),
  });
  expect([...(review.shown ?? new Map()).keys()]).toEqual(
    [0, 2].map((index) => review.attachments[index]?.sha256),
  );
  expect(await showFiles(review.attachments, async () => null)).toEqual(new Map());
});

/** Of the words, not of the drawings. */
const numbers = (text: string): string[] =>
  text
    .replaceAll(
      /<svg[\s\S]*?<\/svg>|<style>[\s\S]*?<\/style>|<figcaption>[\s\S]*?<\/figcaption>|<[^>]*>/gu,
      ' ',
    )
    .match(/\d+/gu) ?? [];

test('[RV20] rich text has the words and numbers of the page, headings and tables, and no style', async () => {
  const review = checkoutReview({ 'review/root-cause': 'The pool **ran** empty <script>alert(1)</script>' });
  const rich = renderRich(review);
  const page = await formats.html.render(review);
  expect(new Set(numbers(rich))).toEqual(new Set(numbers(page.slice(page.indexOf('<h1')))));
  expect(rich).toContain('<h2>Root Cause</h2>');
  expect(rich).toContain('<strong>ran</strong>');
  expect(rich).not.toMatch(/<style|<script|<svg|style=/u);
});

test('[RV21] the public version has what was written for readers outside, and says whom it names', () => {
  const texts = {
    'review/own/summary': 'Paying **failed** for 28 minutes.',
    'review/own/what happened': 'Bo Lindqvist changed it.\n\n- one\n- two',
  };
  const inside = checkoutReview(texts);
  expect(publicText(inside)).toBe('');
  const template = shippedTemplates.find(({ name }) => name === 'Public');
  const outside: Review = {
    ...inside,
    ...(template && { template }),
    written: texts,
  };
  const text = publicText(outside);
  expect(text).toContain('Summary\n\nPaying failed for 28 minutes.');
  expect(text).toContain('• one\n• two');
  expect(text).not.toMatch(/Still to write|What we said|Ana/u);
  expect(namedIn(outside)).toEqual(['Bo Lindqvist']);
});

test('[RV8] [RV17] a log repeats nothing of what a report says of its sender', () => {
  const room = tellCheckout().room();
  const text = 'GET /cart by eve@example.com, and by bob@example.com';
  const shown = withShown(checkoutReview(), new Map([['a', { text, isWhole: true }]]), room).shown?.get('a');
  expect(shown).toEqual({ text: 'GET /cart by [address withheld], and by bob@example.com', isWhole: true });
});
