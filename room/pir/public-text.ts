// RV21: the public version of a review as plain text, for a status page.
import type { RootContent } from 'mdast';
import type { Review } from './review.ts';
import { findBlame } from './blame.ts';
import { publicFiles } from './copies/public-pictures.ts';
import { buildDocument, picturesHeading } from './document/build.ts';
import { missingWords } from './missing.ts';
import { plainOf } from './formats/plain-of.ts';

/** The written sections, each under its heading; empty without a public template. The page already has the updates of the time. */
export function publicText(review: Review): string {
  if (review.template?.public !== true) return '';
  const messages = new Set(
    review.template.sections.flatMap(({ part, heading }) => (part === 'messages' ? [heading] : [])),
  );
  return buildDocument(review)
    .sections.filter(
      ({ heading }) =>
        heading !== missingWords.heading && heading !== picturesHeading && !messages.has(heading),
    )
    .map(({ heading, blocks }) => [heading, ...blocks.map(plainBlock)].filter(Boolean).join('\n\n'))
    .join('\n\n');
}

/** People of the incident whom the public text, or the name of a public picture, names. */
export const namedIn = (review: Review): string[] => [
  ...new Set(
    findBlame(
      [publicText(review), ...publicFiles(review).map(({ name }) => name)].join('\n\n'),
      Object.values(review.record.names),
    ).flatMap(({ words }) => (Object.values(review.record.names).includes(words) ? [words] : [])),
  ),
];

function plainBlock(node: RootContent): string {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return plainOf(node.children);
    case 'code':
      return node.value;
    case 'blockquote':
      return node.children.map(plainBlock).join('\n\n');
    case 'list':
      return node.children
        .map(({ children }, index) => {
          const sign = node.ordered ? `${(node.start ?? 1) + index}.` : '•';
          return `${sign} ${children.map(plainBlock).join('\n')}`;
        })
        .join('\n');
    case 'table':
      return node.children
        .map(({ children }) => children.map((cell) => plainOf(cell.children)).join(' · '))
        .join('\n');
    default:
      return '';
  }
}
