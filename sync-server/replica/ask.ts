import { z } from 'zod';
import { forwardRequest, type ForwardTarget } from './forward.ts';

// Enough for a small answer: a name, a time or a pass.
const mostOfSmall = 256 * 1024;

/** The answer of `/api/v1/time`. */
export const timeSchema = z.object({ now: z.number() });

/** Sends one request of our own to the upstream. Rejects with UpstreamAway, or with the fault in the answer. */
export async function ask<T>(
  target: ForwardTarget,
  path: string,
  schema: z.ZodType<T>,
  mostBytes = mostOfSmall,
): Promise<T> {
  const request = { method: 'GET', path, headers: { accept: 'application/json' }, body: null };
  const { status, body } = await forwardRequest(request, target, mostBytes);
  if (status !== 200) throw new Error(`it answered HTTP ${status} at ${path}`);
  const { success, data } = schema.safeParse(readJson(body.toString()));
  if (!success) throw new Error(`its answer at ${path} is not a Muster server’s`);
  return data;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // An HTML page of some other server at that address.
    return null;
  }
}
