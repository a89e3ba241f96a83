import type { ActionItemAnswer } from '#wire/api/action-items.ts';
import { useOpenLink } from '../../ui/open-link.ts';
import { strings } from '../../strings/index.ts';
import styles from './action-items.module.css';

const words = strings.actionItems;

type Known = Pick<ActionItemAnswer, 'ticket' | 'asked' | 'noTicket' | 'ticketState'>;

/** The item's ticket with its state, which opens outside this window; or that it is asked for, or why there is none. */
export function Ticket({ item: { ticket, asked, noTicket, ticketState } }: { item: Known }) {
  const open = useOpenLink();
  if (ticket !== null)
    return (
      <button type="button" className={styles.link} title={ticket} onClick={() => open(ticket)}>
        {ticketState ? words.ticketIs(ticketState.name) : words.ticket}
      </button>
    );
  if (asked) return <span>{words.ticketAsked}</span>;
  return noTicket ? <span>{words.noTicket(noTicket)}</span> : null;
}
