// DC3: whether a new declaration looks like an incident that is already open. Pure.
import type { IncidentSummary } from './feed.ts';
import { searchWords } from './search.ts';
import { isSameService } from './services.ts';

type Known = Pick<IncidentSummary, 'id' | 'title' | 'service' | 'status' | 'drill' | 'declaredAt'>;

/** Words that say nothing about what is wrong. */
const empty = new Set(
  'a an and are as at be been by can cannot do does for from has have i in is it no not of on or our the their they this to us very was we were with you'.split(
    ' ',
  ),
);
/** Words in very many incidents; alone they do not make two incidents similar. */
const common = new Set(
  'broken customers down error errors fail failing fails issue not problem slow some unavailable users works working'.split(
    ' ',
  ),
);

/** The share of the shorter text's words that the other text must contain. */
const enough = 0.6;

/** The most similar open incident that is not a drill; null when none is similar enough. The oldest among equals. */
export function findSimilar<T extends Known>(
  { title, service = null }: { title: string; service?: string | null },
  incidents: readonly T[],
): T | null {
  const wanted = wordsIn(title);
  let best: { incident: T; score: number } | null = null;
  for (const incident of incidents.toSorted((a, b) => a.declaredAt - b.declaredAt)) {
    if (incident.drill || incident.status === 'resolved' || incident.status === 'closed') continue;
    const score = likeness(wanted, wordsIn(incident.title), isSame(service, incident.service));
    if (score >= enough && (best === null || score > best.score)) best = { incident, score };
  }
  return best?.incident ?? null;
}

const isSame = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && isSameService(one, other);

const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    searchWords(text)
      .split(' ')
      .filter((word) => word !== '' && !empty.has(word)),
  ),
];

/** `payment` matches `payments`; words of up to three letters only match themselves. */
const isLike = (one: string, other: string): boolean =>
  one === other ||
  (Math.min(one.length, other.length) > 3 && (one.startsWith(other) || other.startsWith(one)));

function likeness(one: readonly string[], other: readonly string[], sameService: boolean): number {
  const shared = one.filter((word) => other.some((each) => isLike(word, each)));
  const telling = shared.filter((word) => !common.has(word));
  // One word alone may be chance, unless it is about the same service.
  if (telling.length === 0 || (shared.length < 2 && !sameService)) return 0;
  const share = shared.length / Math.min(one.length, other.length);
  return sameService ? share + 0.25 : share;
}
