// DE10: a page stays above every screen until it is answered, here or elsewhere.
import { useLayoutEffect, useState } from 'react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { PageAnswer } from '#main/bridge.ts';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { sayProblem, useApi } from '../server/api.ts';
import { useFeed, usePersonName } from '../server/feed.tsx';
import { go, useRoute } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { useDesk } from '../server/use-desk.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeys } from '../ui/keys.tsx';
import { useNow } from '../ui/now.tsx';
import { useOpenLink } from '../ui/open-link.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { sayAgo, sayExactly, sayTimeOfDay } from '../ui/say-time.ts';
import { giveKeyNow, isRestingNow } from './rest-store.ts';
import { useSayAcknowledged } from './use-acknowledge.ts';
import { WhichPage } from './which-page.tsx';
import styles from './pages.module.css';

const words = strings.desk.pages;

/** More pages than these fold into one line, which says how many there are. */
const mostShown = 3;
/** As in pages.module.css: a phone, and large text. */
const smallWindow = '(max-width: 800px), (max-height: 560px)';

export function PageBanner() {
  const { pages, open, incidentOf, answerOf } = useOpenPages();
  const [first] = open;
  const [isAsking, setAsking] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const isSmall = useMediaQuery(smallWindow, undefined, { getInitialValueInEffect: false }) ?? false;
  const answer = useAnswer();
  const isOverRoom = useRoute().screen === 'room';
  const acknowledge = (page: OpenPage) => answer.send(page, incidentOf(page), 'acknowledge');
  const choices = open.map((page) => ({
    id: page.id,
    severity: incidentOf(page)?.severity ?? null,
    name: sayPage(page, incidentOf(page)),
    answer: () => void acknowledge(page),
  }));
  usePageKey(first, () => {
    // KY9: with several pages, ask which one is meant.
    if (open.length > 1) setAsking(true);
    else if (first) void acknowledge(first);
  });
  if (pages.length === 0) return null;
  // In a small window the first one, and where there are only two, both.
  const shown = !isSmall ? mostShown : pages.length > 2 ? 1 : 2;
  const folded = pages.length - shown;
  return (
    <section className={styles.pages} aria-label={words.label} data-over-room={isOverRoom || undefined}>
      {(isWhole ? pages : pages.slice(0, shown)).map((page) => (
        <PageRow
          key={page.id}
          page={page}
          incident={incidentOf(page)}
          given={answerOf(page)}
          hasKeys={page === first}
          answer={answer}
        />
      ))}
      {folded > 0 && <Fold folded={folded} isWhole={isWhole} onFold={() => setWhole(!isWhole)} />}
      <WhichPage choices={isAsking && open.length > 0 ? choices : null} onClose={() => setAsking(false)} />
    </section>
  );
}

type FoldProps = { folded: number; isWhole: boolean; onFold: () => void };

const Fold = ({ folded, isWhole, onFold }: FoldProps) => (
  <button type="button" className={styles.fold} aria-expanded={isWhole} onClick={onFold}>
    {isWhole ? words.fewer : words.more(folded)}
  </button>
);

/** My pages, the gravest first, then the oldest; `open` are those without an answer. */
function useOpenPages() {
  const { me } = useSession();
  const { snapshot } = useFeed();
  const { answers } = useDesk();
  const incidentOf = (page: OpenPage) => snapshot?.incidents.find(({ id }) => id === page.incident) ?? null;
  const answerOf = (page: OpenPage) => answers.find((answer) => answer.page === page.id) ?? null;
  // What has no severity, such as a test page, comes last.
  const gravity = (page: OpenPage) => incidentOf(page)?.severity ?? '~';
  const pages = (snapshot?.pages ?? [])
    .filter(({ person }) => person === me.id)
    .toSorted((a, b) => gravity(a).localeCompare(gravity(b)) || a.at - b.at);
  return { pages, open: pages.filter((page) => answerOf(page) === null), incidentOf, answerOf };
}

/** A answers the pages while one is open. */
function usePageKey(first: OpenPage | undefined, run: () => void) {
  const label = words.keys.acknowledge;
  const group = strings.pages.everywhere;
  const runByKey = () => {
    if (!isRestingNow()) run();
  };
  useKeys(first ? { a: { run: runByKey, label, group } } : {});
  const answered = first?.id ?? null;
  useLayoutEffect(() => {
    giveKeyNow(answered);
  }, [answered]);
}

const sayPage = (page: OpenPage, incident: IncidentSummary | null): string =>
  [incident?.number, incident?.title ?? (page.isTest ? words.testName : words.anIncident)]
    .filter(Boolean)
    .join(' ');

