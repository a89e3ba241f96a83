// State that the bar keeps while its window is hidden: the draft line, its target and its attachments.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DesktopBridge, ScribeOpening } from '#main/bridge.ts';
import type { IncidentSummary } from '#room/feed.ts';
import { attachFile } from '../attachments/attach-file.ts';
import { createApi, sayProblem } from '../http.ts';
import type { ParsedLine } from '#renderer/panels/line/line.ts';
import type { Session } from '../state/session.tsx';
import { createTeamClock } from '../state/team-clock.ts';
import { strings } from '../strings/index.ts';
import type { Taken } from './clips.tsx';
import { chooseIncident } from './incident-choice.ts';
import { loadIncidents, loadKnown, readLine, writeLine, writeNote, type Known } from './write-line.ts';

const words = strings.scribe;
/** Actions that the bar cannot do; they are done in the room. */
const refusals = { files: words.noFiles, status: words.asksInRoom, page: strings.paging.onlyInRoom } as const;
const localNow = () => Date.now();

type Says = { text: string; tone: 'quiet' | 'ready' | 'wrong' | 'asks' };

export function useScribe(session: Session, bridge: DesktopBridge) {
  const { me, server, token, canWrite } = session;
  const api = useMemo(() => createApi({ server, token }), [server, token]);
  const clock = useMemo(() => createTeamClock(localNow), []);
  const [opening, setOpening] = useState<ScribeOpening>(() => ({ at: localNow(), incident: null }));
  const [line, setLine] = useState('');
  const [incidents, setIncidents] = useState<readonly IncidentSummary[]>([]);
  const [target, setTarget] = useState<string | null>(null);
  const [known, setKnown] = useState<{ incident: string; known: Known } | null>(null);
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isHalfDone = useRef(false);
  useEffect(() => {
    isHalfDone.current = line !== '' || taken.length > 0;
  });

  const complain = useCallback((error: unknown) => setTrouble(sayProblem(error)), []);
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
    take({ at: localNow(), incident: null });
    return bridge.onScribe(take);
  }, [api, bridge, clock, complain, me.id]);
  useEffect(
    () =>
      bridge.onNote((request) => {
        const asking = { api, me: me.id, now: clock.now, opened: null };
        writeNote(request, asking)
          .then((noted) => bridge.noteDone({ id: request.id, ...noted }))
          .catch(reportError);
      }),
    [api, bridge, clock, me.id],
  );
  useEffect(() => {
    if (target === null) return;
    loadKnown(api, target, me.id).then((next) => setKnown({ incident: target, known: next }), complain);
  }, [api, target, me.id, complain]);

  const at = opening.at + clock.offsetMs();
  const context = known !== null && known.incident === target ? known.known : null;
  const parsed: ParsedLine = context ? readLine(line, context, clock.now()) : { state: 'empty' };

  const finish = () => {
    setLine('');
    setTaken([]);
    setConfirmed(null);
    setTrouble(null);
    isHalfDone.current = false;
    bridge.closeScribe().catch(reportError);
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
    setBusy(true);
    try {
      const written = ready.state === 'ready' ? await writeLine(api, target, ready, at) : null;
      setLine(''); // a retry after a failed attachment must not write it again
      for (const each of taken) {
        await attachFile({
          api,
          incident: target,
          file: each.file,
          name: each.file.name,
          target: written ?? undefined,
          at,
        }).catch((error: unknown) => {
          throw written === null ? error : new Error(words.attachFailed(sayProblem(error)), { cause: error });
        });
        setTaken((all) => all.filter((other) => other !== each));
      }
      finish();
    } catch (error) {
      complain(error);
    }
    setBusy(false);
  };
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
    change: (next: string) => {
      setLine(next);
      setTrouble(null);
      setConfirmed(null);
    },
    nextTarget: () => {
      const index = incidents.findIndex(({ id }) => id === target);
      setTarget(incidents[(index + 1) % incidents.length]?.id ?? null);
    },
    escape: () => {
      if (confirmed !== null) return setConfirmed(null);
      bridge.closeScribe().catch(reportError);
    },
    attach: (more: Taken) =>
      setTaken((all) => [...all.filter(({ file }) => file.name !== more.file.name), more]),
    detach: (one: Taken) => setTaken((all) => all.filter((each) => each !== one)),
  };
}

type Standing = {
  parsed: ParsedLine;
  trouble: string | null;
  confirmed: string | null;
  line: string;
  incidents: readonly IncidentSummary[];
  target: string | null;
  taken: readonly Taken[];
};

function sayWhatHappens({ parsed, trouble, confirmed, line, incidents, target, taken }: Standing): Says {
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
