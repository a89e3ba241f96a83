// SP150: closing a status page, and bringing back one that was closed.
import type { Items } from '#wire/api/list.ts';
import type { ClosedPage } from '#wire/api/status-pages.ts';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { ServerButton } from '../../fields/server-button.tsx';
import { ApiProblem, sayProblem, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import { useResource } from '../../server/use-resource.ts';
import { onward } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { sayShortDay, shownDays } from '../../ui/say-time.ts';
import { showDone } from '../../ui/show-done.tsx';
import { When } from '../../ui/time.tsx';
import { pagePath, type StatusPage } from './status-page.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.closing;
const everyMs = 15_000;
const undoMs = 30_000;

/** Reopens a page and shows it; returns why it could not. */
function useReopen(): (id: string) => Promise<string | null> {
  const api = useApi();
  return async (id) => {
    const goOn = onward();
    try {
      await api.post(pagePath(id, '/reopen'), undefined);
      goOn({ screen: 'status-pages', page: id });
      return null;
    } catch (error) {
      goOn({ screen: 'status-pages', page: null });
      return sayProblem(error);
    }
  };
}

/** Asks for confirmation: closing also ends the address that customers know. */
export function ClosePage({ page }: { page: StatusPage }) {
  const { isOwner } = useSession();
  const api = useApi();
  const reopen = useReopen();
  const [isSure, setSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!isOwner) return null;
  const close = async () => {
    const goOn = onward();
    try {
      await api.delete(pagePath(page.id));
      const undo = async () => void (await reopen(page.id));
      showDone({ message: words.done(page.name), forMs: undoMs, undo });
      goOn({ screen: 'status-pages', page: null });
    } catch (error) {
      // Somebody else closed it first.
      if (error instanceof ApiProblem && error.status === 404) goOn({ screen: 'status-pages', page: null });
      else setProblem(sayProblem(error));
    }
  };
  return (
    <footer className={styles.foot}>
      {isSure ? (
        <>
          <ServerButton size="compact-sm" onClick={() => void close()}>
            {words.sure}
          </ServerButton>
          <Button size="compact-sm" variant="subtle" autoFocus onClick={() => setSure(false)}>
            {words.keep}
          </Button>
        </>
      ) : (
        <Button size="compact-sm" onClick={() => setSure(true)}>
          {words.close}
        </Button>
      )}
      <p className="soft">{words.why}</p>
      {problem !== null && <Problem>{problem}</Problem>}
    </footer>
  );
}

/** For owners, below the list of pages. */
export function ClosedPages() {
  const { value } = useResource<Items<ClosedPage>>('/pages/closed', { everyMs });
  const reopen = useReopen();
  const [problem, setProblem] = useState<string | null>(null);
  const closed = value?.items ?? [];
  if (closed.length === 0) return null;
  return (
    <section className={styles.updates} aria-label={words.title}>
      <h2>{words.title}</h2>
      {problem !== null && <Problem>{problem}</Problem>}
      <ul>
        {closed.map(({ id, name, closedAt, erasedAt }) => (
          <li key={id} className={styles.told}>
            <b>{name}</b>
            <span className="soft">
              {words.since} <When at={closedAt} />. {words.erased(sayShortDay(shownDays.wallOf(erasedAt)))}
            </span>
            <ServerButton
              size="compact-sm"
              aria-label={words.reopenOne(name)}
              onClick={() => void reopen(id).then(setProblem)}
            >
              {words.reopen}
            </ServerButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
