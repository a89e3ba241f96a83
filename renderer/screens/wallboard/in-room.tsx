// The room's part of a wallboard: roles, open tasks and the latest entries.
import { useSay } from '../war-room/panels/timeline/use-say.ts';
import { useIsLoaded, useRoom } from '../../live-room/room-provider.tsx';
import { useRoomStrip } from '../war-room/strip/use-room-strip.ts';
import { usePersonName } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import { WallStrip } from './wall-strip.tsx';
import styles from './wallboard.module.css';
import { sayRole } from '#room/team/team-roles.ts';

const words = strings.wallboard;

/** As many lines as can be read from across a room. */
const linesShown = 9;
/** Lines below the incident strip. */
const linesBeneath = 5;

export function InRoom() {
  const isLoaded = useIsLoaded();
  const { timeline, roles, tasks } = useRoom();
  const { say } = useSay();
  const { strip } = useRoomStrip(null);
  const name = usePersonName();
  if (!isLoaded && timeline.length === 0) return <p className={styles.soft}>{words.opening}</p>;
  const hasStrip = strip.lanes.length > 0;
  const lines = timeline
    .filter(({ isSystem, retracted }) => !isSystem && !retracted)
    .slice(hasStrip ? -linesBeneath : -linesShown);
  // The commander is shown above.
  const held = roles.filter(({ role, primary }) => role !== 'commander' && primary.length > 0);
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  return (
    <>
      {hasStrip && <WallStrip strip={strip} />}
      <div className={styles.room}>
        <section aria-label={words.last}>
          <ol>
            {lines.toReversed().map((entry) => (
              <li key={entry.id} data-key={entry.isKey}>
                <When at={entry.at} /> {say(entry.fact)}
              </li>
            ))}
          </ol>
        </section>
        {(held.length > 0 || open.length > 0) && (
          <section aria-label={words.who}>
            <dl>
              {held.map(({ role, primary }) => (
                <div key={role}>
                  <dt>{sayRole(role)}</dt>
                  <dd>{primary.map(({ person }) => name(person)).join(', ')}</dd>
                </div>
              ))}
            </dl>
            {open.length > 0 && <p className={styles.soft}>{words.tasks(open.length)}</p>}
          </section>
        )}
      </div>
    </>
  );
}
