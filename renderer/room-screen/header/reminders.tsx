import { useMemo, useState } from 'react';
import { useWriter } from '#renderer/panels/use-writer.ts';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import { decideNags, findMissing, type Nag } from '#room/command/nags.ts';
import { strings } from '../../strings/index.ts';
import styles from './command.module.css';

/** CO3: what is missing, in words and without a sound; put away, it comes back with its next turn. */
export function Reminders() {
  const room = useRoom();
  const now = useNow();
  const { canWrite } = useWriter();
  const findNow = useMemo(() => findMissing(room), [room]);
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const shown = decideNags(findNow(now), now).filter((nag) => nag.isShown && !away.has(turnOf(nag)));
  // Who may only read cannot do anything about it.
  if (!canWrite || shown.length === 0) return null;
  return (
    <div className={styles.reminders} role="group" aria-label={strings.header.reminders}>
      <p role="status">{sayAll(shown)}</p>
      <button
        type="button"
        title={shown.map((nag) => strings.header.forWith(sayNag(nag), sayLength(now - nag.since))).join(', ')}
        onClick={() => setAway(new Set([...away, ...shown.map(turnOf)]))}
      >
        {strings.header.later}
      </button>
    </div>
  );
}

const turnOf = ({ about, since, turn }: Nag): string => `${about} ${since} ${turn}`;

function sayAll(nags: readonly Nag[]): string {
  const words = nags.map(sayNag).join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function sayNag({ about, count }: Nag): string {
  if (about === 'commander') return strings.header.stillNoCommander;
  if (about === 'severity') return strings.header.severityNotSet;
  return count === 1 ? strings.header.taskOverdue : strings.header.tasksOverdue(count);
}
