import { z } from 'zod';
import { managedShape } from '#wire/api/list.ts';
import {
  closedPageSchema,
  pageStateSchema,
  publishedSchema,
  visitSchema,
  pageAnswerSchema,
} from '#wire/api/status-pages.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { changedMeanwhile, Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { listAway, oneAway, publishNowAway, stateAway } from './away/answers.ts';
import { checkPage } from './page/check-page.ts';
import { passLink } from './visitors/page-access.ts';
import { stateOf } from './publishing/page-state.ts';
import type { StatusPage, StatusPageRefusal } from './page/records.ts';
import { mostPages, statusPageSchema, type StatusPageSettings } from './page/settings.ts';
import { showPage } from './page/shown-page.ts';
import type { StatusPages } from './status-pages.ts';
import type { Away } from './away/away.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../sync/rooms.ts';
import type { Monitors } from '../monitoring/monitors.ts';

type Takes = {
  now: () => number;
  log: Log;
  incidents: Incidents;
  away: Away | null;
  monitors: Monitors;
  channels: Channels;
  statusPages: StatusPages;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

function refused(refusal: StatusPageRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such status page.');
  if (refusal === 'changed-meanwhile') return new Problem(...changedMeanwhile);
  if (refusal === 'too-many')
    return new Problem(400, `There are already ${mostPages} status pages. That is the limit.`);
  const error =
    refusal === 'slug-taken'
      ? { field: 'slug', expected: 'a slug that no other page has' }
      : { field: 'url', expected: 'a domain that no other page has' };
  return new Problem(400, 'The page is not as expected.', { errors: [error] });
}

const known = ({ statusPages }: Pick<Takes, 'statusPages'>, id: string): StatusPage => {
  const page = statusPages.find(id);
  if (page === null) throw refused('unknown');
  return page;
};
export const knownPage = known;

/** What an answer adds to the settings of a page. */
const adds = {
  ...managedShape,
  createdAt: z.number(),
  updatedAt: z.number(),
  address: z.string(),
  /** SP111: present in a desktop's answers while the team's server is away. */
  away: pageAnswerSchema.shape.away,
};
const show = ({ baseUrl }: Pick<Takes, 'baseUrl'>, page: StatusPage) =>
  showPage(page, `${baseUrl()}/status/${page.settings.slug}/`);

function noSuchPlace(places: readonly string[]): Problem {
  const expected = places.length === 0 ? 'nothing: the page has no places' : places.join(' or ');
  return new Problem(400, 'The page is not published there.', { errors: [{ field: 'place', expected }] });
}

/** A person's decision also replaces a newer generation: the page is rendered again, with a sequence above it. */
async function publishNow(pages: StatusPages, page: StatusPage, where: { place?: string }) {
  for (let isAgain = false; ; isAgain = true) {
    const generation = await pages.render(page.id);
    if (generation === null) return null;
    const { sequence, renderedAt } = generation;
    const targets = await pages.publisher.publish(page, generation, where);
    const newest = Math.max(...targets.map((each) => each.sequence ?? 0));
    if (newest <= sequence || isAgain) return { sequence, renderedAt, targets };
    pages.learn(page.id, newest);
  }
}

export const statusPageRoutes = [
  // Before the other routes: `ask` is not an id.
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/ask',
    summary: 'Whether a domain belongs to a page, for proxies that fetch certificates on demand (SP64)',
    access: 'public',
    isForwarded: false,
    query: z.object({ domain: z.string().max(300).default('') }),
    answers: z.object({ domain: z.string() }),
    answer: ({ parts, query }) => {
      if (parts.statusPages.byDomain(query.domain) === null)
        throw new Problem(404, 'No status page has this domain.');
      return { body: { domain: query.domain.toLowerCase() } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/closed',
    summary: 'The status pages that were closed and can be reopened, the newest first (SP150)',
    access: 'owner',
    isForwarded: true,
    answers: listOf(closedPageSchema),
    answer: ({ parts }) => ({ body: { items: parts.statusPages.closed() } }),
  }),
  ...shelfRoutes<Takes, StatusPageSettings, StatusPage, StatusPageRefusal>({
    path: '/api/v1/pages',
    summaries: {
      list: 'Every status page',
      add: 'Open a status page',
      one: 'One status page',
      change: 'Change a status page; one sent back as it was read stays as it is',
      remove: 'Close a status page; for 30 days it can be reopened (SP150)',
    },
    schema: statusPageSchema,
    adds,
    shelf: (parts) => parts.statusPages,
    show: (page, { parts }) => show(parts, page),
    whileAway: { list: listAway, one: oneAway },
    check: checkPage,
    refused,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/reopen',
    summary: 'Reopen a closed status page as it was, with its places and subscribers (SP150)',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    answers: statusPageSchema.extend({ id: z.string(), ...adds }),
    answer: async ({ parts, params }) => {
      const reopened = await parts.statusPages.reopen(params.id);
      if (typeof reopened === 'string') throw refused(reopened);
      return { body: show(parts, reopened), version: reopened.version };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/:id/state',
    summary: 'The state of a status page: its last rendering, its components and its places',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: pageStateSchema,
    answer: async ({ parts, params }) => {
      const page = known(parts, params.id);
      const generation = await parts.statusPages.current(page.id);
      const targets = parts.statusPages.publisher.states(page);
      return { body: await stateOf(await parts.statusPages.input(page), { generation, targets }) };
    },
    whileAway: stateAway,
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/visit',
    summary: 'A link to a private page for the caller’s browser; it works once, within a minute',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: visitSchema,
    answer: ({ parts, params, caller }) => {
      const page = known(parts, params.id);
      const address = `${parts.baseUrl()}/status/${page.settings.slug}/`;
      const isPublic = page.settings.visibility === 'public';
      const code = isPublic ? null : parts.statusPages.visits.invite(page.id, caller.person);
      return { body: { address: code === null ? address : passLink(address, code) } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/publish',
    summary: 'Render a status page and publish it now: everywhere, or at one `place` from its state',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ place: z.string().max(2_100).optional() }).default({}),
    answers: publishedSchema,
    answer: async ({ parts, params, body: { place } }) => {
      const page = known(parts, params.id);
      const places = parts.statusPages.publisher.states(page).map((each) => each.place);
      if (place !== undefined && !places.includes(place)) throw noSuchPlace(places);
      const where = place === undefined ? {} : { place };
      const published = await publishNow(parts.statusPages, page, where);
      if (published === null) throw refused('unknown');
      return { body: published };
    },
    whileAway: publishNowAway,
  }),
];
