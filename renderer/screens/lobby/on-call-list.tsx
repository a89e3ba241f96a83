import type { OnCall } from '#room/feed/feed.ts';
import { usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { TakeShift } from '../on-call/take-shift.tsx';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './side-list.module.css';

const words = strings.lobby.onCall;

/** Who is on call for each schedule now, and who is next. */
export function OnCallList({ onCall }: { onCall: readonly OnCall[] }) {
  const { me } = useSession();
  const nameOf = usePersonName();
  const say = (person: string | null) =>
    person === null ? words.nobody : person === me.id ? words.you : nameOf(person);
  return (
    <section aria-labelledby="on-call">
      <h2 id="on-call" className={styles.head}>
        {words.head}
      </h2>
      <ul>
        {onCall.map((duty) => {
          const { schedule, name, person, until, next } = duty;
          return (
            <li key={schedule} className={styles.duty} data-gap={person === null}>
              <span className="clip" title={name}>
                {name}: {person === null ? <b>{words.nobody}</b> : say(person)}
              </span>
              {until !== null && (
                <span className={styles.detail}>
                  <Sentence says={words.until} parts={{ time: <When at={until} /> }} />
                  {next !== null &&
                    `, ${next.person === me.id ? words.nextYou : words.next(say(next.person))}`}
                </span>
              )}
              <TakeShift duty={duty} isQuiet />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
