// Decides which documents are joined to one upstream, and how many catch up at once.
import { UpstreamLink, type LinkSurroundings } from './document-link.ts';

export type Links = {
  /** Checks again whether these documents must be joined, in the given order. */
  consider(documents: Iterable<string>): void;
  /** The upstream is in reach; `access` is the right of its token. Ends every wait. */
  open(access: { mayWrite: boolean }): void;
  /** The upstream is out of reach: joined documents stay while their socket lives; no new ones are joined. */
  pause(): void;
  /** Documents whose changes the upstream refuses, with its reason. */
  refusals(): { document: string; reason: string }[];
  close(): Promise<void>;
};

// A laptop that was away for a week has hundreds of rooms to catch up with.
const catchingUpAtOnce = 8;

type Access = { mayWrite: boolean };

export function createLinks(options: LinkSurroundings): Links {
  const links = new Map<string, UpstreamLink>();
  let access: Access | null = null;

  const linkOf = (document: string): UpstreamLink => {
    const link = links.get(document) ?? new UpstreamLink(document, options, () => consider([document]));
    links.set(document, link);
    return link;
  };

  const joins = queueJoins(linkOf, () => access);

  const consider = (documents: Iterable<string>): void => {
    if (access === null) return;
    for (const document of documents) {
      const link = linkOf(document);
      link.review(access.mayWrite);
      if (link.isWaitingToStart(access.mayWrite)) joins.add(document);
      else if (link.isIdle()) links.delete(document);
    }
    joins.startNext();
  };

  const pause = (): void => {
    access = null;
    joins.clear();
  };

  return {
    consider,
    pause,
    open(next) {
      access = next;
      for (const link of links.values()) link.forgetWaits();
      consider([...links.keys()]);
    },
    refusals: () => [...links.values()].flatMap(refusalOf),
    async close() {
      pause();
      await Promise.all([...links.values()].map((link) => link.close()));
    },
  };
}

const refusalOf = ({ document, refusal }: UpstreamLink) =>
  refusal === null ? [] : [{ document, reason: refusal }];

/** Documents that wait to be joined, in order; only some of them catch up at once. */
function queueJoins(linkOf: (document: string) => UpstreamLink, accessNow: () => Access | null) {
  const queue = new Set<string>();
  const turns = new Set<symbol>();
  const startNext = (): void => {
    for (const document of queue) {
      const access = accessNow();
      if (access === null || turns.size >= catchingUpAtOnce) return;
      queue.delete(document);
      const link = linkOf(document);
      if (!link.isWaitingToStart(access.mayWrite)) continue;
      const turn = Symbol(document);
      turns.add(turn);
      link.start(access.mayWrite, () => {
        if (turns.delete(turn)) startNext();
      });
    }
  };
  return {
    add: (document: string) => void queue.add(document),
    clear: () => queue.clear(),
    startNext,
  };
}
