import type { Items } from '#wire/api/list.ts';
import { useEffect, useState } from 'react';
import type { PlaybookFigures } from '#room/playbooks/playbook-statistics.ts';
import { sayProblem, useApi } from '../../server/api.ts';

/** Usage figures of playbooks (PB7). `figures` is null until loaded; `problem` says why loading failed. */
export type Figures = { figures: ReadonlyMap<string, PlaybookFigures> | null; problem: string | null };

export function useFigures(): Figures {
  const api = useApi();
  const [known, setKnown] = useState<Figures>({ figures: null, problem: null });
  useEffect(() => {
    let isGone = false;
    api.get<Items<PlaybookFigures>>('/playbooks/statistics').then(
      ({ items }) => {
        const figures = new Map(items.map((each) => [each.playbook, each]));
        if (!isGone) setKnown({ figures, problem: null });
      },
      (thrown: unknown) => {
        if (!isGone) setKnown({ figures: null, problem: sayProblem(thrown) });
      },
    );
    return () => {
      isGone = true;
    };
  }, [api]);
  return known;
}
