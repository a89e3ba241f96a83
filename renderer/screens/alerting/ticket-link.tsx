// TK5: the address at which a new ticket is written, for a tracker without an API.
import { useState, type FormEvent } from 'react';
import { TextInput } from '@mantine/core';
import { expectTicketLink } from '#room/learning/ticket-link.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useApi } from '../../server/api.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import styles from '../../ui/section.module.css';

const words = strings.alerting.ticketLink;

export function TicketLink() {
  const { isOwner } = useSession();
  const saved = useFeed().snapshot?.scheme?.ticketLink ?? '';
  if (!isOwner) return null;
  return <TicketLinkForm key={saved} saved={saved} />;
}

function TicketLinkForm({ saved }: { saved: string }) {
  const api = useApi();
  const [text, setText] = useState(saved);
  const { busy, problem, attempt } = useAttempt();
  const template = text.trim();
  const expected = template === '' ? null : expectTicketLink(template);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (expected === null)
      void attempt(() => api.put('/ticket-link', { template: template === '' ? null : template }));
  };
  return (
    <section className={styles.block} aria-labelledby="ticket-link">
      <h2 id="ticket-link">{words.title}</h2>
      <form className={styles.form} onSubmit={submit}>
        <p className="soft">{words.lead}</p>
        <TextInput
          label={words.address}
          description={words.hint}
          placeholder={words.example}
          value={text}
          spellCheck={false}
          error={expected === null ? null : words.expected(expected)}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          <ServerButton type="submit" loading={busy} disabled={expected !== null || template === saved}>
            {words.save}
          </ServerButton>
        </div>
        {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      </form>
    </section>
  );
}
