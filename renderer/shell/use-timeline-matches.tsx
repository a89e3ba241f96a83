// KY8: the palette searches all timelines, texts and reviews, of open and finished incidents, after typing
// pauses.
import type { Items } from '#wire/api/list.ts';
import { useEffect, useState } from 'react';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useApi } from '../server/api.ts';
import type { FoundIncident } from '#wire/api/incidents.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';

const restMs = 150;
const shortest = 3;
const mostIncidents = 5;
const mostText = 120;

/** The matches of `query`; empty while it is short, or when the search fails. */
export function useTimelineMatches(query: string): SpotlightActionGroupData[] {
  const api = useApi();
  const wanted = query.trim();
  const [found, setFound] = useState<{ wanted: string; items: readonly FoundIncident[] } | null>(null);
  useEffect(() => {
    if (wanted.length < shortest) return undefined;
    const ended = new AbortController();
    const ask = async () => {
      const asked = new URLSearchParams({ q: wanted, limit: String(mostIncidents) });
      const response = await api.fetch(`/incidents?${asked.toString()}`, { signal: ended.signal });
      const { items } = (await response.json()) as Items<FoundIncident>;
      if (!ended.signal.aborted) setFound({ wanted, items });
    };
    const timer = setTimeout(() => void ask().catch(() => setFound(null)), restMs);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [api, wanted]);
  if (found === null || found.wanted !== wanted || wanted.length < shortest) return [];
  const actions = found.items.flatMap(({ id, number, title, matches = [] }) =>
    matches
      .filter(({ where }) => where !== 'title')
      .slice(0, 1)
      .map(({ text, fact, where }) => ({
        id: `found-${id}`,
        label: text.length > mostText ? `${text.slice(0, mostText)}…` : text,
        description: strings.shell.foundIn(strings.incidents.places[where], number ?? title),
        // The server found it by its own rules, so the palette's own filter must not hide it.
        keywords: [wanted],
        onClick: () =>
          go({
            screen: 'room',
            incident: id,
            ...(fact !== undefined && { entry: fact }),
            ...(where === 'review' && { tab: 'review' }),
          }),
      })),
  );
  return actions.length === 0 ? [] : [{ group: strings.shell.inTimelines, actions }];
}
