// Declares an incident in one line: N, the severity as one digit, the title, Enter.
import type { Declared } from '#wire/api/incidents.ts';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Autocomplete, Button, Checkbox } from '@mantine/core';
import { levelOf } from '#room/team/levels.ts';
import { severities, type Severity } from '#room/team/scales.ts';
import { findSimilar } from '#room/learning/similar.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { showLevels, type Declaration } from '../../state/shell-store.ts';
import { useFeed } from '../../server/feed.tsx';
import { go } from '../../state/router.ts';
import { useScheme } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { shownCalendar } from '../../ui/say-time.ts';
import { Problem } from '../../ui/problem.tsx';
import { noDetails, readDetails } from './declare-details.ts';
import { sendFiles, useWaitingFiles, WaitingFiles } from './declare-files.tsx';
import { DeclareMore } from './declare-more.tsx';
import { readDeclaration } from './read-declaration.ts';
import { SeverityChoice } from './severity-choice.tsx';
import styles from './declare-bar.module.css';

const words = strings.lobby;
const more = strings.declare;

const longestTitle = 300;

type Draft = { title: string; severity: Severity | null; service: string; drill: boolean };

/** The line and its details, and what declares them. `onDone` is called before the room opens. */
function useDeclaring(begun: Declaration, onDone: () => void) {
  const clock = useTeamClock();
  const titleField = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<Draft>(() => ({
    title: begun.title,
    severity: null,
    service: begun.service ?? '',
    drill: false,
  }));
  const [isLong, setLong] = useState(begun.description !== undefined);
  const [details, setDetails] = useState({ ...noDetails, description: begun.description ?? '' });
  const { busy, problem, setProblem, send } = useSending(begun, onDone);
  const waiting = useWaitingFiles(setProblem);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));

  const declare = () => {
    if (!draft.title.trim()) {
      setProblem(strings.declare.sayWhat);
      titleField.current?.focus();
      return;
    }
    const said = readDetails(details, clock.now(), shownCalendar);
    if ('wrong' in said) {
      setLong(true);
      setProblem(said.wrong);
      return;
    }
    void send({ ...bodyOf(draft), ...said }, waiting.files);
  };
  return { titleField, draft, change, isLong, setLong, details, setDetails, waiting, busy, problem, declare };
}

function bodyOf({ title, severity, service, drill }: Draft) {
  const named = service.trim();
  return {
    title: title.trim(),
    ...(severity && { severity }),
    ...(named && { service: named }),
    ...(drill && { drill }),
  };
}

/** Declares the incident and opens its room. `setProblem` also takes what is wrong with the draft. */
function useSending(begun: Declaration, onDone: () => void) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (body: Record<string, unknown>, files: readonly File[]) => {
    setBusy(true);
    setProblem(null);
    try {
      const { id } = await api.post<Declared>('/incidents', body);
      sendFiles(api, id, files);
      begun.onIncident?.(id);
      onDone();
      go({ screen: 'room', incident: id });
    } catch (error) {
      setProblem(words.notDeclared(sayProblem(error)));
      setBusy(false);
    }
  };
  return { busy, problem, setProblem, send };
}

/** The open incident that the line may be about; `join` goes there instead, with the waiting files. */
function useSimilar({ title, service }: Draft, files: readonly File[], onJoin: (incident: string) => void) {
  const api = useApi();
  const { snapshot } = useFeed();
  const similar = findSimilar(
    { title, service: service.trim() || null },
    snapshot?.incidents ?? [],
    snapshot?.services,
  );
  const join = () => {
    if (similar === null) return;
    // A screenshot of what somebody else declared already belongs to that.
    sendFiles(api, similar.id, files, strings.attachments.notAttached);
    onJoin(similar.id);
    go({ screen: 'room', incident: similar.id });
  };
  return { similar, join };
}

type BarProps = { begun: Declaration; onDone: () => void };

