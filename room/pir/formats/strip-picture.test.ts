import { strFromU8, unzipSync, unzlibSync } from 'fflate';
import { expect, test } from 'vitest';
import { paymentsReview } from '../fixtures/payments.ts';
import { renderDocx } from './docx.ts';
import { makeCanvas, widthOf } from './raster.ts';
import { pictureStrip } from './strip-picture.ts';

/** The colours of a PNG as this module writes it: 8 bits, three colours, no filters. */
function readPng(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const data = png.subarray(41, 41 + view.getUint32(33));
  const rows = unzlibSync(data);
  const at = (x: number, y: number) => [
    ...rows.subarray(y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3),
  ];
  return { width, height, at };
}

test('[RV16] a shape covers its pixels by how much of each it takes, whole and half ones', () => {
  const canvas = makeCanvas({ width: 10, height: 4, scale: 1 }, [255, 255, 255]);
  canvas.box(2, 1, 3.5, 2, [0, 0, 0]);
  const { at, width, height } = readPng(canvas.png());
  expect([width, height]).toEqual([10, 4]);
  expect([at(1, 1), at(2, 1), at(4, 2), at(6, 1), at(3, 0), at(3, 3)]).toEqual([
    [255, 255, 255],
    [0, 0, 0],
    [0, 0, 0],
    [255, 255, 255],
    [255, 255, 255],
    [255, 255, 255],
  ]);
  expect(at(5, 1)[0]).toBe(128);
  // A triangle covers half of its box.
  const half = makeCanvas({ width: 100, height: 100, scale: 1 }, [255, 255, 255]);
  half.shape(
    [
      [
        [0, 0],
        [100, 0],
        [0, 100],
      ],
    ],
    [0, 0, 0],
  );
  const seen = readPng(half.png());
  let ink = 0;
  for (let y = 0; y < 100; y += 1)
    for (let x = 0; x < 100; x += 1) ink += 1 - (seen.at(x, y)[0] ?? 255) / 255;
  expect(ink).toBeCloseTo(5_000, -1);
});

test('[RV16] letters leave ink where they are written, also those the font has not', () => {
  for (const text of ['Ana', 'Zoë', '\u732b']) {
    const canvas = makeCanvas({ width: 60, height: 20, scale: 2 }, [255, 255, 255]);
    canvas.write(text, { x: 2, y: 15, size: 11 }, [0, 0, 0]);
    const { at } = readPng(canvas.png());
    const inked = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, x) => x + from).some((x) =>
        Array.from({ length: 40 }, (_, y) => at(x, y)[0] ?? 255).some((value) => value < 128),
      );
    const end = 2 * (2 + widthOf(text, 11));
    expect([text, inked(0, Math.floor(end)), inked(Math.ceil(end) + 1, 120)]).toEqual([text, true, false]);
  }
});

test('[RV16] a Word file holds the drawing as a picture, with a text for readers who cannot see it', async () => {
  const review = paymentsReview();
  const picture = pictureStrip(review)!;
  const files = unzipSync(await renderDocx(review));
  const [name = ''] = Object.keys(files).filter((each) => each.startsWith('word/media/'));
  expect(name).toMatch(/\.png$/u);
  expect(files[name]).toEqual(picture.png);
  const { width, height, at } = readPng(picture.png);
  expect([width, height]).toEqual([picture.width * 3, picture.height * 3]);
  const colours = new Set<string>();
  for (let y = 0; y < height; y += 2) for (let x = 0; x < width; x += 2) colours.add(at(x, y).join(' '));
  // Ink of outages, the green of what helped.
  expect(colours).toContain('27 32 35');
  expect(colours).toContain('44 122 75');
  const document = strFromU8(files['word/document.xml']!);
  const [, said = ''] = /<wp:docPr[^>]*descr="([^"]*)"/u.exec(document) ?? [];
  expect(said).toContain('on one time axis');
  for (const { text } of review.actions) expect(said).toContain(text.split('\n', 1)[0]);
  const nothing = { ...review, timestamps: [], outages: [], messages: [], actions: [] };
  expect(pictureStrip({ ...nothing, timeline: { ...review.timeline, lines: [] } })).toBeNull();
});
