import { useSay } from '#renderer/screens/war-room/panels/timeline/use-say.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { When } from '#renderer/ui/time.tsx';
import { findChainsOfOrders } from '#room/command/orders.ts';
import { strings } from '../../../strings/index.ts';
import styles from './command.module.css';

/** CO4: the orders of each commander, side by side, before somebody decides who commands. */
export function ChainsOfOrders() {
  const room = useRoom();
  const { names, say } = useSay();
  return (
    <div className={styles.chains}>
      {findChainsOfOrders(room).map(({ person, since, orders }) => (
        <section key={person} aria-label={strings.header.ordersOf(names(person))}>
          <h4>{names(person)}</h4>
          <p className="label">
            <Sentence says={strings.header.inCommandSince} parts={{ time: <When at={since} /> }} />
          </p>
          {orders.length === 0 && <p className="label">{strings.header.gaveNoOrders}</p>}
          <ul>
            {orders.map(({ id, at, fact }) => (
              <li key={id}>
                <When at={at} />
                <span>{withoutAuthor(say(fact), names(person))}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Removes the author's name, which the column shows already. */
const withoutAuthor = (words: string, who: string): string =>
  words.startsWith(`${who} `) ? words.slice(who.length + 1) : words;