export function DeclareBar({ begun, onDone }: BarProps) {
  const declaring = useDeclaring(begun, onDone);
  const { titleField, draft, change, isLong, setLong, details, setDetails, waiting, problem, declare } =
    declaring;
  const { similar, join } = useSimilar(draft, waiting.files, (incident) => {
    begun.onIncident?.(incident);
    onDone();
  });
  // Alt is required, because a letter alone belongs to the title.
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !['KeyJ', 'KeyM', 'KeyL', 'KeyU'].includes(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === 'KeyJ') join();
    else if (event.code === 'KeyL') openLevels();
    else if (event.code === 'KeyU') waiting.choose();
    else setLong(!isLong);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    declare();
  };
  return (
    <form
      className={styles.bar}
      data-drill={draft.drill}
      data-takes-files
      aria-label={words.declareIncident}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      {...waiting.listeners}
    >
      <div className={styles.line}>
        <SeverityChoice value={draft.severity} onChange={(severity) => change({ severity })} />
        <Line declaring={declaring} onCancel={onDone} />
      </div>
      <div className={styles.hints}>
        {draft.severity === null ? <Meanings /> : <Meaning severity={draft.severity} />}
        {similar !== null && (
          <span role="status">
            {more.looksLike(similar.number ?? words.notNumberedYet, similar.title)}{' '}
            <Button size="compact-sm" rightSection={<Kbd keys="alt+j" />} onClick={join}>
              {more.join}
            </Button>
          </span>
        )}
      </div>
      {(isLong || waiting.files.length > 0) && (
        <WaitingFiles waiting={waiting} onTakeOff={() => titleField.current?.focus()} />
      )}
      {isLong && <DeclareMore details={details} onChange={(part) => setDetails({ ...details, ...part })} />}
      {problem && <Problem>{problem}</Problem>}
    </form>
  );
}

type LineProps = { declaring: ReturnType<typeof useDeclaring>; onCancel: () => void };

/** The line behind the severity: title, service, the buttons, and the mark of a drill. */
function Line({ declaring, onCancel }: LineProps) {
  const { draft, change, isLong, setLong, busy } = declaring;
  const services = useKnownServices();
  return (
    <>
      <TitleField declaring={declaring} />
      <Autocomplete
        className={styles.service ?? ''}
        aria-label={words.serviceIfKnown}
        placeholder={words.serviceIfKnown}
        data={services}
        value={draft.service}
        maxLength={120}
        onChange={(service) => change({ service })}
      />
      <Button type="submit" variant="filled" loading={busy} rightSection={<Kbd keys="enter" isAlways />}>
        {words.declare}
      </Button>
      <Button
        variant="subtle"
        aria-expanded={isLong}
        rightSection={<Kbd keys="alt+m" />}
        onClick={() => setLong(!isLong)}
      >
        {isLong ? more.less : more.more}
      </Button>
      <Button variant="subtle" rightSection={<Kbd keys="escape" />} onClick={onCancel}>
        {words.cancel}
      </Button>
      {/* Away from Declare, because an incident marked as a drill by mistake pages nobody. */}
      <Checkbox
        className={styles.drill ?? ''}
        label={words.drill}
        checked={draft.drill}
        onChange={(event) => change({ drill: event.currentTarget.checked })}
      />
    </>
  );
}

function TitleField({ declaring: { titleField, draft, change } }: Pick<LineProps, 'declaring'>) {
  const { title, severity } = draft;
  const typed = (text: string) => {
    const read = readDeclaration(text);
    if (read.severity && read.title) change({ severity: read.severity, title: read.title });
    else change({ title: text });
  };
  // The first digit in the empty line sets the severity. Later digits are text.
  const chooseByDigit = (event: KeyboardEvent) => {
    const chosen = severities.find((each) => each === `P${event.key}`);
    const isFirst = title === '' && severity === null && !event.ctrlKey && !event.metaKey;
    if (!chosen || !(event.altKey || isFirst)) return;
    event.preventDefault();
    change({ severity: chosen });
  };
  return (
    <input
      ref={titleField}
      className={styles.title}
      aria-label={words.titleField}
      placeholder={words.titleHint}
      value={title}
      maxLength={longestTitle}
      // A key or a button opened the bar to type here.
      autoFocus
      onKeyDown={chooseByDigit}
      onChange={(event) => typed(event.currentTarget.value)}
    />
  );
}

/** SL2: one word for each severity, before one is chosen. */
function Meanings() {
  const { levels } = useScheme();
  return severities.map((severity) => (
    <span key={severity} title={levelOf(levels, severity).impact}>
      <b>{severity}</b> {levelOf(levels, severity).title}
    </span>
  ));
}

/** SL2: what the chosen severity means and requires. */
function Meaning({ severity }: { severity: Severity }) {
  const { title, impact, response } = levelOf(useScheme().levels, severity);
  return (
    <span>
      {`${severity}, ${strings.scheme.level(title, impact)}. ${response}`}{' '}
      <Button size="compact-sm" variant="subtle" rightSection={<Kbd keys="alt+l" />} onClick={openLevels}>
        {strings.scheme.openShort}
      </Button>
    </span>
  );
}

const openLevels = () => showLevels(true);

function useKnownServices(): string[] {
  const { snapshot } = useFeed();
  const all = [...(snapshot?.incidents ?? []), ...(snapshot?.monitors ?? [])];
  return [...new Set(all.flatMap(({ service }) => (service ? [service] : [])))].toSorted();
}
