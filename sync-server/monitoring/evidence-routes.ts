// Routes for evidence of failures, for beats, and for trying a check before it is saved.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { beatSchema, evidenceSchema, triedSchema } from '#wire/api/monitoring.ts';
import { checks } from '../checks/index.ts';
import { runCheck } from './run-check.ts';
import type { Monitor, Monitors } from './monitors.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { checkSettings } from './monitor-routes.ts';
import { idParams, listOf } from '../http/shapes.ts';
import type { Beats } from './beats.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { EvidenceStore } from './history/evidence.ts';
import type { Log } from '../sync/rooms.ts';

type Takes = {
  log: Log;
  now: () => number;
  monitors: Monitors;
  beats: Beats;
  evidence: EvidenceStore;
  egress: Egress;
};
const defineRoute = routesTaking<Takes>();

function find({ monitors }: Takes, id: string): Monitor {
  const monitor = monitors.find(id);
  if (monitor === null) throw new Problem(404, 'There is no such monitor.');
  return monitor;
}

const mostTried = 4;
/** By server. */
const trying = new WeakMap<EvidenceStore, number>();

/** CK9: trying checks must not take capacity from monitoring. */
async function oneOfFew<T>({ evidence }: Takes, work: () => Promise<T>): Promise<T> {
  const count = trying.get(evidence) ?? 0;
  if (count >= mostTried)
    throw new Problem(429, `${mostTried} checks are already being tried. Try again in a moment.`);
  trying.set(evidence, count + 1);
  try {
    return await work();
  } finally {
    trying.set(evidence, (trying.get(evidence) ?? 1) - 1);
  }
}

export const evidenceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/evidence',
    summary: 'The evidence of the newest failures of a monitor',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(evidenceSchema),
    answer: ({ parts, params }) => ({ body: { items: parts.evidence.list(find(parts, params.id).id) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/evidence/:at/screenshot',
    summary: 'The screenshot of a failed browser check',
    access: 'viewer',
    isForwarded: true,
    params: idParams.extend({ at: z.coerce.number() }),
    answers: 'image/png',
    answer: ({ parts, params }) => {
      const found = parts.evidence.screenshot(find(parts, params.id).id, params.at);
      if (found === null) throw new Problem(404, 'There is no screenshot of that moment, or it was removed.');
      const { type, bytes } = found;
      const headers = { 'cache-control': 'private, max-age=86400' };
      return {
        type,
        headers,
        file: { bytes: bytes.length, read: () => Readable.from([Buffer.from(bytes)]) },
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/monitors/:id/beats',
    summary: 'The posts to a monitor, newest first',
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: listOf(beatSchema),
    answer: ({ parts, params }) => ({ body: { items: parts.beats.list(find(parts, params.id).id) } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/monitors/:id/beat-address',
    summary: 'A new address for its beats; the old one ends at once',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    answers: z.object({ beatUrl: z.string() }),
    answer: ({ parts, params }) => {
      const beatUrl = parts.beats.rotate(find(parts, params.id));
      if (beatUrl === null)
        throw new Problem(400, 'This monitor runs its own check, so it has no address to post to.');
      return { body: { beatUrl } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/monitors/try',
    summary: 'Run a check once without keeping it; `id` lends the secrets of a monitor that exists',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({
      kind: z.string().min(1).max(40),
      settings: z.record(z.string().max(60), z.unknown()),
      id: z.string().max(64).optional(),
    }),
    answers: triedSchema,
    answer: async ({ parts, body }) => {
      const { kind, id } = body;
      const settings = checkSettings(body, id === undefined ? null : find(parts, id));
      const { now, egress, log } = parts;
      const stopped = new AbortController().signal;
      const intervalSeconds = checks[kind]?.intervalSeconds ?? 60;
      const beats = id === undefined ? null : parts.beats.stateOf(id);
      const result = await oneOfFew(parts, () =>
        runCheck({ kind, settings, intervalSeconds }, { stopped, now, beats, egress, log }),
      );
      const { evidence, ...rest } = result;
      if (evidence === undefined) return { body: { ...rest, evidence: null } };
      const { screenshot, ...seen } = evidence;
      const picture = screenshot && { type: screenshot.type, base64: screenshot.bytes.toString('base64') };
      return { body: { ...rest, evidence: { ...seen, screenshot: picture ?? null } } };
    },
  }),
];
