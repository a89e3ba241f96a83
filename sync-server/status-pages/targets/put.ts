// SP72: any server that accepts PUT below an address.
import type { Generation } from '../generation.ts';
import type { Target } from '../settings.ts';
import { ask, expectTaken, type Published, sendAll, sequenceIn, type Way } from './upload.ts';

export async function publishByPut(
  { url, token }: Extract<Target, { kind: 'put' }>,
  generation: Generation,
  way: Way,
): Promise<Published> {
  const base = new URL(url);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const at = (path: string) => {
    const each = new URL(base);
    each.pathname += path;
    return each;
  };
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    'x-muster-sequence': String(generation.sequence),
  };
  const present = await ask({ method: 'GET', url: at('generation.json'), headers }, way);
  const there = present.status === 200 ? sequenceIn(present.text) : 0;
  if (there > way.over) return { newer: there };
  await sendAll(generation, async (path, { bytes, type }) => {
    const what = { method: 'PUT', url: at(path), headers: { ...headers, 'content-type': type }, body: bytes };
    expectTaken(path, await ask({ ...what, method: 'PUT' }, way));
  });
  return 'published';
}
