// One document's relation to one upstream over time: joined, waiting for the next attempt, listening only.
import type { Database } from '../storage/database.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { runLink, type LinkEnd } from './link.ts';
import type { Peer } from './peer.ts';
import type { Timing } from './timing.ts';
import type { Unsent } from './unsent.ts';

/** `stay`: joined for as long as that is so. `once`: until both sides have everything. */
export type Need = 'stay' | 'once' | null;

/** What all links to one upstream have in common. */
export type LinkSurroundings = Peer & {
  author: string;
  rooms: Rooms;
  database: Database;
  unsent: Unsent;
  timing: Timing;
  now: () => number;
  random: () => number;
  log: Log;
  /** Whether there is a reason beyond our own unsent changes to join the document. */
  needOf: (document: string) => Need;
  /** Both sides have everything of it, as far as is known. */
  onCaughtUp: (document: string) => void;
  /** TM3: the upstream does not show it to us. */
  onWithheld: (document: string) => void;
  /** A refusal came or went, or something was sent. */
  onChange: () => void;
};

type Session = { abort: AbortController; mayWrite: boolean; isCaughtUp: boolean };

export class DocumentLink {
  readonly document: string;
  /** Why the upstream would not take our changes; null while it does. */
  refusal: string | null = null;
  readonly #options: LinkSurroundings;
  readonly #backoff: Backoff;
  readonly #onMoved: () => void;
  #session: Session | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Until the next attempt. */
  #pause: NodeJS.Timeout | null = null;
  /** While set, what is ours is kept back: the upstream refused it. */
  #mute: NodeJS.Timeout | null = null;
  /** Until a link that is not needed any more is ended. */
  #linger: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** `onMoved` is called when a wait is over or a session ended: time to look again. */
  constructor(document: string, options: LinkSurroundings, onMoved: () => void) {
    this.document = document;
    this.#options = options;
    this.#backoff = createBackoff(options.random);
    this.#onMoved = onMoved;
  }

  isWaitingToStart(mayWrite: boolean): boolean {
    return this.#session === null && this.#pause === null && this.#needs(mayWrite) !== null;
  }

  /** Nothing is going on and nothing is remembered. */
  isIdle(): boolean {
    return this.#session === null && this.#pause === null && this.#mute === null && this.refusal === null;
  }

  /** Starts a session; `onSettled` is called (perhaps again) once others may have their turn. */
  start(mayWrite: boolean, onSettled: () => void): void {
    this.#ended = this.#run(mayWrite && this.#mute === null, onSettled);
  }

  /** Looks whether the session should go on as it is. */
  review(mayWrite: boolean): void {
    const session = this.#session;
    if (session === null) return;
    if (session.mayWrite !== (mayWrite && this.#mute === null)) return session.abort.abort();
    clear(this.#linger);
    this.#linger = null;
    const isQuiet = session.isCaughtUp && (!session.mayWrite || this.#unsent() === 0);
    if (this.#needs(mayWrite) === 'stay' || !isQuiet) return;
    this.#linger = setTimeout(() => session.abort.abort(), this.#options.timing.lingerMs);
  }

  /** The upstream is back, or allows more: no wait from before counts. */
  forgetWaits(): void {
    clear(this.#pause);
    clear(this.#mute);
    this.#pause = null;
    this.#mute = null;
    this.#backoff.reset();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.forgetWaits();
    clear(this.#linger);
    this.#session?.abort.abort();
    await this.#ended;
  }

  #unsent(): number {
    return this.#options.unsent.count(this.document);
  }

  #needs(mayWrite: boolean): Need {
    const isUnsent = mayWrite && this.#mute === null && this.#unsent() > 0;
    return this.#options.needOf(this.document) ?? (isUnsent ? 'once' : null);
  }

  async #run(mayWrite: boolean, onSettled: () => void): Promise<void> {
    const { unsent, onChange, onCaughtUp } = this.#options;
    const session: Session = { abort: new AbortController(), mayWrite, isCaughtUp: false };
    this.#session = session;
    // A document that takes long must not keep the others waiting.
    const enough = setTimeout(onSettled, this.#options.timing.turnMs);
    const end = await runLink({
      ...this.#options,
      document: this.document,
      mayWrite,
      signal: session.abort.signal,
      onSent: (seq) => {
        unsent.noteSent(this.document, seq);
        onChange();
      },
      onCaughtUp: () => {
        onCaughtUp(this.document);
        if (!session.isCaughtUp) this.#settle(session);
        onSettled();
        this.review(mayWrite);
      },
    });
    clearTimeout(enough);
    clear(this.#linger);
    this.#linger = null;
    this.#session = null;
    if (!session.abort.signal.aborted && !this.#isClosed) this.#judge(session, end);
    onSettled();
    this.#onMoved();
  }

  #settle(session: Session): void {
    session.isCaughtUp = true;
    this.#backoff.reset();
    if (session.mayWrite) this.#setRefusal(null);
  }

  /** RE6: how long to wait, and whether to keep back what is ours. */
  #judge(session: Session, end: LinkEnd): void {
    const { timing, log, url } = this.#options;
    if (end.kind === 'withheld') {
      this.#pause = this.#after(timing.refusedRetryMs, () => (this.#pause = null));
      this.#options.onWithheld(this.document);
      return;
    }
    if (end.kind === 'refused') {
      this.#setRefusal(end.reason);
      // Refused while only listening: there is nothing less to ask for.
      if (session.mayWrite) this.#mute = this.#after(timing.refusedRetryMs, () => (this.#mute = null));
      else this.#pause = this.#after(timing.refusedRetryMs, () => (this.#pause = null));
      return;
    }
    log.debug({ upstream: url, document: this.document, reason: end.reason }, 'the link was lost');
    const waitMs = Math.max(this.#backoff.next(), end.kind === 'busy' ? timing.busyRetryMs : 0);
    this.#pause = this.#after(waitMs, () => (this.#pause = null));
  }

  #after(ms: number, then: () => void): NodeJS.Timeout {
    return setTimeout(() => {
      then();
      this.#onMoved();
    }, ms);
  }

  #setRefusal(reason: string | null): void {
    if (this.refusal === reason) return;
    this.refusal = reason;
    const about = { upstream: this.#options.url, document: this.document, reason };
    if (reason === null) this.#options.log.info(about, 'the upstream takes changes of this document again');
    else this.#options.log.warn(about, 'the upstream refused a document; the others go on');
    this.#options.onChange();
  }
}

function clear(timer: NodeJS.Timeout | null): void {
  if (timer !== null) clearTimeout(timer);
}
