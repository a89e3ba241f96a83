import { useState } from 'react';
import { Button } from '@mantine/core';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { findSimilar } from '#room/learning/similar.ts';
import type { ReportAnswer } from '#wire/api/intakes.ts';
import { useResource } from '../../server/use-resource.ts';
import { Fact } from '../settings/fact.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Ago } from '../../ui/time.tsx';
import { Decide, type DecisionKind } from './decide.tsx';
import { ReportFiles } from './report-files.tsx';
import styles from './triage.module.css';

const words = strings.triage;
const kinds = [
  ['accept', 'y'],
  ['merge', 'i'],
  ['decline', 'd'],
  ['theirs', 't'],
] as const satisfies readonly (readonly [DecisionKind, string])[];

/** One full report with its four possible decisions. */
export function OneReport({ id, ...shown }: Omit<ShownProps, 'report'> & { id: string }) {
  const { snapshot } = shown;
  const { value, problem, reload } = useResource<ReportAnswer>(`/reports/${id}`, {
    version: snapshot.reports,
  });
  if (value === null)
    return (
      <AwaitedPart
        problem={problem && (snapshot.staleSince === null ? problem : words.away)}
        again={reload}
      />
    );
  return <Shown report={value} {...shown} />;
}

type ShownProps = { report: ReportAnswer; snapshot: FeedSnapshot; onJudged: () => void };

function Shown({ report, snapshot, onJudged }: ShownProps) {
  const [deciding, setDeciding] = useState<DecisionKind | null>(null);
  useKeys(
    deciding === null
      ? Object.fromEntries(
          kinds.map(([kind, key]) => [
            key,
            { label: words[kind], group: words.group, run: () => setDeciding(kind) },
          ]),
        )
      : {},
  );
  const { reporter, contact, details, service, part = '', since = '', side = 'unknown' } = report;
  const similar = findSimilar({ title: report.title, service }, snapshot.incidents, snapshot.services);
  const who = [reporter, contact].filter((text) => text !== '').join(', ');
  return (
    <article className={styles.report} aria-label={report.title}>
      <h2>{report.title}</h2>
      {details !== '' && <p className={styles.details}>{details}</p>}
      <dl className={styles.facts}>
        <Fact name={words.from}>{words.fromWhom(who, side)}</Fact>
        <Fact name={words.form}>{report.form}</Fact>
        <Fact name={words.service}>{service ?? words.noService}</Fact>
        <Fact name={words.received}>
          <Ago at={report.at} />
        </Fact>
        {since !== '' && <Fact name={words.since}>{since}</Fact>}
        {part !== '' && <Fact name={words.about}>{part}</Fact>}
        <Answers answers={answersOf(report)} />
      </dl>
      <NotKnown answers={answersOf(report)} />
      {similar !== null && (
        <p className={styles.hint}>{words.looksLike(similar.number ?? '', similar.title)}</p>
      )}
      {report.isProbablyTheirs && <p className={styles.hint}>{words.theirsHint}</p>}
      {report.files.length > 0 && <ReportFiles report={report} />}
      {deciding === null ? (
        <div className={styles.buttons}>
          {kinds.map(([kind, key]) => (
            <Button
              key={kind}
              variant={kind === 'accept' ? 'filled' : 'default'}
              rightSection={<Kbd keys={key} />}
              onClick={() => setDeciding(kind)}
            >
              {words[kind]}
            </Button>
          ))}
        </div>
      ) : (
        <Decide
          kind={deciding}
          report={report}
          snapshot={snapshot}
          onJudged={onJudged}
          onLeave={() => setDeciding(null)}
        />
      )}
    </article>
  );
}

const questions = ['nature', 'hit', 'elsewhere', 'others', 'changed'] as const;
type Answered = Record<(typeof questions)[number], string | undefined>;

/** What the reporter answered, in words; undefined where they do not know. */
const answersOf = ({ nature = 'unknown', hit = 'unknown', ...report }: ReportAnswer): Answered => ({
  nature: words.natures[nature],
  hit: words.hits[hit],
  elsewhere: words.answers[report.reproducible],
  others: words.answers[report.others],
  changed: words.answers[report.changed],
});

const Answers = ({ answers }: { answers: Answered }) =>
  questions.map((question) =>
    answers[question] === undefined ? null : (
      <Fact key={question} name={words[question]}>
        {answers[question]}
      </Fact>
    ),
  );

function NotKnown({ answers }: { answers: Answered }) {
  const open = questions.flatMap((question) =>
    answers[question] === undefined ? [words.questions[question]] : [],
  );
  return open.length === 0 ? null : <p className={styles.unknown}>{words.notKnown(open)}</p>;
}
