// State that the bar keeps while its window is hidden: the draft line, its target and its attachments.
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { DesktopBridge, ScribeOpening } from '#main/bridge.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { attachFile } from '../../attachments/attach-file.ts';
import { sayProblem, useApiOf, type Api } from '../../server/api.ts';
import type { ParsedLine } from '#renderer/screens/war-room/panels/line/line.ts';
import type { Session } from '../../server/session.tsx';
import { createTeamClock, localClocks } from '../../server/team-clock.ts';
import { strings } from '../../strings/index.ts';
import type { Taken } from './clips.tsx';
import { chooseIncident } from './incident-choice.ts';
import {
  loadIncidents,
  loadKnown,
  readLine,
  writeLine,
  writeNote,
  type LineSurroundings,
} from './write-line.ts';

const words = strings.scribe;
/** Actions that the bar cannot do; they are done in the room. */
const refusals = { files: words.noFiles, status: words.asksInRoom, page: strings.paging.onlyInRoom } as const;

type Says = { text: string; tone: 'quiet' | 'ready' | 'wrong' | 'asks' };

/** The line as far as it is written, and its trouble; `isHalfDone` tells listeners that outlive a render. */
function useDraftLine() {
  const [line, setLine] = useState('');
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const isHalfDone = useRef(false);
  useEffect(() => {
    isHalfDone.current = line !== '' || taken.length > 0;
  });
  const clearTrouble = () => {
    setTrouble(null);
    setConfirmed(null);
  };
  return {
    line,
    setLine,
    taken,
    attach: (more: Taken) => setTaken((all) => [...all, withOwnName(more, all)]),
    detach: (one: Taken) => setTaken((all) => all.filter((each) => each !== one)),
    trouble,
    setTrouble,
    confirmed,
    setConfirmed,
    isHalfDone,
    change: (next: string) => {
      setLine(next);
      clearTrouble();
    },
    clear: () => {
      setLine('');
      setTaken([]);
      isHalfDone.current = false;
      clearTrouble();
    },
  };
}

type Around = {
  session: Session;
  bridge: DesktopBridge;
  isHalfDone: RefObject<boolean>;
  setTrouble: (trouble: string | null) => void;
};

/** The bar's data when it opens: the time, the incidents, the target incident, and its people and roles. */
function useOpening({ session, bridge, isHalfDone, setTrouble }: Around) {
  const { me } = session;
  const api = useApiOf(session);
  const clock = useMemo(() => createTeamClock(localClocks), []);
  const [opening, setOpening] = useState<ScribeOpening>(() => ({ at: localClocks.wall(), incident: null }));
  const [incidents, setIncidents] = useState<readonly IncidentSummary[]>([]);
  const [target, setTarget] = useState<string | null>(null);
  const [known, setKnown] = useState<{ incident: string; known: LineSurroundings } | null>(null);
  const complain = useCallback((error: unknown) => setTrouble(sayProblem(error)), [setTrouble]);
  useEffect(() => {
    const open = async (next: ScribeOpening) => {
      setTrouble(null);
      // A started line keeps its time and incident.
      if (!isHalfDone.current) setOpening(next);
      void clock.measure(api);
      const ordered = await loadIncidents(api, { opened: next.incident, me: me.id });
      setIncidents(ordered);
      const chosen = chooseIncident(ordered, { opened: next.incident, me: me.id });
      setTarget((before) =>
        isHalfDone.current && ordered.some(({ id }) => id === before) ? before : chosen,
      );
    };
    const take = (next: ScribeOpening) => void open(next).catch(complain);
    take({ at: localClocks.wall(), incident: null });
    return bridge.onScribe(take);
  }, [api, bridge, clock, complain, isHalfDone, me.id, setTrouble]);
  useEffect(() => {
    if (target === null) return;
    loadKnown(api, target, me.id).then((next) => setKnown({ incident: target, known: next }), complain);
  }, [api, target, me.id, complain]);
  const nextTarget = () => {
    const index = incidents.findIndex(({ id }) => id === target);
    setTarget(incidents[(index + 1) % incidents.length]?.id ?? null);
  };
  const context = known !== null && known.incident === target ? known.known : null;
  const at = opening.at + clock.offsetMs();
  return { api, clock, at, incidents, target, nextTarget, context, complain };
}

/** Writes the notes that the desktop passes on, for example from the command line. */
function useNotes(bridge: DesktopBridge, api: Api, now: () => number, me: string) {
  useEffect(
    () =>
      bridge.onNote((request) => {
        writeNote(request, { api, me, now, opened: null })
          .then((noted) => bridge.noteDone({ id: request.id, ...noted }))
          .catch(reportError);
      }),
    [api, bridge, now, me],
  );
}

