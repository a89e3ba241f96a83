// DC3: whether a new declaration looks like an incident that is already open. Pure.
import type { ActionType } from '../facts/action-type.ts';
import type { IncidentSummary } from '../feed/feed.ts';
import { searchWords } from './search.ts';
import { serviceMatcher, type Service } from '../team/services.ts';

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
  services: readonly Service[] = [],
): T | null {
  const isSame = serviceMatcher(services);
  const wanted = wordsIn(title);
  let best: { incident: T; score: number } | null = null;
  for (const incident of incidents.toSorted((a, b) => a.declaredAt - b.declaredAt)) {
    if (incident.drill || incident.status === 'resolved' || incident.status === 'closed') continue;
    const score = likeness(wanted, wordsIn(incident.title), isSame(service, incident.service));
    if (score >= enough && (best === null || score > best.score)) best = { incident, score };
  }
  return best?.incident ?? null;
}

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

/** Why an incident is like another: what both had, the strongest first. Words are those of both titles. */
export type Likeness = {
  kind: 'service' | 'check' | 'cause' | 'words';
  names: readonly string[];
};
export type Alike<T> = { incident: T; reasons: readonly Likeness[] };

type Compared = Pick<
  IncidentSummary,
  'id' | 'title' | 'service' | 'drill' | 'declaredAt' | 'withdrawn' | 'causes' | 'failed'
>;

/** How much each thing in common counts; words count by how rare they are, up to twice a cause. */
const weights = { cause: 3, check: 3, service: 1.5 } as const;
/** A service alone is no reason: it has many incidents. */
const fewestPoints = 2;
const mostAlike = 5;
/** A word in most titles says nothing about one. */
const leastRarity = 0.25;

/**
 * PM6: the earlier and later incidents most like this one, with the reasons, best first; at most 5. Drills and
 * withdrawn incidents are none. A word counts more the fewer titles of `incidents` have it.
 */
export function rankSimilar<T extends Compared>(
  incident: Compared,
  incidents: readonly T[],
  services: readonly Service[] = [],
): Alike<T>[] {
  const isSame = serviceMatcher(services);
  const real = incidents.filter(({ drill, withdrawn }) => !drill && withdrawn === undefined);
  const rarity = makeRarity(real.map(({ title }) => wordsIn(title)));
  const own = wordsIn(incident.title);
  return real
    .flatMap((other): (Alike<T> & { points: number })[] => {
      if (other.id === incident.id) return [];
      const found = compare(incident, other, { words: own, rarity, isSame });
      return found.points < fewestPoints ? [] : [{ incident: other, ...found }];
    })
    .toSorted((a, b) => b.points - a.points || b.incident.declaredAt - a.incident.declaredAt)
    .slice(0, mostAlike)
    .map(({ incident: other, reasons }) => ({ incident: other, reasons }));
}

/** 0 for a word in every title, 1 for a word in a single one. */
function makeRarity(titles: readonly (readonly string[])[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const word of titles.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const most = Math.log(titles.length + 1);
  return (word) => (most === 0 ? 0 : Math.log((titles.length + 1) / (counts.get(word) ?? 1)) / most);
}

type Own = {
  words: readonly string[];
  rarity: (word: string) => number;
  isSame: ReturnType<typeof serviceMatcher>;
};

function compare(one: Compared, other: Compared, { words, rarity, isSame }: Own) {
  const reasons: (Likeness & { points: number })[] = [];
  const add = (kind: Likeness['kind'], names: readonly string[], points: number) => {
    if (names.length > 0) reasons.push({ kind, names, points });
  };
  const tags = new Set((one.causes ?? []).map(searchWords));
  const causes = (other.causes ?? []).filter((tag) => tags.has(searchWords(tag)));
  add('cause', causes, weights.cause * causes.length);
  const failed = new Set((one.failed ?? []).map(({ id }) => id));
  const checks = (other.failed ?? []).filter(({ id }) => failed.has(id)).map(({ name }) => name);
  add('check', checks, weights.check + checks.length - 1);
  if (isSame(one.service, other.service) && other.service !== null)
    add('service', [other.service], weights.service);
  const theirs = wordsIn(other.title);
  const shared = words.filter(
    (word) => !common.has(word) && rarity(word) > leastRarity && theirs.some((each) => isLike(word, each)),
  );
  const rare = shared.reduce((sum, word) => sum + rarity(word), 0);
  add('words', shared, (rare / Math.max(1, Math.min(words.length, theirs.length))) * 2 * weights.cause);
  const sorted = reasons.toSorted((a, b) => b.points - a.points);
  return {
    points: sorted.reduce((sum, { points }) => sum + points, 0),
    reasons: sorted.map(({ kind, names }): Likeness => ({ kind, names })),
  };
}

/** GR7: in how many of these incidents each kind of action helped, the most frequent first. */
export function countHelped(
  alike: readonly { incident: Pick<IncidentSummary, 'helped'> }[],
): { type: ActionType; count: number }[] {
  const counts = new Map<ActionType, number>();
  for (const { incident } of alike)
    for (const type of new Set(incident.helped?.map((action) => action.type)))
      if (type !== null && type !== 'other') counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).toSorted((a, b) => b.count - a.count);
}
