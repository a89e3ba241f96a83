import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { ListedItem } from '#room/learning/action-items.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { sayProblem } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { CreateTicket } from './create-ticket.tsx';
import styles from './action-items.module.css';

const words = strings.actionItems;

/** The question about an item: how it ended, or where its ticket is. */
export type Asked = 'done' | 'dropped' | 'ticket';
type Answer = Omit<FactDraft<'action-item-changed'>, 'kind' | 'target'>;

type QuestionProps = {
  asked: Asked;
  ticket: string | null;
  item: Pick<ListedItem, 'id' | 'text' | 'owner' | 'due' | 'incident'>;
  close: () => void;
  answer: (what: Answer) => Promise<void>;
};

/**
 * AI3: an item is closed with evidence that it is done, or with the reason for dropping it. Enter saves, Esc
 * cancels.
 */
export function ItemQuestion({ asked, ticket, item, close, answer }: QuestionProps) {
  const { text, setText, problem, save, send } = useAnswer({ asked, ticket, close, answer });
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <form className={styles.question} onSubmit={(event) => void save(event)} onKeyDown={leave}>
      <TextInput
        aria-label={words.asks[asked]}
        placeholder={words.asks[asked]}
        // The user asked for this field by key or click, to type at once.
        autoFocus
        maxLength={asked === 'ticket' ? 2_000 : 500}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled">
        {words.save}
      </Button>
      <Button variant="default" onClick={close}>
        {words.cancel}
      </Button>
      {asked === 'ticket' && ticket === null && (
        <CreateTicket item={item} incident={item.incident} ask={(tracker) => void send({ tracker })} />
      )}
    </form>
  );
}

function useAnswer({ asked, ticket, close, answer }: Omit<QuestionProps, 'item'>) {
  const [text, setText] = useState(asked === 'ticket' ? (ticket ?? '') : '');
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    const wrong = findWrong(asked, said);
    setProblem(wrong);
    if (wrong === null)
      await send(
        asked === 'ticket' ? { ticket: said || null } : { state: asked, ...(said && { why: said }) },
      );
  };
  const send = async (what: Answer) => {
    try {
      await answer(what);
      close();
    } catch (error) {
      setProblem(words.notWritten(sayProblem(error)));
    }
  };
  return { text, setText, problem, save, send };
}

function findWrong(asked: Asked, said: string): string | null {
  if (asked === 'dropped' && said === '') return words.needsWhy;
  if (asked === 'ticket' && said !== '' && !/^https?:\/\/\S+$/i.test(said)) return words.needsAddress;
  return null;
}
