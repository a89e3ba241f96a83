import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { findOpenRepairs, itemForRepair } from '#room/pir/suggest-items.ts';
import { strings } from '../../../../strings/index.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import styles from './review.module.css';

const words = strings.review;

/** GR5: temporary repairs that nobody made permanent yet. One click makes each an action item. */
export function OpenRepairs() {
  const room = useRoom();
  const { canWrite, write } = useWriter();
  const repairs = findOpenRepairs(room);
  if (repairs.length === 0) return null;
  return (
    <ul className={styles.items} aria-label={words.suggestedActionItems}>
      {repairs.map((action) => (
        <li key={action.id} className={styles.suggested}>
          <span className="soft">{words.openRepair(action.text)}</span>
          {canWrite && (
            <button type="button" onClick={() => write(itemForRepair(action))}>
              {words.makeActionItem}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
