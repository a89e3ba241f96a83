// AB5: offers one of my shifts to somebody, optionally in exchange, and lists the offers of others.
import { useState, type FormEvent } from 'react';
import type { Swap } from '#wire/api/on-call.ts';
import { Button, Select } from '@mantine/core';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import type { Items } from '../monitors/monitor.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { useResource } from '../../server/use-resource.ts';
import { useSay } from './use-say.ts';
import type { Shift, OnCallSpan } from './schedule.ts';
import { sayIn } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.swaps;

type SwapsProps = {
  schedule: string;
  /** Upcoming shifts. */
  shifts: readonly Shift[];
  zone: string;
  onChange: () => void;
};

export function Swaps({ schedule, shifts, zone, onChange }: SwapsProps) {
  const { me, canWrite } = useSession();
  const { snapshot } = useFeed();
  const api = useApi();
  const path = `/schedules/${schedule}/swaps`;
  const swaps = useResource<Items<Swap>>(path, { everyMs: 60_000, version: snapshot?.onCall });
  const [isOffering, setOffering] = useState(false);
  const mine = shifts.filter(({ person }) => person === me.id);
  const { problem, attempt } = useAttempt(() => {
    setOffering(false);
    swaps.reload();
    onChange();
  });
  const items = swaps.value?.items ?? [];
  if (items.length === 0 && (!canWrite || mine.length === 0)) return null;
  const span = ({ from, to }: OnCallSpan) => `${sayIn(from, zone)} – ${sayIn(to, zone)}`;
  return (
    <section className={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul>
        {items.map((swap) => (
          <SwapRow
            key={swap.id}
            swap={swap}
            span={span}
            onTake={() => void attempt(() => api.post(`${path}/${swap.id}/accept`, {}))}
            onEnd={() => void attempt(() => api.delete(`${path}/${swap.id}`))}
          />
        ))}
      </ul>
      {canWrite && mine.length > 0 && !isOffering && (
        <div className={styles.actions}>
          <Button size="compact-sm" onClick={() => setOffering(true)}>
            {words.offer}
          </Button>
        </div>
      )}
      {isOffering && (
        <OfferForm
          mine={mine}
          others={shifts.filter(({ person }) => person !== me.id)}
          span={span}
          onOffer={(body) => void attempt(() => api.post(path, body))}
          onLeave={() => setOffering(false)}
        />
      )}
      {problem !== null && <Problem>{sayProblem(problem)}</Problem>}
    </section>
  );
}

type RowProps = { swap: Swap; span: (shift: OnCallSpan) => string; onTake: () => void; onEnd: () => void };

/** What ending an offer means to this person. */
function sayEnd({ person, asked }: Swap, me: string, whose: string): { label: string; says: string } {
  if (person === me) return { label: words.takeBack, says: words.takesBack };
  if (asked === me) return { label: words.decline, says: words.declines(whose) };
  return { label: words.remove, says: words.removes(whose) };
}

function SwapRow({ swap, span, onTake, onEnd }: RowProps) {
  const { me, canWrite, isOwner } = useSession();
  const say = useSay();
  const { person, asked, give, inReturn, acceptedBy } = swap;
  const isOpen = acceptedBy === null && canWrite;
  const isForMe = person !== me.id && (asked === null || asked === me.id);
  const end = sayEnd(swap, me.id, say(person));
  const mayEnd = person === me.id || asked === me.id || isOwner;
  return (
    <li className={styles.override}>
      <span>
        <span>
          {acceptedBy === null
            ? words.offers(say(person), asked === null ? null : say(asked))
            : words.took(say(acceptedBy), say(person))}
        </span>
        <span className="label">
          {inReturn === null ? span(give) : words.forThat(span(give), span(inReturn))}
        </span>
      </span>
      {isOpen && (isForMe || mayEnd) && (
        <div className={styles.actions}>
          {isForMe && (
            <ServerButton size="compact-sm" aria-label={words.takes(say(person))} onClick={onTake}>
              {words.take}
            </ServerButton>
          )}
          {mayEnd && (
            <ServerButton size="compact-sm" variant="subtle" aria-label={end.says} onClick={onEnd}>
              {end.label}
            </ServerButton>
          )}
        </div>
      )}
    </li>
  );
}

type Offer = OnCallSpan & { asked?: string; inReturn?: OnCallSpan };
type OfferProps = {
  mine: readonly Shift[];
  others: readonly Shift[];
  span: (shift: OnCallSpan) => string;
  onOffer: (offer: Offer) => void;
  onLeave: () => void;
};

const spanOf = ({ from, to }: OnCallSpan): OnCallSpan => ({ from, to });
const keyOf = ({ from }: OnCallSpan): string => String(from);

function OfferForm({ mine, others, span, onOffer, onLeave }: OfferProps) {
  const say = useSay();
  const { me } = useSession();
  const { snapshot } = useFeed();
  const [which, setWhich] = useState(keyOf(mine[0]!));
  const [asked, setAsked] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const people = (snapshot?.people ?? []).filter(({ id, role }) => id !== me.id && role !== 'viewer');
  const theirs = others.filter(({ person }) => person === asked);
  const offer = (event: FormEvent) => {
    event.preventDefault();
    const shift = mine.find((each) => keyOf(each) === which);
    const back = theirs.find((each) => keyOf(each) === wanted);
    if (shift === undefined) return;
    onOffer({
      ...spanOf(shift),
      ...(asked !== null && { asked }),
      ...(back !== undefined && { inReturn: spanOf(back) }),
    });
  };
  const choices = (shifts: readonly Shift[]) =>
    shifts.map((shift) => ({ value: keyOf(shift), label: span(shift) }));
  return (
    <form className={styles.offer} onSubmit={offer}>
      <Select
        label={words.which}
        data={choices(mine)}
        value={which}
        allowDeselect={false}
        onChange={(value) => value !== null && setWhich(value)}
      />
      <Select
        label={words.whom}
        placeholder={words.everybody}
        clearable
        data={people.map(({ id }) => ({ value: id, label: say(id) }))}
        value={asked}
        onChange={(value) => {
          setAsked(value);
          setWanted(null);
        }}
      />
      {theirs.length > 0 && (
        <Select
          label={words.wanted}
          placeholder={words.nothing}
          clearable
          data={choices(theirs)}
          value={wanted}
          onChange={setWanted}
        />
      )}
      <div className={styles.actions}>
        <ServerButton type="submit" variant="filled" size="compact-sm">
          {words.offerIt}
        </ServerButton>
        <Button variant="subtle" size="compact-sm" onClick={onLeave}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}
