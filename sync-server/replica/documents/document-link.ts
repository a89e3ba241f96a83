// The link of one document to one upstream over time: joined, waiting for the next attempt, or only listening.
import type { Database } from '../../storage/database.ts';
import type { Log, Rooms } from '../../sync/rooms.ts';
import { createBackoff, type Backoff } from '#wire/backoff.ts';
import { runLink, type LinkEnd } from './link.ts';
import type { Peer } from '../peer.ts';
import type { Timing } from '../timing.ts';
import type { Unsent } from '../unsent.ts';

/** `stay`: joined while the reason lasts. `once`: until both sides have everything. */
export type LinkNeed = 'stay' | 'once' | null;

/** Shared by all links to one upstream. */
export type LinkSurroundings = Peer & {
  author: string;
  rooms: Rooms;
  database: Database;
  unsent: Unsent;
  timing: Timing;
  now: () => number;
  random: () => number;
  log: Log;
  /** A reason to join the document, other than our own unsent changes. */
  needOf: (document: string) => LinkNeed;
  /** Both sides have the whole document, as far as is known. */
  onCaughtUp: (document: string) => void;
  /** TM3: the upstream does not show it to us. */
  onWithheld: (document: string) => void;
  /** A refusal began or ended, or something was sent. */
  onChange: () => void;
};

type Session = { abort: AbortController; mayWrite: boolean; isCaughtUp: boolean };

export class UpstreamLink {
  readonly document: string;
  /** Why the upstream refuses our changes; null while it accepts them. */
  refusal: string | null = null;
  readonly #options: LinkSurroundings;
  readonly #backoff: Backoff;
  readonly #onMoved: () => void;
  #session: Session | null = null;
  #ended: Promise<void> = Promise.resolve();
  /** Runs until the next attempt. */
  #pause: NodeJS.Timeout | null = null;
  /** While set, our changes are not sent: the upstream refused them. */
  #mute: NodeJS.Timeout | null = null;
  /** Runs until an unneeded link is ended. */
  #linger: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** `onMoved` is called when a wait is over or a session ended, to review the link. */
  constructor(document: string, options: LinkSurroundings, onMoved: () => void) {
    this.document = document;
    this.#options = options;
    this.#backoff = createBackoff(options.random);
    this.#onMoved = onMoved;
  }

  isWaitingToStart(mayWrite: boolean): boolean {
    return this.#session === null && this.#pause === null && this.#needs(mayWrite) !== null;
  }

  /** No session, no wait, no refusal. */
  isIdle(): boolean {
    return this.#session === null && this.#pause === null && this.#mute === null && this.refusal === null;
  }

  /** Starts a session; `onSettled` is called, perhaps twice, once other documents may start. */
  start(mayWrite: boolean, onSettled: () => void): void {
    this.#ended = this.#run(mayWrite && this.#mute === null, onSettled);
  }

  /** Decides whether the session may continue as it is. */
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

  /** The upstream is back, or allows more: earlier waits end. */
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

  #needs(mayWrite: boolean): LinkNeed {
    const isUnsent = mayWrite && this.#mute === null && this.#unsent() > 0;
    return this.#options.needOf(this.document) ?? (isUnsent ? 'once' : null);
  }

  async #run(mayWrite: boolean, onSettled: () => void): Promise<void> {
    const { unsent, onChange, onCaughtUp } = this.#options;
    const session: Session = { abort: new AbortController(), mayWrite, isCaughtUp: false };
    this.#session = session;
    // A slow document must not keep the others waiting.
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

  /** RE6: decides how long to wait, and whether to hold back our changes. */
  #judge(session: Session, end: LinkEnd): void {
    const { timing, log, url } = this.#options;
    if (end.kind === 'withheld') {
      this.#pause = this.#after(timing.refusedRetryMs, () => (this.#pause = null));
      this.#options.onWithheld(this.document);
      return;
    }
    if (end.kind === 'refused') {
      this.#setRefusal(end.reason);
      // Refused although only listening: nothing smaller can be asked.
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
    if (reason === null) this.#options.log.info(about, 'the upstream accepts changes to this document again');
    else this.#options.log.warn(about, 'the upstream refused a document; the others go on');
    this.#options.onChange();
  }
}

function clear(timer: NodeJS.Timeout | null): void {
  if (timer !== null) clearTimeout(timer);
}
