// PH9: pages somebody from the room: the targets, the text, and a preview of who is reached.
import { takeBack } from '#room/log/undo.ts';
import type { Items } from '#wire/api/list.ts';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { Button, TagsInput, Textarea } from '@mantine/core';
import { pageFrame } from '#room/command/page-frame.ts';
import type { AskedTarget } from '#room/facts/paging.ts';
import type { Paged } from '#wire/api/paging.ts';
import { sayProblem, useApi } from '../server/api.ts';
import { focusFirst } from '../ui/ask.tsx';
import { useWriter } from '../live-room/use-writer.ts';
import { useRoom } from '../live-room/room-provider.tsx';
import { useFeed, usePersonName } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeys } from '../ui/keys.tsx';
import { Problem } from '../ui/problem.tsx';
import { RoomDialog } from '../ui/room-dialog.tsx';
import { showDone } from '../ui/show-done.tsx';
import { usePagingDialog, type PageBegin } from './paging-store.ts';
import { listPageChoices, readChoice, type NamedPolicy } from './page-choices.ts';
import { ReachList } from './reach-list.tsx';
import { bareTarget, useReach } from './use-reach.ts';
import styles from './paging.module.css';

const words = strings.paging;

/** The room's page shortcut, and the dialog while it is open for this room. */
export function PageSomebody({ id }: { id: string }) {
  const { canWrite } = useWriter();
  const { room, begin, open, close } = usePagingDialog();
  useKeys(
    canWrite ? { 'shift+a': { run: () => open(id), label: words.key, group: strings.header.room } } : {},
  );
  return (
    <RoomDialog title={words.title} closeLabel={words.close} isOpen={canWrite && room === id} close={close}>
      <PageForm id={id} begin={begin} onDone={close} />
    </RoomDialog>
  );
}

/** True while no server that can page is connected: nobody can be paged from here. */
function useIsAway(): boolean {
  const { snapshot } = useFeed();
  if (snapshot === null || snapshot.server.role === 'primary') return false;
  return !snapshot.upstreams.some(({ state, hub }) => state === 'connected' && !hub);
}

function usePolicies(isAway: boolean): readonly NamedPolicy[] {
  const api = useApi();
  const [policies, setPolicies] = useState<readonly NamedPolicy[]>([]);
  useEffect(() => {
    if (isAway) return;
    api.get<Items<NamedPolicy>>('/policies').then(
      ({ items }) => setPolicies(items),
      // Without policies, people, services and addresses can still be chosen.
      () => setPolicies([]),
    );
  }, [api, isAway]);
  return policies;
}

type FormProps = { id: string; begin: PageBegin; onDone: () => void };

function PageForm({ id, begin, onDone }: FormProps) {
  const isAway = useIsAway();
  const { groups, names, setNames, targets, isUnknown, error, setMissing } = useWhom(begin, isAway);
  const [text, setText] = useState(begin.text);
  const reach = useReach(id, targets, isAway);
  const { send, busy, problem } = useSend(id, { targets, text, isAway, onDone });
  // PH3: the server pages nobody when there is nobody for any target.
  const isNobody = reach !== null && reach.items.length > 0 && !reach.items.some((each) => each.isPossible);
  const isShort = reach?.items.some((each) => each.problem !== null) ?? false;
  const submit = (event: Pick<FormEvent, 'preventDefault'>) => {
    event.preventDefault();
    if (targets.length === 0 || isUnknown) setMissing(true);
    else if (isNobody) return;
    else void send(isShort);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
    // Keeps key presses from the room's shortcuts, except Esc, which closes the dialog.
    if (event.key !== 'Escape') event.stopPropagation();
  };
  const { status } = useRoom();
  if (status.value === 'resolved' || status.value === 'closed') return <Problem>{words.over}</Problem>;
  const verb = isAway ? words.pageLater : isShort && !isNobody ? words.pageAnyway : words.page;
  return (
    <form ref={focusFirst} className={styles.form} onSubmit={submit} onKeyDown={onKeyDown}>
      {isAway && (
        <p className={styles.away} role="status">
          {words.away}
        </p>
      )}
      <WhomField groups={groups} names={names} error={error} onChange={setNames} />
      <TextField text={text} onChange={setText} />
      {!isAway && targets.length > 0 && <ReachList asked={reach} />}
      {isNobody && <Problem>{words.nobodyAtAll}</Problem>}
      {problem !== null && <Problem>{problem}</Problem>}
      <PageButtons verb={verb} busy={busy} isNobody={isNobody} onLeave={onDone} />
    </form>
  );
}

