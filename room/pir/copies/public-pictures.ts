// RV24: the pictures of a public review, where its writers chose them: the incident as a drawing without anything that
// is only for the team, and attached pictures.
import type { BarePicture } from '../bare-picture.ts';
import type { Review } from '../review.ts';

/** What the drawing for the public is drawn from: customer impact, and what customers were told. */
export const forPublicDrawing = (review: Review): Review => ({
  ...review,
  roles: [],
  outages: [],
  actions: [],
  messages: review.messages.filter(({ side }) => side === 'external'),
});

/** The chosen attachments that are pictures and are here, in the order in which they were chosen. */
export const publicFiles = ({
  attachments,
  pictures,
  shown,
}: Review): { name: string; picture: BarePicture }[] =>
  [...new Set(pictures?.files)].flatMap((sha256) => {
    const file = shown?.get(sha256);
    const name = attachments.find((each) => each.sha256 === sha256)?.name;
    return name === undefined || file === undefined || !('picture' in file)
      ? []
      : [{ name, picture: file.picture }];
  });
