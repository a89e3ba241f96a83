// Serves a record like a server with this one incident: its log for the replay, and its files.
import { ApiProblem, type Api } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import { judgeBytes } from './judge-bytes.ts';
import type { HeldRecord } from './record-store.ts';

const words = strings.record;

/** The API for a record. Requests for anything the record lacks fail. */
export function createRecordApi({ contents }: HeldRecord): Api {
  const { manifest, log, attachments } = contents;
  const history = () => ({
    items: log.map(({ at, update }) => ({ at, data: encodeBase64(update) })),
    next: null,
  });
  const answer = (path: string): Response => {
    const rooted = path.replace(/^\/api\/v1/, '');
    if (rooted.startsWith(`/incidents/${manifest.incident}/history`)) return Response.json(history());
    const sha256 = /^\/attachments\/([0-9a-f]{64})$/.exec(rooted)?.[1];
    if (sha256 === undefined) throw absent(words.onlyHere);
    const bytes = attachments.get(sha256);
    // 410: the file will not arrive later, as it might from a server.
    if (bytes === undefined) throw absent(words.notInRecord);
    return new Response(bytes.slice(), { headers: { 'Content-Type': judgeBytes(bytes) } });
  };
  return {
    url: (path) => `record:${manifest.incident}${path}`,
    fetch: async (path) => answer(path),
    get: async (path) => answer(path).json(),
    getTagged: async (path) => ({ value: await answer(path).json(), etag: null }),
    post: never,
    put: never,
    delete: never,
    upload: never,
  };
}

const never = () => Promise.reject(absent(words.onlyHere));

const absent = (detail: string) => new ApiProblem({ status: 410, title: words.title, detail });

function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8_192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return btoa(text);
}
