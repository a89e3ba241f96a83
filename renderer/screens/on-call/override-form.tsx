import { useState, type FormEvent } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { SaveButton } from '../../fields/save-button.tsx';
import { useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { useEscape } from '../../ui/use-escape.ts';
import { useFeed } from '../../server/feed.tsx';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { OnCallSpan } from './schedule.ts';
import { readMoment } from '../../time/typed-moment.ts';
import { sayIn, wallOf } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.override;

type FormProps = { schedule: string; name: string; zone: string; picked: OnCallSpan; onDone: () => void };

/** OC7: puts a person on call for a span. Times are in `zone`. */
export function OverrideForm({ schedule, name, zone, picked, onDone }: FormProps) {
  const api = useApi();
  const { isOwner, me } = useSession();
  const { snapshot } = useFeed();
  const [person, setPerson] = useState<string>(me.id);
  const [from, setFrom] = useState(() => sayIn(picked.from, zone));
  const [to, setTo] = useState(() => sayIn(picked.to, zone));
  useEscape(true, onDone);
  const clock = useTeamClock();
  const begins = readMoment(from, clock.now(), zone);
  const ends = readMoment(to, clock.now(), zone);
  const body = { person, from: begins, to: ends };
  const { busy, problem, attempt } = useAttempt(onDone, body);
  const expected = expectedIn(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => api.post(`/schedules/${schedule}/overrides`, body));
  };
  const people = (snapshot?.people ?? [])
    .filter(({ id }) => isOwner || id === me.id)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form className={styles.block} onSubmit={submit} noValidate aria-label={words.add}>
      <h2>{words.of(name)}</h2>
      <p className="label">
        {words.lead} {words.zone(zone)} {!isOwner && words.self}
      </p>
      <div className={styles.overrideFields}>
        <Select
          label={words.person}
          data={people}
          searchable
          // The user opened the form to choose here.
          autoFocus
          allowDeselect={false}
          value={person}
          error={expected('person')}
          onChange={(value) => value !== null && setPerson(value)}
        />
        <TextInput
          label={words.from}
          description={begins === null ? null : words.understood(sayWhole(begins, zone))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={false}
          value={from}
          error={begins === null ? words.time : expected('from')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label={words.to}
          description={ends === null ? null : words.understood(sayWhole(ends, zone))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={false}
          value={to}
          error={ends === null ? words.time : expected('to')}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <div className={`${styles.actions} ${styles.atFields}`}>
          <SaveButton variant="filled" loading={busy} disabled={begins === null || ends === null}>
            {words.save}
          </SaveButton>
          <Button variant="subtle" onClick={onDone}>
            {words.cancel}
          </Button>
        </div>
      </div>
      {problem !== null && <Problem>{words.failed(sayRefusal(problem))}</Problem>}
    </form>
  );
}

/** With the year, which typed text may omit. */
const sayWhole = (at: number, zone: string): string =>
  `${sayIn(at, zone)}, ${new Date(wallOf(at, zone)).getUTCFullYear()}`;
