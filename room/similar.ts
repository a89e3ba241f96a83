// DC3: whether something that is being declared looks like an incident that is open already. Pure.
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
/** Words that every second incident has; alone they are no likeness. */
const common = new Set(
  'broken customers down error errors fail failing fails issue not problem slow some unavailable users works working'.split(
    ' ',
  ),
);

/** Of the shorter one, as much must be in the other. */
const enough = 0.6;

/** The open incident, no drill, that is most like it; null where none is like enough. Of equals the oldest. */
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

/** `payment` is like `payments`; two letters are like nothing but themselves. */
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
