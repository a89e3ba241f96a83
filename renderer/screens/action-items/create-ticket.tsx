// TK2, TK5: ways to a ticket for an item. The wish for one in a tracker is a fact of the room, so it also waits while the
// team's server is away. A tracker without an API is opened with the text filled in.
import { nameIncident } from '#room/text/words.ts';
import { fillTicketLink, hostOfTicketLink } from '#room/learning/ticket-link.ts';
import type { ActionItem } from '#room/view/work-view.ts';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useOpenLink } from '../../ui/open-link.ts';
import { sayExactly } from '../../ui/say-time.ts';
import styles from './action-items.module.css';

const words = strings.actionItems;

type Props = {
  item: Pick<ActionItem, 'id' | 'text' | 'owner' | 'due'>;
  incident: string;
  ask: (tracker: string) => void;
};

/** A button for each tracker; nothing where the team has none. */
export function CreateTicket({ item, incident, ask }: Props) {
  const { trackers = [], ticketLink = null } = useFeed().snapshot?.scheme ?? {};
  return (
    <>
      {trackers.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={styles.link}
          aria-label={words.createTicketFor(name, item.text)}
          onClick={() => ask(id)}
        >
          {words.createTicket(name)}
        </button>
      ))}
      {ticketLink !== null && <OpenTracker template={ticketLink} item={item} incident={incident} />}
    </>
  );
}

function OpenTracker({ template, item, incident }: Omit<Props, 'ask'> & { template: string }) {
  const { snapshot } = useFeed();
  const { server, team } = useSession();
  const nameOf = usePersonName();
  const open = useOpenLink();
  const known = snapshot?.incidents.find(({ id }) => id === incident);
  const host = hostOfTicketLink(template);
  const body = [
    item.text,
    known && words.ticketOf(nameIncident(known)),
    item.owner !== null && words.ticketOwner(nameOf(item.owner)),
    item.due !== null && words.ticketDue(sayExactly(item.due)),
    `${team ?? server}/${routeHash({ screen: 'room', incident, entry: item.id })}`,
  ];
  const address = fillTicketLink(template, { title: item.text, body: body.filter(Boolean).join('\n') });
  return (
    <button
      type="button"
      className={styles.link}
      aria-label={words.writeTicketFor(host, item.text)}
      title={words.writeTicketHint}
      onClick={() => open(address)}
    >
      {words.writeTicket(host)}
    </button>
  );
}
