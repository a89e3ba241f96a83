// RV14: a review with words hidden, by choice.
import { hiddenWords, hidesNothing, listed, type CopyChoice } from './copy-choice.ts';
import { redact } from './redact.ts';
import { reviewOfRecord, type Review } from '../review.ts';

/** The review with these words hidden, and each hidden word with its replacement. */
export function makeCopy(
  review: Review,
  choice: CopyChoice,
): { review: Review; hidden: ReadonlyMap<string, string> } {
  if (hidesNothing(choice)) return { review, hidden: new Map() };
  const { record, hidden } = redact(review.record, {
    people: choice.people,
    hosts: choice.hosts,
    words: hiddenWords(choice),
    attachments: choice.attachments === 'shown',
    without: [...review.timeline.struckOut.map(({ fact }) => fact), ...listed(choice.without)],
  });
  return { review: withAgreement(reviewOfRecord(review.id, record, review.zone), review), hidden };
}

/** RS2, RS15: people agreed to the whole text, so whether they did and what changed is known from that alone. */
function withAgreement(copy: Review, { progress: whole }: Review): Review {
  if (copy.progress === undefined || whole === undefined) return copy;
  const agreed = new Set(whole.readings.flatMap(({ at, isThis }) => (isThis ? [at] : [])));
  const { changed, ...progress } = copy.progress;
  const readings = progress.readings.map((each) => ({ ...each, isThis: agreed.has(each.at) }));
  const known = whole.changed;
  if (changed === undefined || known === undefined) return { ...copy, progress: { ...progress, readings } };
  const isHere = new Set(copy.timeline.lines.flatMap(({ facts }) => facts));
  const [person] = readings.flatMap((each) => (each.at === known.at ? [each.person] : []));
  return {
    ...copy,
    progress: {
      ...progress,
      readings,
      changed: {
        ...known,
        person: person ?? changed.person,
        texts: changed.at === known.at ? changed.texts : [],
        entries: known.entries.filter(({ fact }) => isHere.has(fact)),
      },
    },
  };
}
