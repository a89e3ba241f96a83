// ES14 on the screen: whom this policy, as it stands in the form, would page in what order, and what would keep it.
import { useState } from 'react';
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { severities as allSeverities } from '#room/fact.ts';
import { sayProblem, useApi } from '../api.ts';
import { usePersonName } from '../state/feed.tsx';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { useTeamClock } from '../ui/now.tsx';
import { sayLength, sayWhen } from '../ui/say-time.ts';
import type { Targets } from './targets.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting.dryRun;

type Rehearsal = {
  policy: { id: string; name: string } | null;
  pages: readonly {
    at: number;
    step: number;
    round: number;
    person: string | null;
    channel: string | null;
    skipped: string | null;
  }[];
  notes: readonly { at: number; text: string }[];
  end: 'nobody' | 'asked-everybody' | 'goes-on';
  endsAt: number;
};
type DryRunProps = {
  /** The policy as the API takes it, with its id when it is one already. */
  draft: Record<string, unknown>;
  severities: readonly string[];
  services: readonly string[];
  targets: Targets;
};

export function DryRun({ draft, severities, services, targets }: DryRunProps) {
  const api = useApi();
  const clock = useTeamClock();
  const [severity, setSeverity] = useState(severities[0] ?? 'P1');
  const [service, setService] = useState(services[0] ?? '');
  const [at, setAt] = useState('');
  const [drill, setDrill] = useState(false);
  const [answer, setAnswer] = useState<{ rehearsal: Rehearsal; from: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async () => {
    const from = at === '' ? clock.now() : new Date(at).getTime();
    const name = draft['name'] === '' ? words.unnamed : draft['name'];
    const asked = { severity, service: service.trim() || null, drill, at: from, draft: { ...draft, name } };
    try {
      setAnswer({ rehearsal: await api.post<Rehearsal>('/policies/dry-run', asked), from });
      setProblem(null);
    } catch (error) {
      setAnswer(null);
      setProblem(sayProblem(error));
    }
  };
  return (
    <section className={styles.block} aria-labelledby="dry-run">
      <h2 id="dry-run">{words.title}</h2>
      <p className="soft">{words.why}</p>
      <div className={styles.filters}>
        <NativeSelect
          label={words.severity}
          data={[...allSeverities]}
          value={severity}
          onChange={(event) => setSeverity(event.currentTarget.value)}
        />
        <TextInput
          label={words.service}
          value={service}
          maxLength={120}
          onChange={(event) => setService(event.currentTarget.value)}
        />
        <TextInput
          label={words.at}
          type="datetime-local"
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
        <Switch
          label={words.drill}
          checked={drill}
          mt={26}
          onChange={(event) => setDrill(event.currentTarget.checked)}
        />
        <Button mt={20} onClick={() => void ask()}>
          {words.ask}
        </Button>
      </div>
      {problem !== null && <Problem>{problem}</Problem>}
      {answer && <Answer {...answer} targets={targets} />}
    </section>
  );
}

type AnswerProps = { rehearsal: Rehearsal; from: number; targets: Targets };

function Answer({ rehearsal, from, targets }: AnswerProps) {
  const names = usePersonName();
  const { policy, pages, notes, end, endsAt } = rehearsal;
  const whom = (person: string | null) => (person === null ? words.everybodyThere : names(person));
  const through = (channel: string | null) =>
    channel === null
      ? ''
      : words.through(channel === 'desktop' ? words.desktop : targets.nameOf('channel', channel));
  const after = (at: number) => (at - from < 1_000 ? words.atOnce : words.after(sayLength(at - from)));
  return (
    <div role="status">
      <p>{policy === null ? words.noPolicy : words.by(policy.name)}</p>
      <ol className={styles.attempts}>
        {pages.map(({ at, step, round, person, channel, skipped }, index) => (
          // The same page may stand twice at one moment.
          <li key={index}>
            <span className="label">{after(at)}</span> {words.step(step, round)} {whom(person)}
            {through(channel)}
            {skipped !== null && <b className={styles.trouble}> {words.skipped(skipped)}</b>}
          </li>
        ))}
        {notes.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <span className="label">{after(at)}</span> {words.note(text)}
          </li>
        ))}
      </ol>
      <p className="soft">{words.ends(end, sayWhen(endsAt, from))}</p>
    </div>
  );
}
