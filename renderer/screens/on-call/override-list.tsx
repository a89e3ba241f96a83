import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useNow } from '../../ui/now.tsx';
import { useSay } from './use-say.ts';
import type { Override } from './schedule.ts';
import { sayIn } from '../../time/wall.ts';
import styles from './on-call.module.css';

const words = strings.onCall.override;

type ListProps = {
  schedule: string;
  overrides: readonly Override[];
  zone: string;
  /** Null when no override can be added now. */
  onAdd: (() => void) | null;
  onChange: () => void;
};

/** Current and future overrides. Past ones are in the calendar. */
export function OverrideList({ schedule, overrides, zone, onAdd, onChange }: ListProps) {
  const api = useApi();
  const { isOwner, canWrite, me } = useSession();
  const say = useSay();
  const now = useNow();
  const remove = async (id: string) => {
    try {
      await api.delete(`/schedules/${schedule}/overrides/${id}`);
      onChange();
    } catch (error) {
      notifications.show({ message: words.notRemoved(sayProblem(error)), autoClose: 8_000 });
    }
  };
  const coming = overrides.filter(({ to }) => to > now).toSorted((a, b) => a.from - b.from);
  return (
    <section className={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      {coming.length === 0 && <p className="label">{words.none}</p>}
      <ul>
        {coming.map(({ id, person, from, to }) => (
          <li key={id} className={styles.override}>
            <span>
              <span>{say(person)}</span>
              <span className="label">
                {sayIn(from, zone)} – {sayIn(to, zone)}
              </span>
            </span>
            {(isOwner || (canWrite && person === me.id)) && (
              <ServerButton
                size="compact-sm"
                variant="subtle"
                aria-label={words.removes(say(person), sayIn(from, zone))}
                onClick={() => void remove(id)}
              >
                {words.remove}
              </ServerButton>
            )}
          </li>
        ))}
      </ul>
      {onAdd !== null && (
        <div className={styles.actions}>
          <Button size="compact-sm" onClick={onAdd} rightSection={<Kbd keys="a" />}>
            {words.add}
          </Button>
        </div>
      )}
    </section>
  );
}