type Answer = {
  busy: ReadonlySet<string>;
  problems: ReadonlyMap<string, string>;
  send: (page: OpenPage, incident: IncidentSummary | null, answer: PageAnswer['answer']) => Promise<void>;
};

/** Sends one answer per page at a time and keeps each page's error. */
function useAnswer(): Answer {
  const say = useSayAcknowledged();
  const { bridge } = useSession();
  const api = useApi();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const send: Answer['send'] = async (page, incident, answer) => {
    const { id } = page;
    if (busy.has(id)) return;
    setBusy((before) => new Set(before).add(id));
    setProblems((before) => new Map([...before].filter(([each]) => each !== id)));
    try {
      if (bridge) await bridge.answerPage({ page: id, answer });
      else await api.post(`/open-pages/${encodeURIComponent(id)}/answer`, { answer });
      if (answer === 'acknowledge')
        say([{ incident: incident ?? { id: page.incident, number: null, title: words.anIncident } }]);
    } catch (error) {
      setProblems((before) => new Map(before).set(id, words.notAnswered(sayProblem(error))));
    }
    setBusy((before) => new Set([...before].filter((each) => each !== id)));
  };
  return { busy, problems, send };
}

/** Whether the room of the page is the screen below the banner. */
function useIsHere(page: OpenPage): boolean {
  const route = useRoute();
  return route.screen === 'room' && route.incident === page.incident;
}

/** A newer server may have reasons that this version does not know. */
const sayReason = (reason: string): string => words.reasons[reason] ?? reason.replaceAll('-', ' ');

type RowProps = {
  page: OpenPage;
  incident: IncidentSummary | null;
  given: PageAnswer | null;
  hasKeys: boolean;
  answer: Answer;
};

function PageRow({ page, incident, given, hasKeys, answer }: RowProps) {
  const now = useNow();
  const names = usePersonName();
  const isHere = useIsHere(page);
  return (
    <div className={styles.page}>
      <div className={styles.what} role="alert">
        <strong className={styles.lead}>{words.lead}</strong>
        {incident && <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} />}
        {/* In its own room the title stands right below. */}
        <span className={styles.name}>{isHere ? words.here : sayPage(page, incident)}</span>
      </div>
      <span className={styles.why}>
        {page.isTest
          ? words.testWhy
          : page.by === undefined
            ? words.why(page.policy, page.step, sayReason(page.reason))
            : words.askedBy(names(page.by), page.text ?? null)}
        ,{' '}
        <time dateTime={new Date(page.at).toISOString()} title={sayExactly(page.at)}>
          {words.since(sayTimeOfDay(page.at), sayAgo(now - page.at))}
        </time>
      </span>
      {given ? (
        <span className={styles.given} role="status">
          {words[given.state]}
        </span>
      ) : (
        <Answers page={page} incident={incident} hasKeys={hasKeys} answer={answer} />
      )}
    </div>
  );
}

function Answers({ page, incident, hasKeys, answer }: Omit<RowProps, 'given'>) {
  const busy = answer.busy.has(page.id);
  const problem = answer.problems.get(page.id) ?? null;
  const send = (given: PageAnswer['answer']) => answer.send(page, incident, given);
  const isHere = useIsHere(page);
  const open = () => go({ screen: 'room', incident: page.incident });
  useKeys(
    hasKeys && !page.isTest && !isHere
      ? { 'shift+j': { run: open, label: words.keys.open, group: strings.pages.everywhere } }
      : {},
  );
  return (
    <>
      <span className={styles.answers}>
        <Button
          size="compact-sm"
          // One lamp: of several pages only the first has the filled button.
          variant={hasKeys ? 'filled' : 'default'}
          loading={busy}
          rightSection={hasKeys && <Kbd keys="a" isAlways />}
          onClick={() => void send('acknowledge')}
        >
          {page.isTest ? words.arrived : words.acknowledge}
        </Button>
        {!page.isTest && (
          <>
            {!isHere && (
              <Button
                data-open
                size="compact-sm"
                variant="default"
                title={hasKeys ? words.openKeys : undefined}
                onClick={open}
              >
                {words.open}
              </Button>
            )}
            {page.runbook !== undefined && <RunbookButton url={page.runbook} />}
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void send('decline')}>
              {words.notMe}
            </Button>
          </>
        )}
      </span>
      {problem && (
        <span className={styles.given} role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

/** SV5. */
function RunbookButton({ url }: { url: string }) {
  const openLink = useOpenLink();
  return (
    <Button size="compact-sm" variant="default" title={url} onClick={() => openLink(url)}>
      {words.runbook}
    </Button>
  );
}
