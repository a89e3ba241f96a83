// DE11: answers to pages. When the team's server is unreachable, an acknowledgement is written into the room, which
// syncs to the team later. A decline (`not me`) waits and is sent once the server is back. The UI shows both states.
import type { OpenPage } from '#room/feed/feed.ts';
import { refusalSchema } from '#wire/api/problem.ts';
import type { PageAnswer } from '../bridge.ts';
import type { ServerAddress } from '../server/embedded-server.ts';
import { strings } from '../strings.ts';

type Options = {
  address: () => Promise<ServerAddress>;
  log: (line: string) => void;
  changed: () => void;
};
type Given = PageAnswer & { incident: string };

export function holdAnswers({ address, log, changed }: Options) {
  const given = new Map<string, Given>();
  let pages: readonly OpenPage[] = [];
  const send = makeSending({
    post: postTo(address),
    log,
    keep: (answer) => {
      given.set(answer.page, answer);
      changed();
    },
    drop: (page) => {
      given.delete(page);
      changed();
    },
  });

  return {
    list: (): PageAnswer[] => [...given.values()].map(({ page, answer, state }) => ({ page, answer, state })),
    /** Rejects with a message for the person when the server refuses it. */
    async answer({ page, answer }: Pick<PageAnswer, 'page' | 'answer'>): Promise<void> {
      const open = pages.find(({ id }) => id === page);
      if (open === undefined) return; // answered meanwhile
      await send({ page, answer, incident: open.incident, state: 'sending' });
    },
    /**
     * Takes the feed's current pages and sends waiting answers when connected. Answers are kept even when their page
     * is missing: a server that has just started briefly reports no pages.
     */
    take(next: readonly OpenPage[], isConnected: boolean): void {
      pages = next;
      const isOpen = (id: string) => next.some((page) => page.id === id);
      for (const { page, state } of given.values())
        if (state === 'sending' && !isOpen(page)) given.delete(page);
      if (!isConnected) return;
      for (const each of given.values()) {
        if (each.state === 'waiting' && isOpen(each.page))
          send(each).catch((error: unknown) => log(`answer to page: ${String(error)}`));
      }
    },
  };
}

type Post = (path: string, body: unknown) => Promise<Response | null>;

/** Null when the server does not answer. */
const postTo =
  (address: Options['address']): Post =>
  async (path, body) => {
    const { url, token } = await address();
    return fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => null);
  };

type Sending = {
  post: Post;
  log: Options['log'];
  keep: (answer: Given) => void;
  drop: (page: string) => void;
};

/** Sends an answer to the team's server; while that is away, an acknowledgement goes into the room. */
function makeSending({ post, log, keep, drop }: Sending) {
  return async (answer: Given): Promise<void> => {
    keep({ ...answer, state: 'sending' });
    const path = `/api/v1/open-pages/${encodeURIComponent(answer.page)}/answer`;
    const response = await post(path, { answer: answer.answer });
    // 404: already answered elsewhere. In both cases the feed will remove the page.
    if (response?.ok || response?.status === 404) return;
    if (response !== null && response.status < 500) {
      drop(answer.page);
      throw new Error(await readProblem(response));
    }
    log(`answer to page ${answer.page}: the team's server is away (${response?.status ?? 'no answer'})`);
    if (answer.answer === 'decline') return keep({ ...answer, state: 'waiting' });
    const written = await post(`/api/v1/incidents/${answer.incident}/facts`, { kind: 'acknowledged' });
    if (written?.ok) return keep({ ...answer, state: 'written' });
    drop(answer.page);
    throw new Error(
      `Neither the team's server nor the room took it: ${written === null ? 'no answer' : await readProblem(written)}`,
    );
  };
}

async function readProblem(response: Response): Promise<string> {
  const problem = refusalSchema.safeParse(await response.json().catch(() => null));
  return problem.success ? problem.data.detail : strings.serverAnswered(response.status);
}
