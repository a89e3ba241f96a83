import { useMemo } from 'react';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayTimeOfDay } from '#renderer/ui/say-time.ts';
import { findInForce, type Contest, type InForce } from '#room/account/in-force.ts';
import { cutText } from '#room/text/cut.ts';
import { sayList } from '#room/text/words.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import type { Speaker } from './use-say.ts';
import styles from './in-force.module.css';

const words = strings.timeline.inForce;
const inForceKey = 'shift+d';

/**
 * TL5: what is in force, above the list: decisions, effective actions and contradictions. Hidden when there is
 * none.
 */
export function InForceStrip({ speaker: { names } }: { speaker: Speaker }) {
  const room = useRoom();
  const inForce = useMemo(() => findInForce(room), [room]);
  const isFolded = useTimelineStore((state) => state.inForceFolded);
  const fold = useTimelineStore((state) => state.foldInForce);
  const isEmpty = isNothing(inForce);
  useKeys(
    isEmpty
      ? {}
      : {
          [inForceKey]: {
            run: () => fold(!isFolded),
            label: words.key,
            group: strings.timeline.timelineLabel,
          },
        },
  );
  if (isEmpty) return null;
  const Chevron = isFolded ? IconChevronRight : IconChevronDown;
  return (
    <section className={styles.strip} aria-label={words.title}>
      <h3>
        <button type="button" aria-expanded={!isFolded} onClick={() => fold(!isFolded)}>
          <Chevron size={14} aria-hidden="true" />
          <span className={styles.title}>{words.title}</span>
          {isFolded &&
            inForce.contests.map((contest) => (
              <span key={contest.about} className={styles.contested}>
                {words.notSettled(words[contest.about])}
              </span>
            ))}
          <span className="clip">{isFolded ? sayShort(inForce) : sayCounts(inForce)}</span>
        </button>
      </h3>
      {!isFolded && <Everything inForce={inForce} names={names} />}
    </section>
  );
}

const isNothing = ({ decisions, helped, contests }: InForce): boolean =>
  decisions.length + helped.length + contests.length === 0;

const sayCounts = ({ decisions, helped, tried }: InForce): string =>
  [
    decisions.length > 0 && words.decisions(decisions.length),
    helped.length > 0 && words.helped(helped.length),
    tried > 0 && words.tried(tried),
  ]
    .filter(Boolean)
    .join(', ');

/** The newest decision tells more than a count. */
function sayShort(inForce: InForce): string {
  const [first] = inForce.decisions;
  const rest = inForce.decisions.length - 1;
  const newest = first && words.newest(cutText(first.text, 120), rest);
  const other = sayCounts({ ...inForce, decisions: [] });
  return [newest, other].filter(Boolean).join(' · ');
}

type Line = { id: string; text: string; who: string; at: number | null; isContested: boolean; lead: string };

function linesOf({ decisions, helped, contests }: InForce, names: (id: string) => string): Line[] {
  return [
    ...contests.map((contest) => ({
      id: contest.heads.at(-1)!.id,
      lead: words[contest.about],
      text: sayContest(contest, names),
      who: '',
      at: null,
      isContested: true,
    })),
    ...decisions.map(({ id, text, by, at, contestedBy }) => ({
      id,
      lead: words.decided,
      text: contestedBy === null ? text : `${text} ${words.answeredBy}`,
      who: names(by),
      at,
      isContested: false,
    })),
    ...helped.map(({ id, text, by, at }) => ({
      id,
      lead: words.didHelp,
      text,
      who: names(by),
      at,
      isContested: false,
    })),
  ];
}

const sayContest = ({ heads }: Contest, names: (id: string) => string): string =>
  words.atOnce(sayList(heads.map(({ value, by }) => `${names(by)} ${value}`)));

function Everything({ inForce, names }: { inForce: InForce; names: (id: string) => string }) {
  const goTo = useTimelineStore((state) => state.goTo);
  return (
    <ul>
      {linesOf(inForce, names).map(({ id, lead, text, who, at, isContested }) => (
        <li key={id} data-contested={isContested}>
          <button type="button" title={words.goToIt} onClick={() => goTo(id)}>
            <span className={styles.lead}>{lead}</span>
            <span className={styles.text}>
              {cutText(text, 160)} <span className={styles.who}>{who}</span>
            </span>
            {at !== null && <time dateTime={new Date(at).toISOString()}>{sayTimeOfDay(at)}</time>}
          </button>
        </li>
      ))}
    </ul>
  );
}
