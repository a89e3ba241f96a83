// SP97: a page's subscribers: their state, choices, events and messages. Owners only.
import type { Subscriber, SubscriberState, Subscribers } from '#wire/api/status-pages.ts';
import { useRef, useState } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { EmptyScreen, NoSuch } from '../../../ui/empty.tsx';
import { Awaited } from '../../../ui/awaited.tsx';
import { moveBetweenRows } from '../../../ui/move-between-rows.ts';
import { CopyField } from '../../../ui/copy-field.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { useKeys } from '../../../ui/keys.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { When } from '../../../ui/time.tsx';
import { useResource } from '../../../server/use-resource.ts';
import { pagePath, type StatusPage } from '../status-page.ts';
import { SubscriberAdd } from './subscriber-add.tsx';
import { SubscriberHistory } from './subscriber-history.tsx';
import styles from '../status-pages.module.css';

const words = strings.statusPages.subscribers;
const everyMs = 5_000;
const step = 50;

/** All subscribers of one page, with a search and a way to add more. */
export function SubscriberList({ id }: { id: string }) {
  const { isOwner } = useSession();
  const page = useResource<StatusPage>(pagePath(id));
  if (!isOwner) return <EmptyScreen title={words.title}>{words.onlyOwners}</EmptyScreen>;
  if (page.isUnknown) return <NoSuch title={strings.statusPages.unknown} />;
  if (page.value === null) return <Awaited title={words.title} problem={page.problem} again={page.reload} />;
  return <Found page={page.value} />;
}

function Found({ page }: { page: StatusPage }) {
  const [q, setQ] = useState('');
  const [state, setState] = useState<SubscriberState | null>(null);
  const [limit, setLimit] = useState(step);
  const query = new URLSearchParams({
    limit: String(limit),
    ...(q.trim() !== '' && { q: q.trim() }),
    ...(state !== null && { state }),
  });
  const { value, problem, reload } = useResource<Subscribers>(pagePath(page.id, `/subscribers?${query}`), {
    everyMs,
  });
  const search = useRef<HTMLInputElement>(null);
  const adding = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const group = words.title;
  useKeys({
    j: { label: words.title, group, run: () => moveBetweenRows(list.current, 1) },
    k: { label: words.title, group, run: () => moveBetweenRows(list.current, -1) },
    'shift+n': { label: words.add, group, run: () => adding.current?.focus() },
    '/': { label: words.search, group, run: () => search.current?.focus() },
  });
  return (
    <section className={styles.one} aria-label={words.of(page.name)}>
      <header className={styles.head}>
        <h1>{words.of(page.name)}</h1>
        {value !== null && <Counts value={value} />}
      </header>
      {value?.isOffered === false && <p className="soft">{words.notOffered}</p>}
      <SubscriberAdd page={page.id} field={adding} added={reload} />
      <div className={styles.filters}>
        <TextInput
          ref={search}
          aria-label={words.search}
          placeholder={words.search}
          rightSection={<Kbd keys="/" />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Select
          aria-label={words.state}
          placeholder={words.every}
          clearable
          data={Object.entries(words.states).map(([each, label]) => ({ value: each, label }))}
          value={state}
          onChange={(chosen) => setState(chosen as SubscriberState | null)}
        />
      </div>
      {problem !== null && <Problem>{problem}</Problem>}
      {value?.items.length === 0 && (
        <p className="soft">{q === '' && state === null ? words.none : words.noMatch}</p>
      )}
      <ul ref={list} className={styles.people} aria-label={words.title}>
        {value?.items.map((subscriber) => (
          <Row key={subscriber.id} page={page} subscriber={subscriber} removed={reload} />
        ))}
      </ul>
      {value !== null && value.next !== null && limit < 200 && (
        <Button size="compact-sm" onClick={() => setLimit(Math.min(200, limit + step))}>
          {words.more}
        </Button>
      )}
      {value !== null && <InboundAddresses value={value} />}
    </section>
  );
}

/** SP99, SP152: what an operator gives to the providers of the page's SMS and e-mails. */
function InboundAddresses({ value: { smsAddress, returnedAddress = null } }: { value: Subscribers }) {
  if (smsAddress === null && returnedAddress === null) return null;
  return (
    <div className={styles.form}>
      {smsAddress !== null && <CopyField label={words.smsAddress} value={smsAddress} />}
      {returnedAddress !== null && <CopyField label={words.returnedAddress} value={returnedAddress} />}
    </div>
  );
}

function Counts({ value: { counts, letters } }: { value: Subscribers }) {
  const waiting = (letters.queued ?? 0) + (letters.sending ?? 0);
  const unclear = letters['maybe-sent'] ?? 0;
  const parts = [
    words.counts(counts.active, counts.pending, counts.unsubscribed, counts.quarantined),
    ...(waiting > 0 ? [words.waiting(waiting)] : []),
    ...(unclear > 0 ? [words.unclear(unclear)] : []),
  ];
  return (
    <p className="soft" role="status">
      {parts.join(' · ')}
    </p>
  );
}

type RowProps = { page: StatusPage; subscriber: Subscriber; removed: () => void };

function Row({ page, subscriber, removed }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  const { address, state, reason, activeSince, createdAt } = subscriber;
  const nameOf = (id: string) => page.components.find((each) => each.id === id)?.name ?? words.gone;
  return (
    <li>
      <button
        type="button"
        data-row
        className={styles.person}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="mono">{address}</span>
        <span>{sayChoice(subscriber, nameOf)}</span>
        <span>
          {state === 'active' ? words.states.active : <b>{words.states[state]}</b>}
          {reason !== null && <span className={styles.below}>{reason}</span>}
        </span>
        <span className="soft">
          <When at={activeSince ?? createdAt} />
        </span>
      </button>
      {isOpen && <SubscriberHistory page={page.id} subscriber={subscriber} removed={removed} />}
    </li>
  );
}

function sayChoice({ components, topics, updates }: Subscriber, nameOf: (id: string) => string): string {
  const isShort = updates === 'start-and-end';
  const each = (topic: keyof typeof words.topics) =>
    topic === 'incidents' && isShort ? words.startAndEnd : words.topics[topic];
  const all = isShort ? [words.startAndEnd, words.topics.maintenance].join(', ') : null;
  const about = topics?.map(each).join(', ') ?? all;
  if (components === null) return about ?? words.everything;
  const which = components.map(nameOf).join(', ');
  return about === null ? which : words.choice(which, about);
}
