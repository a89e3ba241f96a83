import { usePersonName } from '#renderer/server/feed.tsx';
import { When } from '#renderer/ui/time.tsx';
import { wasApproved } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import { strings } from '../../../../strings/index.ts';
import styles from './comms.module.css';

const words = strings.comms;

/** Every copy that was sent, exactly as it was sent. */
export function SentLog({ draft }: { draft: Draft }) {
  const names = usePersonName();
  if (draft.sent.length === 0) return null;
  return (
    <section aria-label={words.sentLabel} className={styles.sent}>
      <h3 className="label">{words.sentLabel}</h3>
      {draft.sent.toReversed().map((sent) => (
        <details key={sent.id}>
          <summary>
            <When at={sent.at} /> {sent.channel} <span className="soft">{words.byWith(names(sent.by))}</span>{' '}
            {!wasApproved(sent, draft) && (
              <span className="soft">{words.withoutApproval(sent.override)}</span>
            )}
          </summary>
          <p className={styles.copy}>{sent.text}</p>
        </details>
      ))}
    </section>
  );
}
