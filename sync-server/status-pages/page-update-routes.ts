// SP61: API routes for updates that people publish on a page.
import { pageUpdateSchema } from '#wire/api/status-pages.ts';
import { isUlid } from '#room/facts/ulid.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { writerOf } from '../incidents/writer.ts';
import type { Identity } from '../sync/identity.ts';
import { approvedDraft, publishedDraft } from './updates/approved-draft.ts';
import { publishAway, updatesAway } from './away/answers.ts';
import { newUpdate, type NewUpdate, readUpdate, showUpdate, tellRoom } from './updates/new-update.ts';
import type { KeptUpdate } from './updates/published-updates.ts';
import type { StatusPage } from './page/records.ts';
import { mostUpdates } from './page/settings.ts';
import { knownPage } from './status-page-routes.ts';
import type { Log } from '../sync/rooms.ts';
import type { StatusPages } from './status-pages.ts';
import type { Subscribers } from './subscribers/subscribers.ts';
import type { Away } from './away/away.ts';
import type { Incidents } from '../incidents/incidents.ts';

type Takes = {
  incidents: Incidents;
  away: Away | null;
  log: Log;
  now: () => number;
  statusPages: StatusPages;
  subscribers: Subscribers;
};
const defineRoute = routesTaking<Takes>();

type Publishing = {
  parts: Takes;
  page: StatusPage;
  body: NewUpdate;
  caller: Identity;
  requestKey: string | null;
};

/** An update that already has this key is returned unchanged. */
async function publish({ parts, page, body, caller, requestKey }: Publishing): Promise<KeptUpdate> {
  const { statusPages, log } = parts;
  const all = statusPages.updates.list(page.id);
  const id = requestKey !== null && isUlid(requestKey) ? requestKey : statusPages.makeId();
  const before = publishedBefore(parts, page, id);
  if (before !== null) return before;
  if (all.length >= mostUpdates)
    throw new Problem(400, `A page holds at most ${mostUpdates} updates, so nothing was published.`);
  const { draft, hash, incident } = body;
  const handedOver = handedOverAt(body, caller);
  const at = Math.min(handedOver ?? Infinity, parts.now());
  const earlier = all.filter((each) => each.at <= at);
  const find = handedOver === null ? approvedDraft : publishedDraft;
  const approved = draft === undefined ? null : await find(parts, { incident, draft, hash });
  const isTold = earlier.some((each) => each.incident === incident);
  const said =
    approved === null
      ? body
      : { ...body, body: approved.text, title: isTold ? undefined : approved.headline };
  const update = await readUpdate(
    { parts, page, body: ofThisPage(said, page, handedOver), caller, id, at },
    earlier,
  );
  const meanwhile = publishedBefore(parts, page, id);
  if (meanwhile !== null) return meanwhile;
  statusPages.updates.add(page.id, update, () => parts.subscribers.tell(page.id, update.id));
  // The desktop told the room itself.
  if (handedOver === null) await tellRoom(parts, { page, update, approved, writer: writerOf(caller) });
  else statusPages.learn(page.id, Math.min(body.sequence ?? 0, parts.now() + mostAheadMs));
  await statusPages.render(page.id, handedOver === null ? 'people' : 'machine').catch((error: unknown) => {
    // The update is stored; the next rendering shows it.
    log.error({ err: error, page: page.id }, 'a status page could not be rendered after an update');
  });
  return update;
}

/** HT12: the update published with the same key; a Problem if that was on another page. */
function publishedBefore({ statusPages: { updates } }: Takes, { id: page }: StatusPage, id: string) {
  const where = updates.pageOf(id);
  if (where !== null && where !== page)
    throw new Problem(422, 'This Idempotency-Key published an update on another page.');
  return where === null ? null : (updates.list(page).find((each) => each.id === id) ?? null);
}

/** How far ahead a desktop's clock may be; what it published beyond that is replaced later. */
const mostAheadMs = 86_400_000;

/** SP112: when a desktop published it while this server was away; null when it is published here and now. */
function handedOverAt({ at, draft }: NewUpdate, { isReplica }: Identity): number | null {
  if (at === undefined) return null;
  if (isReplica === true && draft !== undefined) return at;
  const expected =
    'none: only the server of a desktop hands over an update that it published, with its draft';
  throw new Problem(400, 'The update is not as expected, so nothing was published.', {
    errors: [{ field: 'at', expected }],
  });
}

/** A handed-over update stays on record even if some of its components were removed since. */
function ofThisPage(body: NewUpdate, { settings }: StatusPage, handedOver: number | null): NewUpdate {
  if (handedOver === null || body.components === undefined) return body;
  const own = new Set(settings.components.map(({ id }) => id));
  return { ...body, components: body.components.filter(({ id }) => own.has(id)) };
}

export const pageUpdateRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/:id/updates',
    summary: 'The published updates of a status page, newest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(pageUpdateSchema),
    answer: ({ parts, params }) => ({
      body: {
        items: parts.statusPages.updates.list(knownPage(parts, params.id).id).toReversed().map(showUpdate),
      },
    }),
    whileAway: updatesAway,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/updates',
    summary: 'Publish an update on a status page; the page shows it when this answers',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: newUpdate,
    status: 201,
    answers: pageUpdateSchema,
    answer: async ({ parts, params, body, caller, requestKey }) => {
      const page = knownPage(parts, params.id);
      const update = await publish({ parts, page, body, caller, requestKey });
      return { body: showUpdate(update), location: `/api/v1/pages/${page.id}/updates` };
    },
    whileAway: publishAway,
  }),
];
