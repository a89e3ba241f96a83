import { useState, type FormEvent } from 'react';
import { Textarea } from '@mantine/core';
import type { Monitoring } from '#wire/api/monitoring.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { useApi } from '../../../server/api.ts';
import { faultyFields, sayRefusal } from '../../../fields/field.ts';
import { ApiProblem } from '../../../server/http.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../settings.module.css';

const words = strings.monitors.uplinks;

/** CH9: addresses that can be reached while our own network works. */
export function Uplinks() {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const { value, problem } = useResource<Monitoring>('/monitoring', {
    version: snapshot?.monitoring?.blindSince,
  });
  return (
    <section className={styles.network} aria-labelledby="uplinks">
      <h2 id="uplinks">{words.title}</h2>
      <p className="soft">{words.lead}</p>
      {problem !== null && <p className="label">{problem}</p>}
      {value && (
        <p className="label">
          {value.blindSince === null && `${words.fine} `}
          {words.load(value.running, value.waiting)}
        </p>
      )}
      {value && isOwner && <UplinkForm before={value.uplinks} />}
      {value && !isOwner && <p className="mono">{value.uplinks.join(', ') || words.default}</p>}
    </section>
  );
}

function UplinkForm({ before }: { before: readonly string[] }) {
  const [text, setText] = useState(before.join('\n'));
  const { outcome, setOutcome, save } = useSaving();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(linesOf(text).map((line) => line.trim()));
  };
  const problem = outcome === 'saved' ? null : (outcome?.problem ?? null);
  return (
    <form className={styles.uplinks} onSubmit={submit}>
      <Textarea
        label={words.targets}
        description={words.targetsHint}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        value={text}
        error={problem === null ? undefined : sayWrong(problem, text)}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOutcome(null);
        }}
      />
      <div className={styles.networkActs}>
        <ServerButton type="submit">{words.save}</ServerButton>
        <span className="label" role="status">
          {outcome === 'saved' ? words.saved : ''}
        </span>
      </div>
    </form>
  );
}

function useSaving() {
  const api = useApi();
  const [outcome, setOutcome] = useState<{ problem: unknown } | 'saved' | null>(null);
  const save = async (uplinks: readonly string[]) => {
    try {
      await api.put('/monitoring', { uplinks });
      setOutcome('saved');
    } catch (problem) {
      setOutcome({ problem });
    }
  };
  return { outcome, setOutcome, save };
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Names the faulty line by its text: `uplinks.1` is the second line. */
function sayWrong(problem: unknown, text: string): string {
  const index = Number(/^uplinks\.(\d+)/.exec(faultyFields(problem)[0] ?? '')?.[1] ?? Number.NaN);
  const line = linesOf(text)[index];
  const expected = problem instanceof ApiProblem ? problem.errors[0]?.expected : undefined;
  return line !== undefined && expected !== undefined ? `${line.trim()}: ${expected}` : sayRefusal(problem);
}
