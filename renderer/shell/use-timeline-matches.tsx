// KY8: the palette looks into every timeline, text and review there is, open or over, once typing rests.
import { useEffect, useState } from 'react';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useApi } from '../api.ts';
import type { Found } from '../incidents/use-incidents.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';

const restMs = 150;
const shortest = 3;
const mostIncidents = 5;
const mostText = 120;

/** What was found of `query`; nothing while it is short, and nothing where the search does not answer. */
export function useTimelineMatches(query: string): SpotlightActionGroupData[] {
  const api = useApi();
  const wanted = query.trim();
  const [found, setFound] = useState<{ wanted: string; items: readonly Found[] } | null>(null);
  useEffect(() => {
    if (wanted.length < shortest) return undefined;
    const ended = new AbortController();
    const ask = async () => {
      const asked = new URLSearchParams({ q: wanted, limit: String(mostIncidents) });
      const response = await api.fetch(`/incidents?${asked.toString()}`, { signal: ended.signal });
      const { items } = (await response.json()) as { items: readonly Found[] };
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
        // It was found by the server's own rules; the list's must not hide it.
        keywords: [wanted],
        onClick: () => go({ screen: 'room', incident: id, ...(fact !== undefined && { entry: fact }) }),
      })),
  );
  return actions.length === 0 ? [] : [{ group: strings.shell.inTimelines, actions }];
}
