import { useState } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { When } from '#renderer/ui/time.tsx';
import type { Observation } from '#room/view/work-view.ts';
import parts from '#renderer/ui/rows.module.css';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { EvidenceLine } from './evidence-line.tsx';
import styles from './investigation.module.css';

/** Only the newest show. One press shows the rest, which are also on the timeline. */
const shownAtOnce = 4;

/** IN2: what was observed, and by how many people. One person alone may be mistaken. */
export function Observations() {
  const { observations } = useRoom();
  const [isWhole, setWhole] = useState(false);
  // Observations about a hypothesis are listed under it.
  const { hypotheses } = useRoom();
  const known = new Set(hypotheses.map(({ id }) => id));
  const own = observations.filter(({ about }) => about === null || !known.has(about)).toReversed();
  if (own.length === 0) return null;
  const shown = isWhole ? own : own.slice(0, shownAtOnce);
  return (
    <>
      <h3 className={styles.part}>{strings.investigation.observations}</h3>
      <ul>
        {shown.map((observation) => (
          <ObservationRow key={observation.id} observation={observation} />
        ))}
      </ul>
      {own.length > shownAtOnce && (
        <button
          type="button"
          className={parts.quiet}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? strings.investigation.showFewer : strings.investigation.showAll(own.length)}
        </button>
      )}
    </>
  );
}

export function ObservationRow({ observation }: { observation: Observation }) {
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const names = usePersonName();
  const { id, text, by, byName = names(by), at, evidence, confirmedBy } = observation;
  const words = strings.investigation;
  return (
    <li className={styles.observation}>
      <p className={parts.main}>{text}</p>
      {evidence && text !== evidence.name && <EvidenceLine evidence={evidence} />}
      <p className={parts.under}>
        {byName} <When at={at} />,{' '}
        {confirmedBy.length > 0 ? words.confirmedBy(confirmedBy.map(names).join(', ')) : words.notConfirmed}{' '}
        {canWrite && by !== me.id && !confirmedBy.includes(me.id) && (
          <button
            type="button"
            className={`${parts.quiet} ${styles.inline}`}
            aria-label={words.confirmWords(text)}
            onClick={() => write({ kind: 'confirmed', target: id })}
          >
            {words.confirm}
          </button>
        )}
      </p>
    </li>
  );
}
