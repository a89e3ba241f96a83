// RV14: the copy that is previewed and saved, made a moment after its choice.
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { everythingShown, hidesNothing, type CopyChoice } from '#room/pir/copies/copy-choice.ts';
import { makeCopy } from '#room/pir/copies/copy.ts';
import { renderHtml } from '#room/pir/formats/html.ts';
import type { Leak } from '#room/pir/copies/leaks.ts';
import type { Review } from '#room/pir/review.ts';

export type Copy = {
  review: Review;
  hidden: ReadonlyMap<string, string>;
  choice: CopyChoice;
  onChoose: (choice: CopyChoice) => void;
  /** Null while nothing is hidden. */
  check: { hidden: number; left: readonly string[] } | null;
};

export function useCopy(whole: Review): Copy {
  const [choice, onChoose] = useState(everythingShown);
  const settled = useDeferredValue(choice);
  const { review, hidden } = useMemo(() => makeCopy(whole, settled), [whole, settled]);
  const leaks = useLeaks(review, hidden);
  const check = hidesNothing(settled) ? null : { hidden: hidden.size, left: leaks.map(({ word }) => word) };
  return { review, hidden, choice, onChoose, check };
}

/** What searches files is loaded when something is hidden. */
function useLeaks(review: Review, hidden: ReadonlyMap<string, string>): readonly Leak[] {
  const [leaks, setLeaks] = useState<readonly Leak[]>([]);
  useEffect(() => {
    let isLeft = false;
    if (hidden.size > 0)
      void import('#room/pir/copies/leaks.ts').then(({ findLeaksOf }) => {
        if (!isLeft) setLeaks(findLeaksOf(review.record, renderHtml(review), hidden));
      });
    return () => {
      isLeft = true;
      setLeaks([]);
    };
  }, [review, hidden]);
  return leaks;
}
