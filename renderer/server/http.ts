// The server's HTTP API for the renderer. A refusal is an ApiProblem with a detail for the user; without a response
// it is an ApiProblem with status 0.
import type { Refusal } from '#wire/api/problem.ts';
import { strings } from '../strings/index.ts';

const words = strings.app;

export type FieldProblem = NonNullable<Refusal['errors']>[number];

export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];

  constructor(problem: { status: number; title: string; detail: string; errors?: readonly FieldProblem[] }) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
  }
}

export type Credentials = { server: string; token: string };

export type Tagged<T> = { value: T; etag: string | null };

export type Api = {
  get: <T>(path: string) => Promise<T>;
  /** As `get`, with the ETag that a later `put` sends back as If-Match. */
  getTagged<T>(path: string): Promise<Tagged<T>>;
  post: <T>(path: string, body: unknown) => Promise<T>;
  put: <T>(path: string, body: unknown, etag?: string | null) => Promise<T>;
  delete: (path: string) => Promise<void>;
  /** Uploads bytes; `onProgress` gets the number sent so far. */
  upload: (path: string, body: Blob, onProgress: (bytes: number) => void) => Promise<void>;
  /** The response itself, for files and streams; throws ApiProblem unless it is ok. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  url: (path: string) => string;
};

/** `path` is `/api/v1/…`, or the part after it: `/incidents` and `incidents` mean `/api/v1/incidents`. */
export function createApi({ server, token }: Credentials): Api {
  const url = (path: string) => {
    const rooted = path.startsWith('/') ? path : `/${path}`;
    return `${server}${rooted.startsWith('/api/') ? rooted : `/api/v1${rooted}`}`;
  };
  const call = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (token) headers.set('Authorization', `Bearer ${token}`);
    return request(url(path), { ...init, headers });
  };
  const send = async <T>(method: string, path: string, body: unknown, etag?: string | null): Promise<T> => {
    const headers = { 'Content-Type': 'application/json', ...(etag ? { 'If-Match': etag } : {}) };
    return readBody<T>(await call(path, { method, headers, body: JSON.stringify(body) }));
  };
  const getTagged = async <T>(path: string) => {
    const response = await call(path);
    return { value: await readBody<T>(response), etag: response.headers.get('ETag') };
  };
  return {
    url,
    fetch: call,
    upload: (path, body, onProgress) => upload({ url: url(path), token, body, onProgress }),
    getTagged,
    get: async (path) => readBody(await call(path)),
    post: (path, body) => send('POST', path, body),
    put: (path, body, etag) => send('PUT', path, body, etag),
    delete: async (path) => {
      await call(path, { method: 'DELETE' });
    },
  };
}

/** DE23: an API whose calls wait until the server has started and its credentials are known. */
export function createApiAt(credentials: Promise<Credentials>): Api {
  const api = credentials.then(createApi);
  return {
    // Nobody shows it: only what is compared with another one asks for it.
    url: (path) => path,
    fetch: async (...args) => (await api).fetch(...args),
    upload: async (...args) => (await api).upload(...args),
    getTagged: async (path) => (await api).getTagged(path),
    get: async (path) => (await api).get(path),
    post: async (...args) => (await api).post(...args),
    put: async (...args) => (await api).put(...args),
    delete: async (path) => (await api).delete(path),
  };
}

async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw noAnswer(url);
  }
  if (response.ok) return response;
  throw await readProblem(response);
}

type Upload = { url: string; token: string; body: Blob; onProgress: (bytes: number) => void };

/** With XMLHttpRequest, because fetch reports no upload progress. */
function upload({ url, token, body, onProgress }: Upload): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', body.type || 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('error', () => reject(noAnswer(url)));
    request.addEventListener('load', () => {
      const { status, statusText, responseText } = request;
      if (status >= 200 && status < 300) return resolve();
      const type = request.getResponseHeader('Content-Type') ?? '';
      const response = new Response(responseText, { status, statusText, headers: { 'Content-Type': type } });
      void readProblem(response).then(reject);
    });
    request.send(body);
  });
}

const noAnswer = (url: string) =>
  new ApiProblem({
    status: 0,
    title: words.noAnswer,
    detail: words.serverSilent(new URL(url).host),
  });

async function readBody<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const fallback = {
    status: response.status,
    title: response.statusText || `HTTP ${response.status}`,
    detail: words.serverAnswered(response.status, response.statusText).replace(' .', '.'),
  };
  if (!response.headers.get('Content-Type')?.includes('json')) return new ApiProblem(fallback);
  try {
    const body = (await response.json()) as Partial<Refusal>;
    return new ApiProblem({
      status: response.status,
      title: body.title ?? fallback.title,
      detail: body.detail ?? fallback.detail,
      errors: Array.isArray(body.errors) ? body.errors : [],
    });
  } catch {
    // A proxy may truncate the problem body; the status is still known.
    return new ApiProblem(fallback);
  }
}

/** The message for any thrown value: a sentence for the user, never a stack trace. */
export function sayProblem(thrown: unknown): string {
  if (thrown instanceof ApiProblem && thrown.errors.length > 0) {
    return thrown.errors.map(({ field, expected }) => `${field}: ${expected}`).join('; ');
  }
  return thrown instanceof Error ? thrown.message : String(thrown);
}
