// SP72: any server that accepts PUT below an address.
import type { Generation } from '../page/generation.ts';
import type { Target } from '../page/settings.ts';
import { ask, expectTaken, type Published, sendUnlessNewer, type UploadWay } from './upload.ts';

export async function publishByPut(
  { url, token }: Extract<Target, { kind: 'put' }>,
  generation: Generation,
  way: UploadWay,
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
  return sendUnlessNewer(generation, way, {
    read: async (path) => {
      const { status, text } = await ask({ method: 'GET', url: at(path), headers }, way);
      return status === 200 ? text : null;
    },
    send: async (path, { bytes, type }) => {
      const what = { url: at(path), headers: { ...headers, 'content-type': type }, body: bytes };
      expectTaken(path, await ask({ ...what, method: 'PUT' }, way));
    },
  });
}
