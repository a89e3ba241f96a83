// AI4: the action items of all incidents as one list, usable by keyboard.
import type { Items } from '#wire/api/list.ts';
import { useCallback, useMemo, useRef, useState, type RefObject } from 'react';
import { Select } from '@mantine/core';
import { serviceNames } from '#room/team/services.ts';
import { itemTypes } from '#room/facts/tasks.ts';
import { useApi } from '../../server/api.ts';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { useFeed } from '../../server/feed.tsx';
import { goInPlace } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { EmptyList } from '../../ui/empty.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useResource } from '../../server/use-resource.ts';
import {
  itemsPath,
  noItemFilters,
  readItemFilters,
  shownItems,
  writeItemFilters,
  type ItemFilters,
} from './item-filters.ts';
import type { ActionItemAnswer } from '#wire/api/action-items.ts';
import { ItemLine } from './item-line.tsx';
import type { Asked } from './item-question.tsx';
import { todayOf } from './today.ts';
import styles from './action-items.module.css';

const words = strings.actionItems;

export function ActionItemsScreen({ query }: { query: string }) {
  const filters = useMemo(() => readItemFilters(query), [query]);
  const { snapshot } = useFeed();
  const { value, problem, reload } = useResource<Items<ActionItemAnswer>>(itemsPath(filters), {
    version: snapshot?.incidents,
  });
  const change = (some: Partial<ItemFilters>) =>
    goInPlace({ screen: 'action-items', query: writeItemFilters({ ...filters, ...some }) });
  const items = value?.items ?? null;
  const late = items?.filter(({ isOverdue }) => isOverdue).length ?? 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.title}</h1>
        <p className="soft" role="status">
          {items !== null && words.count(items.length, late)}
        </p>
        <Filters filters={filters} change={change} />
      </header>
      {problem !== null && <Problem again={reload}>{words.unreadable(problem)}</Problem>}
      <div className={styles.scroll}>
        {items === null && problem === null && <AwaitedPart />}
        {items?.length === 0 && problem === null && (
          <EmptyList words={words} isFiltered={query !== ''} clear={() => change(noItemFilters)} />
        )}
        {items !== null && items.length > 0 && <List items={items} reload={reload} />}
      </div>
    </div>
  );
}

function Filters({
  filters,
  change,
}: {
  filters: ItemFilters;
  change: (some: Partial<ItemFilters>) => void;
}) {
  const { snapshot } = useFeed();
  const services = useMemo(() => serviceNames(snapshot?.incidents ?? []), [snapshot?.incidents]);
  const { isMine, show, service, type, automate } = filters;
  useKeys({
    w: { label: words.whoseKey, group: words.title, run: () => change({ isMine: !isMine }) },
  });
  return (
    <div className={styles.tools} role="search" aria-label={words.filters}>
      <Select
        aria-label={words.whose}
        allowDeselect={false}
        data={[
          { value: '', label: words.everybodys },
          { value: 'true', label: words.mine },
        ]}
        value={isMine ? 'true' : ''}
        onChange={(chosen) => change({ isMine: chosen === 'true' })}
      />
      <Select
        aria-label={words.show}
        allowDeselect={false}
        data={shownItems.map((each) => ({ value: each, label: words.shown[each] }))}
        value={show}
        onChange={(chosen) => change({ show: shownItems.find((each) => each === chosen) ?? 'open' })}
      />
      {(services.length > 0 || service !== '') && (
        <Select
          aria-label={words.service}
          placeholder={words.anyService}
          clearable
          searchable
          data={services}
          value={service === '' ? null : service}
          onChange={(chosen) => change({ service: chosen ?? '' })}
        />
      )}
      <Select
        aria-label={words.type}
        placeholder={words.anyType}
        clearable
        data={itemTypes.map((each) => ({ value: each, label: words.types[each] }))}
        value={type === '' ? null : type}
        onChange={(chosen) => change({ type: itemTypes.find((each) => each === chosen) ?? '' })}
      />
      <Select
        aria-label={words.whichWork}
        allowDeselect={false}
        data={[
          { value: '', label: words.allWork },
          { value: 'true', label: words.toAutomate },
        ]}
        value={automate ? 'true' : ''}
        onChange={(chosen) => change({ automate: chosen === 'true' })}
      />
    </div>
  );
}

