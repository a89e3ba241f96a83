// One maintenance window in the list: when it is open, what people may say during it, and the verdict at its end.
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useNow } from '../../../ui/now.tsx';
import { sayWhen } from '../../../ui/say-time.ts';
import { sayWindow, type Planned } from './maintenance.ts';
import styles from '../page.module.css';

const words = strings.monitors.maintenance;

type LineProps = { planned: Planned; onEdit: () => void; onChange: () => void };

export function WindowLine({ planned, onEdit, onChange }: LineProps) {
  const now = useNow();
  const { name, active, nextAt } = planned;
  const stands = active ? words.open : nextAt === null ? words.over : words.opens(sayWhen(nextAt, now));
  return (
    <li className={styles.window} data-open={active}>
      <span>
        <b>{name}</b> <Named planned={planned} />
      </span>
      <span className="soft">{sayWindow(planned, now)}</span>
      <span className={styles.stands}>{isVerifying(planned) ? words.verifying : stands}</span>
      <Actions planned={planned} onEdit={onEdit} onChange={onChange} />
      {active && <Saying planned={planned} onSaid={onChange} />}
      <Verdict planned={planned} />
    </li>
  );
}

const isVerifying = ({ active, said }: Planned): boolean => active && said.at(-1)?.status === 'verifying';

function useMonitorNames() {
  const { snapshot } = useFeed();
  return (ids: readonly string[]) =>
    ids.map((id) => snapshot?.monitors.find((monitor) => monitor.id === id)?.name ?? '?').join(', ');
}

function Named({ planned: { monitors, components = [] } }: { planned: Planned }) {
  const namesOf = useMonitorNames();
  if (monitors === 'all') return <span className="label">{words.every}</span>;
  const said = [
    ...(monitors.length === 0
      ? []
      : [monitors.length > 3 ? words.count(monitors.length) : namesOf(monitors)]),
    ...(components.length === 0 ? [] : [words.countComponents(components.length)]),
  ];
  return <span className="label">{said.join(', ')}</span>;
}

/** SP142: its turn is over, and something still fails. */
function Verdict({ planned: { active, endedAt, stillFailing } }: { planned: Planned }) {
  const now = useNow();
  const namesOf = useMonitorNames();
  if (active || endedAt === null || stillFailing.length === 0) return null;
  return <p className={styles.verdict}>{words.stillFailing(sayWhen(endedAt, now), namesOf(stillFailing))}</p>;
}

function Actions({ planned, onEdit, onChange }: LineProps) {
  const api = useApi();
  const { isOwner } = useSession();
  const { id, name } = planned;
  if (!isOwner) return null;
  const remove = async () => {
    try {
      await api.delete(`/maintenance/${id}`);
      onChange();
    } catch (error) {
      notifications.show({ message: sayProblem(error), autoClose: 8_000 });
    }
  };
  return (
    <span className={styles.actions}>
      <Button size="compact-sm" variant="subtle" aria-label={words.changes(name)} onClick={onEdit}>
        {strings.monitors.page.edit}
      </Button>
      <ServerButton
        size="compact-sm"
        variant="subtle"
        aria-label={words.endsNow(words.delete, name)}
        onClick={() => void remove()}
      >
        {words.delete}
      </ServerButton>
    </span>
  );
}

type Telling = { status: 'verifying' | 'completed'; body: string };

/** SP142: says that the work is being verified, or over. Status pages and their subscribers read the words. */
function Saying({ planned, onSaid }: { planned: Planned; onSaid: () => void }) {
  const api = useApi();
  const { canWrite } = useSession();
  const [telling, setTelling] = useState<Telling | null>(null);
  if (!canWrite) return null;
  const send = async (told: Telling) => {
    try {
      await api.post(`/maintenance/${planned.id}/updates`, told);
      setTelling(null);
      onSaid();
    } catch (error) {
      notifications.show({ message: sayProblem(error), autoClose: 8_000 });
    }
  };
  const open = (status: Telling['status']) => (
    <Button
      size="compact-sm"
      aria-label={words.endsNow(words.say[status], planned.name)}
      onClick={() => setTelling({ status, body: words.usual[status] })}
    >
      {words.say[status]}
    </Button>
  );
  if (telling === null)
    return (
      <span className={styles.saying}>
        {!isVerifying(planned) && open('verifying')}
        {open('completed')}
      </span>
    );
  return <TellingForm telling={telling} change={setTelling} send={send} />;
}

type TellingProps = {
  telling: Telling;
  /** Null leaves the form. */
  change: (telling: Telling | null) => void;
  send: (told: Telling) => Promise<void>;
};

function TellingForm({ telling, change, send }: TellingProps) {
  return (
    <form
      className={styles.saying}
      onSubmit={(event) => {
        event.preventDefault();
        void send(telling);
      }}
    >
      <TextInput
        label={words.toReaders}
        autoFocus
        maxLength={2_000}
        value={telling.body}
        onChange={(event) => change({ ...telling, body: event.currentTarget.value })}
      />
      <ServerButton type="submit" variant="filled" size="compact-sm" disabled={telling.body.trim() === ''}>
        {words.say[telling.status]}
      </ServerButton>
      <Button size="compact-sm" variant="subtle" onClick={() => change(null)}>
        {strings.monitors.form.cancel}
      </Button>
    </form>
  );
}
