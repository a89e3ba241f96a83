// RV24: the pictures of a public review are chosen, and tell nothing that is for the team alone.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FactDraft } from '../../facts/fact.ts';
import { makeUlidSource } from '../../facts/ulid.ts';
import type { Room } from '../../view/room-view.ts';
import { tellCheckout } from '../fixtures/checkout.ts';
import { picturesNaming } from '../fixtures/pictures.ts';
import { formats } from '../formats/index.ts';
import { publicFiles } from './public-pictures.ts';
import { namedIn } from '../public-text.ts';
import { hashOfReview } from '../review-state.ts';
import { collectReview, type Review } from '../review.ts';
import { showFiles, withShown } from './shown-files.ts';
import { shippedTemplates } from '../templates/shipped.ts';
import { toRoom } from '../templates/template.ts';

const now = () => 1_795_700_000_000;
/** The room of the incident with these entries after its end. */
function checkoutWith(...drafts: readonly FactDraft[]): Room {
  const open = tellCheckout();
  const makeId = makeUlidSource((bytes) => new Uint8Array(bytes), now);
  open.append(drafts, { by: 'ana', now, makeId });
  return open.room();
}

const file = picturesNaming('Ana Ruiz').jpg;
const sha256 = createHash('sha256').update(file).digest('hex');

const names = (id: string) => ({ ana: 'Ana Ruiz', bo: 'Bo Lindqvist', cy: 'Cy Okafor' })[id] ?? id;
const texts = (name: string) => (name === 'review/own/summary' ? 'Paying failed for some.' : '');

async function tell(
  pictures: { strip: boolean; files: string[] } | null,
  name = 'pool.jpg',
): Promise<Review> {
  const outside = shippedTemplates.find((each) => each.public === true)!;
  const room = checkoutWith(
    { kind: 'attachment', name, type: 'image/jpeg', bytes: file.length, sha256 },
    { kind: 'review', template: toRoom(outside) },
    ...(pictures === null ? [] : [{ kind: 'review' as const, pictures }]),
  );
  const review = collectReview({ id: 'x', room, texts, names });
  return withShown(
    review,
    await showFiles(review.attachments, async (hash) => (hash === sha256 ? file : null)),
    room,
  );
}

test('[RV24] without a choice a public review has no picture and no drawing', async () => {
  const page = await formats.html.render(await tell(null));
  expect(page).not.toMatch(/<svg|<img|Pictures/u);
});

test('[RV24] the drawing for readers outside has impact and updates, and no name, check or action', async () => {
  const review = await tell({ strip: true, files: [] });
  const page = await formats.html.render(review);
  const [drawing = ''] = /<svg[\s\S]*?<\/svg>/u.exec(page) ?? [];
  expect(drawing).toContain('Customer impact');
  expect(drawing).toContain('Updates sent');
  expect(drawing).not.toMatch(/Ana|Ruiz|Lindqvist|login page|5xx|Restarted|Rolled back|support/u);
  // Neither the replay, nor the drawing of the Word file.
  expect(page).not.toMatch(/Restarted|Rolled back|Ana Ruiz/u);
  expect(Object.keys(review.pictures ?? {})).toEqual(['strip', 'files']);
});

test('[RV24] only chosen pictures are shown, and one whose name names somebody is not published', async () => {
  const review = await tell({ strip: false, files: [sha256, 'f'.repeat(64)] });
  expect(publicFiles(review).map(({ name }) => name)).toEqual(['pool.jpg']);
  expect((await formats.html.render(review)).match(/<img/gu)).toHaveLength(1);
  expect(namedIn(review)).toEqual([]);
  expect(namedIn(await tell({ strip: false, files: [sha256] }, 'Ana Ruiz at work.jpg'))).toEqual([
    'Ana Ruiz',
  ]);
});

const hash = (...pictures: { strip: boolean; files: string[] }[]) =>
  hashOfReview(
    checkoutWith(...pictures.map((each) => ({ kind: 'review' as const, pictures: each }))),
    () => '',
  );

test('[RV24] [RS2] people who agreed, agreed to the pictures too', () => {
  expect(hash({ strip: true, files: [] })).not.toBe(hash());
  expect(hash({ strip: true, files: [] }, { strip: false, files: [] })).toBe(hash());
});
