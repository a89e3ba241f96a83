import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { runOutcomes, type RecurringTask, type RunOutcome } from '#room/team/recurring.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './recurring.module.css';

const words = strings.recurring;
const keys = { passed: 'd', failed: 'f', skipped: 'x' } as const;

/** RR3: three buttons record how the turn ended; each asks for its words in place. */
export function RecordRun({ task }: { task: RecurringTask }) {
  const [asked, setAsked] = useState<RunOutcome | null>(null);
  const group = words.title;
  useKeys({
    [keys.passed]: { label: words.outcomes.passed, group, run: () => setAsked('passed') },
    [keys.failed]: { label: words.outcomes.failed, group, run: () => setAsked('failed') },
    [keys.skipped]: { label: words.outcomes.skipped, group, run: () => setAsked('skipped') },
  });
  return (
    <section className={styles.record} aria-label={words.record}>
      <h2>{words.record}</h2>
      <div className={styles.outcomes}>
        {runOutcomes.map((outcome) => (
          <Button
            key={outcome}
            variant={outcome === 'passed' ? 'filled' : 'default'}
            aria-pressed={asked === outcome}
            rightSection={<Kbd keys={keys[outcome]} />}
            onClick={() => setAsked(outcome)}
          >
            {words.outcomes[outcome]}
          </Button>
        ))}
      </div>
      {asked !== null && <Ask key={asked} task={task} outcome={asked} close={() => setAsked(null)} />}
    </section>
  );
}

type AskProps = { task: RecurringTask; outcome: RunOutcome; close: () => void };

function Ask({ task, outcome, close }: AskProps) {
  const api = useApi();
  const [text, setText] = useState('');
  const [url, setUrl] = useState('');
  const said = text.trim();
  const body = { outcome, ...(said && { text: said }), ...(url.trim() && { url: url.trim() }) };
  const { busy, problem, attempt } = useAttempt(close, body);
  const expected = expectedIn(problem);
  const isMissing = outcome !== 'passed' && said === '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isMissing) void attempt(() => api.post(`/recurring-tasks/${task.id}/runs`, body));
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <form className={styles.ask} noValidate onSubmit={save} onKeyDown={leave}>
      <TextInput
        label={words.asks[outcome]}
        // The user asked for this field by key or click, to type at once.
        autoFocus
        maxLength={4_000}
        value={text}
        error={expected('text')}
        description={isMissing ? words.needsWhy : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        label={words.url}
        type="url"
        maxLength={2_000}
        value={url}
        error={expected('url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      {problem !== null && <Problem>{words.notRecorded(sayRefusal(problem))}</Problem>}
      <div className={styles.outcomes}>
        <ServerButton type="submit" variant="filled" loading={busy} disabled={isMissing}>
          {words.save}
        </ServerButton>
        <Button variant="subtle" onClick={close}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