function List({ items, reload }: { items: readonly ActionItemAnswer[]; reload: () => void }) {
  const { canWrite } = useSession();
  const { now } = useTeamClock();
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<{ item: string; asked: Asked } | null>(null);
  const change = useChangeItem(reload);
  useItemKeys({ items, list, ask: setOpen, change });
  const today = todayOf(now());
  return (
    <>
      <div className={styles.heads} aria-hidden="true">
        <span>{words.heads.due}</span>
        <span>{words.heads.item}</span>
        <span>{words.heads.owner}</span>
      </div>
      <ul ref={list} aria-label={words.title}>
        {items.map((item) => (
          <ItemLine
            key={item.id}
            item={item}
            today={today}
            canWrite={canWrite}
            asked={open?.item === item.id ? open.asked : null}
            ask={(asked) => {
              setOpen(asked === null ? null : { item: item.id, asked });
              if (asked === null) focusRow(list.current, item.id);
            }}
            change={change}
          />
        ))}
      </ul>
      {!canWrite && <p className="label">{words.readOnly}</p>}
    </>
  );
}

/** Changes an item in its incident. */
function useChangeItem(reload: () => void) {
  const api = useApi();
  return useCallback(
    async (item: ActionItemAnswer, what: object) => {
      const fact = { kind: 'action-item-changed', target: item.id, ...what };
      await api.post(`/incidents/${item.incident}/facts`, fact);
      reload();
    },
    [api, reload],
  );
}

type ItemKeysOptions = {
  items: readonly ActionItemAnswer[];
  list: RefObject<HTMLUListElement | null>;
  /** Opens a question about an item. */
  ask: (question: { item: string; asked: Asked }) => void;
  change: ReturnType<typeof useChangeItem>;
};

/** The keys move between the items, and act on the item that has the focus. */
function useItemKeys({ items, list, ask: open, change }: ItemKeysOptions) {
  const { canWrite } = useSession();
  const chosen = () => items.find(({ id }) => id === chosenIn(list.current));
  const ask = (asked: Asked) => {
    const item = chosen();
    if (canWrite && item?.state === 'open') open({ item: item.id, asked });
  };
  const mark = () => {
    const item = chosen();
    if (item) void change(item, { automate: item.automate !== true }).catch(() => undefined);
  };
  const move = (step: number) => moveBetweenRows(list.current, step);
  useKeys({
    arrowdown: { label: words.next, group: words.title, run: () => move(1), when: isInPlace },
    arrowup: { label: words.previous, group: words.title, run: () => move(-1), when: isInPlace },
    j: { label: words.next, group: words.title, run: () => move(1) },
    k: { label: words.previous, group: words.title, run: () => move(-1) },
    ...(canWrite && {
      d: { label: words.finish, group: words.title, run: () => ask('done') },
      x: { label: words.giveUp, group: words.title, run: () => ask('dropped') },
      t: { label: words.link, group: words.title, run: () => ask('ticket') },
      a: { label: words.markAutomate, group: words.title, run: mark },
    }),
  });
}

const isRow = (element: Element | null) => element?.hasAttribute('data-row') ?? false;
/** Elsewhere the arrow keys keep their browser function. */
const isInPlace = () => document.activeElement === document.body || isRow(document.activeElement);

/** The item whose row has the focus, else the first. */
function chosenIn(list: HTMLElement | null): string | null {
  const row = isRow(document.activeElement)
    ? document.activeElement
    : (document.activeElement?.closest('li')?.querySelector('a[data-row]') ?? null);
  return (row ?? list?.querySelector('a[data-row]'))?.getAttribute('data-row') ?? null;
}

/** Focuses the row where the question was, so that keys continue from there. */
function focusRow(list: HTMLElement | null, id: string) {
  list?.querySelector<HTMLElement>(`a[data-row="${id}"]`)?.focus();
}
