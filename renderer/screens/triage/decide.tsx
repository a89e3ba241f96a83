import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { Severity } from '#room/team/scales.ts';
import { findSimilar } from '#room/learning/similar.ts';
import type { ReportAnswer } from '#wire/api/intakes.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { SeverityChoice } from '../lobby/severity-choice.tsx';
import { useEscape } from '../../ui/use-escape.ts';
import { go } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Problem } from '../../ui/problem.tsx';
import { notifications } from '@mantine/notifications';
import { mergeChoices } from './report.ts';
import styles from './triage.module.css';

const words = strings.triage;

export type DecisionKind = 'accept' | 'merge' | 'decline' | 'theirs';
type DecideProps = {
  kind: DecisionKind;
  report: ReportAnswer;
  snapshot: FeedSnapshot;
  onJudged: () => void;
  onLeave: () => void;
};

/** A decision's fields beside its kind. `null` and empty texts are not sent. */
type Draft = { title: string; severity: Severity | null; incident: string | null; reply: string };

/** A decision that answers the reporter needs a text. */
const needsAnswer = (kind: DecisionKind) => kind === 'decline' || kind === 'theirs';

/** Why this cannot be sent yet, in words; null when it can. */
function missingIn(kind: DecisionKind, { reply, incident }: Draft): string | null {
  if (needsAnswer(kind) && reply.trim() === '') return words.needsReply;
  return kind === 'merge' && incident === null ? words.noIncident : null;
}

function bodyOf(kind: DecisionKind, { title, severity, incident, reply }: Draft) {
  const said = reply.trim() === '' ? {} : { reply: reply.trim() };
  if (kind === 'merge') return { decision: kind, incident, ...said };
  if (kind !== 'accept') return { decision: kind, ...said };
  const accepted = {
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(severity && { severity }),
  };
  return { decision: kind, ...said, ...accepted };
}

/** The input for a decision. Enter submits, Esc leaves the report unchanged. */
export function Decide({ onLeave, ...props }: DecideProps) {
  const { kind } = props;
  const { choices, draft, change, busy, shown, submit } = useDecision(props);
  useEscape(true, onLeave);
  return (
    <form ref={intoSight} className={styles.decide} aria-label={words[`${kind}Title`]} onSubmit={submit}>
      <h3>{words[`${kind}Title`]}</h3>
      {kind === 'accept' && <IncidentFields draft={draft} change={change} />}
      {kind === 'merge' && <IncidentChoice draft={draft} change={change} choices={choices} />}
      <Reply kind={kind} draft={draft} change={change} submit={submit} />
      {shown !== null && <Problem>{shown}</Problem>}
      <div className={styles.buttons}>
        <ServerButton type="submit" variant="filled" loading={busy} rightSection={<Kbd keys="mod+enter" />}>
          {kind === 'theirs' ? words.sendAnswer : words[kind]}
        </ServerButton>
        <Button variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
          {words.leave}
        </Button>
      </div>
    </form>
  );
}

/** The draft of a decision, what is wrong with it, and sending it. */
function useDecision({ kind, report, snapshot, onJudged }: Omit<DecideProps, 'onLeave'>) {
  const api = useApi();
  const choices = mergeChoices(snapshot.incidents, report.service, snapshot.services);
  const [draft, setDraft] = useState<Draft>(() => ({
    title: report.title,
    severity: report.proposedSeverity ?? null,
    incident: findSimilar(report, snapshot.incidents, snapshot.services)?.id ?? choices[0]?.id ?? null,
    reply: '',
  }));
  const [missing, setMissing] = useState<string | null>(null);
  const { busy, problem, attempt } = useAttempt();
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    const lacks = missingIn(kind, draft);
    setMissing(lacks);
    if (lacks !== null) return;
    void attempt(async () => {
      const body = bodyOf(kind, draft);
      const made = await api.post<ReportAnswer>(`/reports/${report.id}/decision`, body);
      notifications.show({ message: words.done[kind] });
      onJudged();
      if (made.incident !== null) go({ screen: 'room', incident: made.incident });
      else go({ screen: 'triage', report: null });
    });
  };
  const shown = missing ?? (problem === null ? null : sayProblem(problem));
  return { choices, draft, change, busy, shown, submit };
}

/** All of it: a picture above it may leave only its first field on the screen. */
const intoSight = (form: HTMLFormElement | null) => form?.scrollIntoView({ block: 'nearest' });

type PartProps = { draft: Draft; change: (part: Partial<Draft>) => void };

function IncidentFields({ draft, change }: PartProps) {
  return (
    <>
      <TextInput
        label={words.incidentTitle}
        value={draft.title}
        maxLength={300}
        autoFocus
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <SeverityChoice value={draft.severity} onChange={(severity) => change({ severity })} />
    </>
  );
}

type ChoiceProps = PartProps & { choices: ReturnType<typeof mergeChoices> };

function IncidentChoice({ draft, change, choices }: ChoiceProps) {
  if (choices.length === 0) return <p>{words.noneOpen}</p>;
  return (
    <Select
      label={words.into}
      searchable
      autoFocus
      data={choices.map(({ id, number, title: name }) => ({
        value: id,
        label: [number, name].filter(Boolean).join(' '),
      }))}
      value={draft.incident}
      onChange={(incident) => change({ incident })}
    />
  );
}

type ReplyProps = PartProps & { kind: DecisionKind; submit: (event: KeyboardEvent | FormEvent) => void };

function Reply({ kind, draft, change, submit }: ReplyProps) {
  const isAnswer = needsAnswer(kind);
  return (
    <Textarea
      label={kind === 'decline' ? words.reason : isAnswer ? words.reply : words.optionalReply}
      autosize
      minRows={isAnswer ? 3 : 1}
      maxLength={2_000}
      autoFocus={isAnswer}
      value={draft.reply}
      onChange={(event) => change({ reply: event.currentTarget.value })}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
      }}
    />
  );
}
