import type { Letter, Subscriber, SubscriberHistory } from '#wire/api/status-pages.ts';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { usePersonName } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { When } from '../../../ui/time.tsx';
import { useAttempt } from '../../../fields/use-attempt.ts';
import { useResource } from '../../../server/use-resource.ts';
import { pagePath } from '../status-page.ts';
import { historyLines, type HistoryLine } from './subscriber.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.subscribers;
const everyMs = 5_000;
const said = (from: Readonly<Record<string, string>>, key: string) => from[key] ?? key;

type Props = { page: string; subscriber: Subscriber; removed: () => void };

/** A subscriber's events and messages, newest first, and the button to remove them. */
export function SubscriberHistory({ page, subscriber, removed }: Props) {
  const api = useApi();
  const path = pagePath(page, `/subscribers/${subscriber.id}`);
  const { value, problem, reload } = useResource<SubscriberHistory>(path, { everyMs });
  const [isSure, setSure] = useState(false);
  const { problem: failed, attempt } = useAttempt();
  const remove = () =>
    attempt(async () => {
      await api.delete(path);
      removed();
    });
  const again = ({ id }: Letter) =>
    attempt(async () => {
      await api.post(`${path}/letters/${id}/again`, undefined);
      reload();
    });
  const lines = value === null ? [] : historyLines(value);
  return (
    <div className={styles.history} role="group" aria-label={`${words.history}: ${subscriber.address}`}>
      {problem !== null && <Problem again={reload}>{problem}</Problem>}
      {value !== null && lines.length === 0 && <p className="soft">{words.nothing}</p>}
      <ol>
        {lines.map((line) => (
          <Line key={line.key} line={line} again={again} />
        ))}
      </ol>
      <p className={styles.buttons}>
        {isSure ? (
          <>
            <ServerButton size="compact-sm" onClick={() => void remove()}>
              {words.removeSure}
            </ServerButton>
            <Button size="compact-sm" variant="subtle" autoFocus onClick={() => setSure(false)}>
              {words.keep}
            </Button>
          </>
        ) : (
          <Button
            size="compact-sm"
            aria-label={words.removeOf(subscriber.address)}
            onClick={() => setSure(true)}
          >
            {words.remove}
          </Button>
        )}
      </p>
      {failed !== null && <Problem>{sayProblem(failed)}</Problem>}
    </div>
  );
}

function Line({ line, again }: { line: HistoryLine; again: (letter: Letter) => Promise<void> }) {
  const nameOf = usePersonName();
  if (line.kind === 'event')
    return (
      <li>
        <When at={line.at} />
        <span>
          {said(words.events, line.what)}
          {line.what === 'added' || line.what === 'imported' ? ` · ${nameOf(line.by)}` : ''}
        </span>
      </li>
    );
  const { kind, state, reason, maybeTwice } = line.letter;
  return (
    <li>
      <When at={line.at} />
      <span>
        {said(words.kinds, kind)}: {said(words.letters, state)}
        {maybeTwice && ` (${words.twice})`}
        {reason !== null && <span className={styles.below}>{reason}</span>}
      </span>
      {state === 'maybe-sent' && (
        <ServerButton size="compact-sm" onClick={() => void again(line.letter)}>
          {words.again}
        </ServerButton>
      )}
    </li>
  );
}
