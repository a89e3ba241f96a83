// Shared by the bar and `muster note`: parses a line for its incident and writes the result.
import { nameIncident } from '#room/text/words.ts';
import type { RoomAnswer } from '#wire/api/incidents.ts';
import type { Items } from '#wire/api/list.ts';
import type { LineContext, ReadyLine } from '#renderer/screens/war-room/panels/line/line.ts';
import { parseLine } from '#renderer/screens/war-room/panels/line/parse-line.ts';
import { shownCalendar } from '#renderer/ui/say-time.ts';
import { readPast } from '#room/time/typed-time.ts';
import type { NoteRequest } from '#main/bridge.ts';
import type { Fact, FactId } from '#room/facts/fact.ts';
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import { ApiProblem, sayProblem, type Api } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import { chooseIncident, orderIncidents } from './incident-choice.ts';

const words = strings.scribe;

export type LineSurroundings = Omit<LineContext, 'now'>;

/** Open incidents, sorted by orderIncidents. */
export async function loadIncidents(api: Api, asked: { opened: string | null; me: string }) {
  const { items } = await api.get<Items<IncidentSummary>>('/incidents?status=all');
  return orderIncidents(items, asked);
}

/** While the team's server is away, people in the room can still be mentioned. */
function whileAway(error: unknown): Person[] {
  if (error instanceof ApiProblem && error.status === 503) return [];
  throw error;
}

/** The data needed to parse a line about this incident. Reads the room without opening it. */
export async function loadKnown(api: Api, incident: string, me: string): Promise<LineSurroundings> {
  const [room, people] = await Promise.all([
    api.get<RoomAnswer>(`/incidents/${incident}`),
    api.get<Items<Person>>('/people').then(({ items }) => items, whileAway),
  ]);
  const names = new Map(Object.entries(room.people));
  for (const { id, name } of people) names.set(id, name);
  const holds = (claims: readonly { person: string }[]) => claims.some(({ person }) => person === me);
  const open = room.tasks.filter(({ doneAt }) => doneAt === null);
  return {
    me,
    people: [...names].map(([id, name]) => ({ id, name })),
    roles: room.roles.map(({ role }) => role),
    mine: room.roles.filter(({ primary, backup }) => holds([...primary, ...backup])).map(({ role }) => role),
    down: room.checks.filter(({ status }) => status === 'down').map(({ name }) => name),
    hypotheses: room.hypotheses.filter(({ verdict }) => verdict === 'open'),
    observations: room.observations
      .filter(({ by, confirmedBy }) => by !== me && !confirmedBy.includes(me))
      .toReversed(),
    tasks: [...open.filter(({ owner }) => owner === me), ...open.filter(({ owner }) => owner !== me)],
    answers: null,
  };
}

export const readLine = (line: string, known: LineSurroundings, now: number) =>
  parseLine(line, { ...known, now });

/** Writes a line at time `at`, unless it has its own time. Returns the first fact's id; rejects with a message. */
export async function writeLine(
  api: Api,
  incident: string,
  line: ReadyLine,
  at: number,
): Promise<FactId | null> {
  const drafts = line.drafts.map((draft) => ({ ...draft, at: draft.at ?? at }));
  const { items } = await api.post<Items<Fact>>(`/incidents/${incident}/facts`, drafts);
  return items[0]?.id ?? null;
}

type Asking = { api: Api; me: string; now: () => number; opened: string | null };

const refuse = (says: string) => ({ ok: false, says });

/** DE15: writes a line from the command line. Returns a message for the caller; never rejects. */
export async function writeNote(
  request: NoteRequest,
  { api, me, now, opened }: Asking,
): Promise<{ ok: boolean; says: string }> {
  try {
    const ordered = await loadIncidents(api, { opened, me });
    const names = ordered.map((each) => each.number ?? each.title);
    const wanted = request.incident?.toLowerCase() ?? null;
    const named = ordered.find(
      ({ id, number }) => id.toLowerCase() === wanted || number?.toLowerCase() === wanted,
    );
    if (request.incident !== null && !named) return refuse(words.noSuch(request.incident, names));
    const chosen = named?.id ?? chooseIncident(ordered, { opened, me });
    const incident = ordered.find(({ id }) => id === chosen);
    if (!incident) return refuse(names.length === 0 ? words.noIncident : words.which(names));
    const begun = now();
    const typed = request.at === null ? { at: begun } : readPast(request.at, begun, shownCalendar);
    if (typed === null) return refuse(words.wrongTime(request.at ?? ''));
    if ('wrong' in typed) return refuse(typed.wrong);
    const line = readLine(request.text, await loadKnown(api, incident.id, me), begun);
    if (line.state === 'wrong') return refuse(line.error);
    if (line.state === 'empty' || line.opens === 'files') return refuse(words.noFiles);
    if (line.opens === 'status') return refuse(words.asksInRoom);
    if (line.opens === 'page') return refuse(strings.paging.onlyInRoom);
    if (line.confirm !== null) return refuse(words.question(line.confirm));
    await writeLine(api, incident.id, line, typed.at);
    return { ok: true, says: words.written(line.says, nameIncident(incident)) };
  } catch (error) {
    return refuse(sayProblem(error));
  }
}
