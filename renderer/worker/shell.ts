// IA2: caches the page and its files in the browser. The page is always requested from the server first, so an old
// version appears only while the server is away. The page then shows the age of its data.

const cacheName = 'muster-shell';
/** How long to wait for the server before the cached page is used. */
const patienceMs = 4_000;
const page = '/';
const list = '/shell.json';

/** Answers requests for the page and its files; all others go to the server. */
export function serveShell(self: ServiceWorkerGlobalScope) {
  self.addEventListener('install', (event) => {
    event.waitUntil(Promise.all([keep(self), self.skipWaiting()]));
  });
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== self.location.origin) return;
    if (request.mode === 'navigate' && pathname === page) event.respondWith(answerPage(event));
    else if (pathname.startsWith('/assets/')) event.respondWith(answerFile(request));
  });

  async function answerPage(event: FetchEvent): Promise<Response> {
    const asked = fetch(event.request).then(async (response) => {
      if (response.ok) event.waitUntil(keepPage(self, response.clone()));
      return response;
    });
    const late = new Promise<null>((resolve) => void setTimeout(resolve, patienceMs, null));
    const first = await Promise.race([asked.catch(() => null), late]);
    if (first?.ok) return first;
    const cache = await caches.open(cacheName);
    return (await cache.match(page)) ?? first ?? asked;
  }
}

/** Safe to cache: a file's name changes with its content. */
async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(request.url)) ?? fetch(request);
}

async function keep(self: ServiceWorkerGlobalScope) {
  const response = await fetch(page, { cache: 'no-cache' });
  if (response.ok) await keepPage(self, response);
}

/** A new page brings new files. Old files are deleted once the new ones are cached. */
async function keepPage({ location }: ServiceWorkerGlobalScope, response: Response) {
  const cache = await caches.open(cacheName);
  const text = await response.clone().text();
  const before = await cache.match(page);
  if (before !== undefined && (await before.text()) === text) return;
  const answer = await fetch(list, { cache: 'no-cache' });
  if (!answer.ok) return;
  const files: unknown = await answer.json();
  if (!Array.isArray(files)) return;
  const wanted = new Set(files.map((file) => new URL(`/${String(file)}`, location.origin).href));
  const kept = await cache.keys();
  const known = new Set(kept.map(({ url }) => url));
  await cache.addAll([...wanted].filter((url) => !known.has(url)));
  await cache.put(page, response);
  for (const { url } of kept)
    if (new URL(url).pathname.startsWith('/assets/') && !wanted.has(url)) await cache.delete(url);
}
