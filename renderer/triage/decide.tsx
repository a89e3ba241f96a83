import { useState, type FormEvent } from 'react';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { Severity } from '#room/scales.ts';
import { findSimilar } from '#room/similar.ts';
import type { Report } from '#wire/api/intakes.ts';
import { sayProblem, useApi } from '../api.ts';
import { SeverityChoice } from '../lobby/severity-choice.tsx';
import { useEscape } from '../ui/use-escape.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { Problem } from '../ui/problem.tsx';
import { notifications } from '@mantine/notifications';
import { mergeChoices } from './report.ts';
import styles from './triage.module.css';

const words = strings.triage;

export type DecisionKind = 'accept' | 'merge' | 'decline' | 'theirs';
type DecideProps = { kind: DecisionKind; report: Report; snapshot: FeedSnapshot; onLeave: () => void };

/** The input for a decision. Enter submits, Esc leaves the report unchanged. */
export function Decide({ kind, report, snapshot, onLeave }: DecideProps) {
  const api = useApi();
  const choices = mergeChoices(snapshot.incidents, report.service);
  const [title, setTitle] = useState(report.title);
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [incident, setIncident] = useState<string | null>(
    () => findSimilar(report, snapshot.incidents)?.id ?? choices[0]?.id ?? null,
  );
  const [reply, setReply] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEscape(true, onLeave);
  const isAnswer = kind === 'decline' || kind === 'theirs';
  const send = async () => {
    if (isAnswer && reply.trim() === '') return setProblem(words.needsReply);
    if (kind === 'merge' && incident === null) return setProblem(words.noIncident);
    setBusy(true);
    const said = reply.trim() === '' ? {} : { reply: reply.trim() };
    const accepted = {
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      ...(severity && { severity }),
    };
    const body =
      kind === 'merge'
        ? { decision: kind, incident, ...said }
        : { decision: kind, ...said, ...(kind === 'accept' ? accepted : {}) };
    try {
      const made = await api.post<{ incident: string | null }>(`/reports/${report.id}/decision`, body);
      notifications.show({ message: words.done[kind] });
      if (made.incident !== null) go({ screen: 'room', incident: made.incident });
      else go({ screen: 'triage', report: null });
    } catch (error) {
      setProblem(sayProblem(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <form className={styles.decide} aria-label={words[`${kind}Title`]} onSubmit={submit}>
      <h3>{words[`${kind}Title`]}</h3>
      {kind === 'accept' && (
        <>
          <TextInput
            label={words.incidentTitle}
            value={title}
            maxLength={300}
            autoFocus
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <SeverityChoice value={severity} onChange={setSeverity} />
        </>
      )}
      {kind === 'merge' && choices.length === 0 && <p>{words.noneOpen}</p>}
      {kind === 'merge' && choices.length > 0 && (
        <Select
          label={words.into}
          searchable
          autoFocus
          data={choices.map(({ id, number, title: name }) => ({
            value: id,
            label: [number, name].filter(Boolean).join(' '),
          }))}
          value={incident}
          onChange={setIncident}
        />
      )}
      <Textarea
        label={kind === 'decline' ? words.reason : isAnswer ? words.reply : words.optionalReply}
        autosize
        minRows={isAnswer ? 3 : 1}
        maxLength={2_000}
        autoFocus={isAnswer}
        value={reply}
        onChange={(event) => setReply(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      {problem !== null && <Problem>{problem}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={busy} rightSection={<Kbd keys="mod+enter" />}>
          {words[kind]}
        </Button>
        <Button variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}
