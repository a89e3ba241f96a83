import { useState } from 'react';
import type { ActionItemAnswer } from '#wire/api/action-items.ts';
import { dueDay } from '#room/time/due-day.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { readDay } from '#room/time/time.ts';
import { usePersonName } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { sayNearDay } from '../../ui/say-time.ts';
import { ItemMonitor } from './item-monitor.tsx';
import { Ticket } from './ticket-link.tsx';
import { ItemQuestion, type Asked } from './item-question.tsx';
import styles from './action-items.module.css';

const words = strings.actionItems;
const dayMs = 86_400_000;

type Change = Omit<FactDraft<'action-item-changed'>, 'kind' | 'target'>;
type LineProps = {
  item: ActionItemAnswer;
  /** Today's local date, such as `2026-11-30`. */
  today: string;
  canWrite: boolean;
  asked: Asked | null;
  ask: (asked: Asked | null) => void;
  /** Resolves once written; rejects with the reason. */
  change: (item: ActionItemAnswer, what: Change) => Promise<void>;
};

/** One action item: due date, text, incident, owner and actions. */
export function ItemLine({ item, today, canWrite, asked, ask, change }: LineProps) {
  const nameOf = usePersonName();
  const { incident, number, title, text, owner, service, type, ticket, state, why, drill, automate } = item;
  const about = [
    number ?? strings.lobby.notNumbered,
    title,
    service ?? '',
    type === null ? '' : words.types[type],
    automate === true ? words.automate : '',
    drill ? words.drill : '',
  ];
  // The columns say that it has no owner or no day.
  const unsaid = item.lacks.filter((each) => each !== 'owner' && each !== 'due');
  return (
    <li className={styles.row} data-state={state} data-late={item.isOverdue}>
      <span className={styles.due}>
        <SayDue item={item} today={today} />
      </span>
      <div className={styles.what}>
        <a
          data-row={item.id}
          className={styles.text}
          href={routeHash({ screen: 'room', incident, entry: item.id })}
        >
          {text}
        </a>
        <span className={styles.about}>
          <span className="clip">{about.filter(Boolean).join(' · ')}</span>
          <Ticket item={item} />
          <ItemMonitor incident={incident} item={item} />
        </span>
        {why !== null && why !== '' && <span className={styles.about}>{why}</span>}
        {state === 'open' && unsaid.length > 0 && (
          <span className={styles.about}>{unsaid.map((each) => words.lacks[each]).join(' ')}</span>
        )}
        {item.asksAgain && canWrite && <Again answer={(again) => change(item, { again })} />}
        {asked !== null && (
          <ItemQuestion
            asked={asked}
            ticket={ticket}
            item={item}
            close={() => ask(null)}
            answer={(what) => change(item, what)}
          />
        )}
      </div>
      <span className={styles.owner}>{owner === null ? words.noOwner : nameOf(owner)}</span>
      {canWrite && (
        <span className={styles.acts}>
          {state === 'open' ? (
            <>
              <Act onClick={() => ask('done')}>{words.acts.done}</Act>
              <Act onClick={() => ask('dropped')}>{words.acts.drop}</Act>
              <Act onClick={() => ask('ticket')}>{words.acts.ticket}</Act>
            </>
          ) : (
            <Act onClick={() => void change(item, { state: 'open' }).catch(() => undefined)}>
              {words.acts.reopen}
            </Act>
          )}
        </span>
      )}
    </li>
  );
}

function Act({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  );
}

/** `19 Nov` of `2026-11-19`, with the year if today's is another. */
const sayDay = (day: string, today: string): string => sayNearDay(readDay(day) ?? 0, readDay(today) ?? 0);

function SayDue({ item: { due, state, doneAt }, today }: { item: ActionItemAnswer; today: string }) {
  if (state === 'dropped') return words.dropped;
  if (doneAt !== null) return words.doneOn(sayDay(dueDay(doneAt), today));
  if (due === null) return words.noDay;
  const day = dueDay(due);
  const left = Math.round(((readDay(day) ?? 0) - (readDay(today) ?? 0)) / dayMs);
  const said = left < 0 ? words.late(-left) : left === 0 ? words.today : words.inDays(left);
  return (
    <>
      <time dateTime={day}>{sayDay(day, today)}</time> <b>{said}</b>
    </>
  );
}

/** AI6: asks, 30 days after an item was done, whether it happened again. */
function Again({ answer }: { answer: (again: boolean) => Promise<void> }) {
  const [problem, setProblem] = useState(false);
  const say = (again: boolean) => answer(again).catch(() => setProblem(true));
  return (
    <span className={styles.again} data-failed={problem}>
      {words.again} <Act onClick={() => void say(true)}>{words.yes}</Act>
      <Act onClick={() => void say(false)}>{words.no}</Act>
    </span>
  );
}
