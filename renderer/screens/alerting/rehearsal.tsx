// ES14: shows whom the policies would page, in what order, and what would prevent it. Uses the policy in the form as
// it is now and repeats after every change.
import { useEffect, useState, type ReactNode } from 'react';
import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { severities as allSeverities } from '#room/facts/fact.ts';
import type { Rehearsal } from '#wire/api/paging.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { usePersonName } from '../../server/feed.tsx';
import { readMoment } from '../../time/typed-moment.ts';
import { ownZone } from '../../time/wall.ts';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { sayLength, sayWhen } from '../../ui/say-time.ts';
import type { Targets } from '../../paging/targets.ts';
import styles from './policies.module.css';

const words = strings.alerting.rehearsal;
/** Pause after a key press before the server is asked. */
const quietMs = 300;

type Asked = { severity: string; service: string; drill: boolean; at: string };
type Answered = { rehearsal: Rehearsal; from: number } | { problem: string } | null;

type RehearsalProps = {
  /** The policy as an API body, with its id if it is saved. Null asks about the saved policies. */
  draft: Record<string, unknown> | null;
  severities: readonly string[];
  services: readonly string[];
  targets: Targets;
};

/** Inputs on the left, the answer on the right; in a narrow window below, and always visible. */
export function BesideRehearsal({ children, ...props }: RehearsalProps & { children: ReactNode }) {
  const isWide = useMediaQuery('(min-width: 1240px)', undefined, { getInitialValueInEffect: false }) ?? false;
  return (
    <div className={styles.beside} data-wide={isWide}>
      <div className={styles.main}>{children}</div>
      <RehearsalPanel {...props} isWide={isWide} />
    </div>
  );
}

function RehearsalPanel({
  draft,
  severities,
  services,
  targets,
  isWide,
}: RehearsalProps & { isWide: boolean }) {
  const [asked, setAsked] = useState<Partial<Asked>>({});
  const [isOpen, setOpen] = useState(false);
  const whole: Asked = {
    severity: asked.severity ?? severities[0] ?? 'P1',
    service: asked.service ?? services[0] ?? '',
    drill: asked.drill ?? false,
    at: asked.at ?? '',
  };
  const change = (part: Partial<Asked>) => setAsked({ ...asked, ...part });
  const answer = useAnswer(draft, whole);
  return (
    <section className={styles.answer} aria-label={words.title}>
      <details open={isWide || isOpen} onToggle={(event) => !isWide && setOpen(event.currentTarget.open)}>
        <summary onClick={(event) => isWide && event.preventDefault()} tabIndex={isWide ? -1 : 0}>
          {words.title} {!isWide && <FirstPage answer={answer} />}
        </summary>
        <div className={styles.asked}>
          <NativeSelect
            label={words.severity}
            data={[...allSeverities]}
            value={whole.severity}
            onChange={(event) => change({ severity: event.currentTarget.value })}
          />
          <TextInput
            label={words.service}
            placeholder={words.anyService}
            value={whole.service}
            maxLength={120}
            onChange={(event) => change({ service: event.currentTarget.value })}
          />
          <TextInput
            label={words.at}
            placeholder={words.atNow}
            spellCheck={false}
            value={whole.at}
            onChange={(event) => change({ at: event.currentTarget.value })}
          />
          <Switch
            label={words.drill}
            checked={whole.drill}
            mt={22}
            onChange={(event) => change({ drill: event.currentTarget.checked })}
          />
        </div>
        {answer === null && (
          <p className="soft" role="status">
            {words.asking}
          </p>
        )}
        {answer !== null &&
          ('problem' in answer ? (
            <p className="soft" role="status">
              {answer.problem}
            </p>
          ) : (
            <Answer {...answer} targets={targets} />
          ))}
      </details>
    </section>
  );
}

