import { z } from 'zod';
import { mask } from '../forms/secret.ts';
import { shelfRoutes } from '../http/collection-routes.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { idParams } from '../http/shapes.ts';
import type { Parts } from '../parts.ts';
import { checkPage } from './check-page.ts';
import type { StatusPage, StatusPageRefusal } from './records.ts';
import { mostPages, secretsOf, statusPageSchema, type StatusPageSettings, type Target } from './settings.ts';

function refused(refusal: StatusPageRefusal): Problem {
  if (refusal === 'unknown') return new Problem(404, 'There is no such status page.');
  if (refusal === 'changed-meanwhile')
    return new Problem(412, 'Somebody changed this meanwhile; read it again, then decide.');
  if (refusal === 'too-many')
    return new Problem(400, `There are ${mostPages} status pages already, which is the most there may be.`);
  const error =
    refusal === 'slug-taken'
      ? { field: 'slug', expected: 'a slug that no other page has' }
      : { field: 'url', expected: 'a domain that no other page has' };
  return new Problem(400, 'The page is not as expected.', { errors: [error] });
}

function hideSecrets(target: Target): Record<string, unknown> {
  const secrets: readonly string[] = secretsOf[target.kind];
  return Object.fromEntries(
    Object.entries(target).map(([name, value]) => [name, secrets.includes(name) ? mask : value]),
  );
}

const show = ({ id, settings, createdAt, updatedAt }: StatusPage, { parts }: { parts: Parts }) => ({
  ...settings,
  ...(settings.targets === undefined ? {} : { targets: settings.targets.map(hideSecrets) }),
  id,
  createdAt,
  updatedAt,
  address: `${parts.baseUrl()}/status/${settings.slug}/`,
});

const known = ({ statusPages }: Parts, id: string): StatusPage => {
  const page = statusPages.find(id);
  if (page === null) throw refused('unknown');
  return page;
};
export const knownPage = known;

const level = z.enum(['operational', 'degraded', 'partial', 'major', 'maintenance', 'unknown']);
const targetState = z.object({
  kind: z.string(),
  /** Where it lies, without secrets. */
  place: z.string(),
  sequence: z.number().nullable(),
  at: z.number().nullable(),
  problem: z.string().nullable(),
});
const published = z.object({
  sequence: z.number(),
  renderedAt: z.number(),
  targets: z.array(targetState),
});

export const statusPageRoutes = [
  // Before the others: `ask` is no id.
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/ask',
    summary: 'Whether a domain is a page’s own: for proxies that fetch certificates on demand (SP64)',
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
  ...shelfRoutes<StatusPageSettings, StatusPage, StatusPageRefusal>({
    path: '/api/v1/pages',
    summaries: {
      list: 'Every status page',
      add: 'Open a status page',
      one: 'One status page',
      change: 'Change a status page; one sent back as it was read stays as it is',
      remove: 'Close a status page; what was published on it stays on record',
    },
    schema: statusPageSchema,
    adds: { createdAt: z.number(), updatedAt: z.number(), address: z.string() },
    shelf: (parts) => parts.statusPages,
    show,
    check: checkPage,
    refused,
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/:id/state',
    summary: 'How a status page stands: its last rendering, its components, where it was published',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: published.extend({
      sequence: z.number().nullable(),
      renderedAt: z.number().nullable(),
      components: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          level,
          since: z.number().nullable(),
          silentSince: z.number().nullable(),
          conflict: z.object({ people: level, checks: level }).nullable(),
        }),
      ),
    }),
    answer: async ({ parts, params }) => {
      const page = known(parts, params.id);
      const generation = await parts.statusPages.current(page.id);
      const { viewPage } = await import('./whole-page.ts');
      const { components } = viewPage(await parts.statusPages.input(page));
      return {
        body: {
          sequence: generation?.sequence ?? null,
          renderedAt: generation?.renderedAt ?? null,
          components: components.map(({ id, name, standing }) => ({
            id,
            name,
            level: standing.shown,
            since: standing.since,
            silentSince: standing.silent?.since ?? null,
            conflict: standing.conflict,
          })),
          targets: parts.statusPages.publisher.states(page),
        },
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/publish',
    summary: 'Render a status page and publish it everywhere now',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    answers: published,
    answer: async ({ parts, params }) => {
      const page = known(parts, params.id);
      const generation = await parts.statusPages.render(page.id);
      if (generation === null) throw refused('unknown');
      const targets = await parts.statusPages.publisher.publish(page, generation);
      const { sequence, renderedAt } = generation;
      return { body: { sequence, renderedAt, targets } };
    },
  }),
];
