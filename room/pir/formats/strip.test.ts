import { expect, test } from 'vitest';
import { paymentsReview } from '../fixtures/payments.ts';
import type { Review } from '../review.ts';
import { drawStrip } from './strip.ts';

const minute = 60_000;
const titles = (drawn: string): string[] =>
  [...drawn.matchAll(/<title>([^<]*)<\/title>/gu)].map(([, title = '']) => title);

test('[RV10] the drawing has a lane for each thing that was, at most 12 checks, and says it in words', () => {
  const review = paymentsReview();
  const at = review.timestamps.find(({ label }) => label === 'Declared')?.at ?? 0;
  const outages = Array.from({ length: 15 }, (_, n) => ({
    ...review.outages[0]!,
    monitor: `m${n}`,
    name: `check-${n}`,
    from: at,
    until: at + minute,
  }));
  const drawn = drawStrip({ ...review, outages });
  expect(new Set(drawn.match(/check-\d+ down/gu))).toHaveProperty('size', 12);
  expect(drawn).toMatch(/role="img" aria-label="[^"]{20,}"/u);
  expect(titles(drawn).length).toBeGreaterThan(12);
  for (const { text } of review.actions) expect(titles(drawn).join('\n')).toContain(text.slice(0, 20));
});

test('[RV10] it ends an hour after resolved at the latest; of nothing there is no drawing', () => {
  const review = paymentsReview();
  const resolved = review.timestamps.find(({ label }) => label === 'Resolved')?.at ?? 0;
  const late = { ...review.actions[0]!, text: 'the follow-up, days later', at: resolved + 48 * 60 * minute };
  const drawn = drawStrip({ ...review, actions: [...review.actions, late] });
  expect(titles(drawn).join('\n')).not.toContain('the follow-up');
  expect(drawn).toContain(review.actions[0]!.text.slice(0, 20));
  const nothing: Review = {
    ...review,
    timestamps: [],
    outages: [],
    messages: [],
    actions: [],
    timeline: { ...review.timeline, lines: [] },
  };
  expect(drawStrip(nothing)).toBe('');
});

test('[RV10] the drawing names at most 12 actions beneath it, and says how many more there are', () => {
  const review = paymentsReview();
  const one = review.actions[0]!;
  const actions = Array.from({ length: 15 }, (_, n) => ({ ...one, text: `step-${n} of the repair` }));
  const [, legend = ''] = /<figcaption>(.*)<\/figcaption>/u.exec(drawStrip({ ...review, actions })) ?? [];
  expect(legend.match(/step-\d+/gu)).toHaveLength(12);
  expect(legend).toContain('and 3 more');
  expect(drawStrip(review)).not.toContain('more</li>');
});
