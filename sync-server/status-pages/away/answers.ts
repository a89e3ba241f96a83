// SP111: a desktop server's answers about status pages while the team's server is away. Each is null when this
// desktop does not keep the page: then nobody can answer.
import { writerOf } from '../../incidents/writer.ts';
import { isUlid } from '#room/facts/ulid.ts';
import { Problem } from '../../http/problem.ts';
import type { Answer } from '../../http/route.ts';
import type { Identity } from '../../sync/identity.ts';
import { approvedDraft } from '../updates/approved-draft.ts';
import { type NewUpdate, readUpdate, showUpdate, tellRoom } from '../updates/new-update.ts';
import { stateOf } from '../publishing/page-state.ts';
import { placeOf, mostUpdates } from '../page/settings.ts';
import { showPage } from '../page/shown-page.ts';
import type { Away } from './away.ts';
import { mayPublishAway } from './hand-out.ts';
import type { KeptPage } from './kept-page.ts';
import type { StatusPages } from '../status-pages.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Log } from '../../sync/rooms.ts';

type Takes = {
  log: Log;
  incidents: Incidents;
  now: () => number;
  statusPages: StatusPages;
  away: Away | null;
};

type Call = { parts: Takes; params: { id: string } };
type Found = { away: Away; kept: KeptPage };

function find({ parts: { away }, params }: Call): Found | null {
  const kept = away?.find(params.id) ?? null;
  return away === null || kept === null ? null : { away, kept };
}

const show = (away: Away) => (kept: KeptPage) => {
  const { page, address, input } = kept;
  const { page: reached, leftOut } = away.reach(kept);
  const targets = reached.settings.targets ?? [];
  return {
    ...showPage(page, address),
    away: {
      asOf: input.now,
      places: targets.map(placeOf),
      leftOut: leftOut.map(({ place }) => place),
    },
  };
};

/** Null when it keeps no page. */
export function listAway({ parts }: { parts: Takes }): Answer | null {
  const { away } = parts;
  const kept = away?.list() ?? [];
  return away === null || kept.length === 0 ? null : { body: { items: kept.map(show(away)) } };
}

export function oneAway(call: Call): Answer | null {
  const found = find(call);
  return found && { body: show(found.away)(found.kept), version: found.kept.page.version };
}

export async function stateAway(call: Call): Promise<Answer | null> {
  const found = find(call);
  if (found === null) return null;
  const { away, kept } = found;
  const { sequence, now } = kept.input;
  const generation = { sequence, renderedAt: now };
  return { body: await stateOf(away.input(kept), { generation, targets: away.states(kept) }) };
}

export function updatesAway(call: Call): Answer | null {
  const found = find(call);
  if (found === null) return null;
  const items = found.away.updates(found.kept).map((each) => ({
    ...showUpdate(each),
    ...(found.away.isWaiting(each.id) && { isWaiting: true }),
  }));
  return { body: { items: items.toReversed() } };
}

type Publishing = Call & { caller: Identity };

/** The kept page, if the caller may publish it. */
function allowed(call: Publishing): Found | null {
  const found = find(call);
  if (found !== null && !mayPublishAway(found.kept.page, call.caller.role))
    throw new Problem(403, 'Only owners’ desktops may publish this page while the team’s server is away.');
  return found;
}

/** “Publish now”: a person decided, so it replaces what others published meanwhile. */
export async function publishNowAway(call: Publishing): Promise<Answer | null> {
  const found = allowed(call);
  return found && { body: await found.away.publish(found.kept, { isOver: true }) };
}

export async function publishAway(
  call: Publishing & { body: NewUpdate; requestKey: string | null },
): Promise<Answer | null> {
  const { parts, body, caller, requestKey } = call;
  const found = allowed(call);
  if (found === null) return null;
  const { away, kept } = found;
  const { page } = kept;
  const earlier = away.updates(kept);
  const id = requestKey !== null && isUlid(requestKey) ? requestKey : parts.statusPages.makeId();
  const before = earlier.find((each) => each.id === id);
  if (before === undefined) {
    const { draft, hash, incident } = body;
    if (draft === undefined)
      throw new Problem(
        409,
        'While the team’s server is away, only an approved draft of a room is published.',
        {
          errors: [{ field: 'draft', expected: 'a draft that somebody approved in the incident’s room' }],
        },
      );
    if (earlier.length >= mostUpdates)
      throw new Problem(400, `A page holds at most ${mostUpdates} updates, so nothing was published.`);
    const approved = await approvedDraft(parts, { incident, draft, hash });
    const isTold = earlier.some((each) => each.incident === incident);
    const said = { ...body, body: approved.text, title: isTold ? undefined : approved.headline };
    const update = await readUpdate({ parts, page, body: said, caller, id, at: parts.now() }, earlier);
    const { person, name, label } = caller;
    away.add({ page: page.id, update, approved, caller: { person, name, label } });
    await tellRoom(parts, { page, update, approved, writer: writerOf(caller) });
  }
  const published = away.updates(kept).find((each) => each.id === id);
  const { targets } = await away.publish(kept);
  return published === undefined
    ? null
    : { status: 201, body: { ...showUpdate(published), isWaiting: away.isWaiting(id), targets } };
}
