// RV19: contributing factors as an outline, a chain of whys and a drawing.
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import { drawFactors, longestChain, readFactors, type Factor } from './factors.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import { formats } from './formats/index.ts';

const written = `Three things had to come together.

- **Trigger:** a traffic peak at 14:00
- Cause: v412 keeps connections when a payment times out
  - the driver's default changed
    - Condition: upgrades of libraries are not load-tested
      - Evidence: [the pipeline](https://ci.example.com/runs/8812)
- Condition: nothing watches the pool`;

test('[RV19] a list is read as factors: kinds, what made what possible, and evidence', () => {
  expect(readFactors(written)).toEqual([
    { kind: 'trigger', text: 'a traffic peak at 14:00', evidence: [], because: [] },
    {
      kind: 'cause',
      text: 'v412 keeps connections when a payment times out',
      evidence: [],
      because: [
        {
          kind: null,
          text: "the driver's default changed",
          evidence: [],
          because: [
            {
              kind: 'condition',
              text: 'upgrades of libraries are not load-tested',
              evidence: ['the pipeline'],
              because: [],
            },
          ],
        },
      ],
    },
    { kind: 'condition', text: 'nothing watches the pool', evidence: [], because: [] },
  ]);
  expect(longestChain(readFactors(written)).map(({ text }) => text)).toEqual([
    'v412 keeps connections when a payment times out',
    "the driver's default changed",
    'upgrades of libraries are not load-tested',
  ]);
  for (const plain of ['', 'Only words.', '- one\n- two', '1. Evidence: alone'])
    expect(readFactors(plain)).toEqual([]);
});

test('[RV19] every format has the outline and the whys; the page and Word have the drawing, with its words', async () => {
  const review = checkoutReview({ 'review/factors': written });
  const markdown = await formats.markdown.render(review);
  expect(markdown).toMatch(
    /Five whys[\s\S]*1\. v412 keeps[\s\S]*2\. the driver[\s\S]*3\. upgrades of libraries/u,
  );
  const html = await formats.html.render(review);
  expect(html).toContain('<figure class="factors"><svg');
  expect(html).toMatch(/aria-label="INC-97 Checkout[^"]*, because of: a traffic peak at 14:00; v412/u);
  expect(html).toContain(
    '<li>upgrades of libraries are not load-tested</li>'.replace('<li>', '<li dir="auto">'),
  );
  const word = unzipSync(await formats.docx.render(review));
  expect(Object.keys(word).filter((name) => name.startsWith('word/media/'))).toHaveLength(2);
  const plain = await formats.html.render(checkoutReview({ 'review/factors': '- one\n- two' }));
  expect(plain).not.toContain('class="factors"><svg');
});

test('[RV19] no box of the drawing lies on another or outside of it, over 300 graphs; one too large is left out', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = createRandom(seed);
    const grow = (depth: number): Factor[] =>
      Array.from({ length: 1 + random.below(3) }, () => ({
        kind: null,
        text: 'some words '.repeat(1 + random.below(30)),
        evidence: [],
        because: depth > 0 && random.chance(0.5) ? grow(depth - 1) : [],
      }));
    const drawing = drawFactors('It broke', grow(random.below(4)));
    if (drawing === null) continue;
    for (const [index, box] of drawing.boxes.entries()) {
      expect(box.x + box.width, `seed ${seed}`).toBeLessThanOrEqual(drawing.width + 0.01);
      expect(box.y + box.height, `seed ${seed}`).toBeLessThanOrEqual(drawing.height + 0.01);
      expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
      for (const other of drawing.boxes.slice(index + 1))
        if (other.x === box.x)
          expect(other.y >= box.y + box.height || box.y >= other.y + other.height, `seed ${seed}`).toBe(true);
    }
  }
  const deep = (left: number): Factor[] =>
    left === 0 ? [] : [{ kind: null, text: 'x', evidence: [], because: deep(left - 1) }];
  expect(drawFactors('It broke', deep(4))).not.toBeNull();
  expect(drawFactors('It broke', deep(5))).toBeNull();
});
