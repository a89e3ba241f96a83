// SP61: what people publish on a page, by the API.
import { z } from 'zod';
import { FactRefused } from '#room/fact-refused.ts';
import { Problem, type FieldError } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { describeIssues } from '../http/validate.ts';
import { writerOf } from '../incidents/incident-routes.ts';
import type { Parts } from '../parts.ts';
import type { Identity } from '../sync/identity.ts';
import { type ApprovedDraft, approvedDraft } from './approved-draft.ts';
import type { KeptUpdate } from './published-updates.ts';
import type { StatusPage } from './records.ts';
import { knownPage } from './status-page-routes.ts';

/** How many updates a page tells (docs/spec.md, Limits). */
const mostUpdates = 20_000;

/** Of a text in a room. */
const longestText = 20_000;

const text = z.union([z.string(), z.record(z.string().max(20), z.string())]);
const newUpdate = z.strictObject({
  /** Must be there in the first update of a report. */
  title: text.optional(),
  body: text,
  status: z.string(),
  impact: z.string().optional(),
  /** A room's id, or the report that an earlier update of this page began. */
  incident: z.string().min(1).max(64).optional(),
  components: z.array(z.looseObject({ id: z.string(), status: z.string() })).optional(),
  startedAt: z.number().optional(),
  /** An approved draft of the room `incident`: its text is published, whatever `title` and `body` say. */
  draft: z.string().min(1).max(120).optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/u, 'the SHA-256 of the rendered text, in hexadecimal')
    .optional(),
});
type NewUpdate = z.output<typeof newUpdate>;

const updateSchema = z.object({
  id: z.string(),
  incident: z.string(),
  at: z.number(),
  by: z.string(),
  status: z.string(),
  title: text.nullable(),
  body: text,
  impact: z.string().nullable(),
  components: z.array(z.object({ id: z.string(), status: z.string() })),
});

/** Words in the page's own language alone are shown as they were written. */
const plain = (texts: Readonly<Record<string, string>>) =>
  Object.keys(texts).length === 1 && texts[''] !== undefined ? texts[''] : texts;
const show = ({ id, incident, at, by, status, title, body, impact, components }: KeptUpdate) => ({
  id,
  incident,
  at,
  by,
  status,
  title: title === undefined ? null : plain(title),
  body: plain(body),
  impact: impact ?? null,
  components,
});

const wrong = (errors: readonly FieldError[]) =>
  new Problem(400, 'The update is not as expected; nothing was published.', { errors });

async function readUpdate(
  { parts, page, body, caller }: { parts: Parts; page: StatusPage; body: NewUpdate; caller: Identity },
  earlier: readonly KeptUpdate[],
): Promise<KeptUpdate> {
  const { statusPages, incidents } = parts;
  const { draft: _draft, hash: _hash, ...words } = body;
  const { publishedUpdateSchema } = await import('./whole-page.ts');
  const id = statusPages.makeId();
  const said = earlier.find((each) => each.incident === body.incident || each.id === body.incident);
  const incident = said?.incident ?? body.incident ?? id;
  const errors: FieldError[] = [];
  if (body.incident !== undefined && said === undefined && !incidents.knows(incident))
    errors.push({ field: 'incident', expected: 'the id of an incident, or of a report of this page' });
  const isContinued = earlier.some((each) => each.incident === incident);
  if (!isContinued && body.title === undefined)
    errors.push({ field: 'title', expected: 'a title: the first update of a report must have one' });
  const own = new Set(page.settings.components.map((each) => each.id));
  for (const [index, each] of (body.components ?? []).entries())
    if (!own.has(each.id))
      errors.push({ field: `components.${index}.id`, expected: 'the id of a component of this page' });
  const read = publishedUpdateSchema.safeParse({ ...words, id, incident, at: parts.now() });
  if (!read.success) errors.push(...describeIssues(read.error));
  if (errors.length > 0 || !read.success) throw wrong(errors);
  return { ...read.data, by: caller.person };
}

/** In the page's own language where it has that. */
const own = (texts: Readonly<Record<string, string>> | undefined) =>
  texts === undefined ? '' : (texts[''] ?? Object.values(texts)[0] ?? '');

/** The room's record is whole: what customers were told of it stands on its timeline too. */
type Told = { page: StatusPage; update: KeptUpdate; approved: ApprovedDraft | null; caller: Identity };

async function tellRoom({ incidents, log }: Parts, { page, update, approved, caller }: Told) {
  if (!incidents.knows(update.incident)) return;
  const words = [own(update.title), own(update.body)]
    .filter((each) => each !== '')
    .join('\n\n')
    .slice(0, longestText)
    .toWellFormed();
  const fact = {
    kind: 'sent' as const,
    draft: approved?.draft ?? 'status-page',
    channel: `${page.settings.name} (${update.status})`.slice(0, 120),
    ...(approved === null
      ? { text: words, override: 'written on the status page' }
      : { text: approved.rendered, hash: approved.hash, approval: approved.approval }),
    at: update.at,
  };
  try {
    await incidents.append(update.incident, [fact], writerOf(caller));
  } catch (error) {
    if (!(error instanceof FactRefused)) throw error;
    log.error({ err: error, incident: update.incident }, 'the room does not take what was published');
  }
}

export const pageUpdateRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/:id/updates',
    summary: 'What people published on a status page, newest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(updateSchema),
    answer: ({ parts, params }) => ({
      body: {
        items: parts.statusPages.updates.list(knownPage(parts, params.id).id).toReversed().map(show),
      },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/updates',
    summary: 'Publish an update on a status page; it stands there once this is answered',
    access: 'responder',
    isForwarded: true,
    params: idParams,
    body: newUpdate,
    status: 201,
    answers: updateSchema,
    answer: async ({ parts, params, body, caller }) => {
      const { statusPages, log } = parts;
      const page = knownPage(parts, params.id);
      const earlier = statusPages.updates.list(page.id);
      if (earlier.length >= mostUpdates)
        throw new Problem(400, `A page tells at most ${mostUpdates} updates; nothing was published.`);
      const { draft, hash, incident } = body;
      const approved = draft === undefined ? null : await approvedDraft(parts, { incident, draft, hash });
      const isTold = earlier.some((each) => each.incident === incident);
      const said =
        approved === null
          ? body
          : { ...body, body: approved.text, title: isTold ? undefined : approved.headline };
      const update = await readUpdate({ parts, page, body: said, caller }, earlier);
      statusPages.updates.add(page.id, update, () => parts.subscribers.tell(page.id, update.id));
      await tellRoom(parts, { page, update, approved, caller });
      await statusPages.render(page.id).catch((error: unknown) => {
        // It is kept; the next rendering tells it.
        log.error({ err: error, page: page.id }, 'a status page could not be rendered after an update');
      });
      return { body: show(update), location: `/api/v1/pages/${page.id}/updates` };
    },
  }),
];
