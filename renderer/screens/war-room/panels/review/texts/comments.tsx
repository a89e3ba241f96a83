// RS7: comments on one text of the review: asked beside it, with @names, and settled when they are answered.
import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { LinkedText } from '#renderer/ui/linked-text.tsx';
import { When } from '#renderer/ui/time.tsx';
import { readMentions } from '#room/catch-up/mentions.ts';
import { strings } from '../../../../../strings/index.ts';
import { useKnownPeople } from '../../use-known-people.ts';
import styles from './comments.module.css';

const words = strings.reviewCopy.comments;

/** `name` is the text's, `title` its heading. */
export function Comments({ name, title }: { name: string; title: string }) {
  const comments = useRoom().review.comments.filter(({ text }) => text === name);
  const { canWrite, write } = useWriter();
  const nameOf = usePersonName();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={styles.comments}>
      {comments.length > 0 && (
        <ul aria-label={words.of(title)}>
          {comments.map(({ id, by, at, words: said }) => (
            <li key={id}>
              <b>{nameOf(by)}</b> <LinkedText text={said} />{' '}
              <span className="soft">
                <When at={at} />
              </span>{' '}
              {canWrite && (
                <button
                  type="button"
                  className={styles.act}
                  onClick={() => write({ kind: 'review', settled: id })}
                >
                  {words.settle}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite &&
        (isAsking ? (
          <CommentForm name={name} title={title} onDone={() => setAsking(false)} />
        ) : (
          <button
            type="button"
            className={styles.act}
            aria-label={words.addTo(title)}
            onClick={() => setAsking(true)}
          >
            {words.add}
          </button>
        ))}
    </div>
  );
}

type CommentFormProps = { name: string; title: string; onDone: () => void };

function CommentForm({ name, title, onDone }: CommentFormProps) {
  const { write } = useWriter();
  const { me } = useSession();
  const people = useKnownPeople();
  const [said, setSaid] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (said.trim() === '') return;
    const named = readMentions(said, people, me.id).people;
    write({
      kind: 'review',
      comment: said.trim(),
      text: name,
      ...(named.length > 0 && { mentions: [...named] }),
    });
    onDone();
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <TextInput
        aria-label={words.addTo(title)}
        placeholder={words.hint}
        size="xs"
        autoFocus
        value={said}
        maxLength={4_000}
        onChange={({ currentTarget }) => setSaid(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      <Button type="submit" size="compact-sm" variant="default">
        {words.send}
      </Button>
    </form>
  );
}
