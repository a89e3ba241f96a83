// RS11: the reviews of all incidents, usable by keyboard: what was learned, and what I have not read.
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { LibraryPage, ShownReview } from '#wire/api/reviews.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { reviewStates } from '#room/facts/review.ts';
import { serviceNames } from '#room/team/services.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { FilterRow } from '../incidents/filter-row.tsx';
import { useFeed } from '../../server/feed.tsx';
import { goInPlace } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { EmptyList } from '../../ui/empty.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { Problem } from '../../ui/problem.tsx';
import { usePages, type ListPages } from '../../server/use-pages.ts';
import {
  noReviewFilters,
  readReviewFilters,
  reviewsPath,
  writeReviewFilters,
  type ReviewFilters,
} from './review-filters.ts';
import { ReviewLine } from './review-line.tsx';
import list from '../incidents/incidents.module.css';
import styles from './reviews.module.css';

const words = strings.reviewLibrary;

type Library = ListPages<ShownReview, LibraryPage>;
type Change = (some: Partial<ReviewFilters>) => void;

export function ReviewsScreen({ query }: { query: string }) {
  const filters = useMemo(() => readReviewFilters(query), [query]);
  const { snapshot } = useFeed();
  // A change of the feed loads the list again.
  const library: Library = usePages<ShownReview, LibraryPage>(reviewsPath(filters), snapshot?.incidents);
  const field = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLUListElement>(null);
  const change: Change = (some) =>
    goInPlace({ screen: 'reviews', query: writeReviewFilters({ ...filters, ...some }) });
  const { items, problem, reload, notIndexed } = library;
  return (
    <div className={list.page}>
      <header className={list.head}>
        <h1>{words.title}</h1>
        <p className="soft" role="status">
          <Count library={library} />
        </p>
        {notIndexed > 0 && <p className="label">{strings.incidents.notIndexed(notIndexed)}</p>}
      </header>
      <Filters
        filters={filters}
        change={change}
        field={field}
        onDown={() => moveBetweenRows(rows.current, 1)}
      />
      {problem !== null && <Problem again={reload}>{words.unreadable(problem)}</Problem>}
      <div className={list.scroll}>
        {items === null && problem === null && <AwaitedPart />}
        {items?.length === 0 && (
          <EmptyList words={words} isFiltered={query !== ''} clear={() => change(noReviewFilters)} />
        )}
        {items !== null && items.length > 0 && (
          <List library={library} items={items} rows={rows} filters={filters} />
        )}
      </div>
    </div>
  );
}

function Count({ library: { last } }: { library: Library }) {
  const { canWrite } = useSession();
  if (last === null) return null;
  return last.unread === 0 || !canWrite
    ? words.count(last.total)
    : words.countUnread(last.total, last.unread);
}

type FiltersProps = {
  filters: ReviewFilters;
  change: Change;
  field: RefObject<HTMLInputElement | null>;
  onDown: () => void;
};

function Filters({ filters, change, field, onDown }: FiltersProps) {
  const { canWrite } = useSession();
  const isUnread = filters.unread === 'true';
  useEffect(() => field.current?.focus(), [field]);
  useKeys({
    '/': { label: words.search, group: words.title, run: () => field.current?.focus() },
    ...(canWrite && {
      u: {
        label: words.unreadKey,
        group: words.title,
        run: () => change({ unread: isUnread ? '' : 'true' }),
      },
    }),
  });
  return (
    <FilterRow
      words={words}
      filters={filters}
      choices={useChoices(filters)}
      change={change}
      field={field}
      onDown={onDown}
    />
  );
}

