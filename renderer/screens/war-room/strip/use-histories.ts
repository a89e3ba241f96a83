import type { Items } from '#wire/api/list.ts';
import { useEffect, useMemo, useState } from 'react';
import { useApi } from '#renderer/server/api.ts';
import type { CheckLine } from '#renderer/screens/war-room/panels/checks/merge-checks.ts';
import { useFeed } from '#renderer/server/feed.tsx';
import type { Sample } from '#room/feed/feed.ts';
import { fromBucket, fromSample, type Bucket } from '#renderer/strip/series.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';
import type { CheckHistory } from './room-lanes.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const againMs = 30_000;
type Known = { at: string; buckets: ReadonlyMap<string, readonly Bucket[]> };
const nothing: Known = { at: '', buckets: new Map() };

/**
 * The measurements of these checks since an instant (epoch ms): every measurement where this window has all of
 * them, otherwise by minute, or by hour for spans longer than a day. Checks that cannot be read are left out;
 * their facts still show.
 */
export function useHistories(checks: readonly CheckLine[], since: number): ReadonlyMap<string, CheckHistory> {
  const { samples, snapshot } = useFeed();
  const monitors = snapshot?.monitors;
  const ids = checks.filter(({ isLive }) => isLive).map(({ monitor }) => monitor);
  const buckets = useBuckets(ids.join(), since);
  const own = ids.map((id) => samples(id));
  const resolution = useResolution(since);
  const length = resolution === 'hour' ? hourMs : minuteMs;
  const isWhole = (known: readonly Sample[]) => (known[0]?.at ?? Number.POSITIVE_INFINITY) <= since;
  // A check that started after the incident has no earlier measurements.
  const isOwn = own.map((known, index) => isWhole(known) || (buckets.get(ids[index]!) ?? []).length === 0);
  // The lists are new on every call but their content is not. Changes that are not drawn do not count.
  const version = [
    ids.join(),
    ...own.map((known, index) => (isOwn[index] ? (known.at(-1)?.at ?? 0) : '')),
  ].join();
  return useMemo(
    () =>
      new Map(
        ids.map((id, index): [string, CheckHistory] => {
          const interval = (monitors?.find((each) => each.id === id)?.intervalSeconds ?? 60) * 1_000;
          if (isOwn[index]) {
            const points = (own[index] ?? []).filter(({ at }) => at >= since).map(fromSample);
            return [id, { points, everyMs: Math.max(1_000, interval) }];
          }
          const counted = buckets.get(id) ?? [];
          return [id, { points: counted.map(fromBucket), everyMs: Math.max(length, interval) }];
        }),
      ),
    // oxlint-disable-next-line react/exhaustive-deps -- `version` stands for `ids`, `own` and `isOwn`
    [version, buckets, monitors, since, length],
  );
}

/** Minute data is kept for a day (CH13). */
function useResolution(since: number): 'minute' | 'hour' {
  const clock = useTeamClock();
  const [openedAt] = useState(() => clock.now());
  return openedAt - since > 23 * hourMs ? 'hour' : 'minute';
}

function useBuckets(ids: string, since: number): Known['buckets'] {
  const api = useApi();
  const [known, setKnown] = useState<Known>(nothing);
  const resolution = useResolution(since);
  const at = `${ids} ${since} ${resolution}`;
  useEffect(() => {
    if (ids === '') return undefined;
    let isOver = false;
    const read = async () => {
      const read = await Promise.all(
        ids.split(',').map(async (id) => {
          const path = `/monitors/${id}/history?resolution=${resolution}&since=${since}`;
          const items = await api.get<Items<Bucket>>(path).then(
            (answer) => answer.items,
            () => [],
          );
          return [id, items] as const;
        }),
      );
      if (!isOver) setKnown({ at, buckets: new Map(read) });
    };
    void read();
    const timer = setInterval(() => void read(), againMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [api, at, ids, since, resolution]);
  return known.at === at ? known.buckets : nothing.buckets;
}
