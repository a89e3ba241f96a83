// A tracker of issues on loopback that keeps its tickets, with the part of the real API that Muster asks.
import { openInbox, withStatus, type Received } from '../../paging/testing/inbox.ts';

export const trackerToken = 'tr4ck3r-t0k3n-5d8e';

type Ticket = { title: string; text: string; labels: readonly string[]; isOpen: boolean; comments: string[] };
/** What an API needs to answer. */
type Asked = { method: string; path: string; query: URLSearchParams; body: Record<string, unknown> };
type Api = {
  settings: (url: string) => Record<string, unknown>;
  isAuthorised: (request: Received) => boolean;
  root: string;
  issues: string;
  addressOf: (url: string, number: number, project: string) => string;
  show: (url: string, ticket: Ticket, number: number) => object;
  list: (all: object[]) => unknown;
  read: (body: Record<string, unknown>) => Pick<Ticket, 'title' | 'text' | 'labels'>;
  isListing: (asked: Asked) => boolean;
  fits: (ticket: Ticket, query: URLSearchParams) => boolean;
};

const bearer = ({ headers }: Received) => headers.authorization === `Bearer ${trackerToken}`;
const texts = (value: unknown): string => (typeof value === 'string' ? value : '');

const apis: Readonly<Record<string, Api>> = {
  github: {
    settings: (url) => ({ repository: 'acme/shop', token: trackerToken, url, labels: 'muster, follow-up' }),
    isAuthorised: bearer,
    root: '/repos/acme/shop',
    issues: '/repos/acme/shop/issues',
    addressOf: (url, number, project) => `${url}/acme/${project}/issues/${number}`,
    show: (url, { title, text, isOpen }, number) => ({
      number,
      title,
      body: text,
      state: isOpen ? 'open' : 'closed',
      state_reason: isOpen ? null : 'completed',
      html_url: `${url}/acme/shop/issues/${number}`,
    }),
    list: (all) => all,
    read: (body) => ({ title: texts(body['title']), text: texts(body['body']), labels: [] }),
    isListing: ({ path }) => path === '/repos/acme/shop/issues',
    fits: () => true,
  },
  gitlab: {
    settings: (url) => ({ project: 'acme/shop', token: trackerToken, url }),
    isAuthorised: ({ headers }) => headers['private-token'] === trackerToken,
    root: '/api/v4/projects/acme%2Fshop',
    issues: '/api/v4/projects/acme%2Fshop/issues',
    addressOf: (url, number, project) => `${url}/acme/${project}/-/issues/${number}`,
    show: (url, { title, text, isOpen }, iid) => ({
      iid,
      title,
      description: text,
      state: isOpen ? 'opened' : 'closed',
      web_url: `${url}/acme/shop/-/issues/${iid}`,
    }),
    list: (all) => all,
    read: (body) => ({ title: texts(body['title']), text: texts(body['description']), labels: [] }),
    isListing: ({ path }) => path === '/api/v4/projects/acme%2Fshop/issues',
    fits: ({ text }, query) => text.includes(query.get('search') ?? ''),
  },
  jira: {
    settings: (url) => ({ project: 'SHOP', user: 'bo@example.org', token: trackerToken, url }),
    isAuthorised: ({ headers }) =>
      headers.authorization === `Basic ${Buffer.from(`bo@example.org:${trackerToken}`).toString('base64')}`,
    root: '/rest/api/2/project/SHOP',
    issues: '/rest/api/2/issue',
    addressOf: (url, number, project) => `${url}/browse/${project.toUpperCase()}-${number}`,
    show: (_url, { isOpen }, number) => ({
      key: `SHOP-${number}`,
      fields: {
        status: isOpen
          ? { name: 'To Do', statusCategory: { key: 'new' } }
          : { name: 'Shipped', statusCategory: { key: 'done' } },
      },
    }),
    list: (issues) => ({ issues }),
    read: ({ fields }) => {
      const { summary, description, labels } = fields as Record<string, unknown>;
      return { title: texts(summary), text: texts(description), labels: labels as string[] };
    },
    isListing: ({ path }) => path === '/rest/api/2/search/jql',
    fits: ({ labels }, query) => labels.some((label) => query.get('jql') === `labels = "${label}"`),
  },
};

export async function openTracker(kind: string) {
  const api = apis[kind];
  if (api === undefined) throw new Error(`there is no such tracker: ${kind}`);
  const inbox = await openInbox();
  const tickets: Ticket[] = [];
  let isRefusing = false;
  inbox.answers((response, request) => {
    const address = new URL(request.path, inbox.url);
    const body = request.body === '' ? {} : request.json();
    const asked: Asked = {
      method: request.method,
      path: address.pathname,
      query: address.searchParams,
      body,
    };
    const answer =
      isRefusing || !api.isAuthorised(request) ? null : answerTo(asked, { api, tickets, url: inbox.url });
    if (answer === null) withStatus(401, `Bad credentials: ${JSON.stringify(request.headers)}`)(response);
    else withStatus(answer.status, JSON.stringify(answer.json))(response);
  });
  return {
    settings: api.settings(inbox.url),
    tickets,
    addressOf: (number: number, project = 'shop') => api.addressOf(inbox.url, number, project),
    close: (number: number) => {
      const ticket = tickets[number - 1];
      if (ticket) ticket.isOpen = false;
    },
    refuse: (how = true) => {
      isRefusing = how;
    },
    requests: () => inbox.received.length,
    [Symbol.asyncDispose]: () => inbox[Symbol.asyncDispose](),
  };
}

function answerTo(
  asked: Asked,
  { api, tickets, url }: { api: Api; tickets: Ticket[]; url: string },
): { status: number; json: unknown } {
  const { method, path, query, body } = asked;
  const shown = tickets.map((ticket, index) => api.show(url, ticket, index + 1));
  if (method === 'GET' && path === api.root) return { status: 200, json: { ok: true } };
  if (method === 'GET' && api.isListing(asked))
    return {
      status: 200,
      json: api.list(shown.filter((_, index) => api.fits(tickets[index]!, query)).toReversed()),
    };
  if (method === 'POST' && path === api.issues) {
    const ticket: Ticket = { ...api.read(body), isOpen: true, comments: [] };
    tickets.push(ticket);
    return { status: 201, json: api.show(url, ticket, tickets.length) };
  }
  const [, number = '', more] =
    new RegExp(`^${api.issues}/(?:SHOP-)?(\\d+)(/comments?|/notes)?$`, 'u').exec(path) ?? [];
  const ticket = tickets[Number(number) - 1];
  if (ticket === undefined) return { status: 404, json: { message: 'Not Found' } };
  if (method === 'POST' && more !== undefined) {
    ticket.comments.push(texts(body['body']));
    return { status: 201, json: {} };
  }
  return { status: 200, json: shown[Number(number) - 1] };
}