/** Attaches one file to the written entry, or alone when `written` is null. The error says that the text is written. */
async function attachOne(
  api: Api,
  one: { incident: string; file: File; written: string | null; at: number },
): Promise<void> {
  const { incident, file, written, at } = one;
  try {
    await attachFile({ api, incident, file, name: file.name, target: written ?? undefined, at });
  } catch (error) {
    throw written === null ? error : new Error(words.attachFailed(sayProblem(error)), { cause: error });
  }
}

/** The bar of one session. */
export function useScribe(session: Session, bridge: DesktopBridge) {
  const draft = useDraftLine();
  const { line, taken, trouble, confirmed, setConfirmed, change, attach, detach } = draft;
  const opening = useOpening({ session, bridge, isHalfDone: draft.isHalfDone, setTrouble: draft.setTrouble });
  const { api, clock, at, incidents, target, nextTarget, context, complain } = opening;
  useNotes(bridge, api, clock.now, session.me.id);
  const parsed: ParsedLine = context ? readLine(line, context, clock.now()) : { state: 'empty' };
  const { busy, send } = useSending({ session, bridge, draft, opening });
  return {
    line,
    incidents,
    target,
    taken,
    at,
    busy,
    says: sayWhatHappens({ parsed, trouble, confirmed, line, incidents, target, taken }),
    complain,
    send,
    nextTarget,
    change,
    escape: () => {
      if (confirmed !== null) return setConfirmed(null);
      bridge.closeScribe().catch(reportError);
    },
    attach,
    detach,
  };
}

type SendingOptions = Pick<Around, 'session' | 'bridge'> & {
  draft: ReturnType<typeof useDraftLine>;
  opening: ReturnType<typeof useOpening>;
};

/** Writes the line and what is taken, and closes the bar. */
function useSending({ session: { me, canWrite }, bridge, draft, opening }: SendingOptions) {
  const { line, setLine, taken, detach, confirmed, setConfirmed, setTrouble, clear } = draft;
  const { api, clock, at, incidents, target, context, complain } = opening;
  const [busy, setBusy] = useState(false);
  const write = async (incident: string, ready: ParsedLine) => {
    setBusy(true);
    try {
      const written = ready.state === 'ready' ? await writeLine(api, incident, ready, at) : null;
      setLine(''); // a retry after a failed attachment must not write it again
      for (const each of taken) {
        await attachOne(api, { incident, file: each.file, written, at });
        detach(each);
      }
      clear();
      bridge.closeScribe().catch(reportError);
    } catch (error) {
      complain(error);
    }
    setBusy(false);
  };
  const send = async () => {
    if (busy) return;
    if (!canWrite) return setTrouble(words.readOnly);
    if (target === null) return setTrouble(incidents.length === 0 ? words.noIncident : words.chooseTarget);
    // Enter may come before the incident's data is loaded.
    const there = context ?? (await loadKnown(api, target, me.id).catch(complain));
    if (!there) return;
    const ready = readLine(line, there, clock.now());
    if (ready.state === 'wrong') return setTrouble(ready.error);
    if (ready.state === 'empty' && taken.length === 0) return;
    if (ready.state === 'ready' && ready.opens) return setTrouble(refusals[ready.opens]);
    if (ready.state === 'ready' && ready.confirm !== null && confirmed !== line) return setConfirmed(line);
    await write(target, ready);
  };
  return { busy, send };
}

/** What is taken within one minute would have one name. */
function withOwnName(more: Taken, all: readonly Taken[]): Taken {
  const { name, type } = more.file;
  const others = new Set(all.map(({ file }) => file.name));
  let own = name;
  for (let count = 2; others.has(own); count++) own = name.replace(/(?=\.\w+$)/u, ` ${count}`);
  return own === name ? more : { ...more, file: new File([more.file], own, { type }) };
}

type Typed = {
  parsed: ParsedLine;
  trouble: string | null;
  confirmed: string | null;
  line: string;
  incidents: readonly IncidentSummary[];
  target: string | null;
  taken: readonly Taken[];
};

function sayWhatHappens({ parsed, trouble, confirmed, line, incidents, target, taken }: Typed): Says {
  if (trouble !== null) return { text: trouble, tone: 'wrong' };
  if (incidents.length === 0) return { text: words.noIncident, tone: 'wrong' };
  if (target === null) return { text: words.chooseTarget, tone: 'wrong' };
  if (parsed.state === 'wrong') return { text: parsed.error, tone: 'wrong' };
  if (parsed.state === 'ready' && parsed.confirm !== null && confirmed === line)
    return { text: words.asks(parsed.confirm), tone: 'asks' };
  if (parsed.state === 'ready') return { text: words.enter(parsed.says), tone: 'ready' };
  if (taken.length > 0) return { text: words.enter(words.attachOnly(taken.length)), tone: 'ready' };
  return { text: words.hint, tone: 'quiet' };
}
