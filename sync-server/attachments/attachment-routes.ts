import { z } from 'zod';
import type { OpenRoom } from '#room/log/room.ts';
import { attachmentLimits, isSha256 } from '#room/view/attachments.ts';
import { AttachmentRefused, type Erasure, type KeptFile, type AttachmentStore } from './store.ts';
import { judgedBytes, judgeType } from './judge-type.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { Uploads } from './uploads.ts';

type Takes = {
  now: () => number;
  incidents: {
    list(): readonly { id: string }[];
    look<T>(id: string, look: (doc: unknown, room: OpenRoom) => T): Promise<T | null>;
  };
  attachments: AttachmentStore;
  uploads: Uploads;
  /** Null on the primary. */
  replica: object | null;
};
const defineRoute = routesTaking<Takes>();

const sha256 = z.string().refine(isSha256, 'a SHA-256 as 64 lower-case hexadecimal digits');
const params = z.object({ sha256 });
const mostAsked = 1_000;
const keptSchema = z.object({
  sha256: z.string(),
  bytes: z.number(),
  keptAt: z.number(),
  isNamed: z.boolean(),
});

// The Content-Security-Policy of served files: no script in a file may run (AT3).
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export const attachmentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/attachments/:sha256',
    summary: 'The bytes of an attached file. A replica without them asks its upstream',
    access: 'viewer',
    params,
    answers: 'application/octet-stream',
    answer: async ({ parts, params }) => {
      const erasure = parts.attachments.erasureOf(params.sha256);
      if (erasure !== null) throw gone(erasure);
      const file = await parts.attachments.find(params.sha256);
      if (file === null) throw notHere(parts.replica !== null);
      const { type, isInline } = judgeType(await readHead(file));
      return {
        file,
        type,
        headers: {
          'content-disposition': isInline ? 'inline' : 'attachment',
          'content-security-policy': filePolicy,
          // AT8: not cached for good, since the file may be erased.
          'cache-control': 'private, max-age=3600',
        },
      };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/attachments/:sha256',
    summary: `Keep a file of at most ${attachmentLimits.bytes} bytes under its SHA-256; 200 if the server already had it`,
    access: 'responder',
    params,
    takesBytes: true,
    status: 201,
    answers: z.object({ sha256: z.string() }),
    answer: async ({ parts, params, bytes, caller }) => {
      if (bytes.announced !== null && bytes.announced > attachmentLimits.bytes) throw tooLarge();
      const erasure = parts.attachments.erasureOf(params.sha256);
      if (erasure !== null) throw gone(erasure);
      const expected = bytes.announced ?? attachmentLimits.bytes;
      if (!parts.uploads.mayKeep(caller.person, expected)) throw tooMuch();
      const isNew = await parts.attachments.keep(params.sha256, bytes.read).catch(toProblem);
      return { body: { sha256: params.sha256 }, status: isNew ? 201 : 200 };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/attachments/:sha256',
    summary:
      'Erase the bytes of a file on every server; the entries in rooms stay, and the file is never accepted again',
    access: 'owner',
    isForwarded: true,
    params,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      const { attachments, now } = parts;
      if (attachments.erasureOf(params.sha256) !== null) return {};
      if ((await attachments.find(params.sha256)) === null) throw notHere(false);
      await attachments.erase(params.sha256, { at: now(), by: caller.name });
      return {};
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/attachments',
    summary: 'Every stored file, newest first, and whether a room uses it',
    access: 'owner',
    answers: listOf(keptSchema),
    answer: async ({ parts }) => ({ body: { items: await listKept(parts) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/attachments/erased',
    summary: 'The files erased here since a time, by whom and when',
    access: 'viewer',
    query: z.object({ since: z.coerce.number().min(0).default(0) }),
    answers: listOf(z.object({ sha256: z.string(), at: z.number(), by: z.string() })),
    answer: ({ parts, query }) => ({
      body: { items: parts.attachments.erasures().filter(({ at }) => at >= query.since) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/attachments/missing',
    summary: `Which of at most ${mostAsked} files are missing here and were not erased`,
    access: 'viewer',
    body: z.object({ items: z.array(sha256).max(mostAsked) }),
    answers: z.object({ items: z.array(z.string()) }),
    answer: async ({ parts, body }) => {
      const here = new Set(await parts.attachments.list());
      const isWanted = (each: string) => !here.has(each) && parts.attachments.erasureOf(each) === null;
      return { body: { items: body.items.filter(isWanted) } };
    },
  }),
];

async function listKept({ attachments, incidents }: Takes): Promise<z.output<typeof keptSchema>[]> {
  const named = new Set<string>();
  for (const { id } of incidents.list()) {
    const files = await incidents.look(id, (_doc, open) => open.room().attachments);
    for (const { sha256: name } of files ?? []) named.add(name);
  }
  const kept = [];
  for (const name of await attachments.list()) {
    const file = await attachments.find(name);
    if (file !== null)
      kept.push({ sha256: name, bytes: file.bytes, keptAt: file.keptAt, isNamed: named.has(name) });
  }
  return kept.toSorted((a, b) => b.keptAt - a.keptAt);
}

async function readHead({ read }: KeptFile): Promise<Uint8Array> {
  for await (const chunk of read({ end: judgedBytes - 1 })) return chunk as Buffer;
  return new Uint8Array();
}

const notHere = (isReplica: boolean) =>
  new Problem(
    404,
    isReplica
      ? 'This file is not here yet: neither this server nor the team’s has it. It comes when the computer that attached it is connected.'
      : 'This file is not here yet. It comes when the computer that attached it is connected.',
  );

const gone = ({ at, by }: Erasure) =>
  new Problem(
    410,
    `${by} erased this file on ${new Date(at).toISOString().slice(0, 10)}. What the room says of it stays.`,
  );

const tooMuch = () =>
  new Problem(429, 'You have sent too many files: one person may send 1 GiB an hour, 2 GiB at once.', {
    headers: { 'retry-after': '600' },
  });

const tooLarge = () =>
  new Problem(
    413,
    `The file is larger than ${attachmentLimits.bytes} bytes (25 MiB). Attach a smaller one, or a link to it.`,
  );

function toProblem(error: unknown): never {
  if (error instanceof AttachmentRefused) {
    if (error.why === 'too-large') throw tooLarge();
    if (error.why === 'erased') throw new Problem(410, `${error.message}.`);
    throw new Problem(400, 'The body does not match the SHA-256 in the address, so nothing was kept.', {
      errors: [{ field: 'sha256', expected: `the SHA-256 of the body: ${error.message}` }],
    });
  }
  const isCut = error instanceof Error && 'code' in error && cutCodes.has(String(error.code));
  if (isCut)
    throw new Problem(400, 'The upload ended before the file was complete, so nothing was kept.', {
      cause: error,
    });
  throw error;
}
const cutCodes = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);
