import { z } from 'zod';
import { attachmentLimits, isSha256 } from '#room/attachments.ts';
import { AttachmentRefused, type KeptFile } from '../../attachments/store.ts';
import { judgedBytes, judgeType } from '../../attachments/judge-type.ts';
import { Problem } from '../problem.ts';
import { defineRoute } from '../route.ts';

const sha256 = z.string().refine(isSha256, 'a SHA-256 as 64 lower-case hexadecimal digits');
const params = z.object({ sha256 });
const mostAsked = 1_000;

// Nothing in a file may run, whatever it is opened with (AT3).
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export const attachmentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/attachments/:sha256',
    summary: 'The bytes of an attached file; a replica that lacks them asks its upstream',
    access: 'viewer',
    params,
    answers: 'application/octet-stream',
    answer: async ({ parts, params }) => {
      const file = await parts.attachments.find(params.sha256);
      if (file === null) throw notHere(parts.replica !== null);
      const { type, isInline } = judgeType(await readHead(file));
      return {
        file,
        type,
        headers: {
          'content-disposition': isInline ? 'inline' : 'attachment',
          'content-security-policy': filePolicy,
          'cache-control': 'private, max-age=31536000, immutable',
        },
      };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/attachments/:sha256',
    summary: `Keep a file of at most ${attachmentLimits.bytes} bytes under its SHA-256; 200 when it was here already`,
    access: 'responder',
    params,
    takesBytes: true,
    status: 201,
    answers: z.object({ sha256: z.string() }),
    answer: async ({ parts, params, bytes }) => {
      if (bytes.announced !== null && bytes.announced > attachmentLimits.bytes) throw tooLarge();
      const isNew = await parts.attachments.keep(params.sha256, bytes.read).catch(toProblem);
      return { body: { sha256: params.sha256 }, status: isNew ? 201 : 200 };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/attachments/missing',
    summary: `Which of at most ${mostAsked} files are not here`,
    access: 'viewer',
    body: z.object({ items: z.array(sha256).max(mostAsked) }),
    answers: z.object({ items: z.array(z.string()) }),
    answer: async ({ parts, body }) => {
      const here = new Set(await parts.attachments.list());
      return { body: { items: body.items.filter((each) => !here.has(each)) } };
    },
  }),
];

async function readHead({ read }: KeptFile): Promise<Uint8Array> {
  for await (const chunk of read({ end: judgedBytes - 1 })) return chunk as Buffer;
  return new Uint8Array();
}

const notHere = (isReplica: boolean) =>
  new Problem(
    404,
    isReplica
      ? 'This file is not here yet: neither this server nor the team’s has it. It comes when whoever attached it is connected.'
      : 'This file is not here yet. It comes when whoever attached it is connected.',
  );

const tooLarge = () =>
  new Problem(
    413,
    `The file is larger than ${attachmentLimits.bytes} bytes (25 MiB). Attach a smaller one, or a link to it.`,
  );

function toProblem(error: unknown): never {
  if (error instanceof AttachmentRefused) {
    if (error.why === 'too-large') throw tooLarge();
    throw new Problem(400, 'These are not the bytes that the address names; nothing was kept.', {
      errors: [{ field: 'sha256', expected: `the SHA-256 of the body: ${error.message}` }],
    });
  }
  const isCut = error instanceof Error && 'code' in error && cutCodes.has(String(error.code));
  if (isCut)
    throw new Problem(400, 'The upload ended before the file did; nothing was kept.', { cause: error });
  throw error;
}
const cutCodes = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);