/** The filters, in the row's order. */
function useChoices(filters: ReviewFilters) {
  const { snapshot } = useFeed();
  const { canWrite } = useSession();
  const incidents = snapshot?.incidents;
  const known = useMemo(
    () => ({ services: serviceNames(incidents ?? []), causes: causesOf(incidents ?? []) }),
    [incidents],
  );
  const states = reviewStates.map((value) => ({ value, label: strings.reviewHead.states[value] }));
  const unread = canWrite ? [{ value: 'true', label: words.notReadByMe }] : [];
  const services = named(known.services, filters.service);
  const causes = named(known.causes, filters.cause);
  return [
    { key: 'service', label: words.service, any: words.anyService, options: services },
    { key: 'cause', label: words.cause, any: words.anyCause, options: causes },
    { key: 'state', label: words.state, any: words.anyState, options: states },
    { key: 'unread', label: words.unread, any: words.readOrNot, options: unread },
  ] as const;
}

const causesOf = (incidents: readonly IncidentSummary[]): string[] =>
  [...new Set(incidents.flatMap(({ causes = [] }) => causes))].toSorted((a, b) => a.localeCompare(b));

/** Options that include the chosen value, even if no incident has it any more. */
const named = (values: readonly string[], chosen: string) =>
  [...new Set([...values, ...(chosen === '' ? [] : [chosen])])].map((value) => ({ value, label: value }));

type ListProps = {
  library: Library;
  items: readonly ShownReview[];
  rows: RefObject<HTMLUListElement | null>;
  filters: ReviewFilters;
};

function List({ library, items, rows, filters }: ListProps) {
  const { canWrite } = useSession();
  const move = (step: number) => moveBetweenRows(rows.current, step);
  const mark = useMark(library.reload);
  const markChosen = () => {
    const review = items.find(({ id }) => id === chosenRow());
    if (review === undefined) return;
    // A row that no longer fits the filter goes away; the focus goes to one that stays.
    if (filters.unread !== '') move(review === items.at(-1) ? -1 : 1);
    mark(review);
  };
  useKeys({
    arrowdown: { label: words.next, group: words.title, run: () => move(1), when: isInPlace },
    arrowup: { label: words.previous, group: words.title, run: () => move(-1), when: isInPlace },
    j: { label: words.next, group: words.title, run: () => move(1) },
    k: { label: words.previous, group: words.title, run: () => move(-1) },
    ...(canWrite && { r: { label: words.markKey, group: words.title, run: markChosen } }),
  });
  return (
    <>
      <Heads />
      <ul ref={rows} aria-label={words.title}>
        {items.map((review) => (
          <ReviewLine key={review.id} review={review} mark={mark} />
        ))}
      </ul>
      {library.hasMore && (
        <Button className={list.more ?? ''} variant="default" onClick={library.more}>
          {words.more}
        </Button>
      )}
      {!canWrite && <p className="label">{words.readOnly}</p>}
    </>
  );
}

function Heads() {
  const { heads } = words;
  return (
    <div className={styles.heads} aria-hidden="true">
      <span>{heads.severity}</span>
      <span>{heads.review}</span>
      <span>{heads.state}</span>
      <span>{heads.owner}</span>
      <span>{heads.readers}</span>
      <span>{heads.declared}</span>
    </div>
  );
}

/** RS9: marks a review as read or unread, and reports a failure. */
function useMark(reload: () => void): (review: ShownReview) => void {
  const api = useApi();
  const { me } = useSession();
  return ({ id, isUnread, readers }) => {
    if (!isUnread && !readers.includes(me.id)) return;
    void api
      .post(`/incidents/${id}/facts`, { kind: 'review', read: isUnread })
      .then(reload)
      .catch((error: unknown) => {
        notifications.show({ title: words.notMarked, message: sayProblem(error), autoClose: 8_000 });
      });
  };
}

/** The incident of the row that has the focus; null when none has it. */
const chosenRow = (): string | null =>
  document.activeElement?.closest('li')?.querySelector('[data-row]')?.getAttribute('data-row') ?? null;

/** Elsewhere the arrow keys keep their browser function. */
const isInPlace = () =>
  document.activeElement === document.body || (document.activeElement?.hasAttribute('data-row') ?? false);
