// NU8: the team's notes from reviewing its severities each quarter.
import { useState } from 'react';
import { Textarea } from '@mantine/core';
import type { Items } from '#wire/api/list.ts';
import type { SeverityNotes as Notes } from '#wire/api/severity-notes.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { When } from '../../ui/time.tsx';
import { useResource } from '../../server/use-resource.ts';

const words = strings.numberPanels.notes;

/** `2026-Q4`, in UTC. */
const quarterOf = (at: number): string => {
  const day = new Date(at);
  return `${day.getUTCFullYear()}-Q${Math.floor(day.getUTCMonth() / 3) + 1}`;
};

export function SeverityNotes() {
  const { value, problem, reload } = useResource<Items<Notes>>('/severity-reviews');
  const { now } = useTeamClock();
  const names = usePersonName();
  if (problem !== null) return <Problem>{words.notRead(problem)}</Problem>;
  if (value === null) return null;
  const quarter = quarterOf(now());
  const current = value.items.find((each) => each.quarter === quarter) ?? null;
  return (
    <section aria-label={words.title(quarter)}>
      <NotesForm key={current?.at ?? 0} quarter={quarter} before={current} onSaved={reload} />
      {value.items
        .filter((each) => each.text !== '' && each.quarter !== quarter)
        .map((each) => (
          <details key={each.quarter}>
            <summary>{words.title(each.quarter)}</summary>
            <p>{each.text}</p>
            <p className="label">
              {names(each.person)}, <When at={each.at} />
            </p>
          </details>
        ))}
    </section>
  );
}

type FormProps = { quarter: string; before: Notes | null; onSaved: () => void };

function NotesForm({ quarter, before, onSaved }: FormProps) {
  const api = useApi();
  const { canWrite } = useSession();
  const names = usePersonName();
  const [text, setText] = useState(before?.text ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      await api.put(`/severity-reviews/${quarter}`, { text, at: before?.at ?? null });
      onSaved();
    } catch (error) {
      setProblem(words.notSaved(sayProblem(error)));
    }
  };
  return (
    <>
      <Textarea
        label={words.title(quarter)}
        description={words.hint}
        autosize
        minRows={2}
        maxLength={10_000}
        readOnly={!canWrite}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {before !== null && (
        <p className="label">
          {names(before.person)}, <When at={before.at} />
        </p>
      )}
      {canWrite && text !== (before?.text ?? '') && (
        <ServerButton onClick={() => void save()}>{words.save}</ServerButton>
      )}
      {problem !== null && <Problem>{problem}</Problem>}
    </>
  );
}
