// SP143: one turn of planned work below the calendar, which is moved, called off and put back here.
import type { Turn, TurnException } from '#wire/api/maintenance.ts';
import { useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayRefusal } from '../../../fields/field.ts';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useApi } from '../../../server/api.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useNow } from '../../../ui/now.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { sayMoment, sayZone } from '../../../ui/say-time.ts';
import { readOnce, sayRead, typedMoment, type Planned } from './maintenance.ts';
import { TypedTime } from './typed-time.tsx';
import styles from './calendar.module.css';

const words = strings.monitors.calendar;

type Props = { planned: Planned; turn: Turn; changed: () => void };

/** The times and outcome of one turn, and for owners the acts on it. */
export function TurnLine({ planned, turn, changed }: Props) {
  const { isOwner } = useSession();
  const now = useNow();
  const [isMoving, setMoving] = useState(false);
  const { problem, attempt } = useAttempt(() => {
    setMoving(false);
    changed();
  });
  const change = useExceptions(planned.id);
  const { name, window } = planned;
  const is = turn.isCancelled ? words.calledOff : turn.isMoved ? words.moved(sayMoment(turn.turn)) : null;
  const set = (exception: TurnException | null) => attempt(() => change(turn.turn, exception));
  const isOver = turn.to <= now;
  return (
    <li>
      <p className={styles.turn}>
        <b data-off={turn.isCancelled}>{name}</b>
        <span>{words.span(sayMoment(turn.from), sayMoment(turn.to), sayZone())}</span>
        {is !== null && <span className="soft">{is}</span>}
        {isOwner && window.kind !== 'once' && !isOver && !isMoving && (
          <Acts turn={turn} name={name} move={() => setMoving(true)} set={set} />
        )}
      </p>
      {isMoving && <Moving turn={turn} name={name} set={set} cancel={() => setMoving(false)} />}
      {problem !== null && <Problem>{words.notChanged(sayRefusal(problem))}</Problem>}
    </li>
  );
}

/** Saves the window with one exception more or less, as it was read (HT3). */
function useExceptions(id: string) {
  const api = useApi();
  return async (turn: number, exception: TurnException | null) => {
    const { value, etag } = await api.getTagged<Planned>(`/maintenance/${id}`);
    const others = (value.exceptions ?? []).filter((each) => each.turn !== turn);
    const exceptions = exception === null ? others : [...others, exception];
    await api.put(`/maintenance/${id}`, { ...value, exceptions }, etag);
  };
}

type Set = (exception: TurnException | null) => Promise<void>;

function Acts({ turn, name, move, set }: { turn: Turn; name: string; move: () => void; set: Set }) {
  const acts: [string, () => void][] =
    turn.isCancelled || turn.isMoved
      ? [[words.putBack, () => void set(null)]]
      : [[words.callOff, () => void set({ turn: turn.turn, cancelled: true })]];
  if (!turn.isCancelled) acts.unshift([words.move, move]);
  return (
    <span className={styles.acts}>
      {acts.map(([label, run]) => (
        <ServerButton
          key={label}
          size="compact-sm"
          variant="subtle"
          aria-label={words.act(label, name)}
          onClick={run}
        >
          {label}
        </ServerButton>
      ))}
    </span>
  );
}

type MovingProps = { turn: Turn; name: string; set: Set; cancel: () => void };

function Moving({ turn, name, set, cancel }: MovingProps) {
  const now = useNow();
  const [times, setTimes] = useState({ from: typedMoment(turn.from), to: typedMoment(turn.to) });
  const read = readOnce(times, now);
  const { from, to } = read;
  const isRead = from !== null && 'at' in from && to !== null && 'at' in to && to.at > from.at;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRead) void set({ turn: turn.turn, from: from.at, to: to.at });
  };
  return (
    <form className={styles.moving} onSubmit={submit} aria-label={words.act(words.move, name)} noValidate>
      <TypedTime
        label={strings.monitors.maintenance.from}
        hint={strings.monitors.maintenance.fromHint}
        value={times.from}
        said={sayRead(from)}
        isFirst
        onChange={(value) => setTimes({ ...times, from: value })}
      />
      <TypedTime
        label={strings.monitors.maintenance.to}
        hint={strings.monitors.maintenance.toHint}
        value={times.to}
        said={sayRead(to)}
        onChange={(value) => setTimes({ ...times, to: value })}
      />
      <p className="soft">{words.told}</p>
      <span className={styles.acts}>
        <ServerButton type="submit" variant="filled" size="compact-sm" disabled={!isRead}>
          {words.moveIt}
        </ServerButton>
        <Button size="compact-sm" variant="subtle" onClick={cancel}>
          {strings.monitors.form.cancel}
        </Button>
      </span>
    </form>
  );
}
