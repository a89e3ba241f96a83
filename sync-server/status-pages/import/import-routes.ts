// SP120: imports another tool's page: first a plan, then exactly that plan once somebody agrees to it.
import { createHash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import { z } from 'zod';
import { importReportSchema } from '#wire/api/status-pages.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams } from '../../http/shapes.ts';
import { checkPage } from '../page/check-page.ts';
import type { StatusPage } from '../page/records.ts';
import { knownPage } from '../status-page-routes.ts';
import { mostSubscribers } from '../subscribers/subscriber.ts';
import type { ForeignFile } from './foreign.ts';
import { type ImportPlan, type ToolName, toolNames } from './import-plan.ts';
import type { StatusPages } from '../status-pages.ts';
import type { Subscribers } from '../subscribers/subscribers.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Monitors } from '../../monitoring/monitors.ts';

type Takes = {
  monitors: Monitors;
  channels: Channels;
  now: () => number;
  statusPages: StatusPages;
  subscribers: Subscribers;
  configuration: { owns(section: 'pages', id: string): boolean };
};
const defineRoute = routesTaking<Takes>();

// The API of Statuspage answers 100 subscribers at once: 20,000 are 200 files, or one of 10 MB.
const mostFiles = 500;
const mostCharacters = 12_000_000;
const importBody = z.strictObject({
  tool: z.enum(toolNames),
  files: z
    .array(z.strictObject({ name: z.string().min(1).max(255), content: z.string().min(1) }))
    .min(1)
    .max(mostFiles)
    .refine(
      (files) => files.reduce((sum, { content }) => sum + content.length, 0) <= mostCharacters,
      `at most ${mostCharacters} characters together`,
    ),
  plan: z
    .string()
    .regex(/^[0-9a-f]{64}$/u, 'the plan that this import answered before')
    .optional(),
});
/** Other work goes on between two files. */
async function parseFiles(files: z.output<typeof importBody>['files']): Promise<ForeignFile[]> {
  const parsed: ForeignFile[] = [];
  for (const [index, file] of files.entries()) {
    if (index > 0) await otherWork();
    parsed.push(parseFile(file, index));
  }
  return parsed;
}

function parseFile({ name, content }: { name: string; content: string }, index: number): ForeignFile {
  const text = content.replace(/^\uFEFF/u, '');
  if (/\.csv$/iu.test(name)) return { name, value: text };
  try {
    return { name, value: JSON.parse(text) as unknown };
  } catch {
    const expected = 'JSON from the tool’s API, or a list of subscribers in a file that ends in .csv';
    const errors = [{ field: `files.${index}.content`, expected }];
    throw new Problem(400, 'A file is not as expected, so nothing was imported.', { errors });
  }
}

async function makePlan(parts: Takes, id: string, tool: ToolName, files: readonly ForeignFile[]) {
  const { statusPages, subscribers } = parts;
  const { planImport, readFiles } = await import('./plan-import.ts');
  const read = await readFiles(files, { tool, own: knownPage(parts, id).settings.components });
  // The page as it is by now.
  const page = knownPage(parts, id);
  const keys = subscribers.keysOf(page.id, 'email');
  const isElsewhere = (id: string) => ![null, page.id].includes(statusPages.updates.pageOf(id));
  const plan = planImport(read, {
    tool,
    page,
    isOwned: parts.configuration.owns('pages', page.id),
    now: parts.now(),
    links: statusPages.work.links(page.id, tool),
    updates: statusPages.updates.list(page.id),
    work: statusPages.work.list(page.id),
    isElsewhere,
    hasSubscriber: (key) => keys.has(key),
  });
  const { lines, updates, subscribers: people } = plan;
  const said = JSON.stringify([page.version, lines, updates, people]);
  return { page, plan, hash: createHash('sha256').update(said).digest('hex') };
}

/**
 * Components first, because the rest refers to them. Each step is atomic, subscribers come some at a time, and repeating
 * a step changes nothing: after a crash the next import does what is left.
 */
async function carryOut(
  parts: Takes,
  page: StatusPage,
  { plan, tool, by }: { plan: ImportPlan; tool: ToolName; by: string },
) {
  const { statusPages, subscribers } = parts;
  const counts = subscribers.counts(page.id);
  if (counts.active + counts.pending + plan.subscribers.length > mostSubscribers)
    throw new Problem(400, `A page has at most ${mostSubscribers} subscribers, so nothing was imported.`);
  if (plan.settings !== null) {
    const settings = await checkPage(plan.settings, page, parts);
    const changed = await statusPages.change(page.id, settings, page.version);
    if (typeof changed === 'string') throw changedMeanwhile();
  }
  statusPages.work.takeOver(page.id, { tool, ...plan }, () => {
    statusPages.updates.put(
      page.id,
      plan.updates.map((each) => ({ ...each, by })),
    );
    subscribers.knowOf(page.id, plan.work);
  });
  const people = plan.subscribers.map((each) => ({
    ...each,
    page: page.id,
    kind: 'email' as const,
    language: null,
    source: 'import' as const,
  }));
  if (people.length > 0 && (await subscribers.add(people, by)) === null) throw changedMeanwhile();
  await statusPages.render(page.id);
}

const changedMeanwhile = () =>
  new Problem(409, 'The page or the files have changed since the plan was made. Check the new plan.');

export const importRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/:id/import',
    summary:
      'Import a page of Statuspage, openstatus, Instatus or Better Stack: without `plan` the answer is the plan; with that plan the server carries it out. Doing it twice changes nothing more (SP120)',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: importBody,
    mostBytes: 16 * 1024 * 1024,
    answers: importReportSchema,
    answer: async ({ parts, params, body, caller }) => {
      const files = await parseFiles(body.files);
      const { page, plan, hash } = await makePlan(parts, params.id, body.tool, files);
      const isDone = body.plan !== undefined;
      if (isDone && body.plan !== hash) throw changedMeanwhile();
      if (isDone) await carryOut(parts, page, { plan, tool: body.tool, by: caller.person });
      return { body: { items: plan.lines, plan: hash, isDone } };
    },
  }),
];
