import { useEffect, useState } from 'react';
import type { AskedTarget } from '#room/facts/paging.ts';
import type { Items } from '#wire/api/list.ts';
import type { Reach } from '#wire/api/paging.ts';
import { sayProblem, useApi } from '../server/api.ts';

type Asked = { key: string; items: readonly Reach[]; problem: string | null };

/** The target in an API request, without the display name. */
export const bareTarget = ({ name: _name, ...target }: AskedTarget): AskedTarget => target;

/** Asks the server whom these targets reach; null until it has answered for exactly these. */
export function useReach(incident: string, targets: readonly AskedTarget[], isAway: boolean): Asked | null {
  const api = useApi();
  const [asked, setAsked] = useState<Asked | null>(null);
  const body = JSON.stringify({ targets: targets.map(bareTarget) });
  const isEmpty = targets.length === 0 || isAway;
  useEffect(() => {
    if (isEmpty) return undefined;
    let isWanted = true;
    const keep = (answer: Omit<Asked, 'key'>) => {
      if (isWanted) setAsked({ key: body, ...answer });
    };
    api.post<Items<Reach>>(`/incidents/${incident}/page/preview`, JSON.parse(body)).then(
      ({ items }) => keep({ items, problem: null }),
      (error: unknown) => keep({ items: [], problem: sayProblem(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [api, incident, body, isEmpty]);
  return asked?.key === body && !isEmpty ? asked : null;
}
