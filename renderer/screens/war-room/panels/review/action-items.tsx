import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useIncidentId, useRoom } from '#renderer/live-room/room-provider.tsx';
import { dueAt, dueDay } from '#room/time/due-day.ts';
import type { ActionItem } from '#room/view/work-view.ts';
import { lintItem } from '#room/learning/item-lint.ts';
import { itemTypes } from '#room/facts/tasks.ts';
import { useTypedDay } from '#renderer/ui/use-typed-day.ts';
import { strings } from '../../../../strings/index.ts';
import { CreateTicket } from '../../../action-items/create-ticket.tsx';
import { Ticket } from '../../../action-items/ticket-link.tsx';
import { ItemMonitor } from '../../../action-items/item-monitor.tsx';
import { useKnownPeople, type KnownPerson } from '../use-known-people.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { OpenRepairs } from './open-repairs.tsx';
import styles from './review.module.css';

const words = strings.review;

const priorities = ['high', 'medium', 'low'] as const;

/** Follow-up work that prevents a repeat, with its owner and due date. */
export function ActionItems() {
  const { actionItems } = useRoom();
  const { canWrite } = useWriter();
  const people = useKnownPeople();
  return (
    <div className={styles.section}>
      <h2>{words.actionItems}</h2>
      {actionItems.length === 0 && <p className="label">{words.noItems}</p>}
      <ul className={styles.items}>
        {actionItems.map((item) => (
          <ItemRow key={item.id} item={item} people={people} />
        ))}
      </ul>
      <OpenRepairs />
      {canWrite && <AddItem />}
    </div>
  );
}

function ItemRow({ item, people }: { item: ActionItem; people: readonly KnownPerson[] }) {
  const { canWrite, write } = useWriter();
  const incident = useIncidentId();
  const change = (
    what: Partial<Pick<ActionItem, 'owner' | 'due' | 'type' | 'priority' | 'state' | 'ticket' | 'automate'>>,
  ) => write({ kind: 'action-item-changed', target: item.id, ...what });
  const isDone = item.state === 'done';
  const lacks = lintItem(item);
  const known = item.owner === null || people.some(({ id }) => id === item.owner);
  return (
    <li className={styles.item} data-state={item.state}>
      <input
        type="checkbox"
        checked={isDone}
        disabled={!canWrite}
        aria-label={words.done(item.text)}
        onChange={() => change({ state: isDone ? 'open' : 'done' })}
      />
      <span className={styles.itemText}>{item.text}</span>
      <span className={styles.fields}>
        <select
          aria-label={words.owner}
          disabled={!canWrite}
          value={item.owner ?? ''}
          onChange={(event) => change({ owner: event.currentTarget.value || null })}
        >
          <option value="">{words.noOwner}</option>
          {!known && item.owner !== null && <option value={item.owner}>{words.somebodyWhoLeft}</option>}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <DueField due={item.due} disabled={!canWrite} onChange={(due) => change({ due })} />
        <select
          aria-label={words.type}
          disabled={!canWrite}
          value={item.type ?? ''}
          onChange={(event) =>
            change({ type: itemTypes.find((each) => each === event.currentTarget.value) ?? null })
          }
        >
          <option value="">{words.typeLabel}</option>
          {itemTypes.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
        <select
          aria-label={words.priority}
          disabled={!canWrite}
          value={item.priority ?? ''}
          onChange={(event) => change({ priority: event.currentTarget.value || null })}
        >
          <option value="">{words.priorityLabel}</option>
          {[...new Set([...priorities, ...(item.priority === null ? [] : [item.priority])])].map(
            (priority) => (
              <option key={priority}>{priority}</option>
            ),
          )}
        </select>
        <Automate item={item} change={(automate) => change({ automate })} />
        <TicketField item={item} change={(ticket) => change({ ticket })} />
        <TicketState item={item} />
        <ItemMonitor incident={incident} item={item} />
        {canWrite && item.state !== 'done' && (
          <button
            type="button"
            onClick={() => change({ state: item.state === 'dropped' ? 'open' : 'dropped' })}
          >
            {item.state === 'dropped' ? words.takeUpAgain : words.drop}
          </button>
        )}
      </span>
      {item.state === 'open' && lacks.length > 0 && (
        <span className={styles.lacks}>{lacks.map((each) => strings.actionItems.lacks[each]).join(' ')}</span>
      )}
    </li>
  );
}

/** TK2: the ticket, or a way to one. */
function TicketState({ item }: { item: ActionItem }) {
  const { canWrite, write } = useWriter();
  const incident = useIncidentId();
  const mayAsk = canWrite && item.ticket === null && item.asked === null && item.state === 'open';
  const ask = (tracker: string) => write({ kind: 'action-item-changed', target: item.id, tracker });
  return (
    <>
      <Ticket item={item} />
      {mayAsk && <CreateTicket item={item} incident={incident} ask={ask} />}
    </>
  );
}

/** AI8: marks an item that can be automated. */
function Automate({ item, change }: { item: ActionItem; change: (automate: boolean) => unknown }) {
  const { canWrite } = useWriter();
  return (
    <label className={styles.automate}>
      <input
        type="checkbox"
        checked={item.automate}
        disabled={!canWrite}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      {words.automate}
    </label>
  );
}

/** AI3: the address of the tracking ticket. Invalid addresses are not saved, and the field says so. */
function TicketField({ item, change }: { item: ActionItem; change: (ticket: string | null) => unknown }) {
  const { canWrite } = useWriter();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? item.ticket ?? '';
  const isWrong = shown !== '' && !isAddress.test(shown);
  const keep = () => {
    if (isWrong || typed === null) return;
    if (typed !== (item.ticket ?? '')) change(typed || null);
    setTyped(null);
  };
  return (
    <input
      type="url"
      aria-label={words.ticket}
      placeholder={words.ticketHint}
      title={isWrong ? strings.actionItems.needsAddress : shown}
      aria-invalid={isWrong}
      disabled={!canWrite}
      maxLength={2_000}
      value={shown}
      onChange={(event) => setTyped(event.currentTarget.value.trim())}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
const isAddress = /^https?:\/\/\S+$/i;

function AddItem() {
  const { write } = useWriter();
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && write({ kind: 'action-item', text: text.trim() })) setText('');
  };
  return (
    <form className={styles.add} onSubmit={add}>
      <TextInput
        aria-label={words.addActionItem}
        placeholder={words.itemHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">{words.add}</Button>
    </form>
  );
}

type DueProps = { due: number | null; disabled: boolean; onChange: (due: number | null) => void };

/** A typed date. An invalid date shows an error and is not saved. */
function DueField({ due, disabled, onChange }: DueProps) {
  const { input, understood, wrong } = useTypedDay(due === null ? '' : dueDay(due), (day) => {
    const next = day === '' ? null : dueAt(day);
    if (day === '' || next !== null) onChange(next);
  });
  return (
    <input
      aria-label={words.due}
      aria-invalid={wrong !== null}
      placeholder={words.dueHint}
      title={wrong ?? understood ?? undefined}
      size={11}
      disabled={disabled}
      {...input}
    />
  );
}
