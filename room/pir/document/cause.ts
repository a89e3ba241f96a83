// Why it happened: the cause, contributing factors, changes and tested hypotheses.
import type { RootContent } from 'mdast';
import type { ReviewTemplate } from '../../facts/review-template.ts';
import { describeFactors, drawFactors, longestChain, readFactors } from '../factors.ts';
import { writtenBlocks } from '../markdown/read.ts';
import { quote } from '../drafted.ts';
import { oneLine } from '../phrases.ts';
import type { Review } from '../review.ts';
import { hasPart } from '../templates/template.ts';
import { elapsed } from './appendix.ts';
import { drawingOf, heading, list, paragraph, soft, table, type CellContent } from './document.ts';
import { titleOf, type Say } from './say.ts';

/** The cause, what was tested, and changes and factors where the template has no section for them. */
export function rootCause({
  review,
  say,
  template,
}: {
  review: Review;
  say: Say;
  template: ReviewTemplate;
}): RootContent[] {
  const { texts, cause, namedCause, hypotheses } = review;
  const others = hypotheses.filter(({ verdict }) => verdict === 'open' || verdict === 'inconclusive');
  const supported = hypotheses.filter(({ verdict }) => verdict === 'supported');
  const refuted = hypotheses.filter(({ verdict }) => verdict === 'refuted');
  const factors = hasPart(template, 'factors') ? null : texts.factors;
  return [
    ...writtenBlocks(texts.rootCause),
    ...(cause === null && texts.rootCause === null ? [soft('No cause is recorded.')] : []),
    ...(namedCause === null ? [] : [paragraph(sayNamed(namedCause.text, supported))]),
    ...(factors === null ? [] : [heading('Contributing factors'), ...factorBlocks(review, factors)]),
    ...(hasPart(template, 'changes') ? [] : changes(review, say)),
    ...tested('Confirmed by a test', supported, say),
    ...tested('Ruled out', refuted, say),
    ...tested('Neither confirmed nor ruled out', others, say),
  ];
}

function sayNamed(cause: string, supported: Review['hypotheses']): string {
  const isTested = supported.some(({ text: words }) => oneLine(words) === cause);
  return `During the incident the cause was named as ${quote(cause)}${isTested ? ', and a test confirmed it' : ''}.`;
}

/** RV19: the text that people wrote, its drawing, and the longest chain of whys. */
export function factorBlocks(review: Review, written: string | null): RootContent[] {
  const factors = written === null ? [] : readFactors(written);
  const chain = longestChain(factors);
  const outcome = titleOf(review);
  const drawing = drawFactors(outcome, factors);
  return [
    ...writtenBlocks(written),
    ...(drawing === null ? [] : [drawingOf(describeFactors(outcome, factors), drawing)]),
    ...(chain.length < 2
      ? []
      : [
          heading('Five whys'),
          soft('Each line was possible because of the one below it.'),
          list(
            chain.map(({ text: words }) => words),
            true,
          ),
        ]),
  ];
}

/** The changes before and during the incident; nothing without any. */
export const changes = (review: Review, say: Say): RootContent[] =>
  review.changes.length === 0
    ? []
    : [
        heading('Changes before and during it'),
        table(
          [
            ['time', 'Elapsed'],
            ['time', `Time (${say.zone})`],
            ['words', 'Change'],
            ['words', 'Address'],
          ],
          review.changes.map((change) => [
            elapsed(change, review),
            say.time(change.at),
            change.text,
            change.url ?? '',
          ]),
        ),
      ];

function tested(title: string, found: Review['hypotheses'], say: Say): RootContent[] {
  if (found.length === 0) return [];
  const rows = found.flatMap(({ text: words, at, tests }) =>
    (tests.length === 0 ? [{ test: '', refutes: null, results: [] }] : tests).map(
      ({ test, refutes, results }, index): CellContent[] => [
        index === 0 ? say.time(at) : '',
        index === 0 ? words : '',
        test,
        refutes ?? '',
        results.join('\n'),
      ],
    ),
  );
  return [
    heading(title),
    table(
      [
        ['time', `Time (${say.zone})`],
        ['words', 'Suspected'],
        ['words', 'Test'],
        ['words', 'Would be refuted if'],
        ['words', 'Result'],
      ],
      rows,
    ),
  ];
}
