// IA2: the page and its files, kept in the browser. The server is always asked first for the page, so an old version is
// shown only while the server does not answer; what the page then shows says itself of when it is.

const cacheName = 'muster-shell';
/** How long a page waits for the server before the kept one is shown. */
const patienceMs = 4_000;
const page = '/';
const list = '/shell.json';

/** Answers for the page and its files; everything else goes to the server untouched. */
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

/** A name of a file changes with what is in it. */
async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(request.url)) ?? fetch(request);
}

async function keep(self: ServiceWorkerGlobalScope) {
  const response = await fetch(page, { cache: 'no-cache' });
  if (response.ok) await keepPage(self, response);
}

/** With another page come other files; those of before are dropped once the new ones are here. */
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