/** Asks again when the draft or the case changes. The last answer stays until the next one arrives. */
function useAnswer(draft: RehearsalProps['draft'], { severity, service, drill, at }: Asked): Answered {
  const api = useApi();
  const clock = useTeamClock();
  const [answer, setAnswer] = useState<Answered>(null);
  const named = draft && { ...draft, name: draft['name'] === '' ? words.unnamed : draft['name'] };
  const body = JSON.stringify({
    severity,
    service: service.trim() || null,
    drill,
    ...(named && { draft: named }),
  });
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<Answered> => {
      const from = at.trim() === '' ? clock.now() : readMoment(at, clock.now(), ownZone());
      if (from === null) return { problem: words.noMoment };
      try {
        const order = { ...(JSON.parse(body) as object), at: from };
        return { rehearsal: await api.post<Rehearsal>('/policies/dry-run', order), from };
      } catch (error) {
        return { problem: words.incomplete(sayProblem(error)) };
      }
    };
    const timer = setTimeout(() => void ask().then((next) => !isOver && setAnswer(next)), quietMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [api, clock, body, at]);
  return answer;
}

/** The shortest answer, shown while the rest is collapsed. */
function FirstPage({ answer }: { answer: Answered }) {
  const names = usePersonName();
  if (answer === null) return null;
  if ('problem' in answer) return <span className={styles.first}>{answer.problem}</span>;
  const { pages } = answer.rehearsal;
  const people = [...new Set(pages.flatMap(({ person }) => (person === null ? [] : [names(person)])))];
  return <span className={styles.first}>{people.length === 0 ? words.nobody : people.join(', ')}</span>;
}

/** Joins pages to several people at one time by one way into one line. */
function pagesTogether(
  pages: readonly Rehearsal['pages'][number][],
): { page: Rehearsal['pages'][number]; people: readonly (string | null)[] }[] {
  const alike = Map.groupBy(pages, ({ person: _person, ...rest }) => JSON.stringify(rest));
  return [...alike.values()].flatMap((each) => {
    const [page] = each;
    return page ? [{ page, people: each.map(({ person }) => person) }] : [];
  });
}

type Page = Rehearsal['pages'][number];

const like = ({ step, person, channel }: Page): string => [step, person, channel].join(' ');

/** From the third round on, pages like those of the second are one line: `from` says when, `last` which rounds. */
function foldRounds(pages: Rehearsal['pages']) {
  const second = new Set(pages.filter(({ round }) => round === 1).map(like));
  const isAgain = (page: Page) => page.round > 1 && page.skipped === null && second.has(like(page));
  const again = pages.filter(isAgain);
  const [first] = again;
  const folded = first && { at: first.at, last: Math.max(...again.map(({ round }) => round)) };
  return { shown: pages.filter((page) => !isAgain(page)), folded };
}

/** The room is told the same with every step; the answer says it once. */
const firstOfEach = (notes: Rehearsal['notes']): Rehearsal['notes'] =>
  notes.filter(({ text }, index) => notes.findIndex((each) => each.text === text) === index);

type AnswerProps = { rehearsal: Rehearsal; from: number; targets: Targets };

function Answer({ rehearsal, from, targets }: AnswerProps) {
  const names = usePersonName();
  const { policy, pages, notes, end, endsAt } = rehearsal;
  const { shown, folded } = foldRounds(pages);
  const whom = (person: string | null) => (person === null ? words.everybodyThere : names(person));
  const channelName = (channel: string | null) =>
    channel === 'desktop' ? words.desktop : channel && targets.nameOf('channel', channel);
  const after = (at: number) => (at - from < 1_000 ? words.atOnce : words.after(sayLength(at - from)));
  return (
    <div role="status">
      <p className="soft">{policy === null ? words.noPolicy : words.by(policy.name)}</p>
      <ol className={styles.ladder}>
        {pagesTogether(shown).map(({ page: { at, step, round, channel, skipped }, people }, index) => (
          <li key={index} data-kind="page">
            <span className={styles.at}>{after(at)}</span>
            <span>
              {words.page(words.step(step, round), people.map(whom), channelName(channel))}
              {skipped !== null && <b className={styles.skipped}> {words.skipped(skipped)}</b>}
            </span>
          </li>
        ))}
        {folded && (
          <li data-kind="page">
            <span className={styles.at}>{after(folded.at)}</span>
            <span>{words.again(folded.last)}</span>
          </li>
        )}
        {firstOfEach(notes).map(({ at, text }) => (
          <li key={`${at} ${text}`} data-kind="note">
            <span className={styles.at}>{after(at)}</span>
            <span>{words.note(text)}</span>
          </li>
        ))}
      </ol>
      <p className="soft">{words.ends(end, sayWhen(endsAt, from))}</p>
    </div>
  );
}