/** The names as they are typed, and the targets that they mean. */
function useWhom(begin: PageBegin, isAway: boolean) {
  const { snapshot } = useFeed();
  const policies = usePolicies(isAway);
  const [names, setNames] = useState<string[]>([...begin.whom]);
  const [isMissing, setMissing] = useState(false);
  const groups = listPageChoices(snapshot ?? { people: [] }, policies, words);
  const read = names.map((name) => readChoice(groups, name));
  const unknown = names.filter((_, index) => read[index] === null);
  const targets = read.filter((target) => target !== null);
  const error =
    unknown.length > 0
      ? words.unknown(unknown.join(', '))
      : isMissing && names.length === 0
        ? words.chooseSomebody
        : null;
  return { groups, names, setNames, targets, isUnknown: unknown.length > 0, error, setMissing };
}

type ButtonsProps = { verb: string; busy: boolean; isNobody: boolean; onLeave: () => void };

function PageButtons({ verb, busy, isNobody, onLeave }: ButtonsProps) {
  return (
    <div className={styles.buttons}>
      <Button
        type="submit"
        variant="filled"
        loading={busy}
        disabled={isNobody}
        rightSection={<Kbd keys="mod+enter" />}
      >
        {verb}
      </Button>
      <Button type="button" variant="subtle" onClick={onLeave} rightSection={<Kbd keys="escape" />}>
        {words.leave}
      </Button>
    </div>
  );
}

type WhomProps = {
  groups: ReturnType<typeof listPageChoices>;
  names: string[];
  error: string | null;
  onChange: (names: string[]) => void;
};

function WhomField({ groups, names, error, onChange }: WhomProps) {
  return (
    <TagsInput
      label={words.whom}
      description={words.whomHint}
      data-autofocus
      data={groups.map(({ group, items }) => ({ group, items: items.map(({ value }) => value) }))}
      value={names}
      onChange={onChange}
      acceptValueOnBlur
      splitChars={[]}
      maxTags={20}
      maxDropdownHeight={260}
      error={error}
      renderOption={({ option }) => {
        const choice = groups.flatMap(({ items }) => items).find(({ value }) => value === option.value);
        return (
          <span className={styles.option}>
            <span>{option.value}</span>
            <span className="soft">{choice?.hint}</span>
          </span>
        );
      }}
    />
  );
}

/** The text that goes with the page. The button writes down what the room knows, above what is there. */
function TextField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const room = useRoom();
  const names = usePersonName();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isFramed, setFramed] = useState(false);
  const fill = () => {
    flushSync(() => {
      onChange(`${pageFrame(room, names)}${text.trim()}`);
      setFramed(true);
    });
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  };
  return (
    <div className={styles.told}>
      <Textarea
        ref={field}
        label={words.text}
        description={words.textHint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!isFramed && (
        <Button type="button" variant="subtle" size="compact-sm" onClick={fill}>
          {words.fill}
        </Button>
      )}
    </div>
  );
}

type Sending = { targets: readonly AskedTarget[]; text: string; isAway: boolean; onDone: () => void };

function useSend(id: string, { targets, text, isAway, onDone }: Sending) {
  const api = useApi();
  const { write } = useWriter();
  const { me } = useSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // One key per request: a retry after a lost response pages nobody twice.
  const key = useRef<{ said: string; key: string } | null>(null);
  const said = text.trim() === '' ? {} : { text: text.trim() };
  const undo = (target: string) => void write(takeBack(target));
  const writeDown = () => {
    const [fact] = write({ kind: 'page-asked', targets: [...targets], ...said }) ?? [];
    if (fact === undefined) return;
    showDone({ message: words.queued, forMs: 10_000, undo: () => undo(fact.id) });
    onDone();
  };
  const send = async (anyway: boolean) => {
    if (busy) return;
    if (isAway) return writeDown();
    setBusy(true);
    setProblem(null);
    const body = JSON.stringify({ targets: targets.map(bareTarget), ...said, anyway });
    if (key.current?.said !== body) key.current = { said: body, key: `${me.id}-${crypto.randomUUID()}` };
    try {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key.current.key };
      const response = await api.fetch(`/incidents/${id}/page`, { method: 'POST', headers, body });
      const paged = (await response.json()) as Paged;
      const named = (isReached: boolean) =>
        paged.items.flatMap(({ name, problem: why }) => ((why === null) === isReached ? [name] : []));
      showDone({ message: words.done(named(true), named(false)), forMs: 10_000, undo: () => undo(paged.id) });
      onDone();
    } catch (refused) {
      setProblem(sayProblem(refused));
      setBusy(false);
    }
  };
  return { send, busy, problem };
}
