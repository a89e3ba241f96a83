// One upstream: its feed, its last known state, and the links of documents to it.
import { incidentOf, libraryName, roomName } from '#wire/document-name.ts';
import type { Person, UpstreamState } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { Database } from '../storage/database.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import { ask, timeSchema } from './ask.ts';
import { createBackoff, type Backoff } from '#wire/backoff.ts';
import { createCarrier, type Carrier, type NamedFiles } from './carrier.ts';
import { createComparison, type Comparison } from './comparison.ts';
import { watchClock } from './clock-offset.ts';
import type { LinkNeed } from './documents/document-link.ts';
import type { FeedEnd } from './feed.ts';
import { forwardRequest, type ForwardRequest, type ForwardResponse, type ForwardTarget } from './forward.ts';
import { createIncidentIndex, type IncidentIndex } from './incident-index.ts';
import { createLinks, type Links } from './documents/links.ts';
import { readListed } from './listed-incidents.ts';
import { openMemory, type Memory } from './mirror/memory.ts';
import { applyToMirror, emptyMirror, type Mirror } from './mirror/mirror.ts';
import type { Peer } from './peer.ts';
import type { PassKeeper } from './renew-pass.ts';
import { stayConnected } from './stay-connected.ts';
import type { Timing } from './timing.ts';
import { countUnsent, type Unsent } from './unsent.ts';
import { describeUpstream, type Reach } from './upstream-status.ts';

export type UpstreamOptions = Peer & {
  rooms: Rooms;
  database: Database;
  files: AttachmentStore;
  named: NamedFiles;
  now: () => number;
  random: () => number;
  log: Log;
  timing: Timing;
  /** Whether the document is open here. */
  isHeld: (document: string) => boolean;
  heldDocuments: () => Iterable<string>;
  /** The store for passes of the team's server; null for other upstreams. */
  passes: PassKeeper | null;
  /** Called for each feed message, after the mirror was updated. */
  onMessage: (message: FeedMessage) => void;
  /** TM3: the upstream hides this incident from us, or shows it again. */
  onSight: (incident: string, isHidden: boolean) => void;
  isWithheld?: ((incident: string) => boolean) | undefined;
  /** state() may have changed. */
  onState: () => void;
};

// The feed sends something every second; the time it was last heard is stored only this often.
const heardWrittenEveryMs = 15_000;

export class Upstream {
  readonly url: string;
  readonly unsent: Unsent;
  readonly #options: UpstreamOptions;
  readonly #backoff: Backoff;
  readonly #incidents: IncidentIndex;
  readonly #links: Links;
  readonly #carrier: Carrier;
  readonly #comparison: Comparison;
  readonly #end = new AbortController();
  readonly #memory: Memory;
  #reach: Reach = { kind: 'away', reason: 'not reached yet' };
  #shown: Pick<UpstreamState, 'state' | 'reason' | 'since'>;
  #running: Promise<void> = Promise.resolve();
  #stopClock: () => void = () => {};
  #writtenHeardAt = 0;

  constructor(options: UpstreamOptions) {
    const { url, timing, log } = options;
    const { database } = options;
    // The log's author name for updates from this upstream. It also keeps them from counting as unsent to it.
    const author = `upstream ${url}`;
    this.url = url;
    this.#options = options;
    const everyMs = timing.rememberEveryMs;
    const onError = (error: unknown) => {
      log.warn({ upstream: url, err: error }, 'the state of the upstream could not be written');
    };
    this.#memory = openMemory({ database, upstream: url, everyMs, onError });
    this.#backoff = createBackoff(options.random);
    this.unsent = countUnsent({ database, upstream: url, author, keepEveryMs: everyMs, onError });
    this.#incidents = createIncidentIndex(database, options.isWithheld);
    this.#comparison = createComparison({
      ...options,
      target: () => this.#target(),
      memory: this.#memory,
      unsent: this.unsent,
      everyMs: timing.standingAfterMs,
    });
    this.#shown = { state: 'away', reason: 'not reached yet', since: this.#known.heardAt ?? this.#teamNow() };
    this.#links = createLinks({
      ...options,
      author,
      unsent: this.unsent,
      needOf: (document) => this.#needOf(document),
      onCaughtUp: (document) => {
        this.#incidents.noteCaughtUp(incidentOf(document) ?? document);
        this.#comparison.noteSame(document);
      },
      onWithheld: (document) => this.#withhold(incidentOf(document) ?? document),
      onChange: () => this.#refresh(),
    });
    this.#carrier = createCarrier({ ...options, target: () => this.#target() });
  }

  start(): void {
    this.#running = stayConnected({
      ...this.#options,
      target: () => this.#target(),
      memory: this.#memory,
      comparison: this.#comparison,
      backoff: this.#backoff,
      signal: this.#end.signal,
      onHeard: () => this.#hear(),
      onMessage: (message) => this.#take(message),
      onLost: (end) => this.#lose(end),
    });
  }

  state(): UpstreamState {
    const hub = this.#known.mirror?.hub;
    const isHub = hub !== undefined && hub !== null;
    return { url: this.url, ...this.#shown, unsent: this.unsent.changes(), ...(isHub && { hub }) };
  }

  isConnected(): boolean {
    return this.#reach.kind === 'connected';
  }

  me(): Person | null {
    return this.#known.me;
  }

  clockOffsetMs(): number {
    return this.#known.clockOffsetMs;
  }

  heardAt(): number | null {
    return this.#known.heardAt;
  }

  /** Its last state; `staleSince` also covers an upstream of the upstream that is away. */
  mirror(): Mirror {
    const mirror = this.#known.mirror ?? emptyMirror;
    if (this.isConnected()) return mirror;
    return { ...mirror, staleSince: mirror.staleSince ?? this.#shown.since };
  }

  /** Our log grew, or the document was opened or closed here. */
  noteDocument(document: string, head: number | null): void {
    if (head !== null) this.unsent.noteHead(document, head);
    this.#links.consider([document]);
    this.#refresh();
  }

  /** RE4: forwards a request. Rejects with UpstreamAway. */
  forward(request: ForwardRequest): Promise<ForwardResponse> {
    return forwardRequest(request, this.#target());
  }

  /** AT5: gets a missing file; false when the upstream lacks it too. Rejects when the upstream cannot be asked. */
  async fetchFile(sha256: string): Promise<boolean> {
    return this.isConnected() && this.#carrier.fetch(sha256);
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#running;
    this.#stopClock();
    this.#comparison.pause();
    await this.#links.close();
    await this.#carrier.close();
    this.#memory.close();
    this.unsent.keep();
  }

  #hear(): void {
    const heardAt = this.#teamNow();
    const isWorthWriting = heardAt - this.#writtenHeardAt > heardWrittenEveryMs;
    if (isWorthWriting) this.#writtenHeardAt = heardAt;
    this.#memory[isWorthWriting ? 'learn' : 'learnInPassing']({ heardAt });
  }

  /** Resolves once everything that the message leads to is known; rejects when the upstream could not be asked. */
  async #take(message: FeedMessage): Promise<void> {
    let after: Promise<void> | undefined;
    const mirror = applyToMirror(this.#known.mirror ?? emptyMirror, message);
    if (message.type === 'sample') this.#memory.learnInPassing({ mirror });
    // HU4: a kill must not lose the team's people and their rights.
    else if (message.type === 'people' || message.type === 'snapshot') this.#memory.learnForGood({ mirror });
    else if (mirror !== this.#known.mirror) this.#memory.learn({ mirror });
    if (message.type === 'snapshot') {
      const isComplete = this.#incidents.replaceAll(message.snapshot.incidents, message.snapshot.older);
      for (const { id } of message.snapshot.incidents) this.#options.onSight(id, false);
      this.#connect();
      if (!isComplete) after = this.#askForOlder();
    } else if (message.type === 'incident') {
      this.#incidents.put(message.incident);
      this.#options.onSight(message.incident.id, false);
      this.#links.consider([roomName(message.incident.id)]);
    } else if (message.type === 'incident-hidden') {
      this.#withhold(message.id);
    } else if (message.type === 'people') {
      this.#takePeople(message.people);
    }
    this.#options.onMessage(message);
    await after;
  }

  /** HT6: our copies of the incidents that the snapshot left out differ from theirs. */
  async #askForOlder(): Promise<void> {
    for await (const page of readListed(this.#target()))
      for (const incident of page) {
        this.#incidents.put(incident);
        this.#options.onSight(incident.id, false);
      }
    this.#incidents.noteUnlisted();
    this.#openLinks();
  }

  #withhold(incident: string): void {
    this.#incidents.noteWithheld(incident);
    this.#comparison.noteRefused(roomName(incident));
    this.#options.onSight(incident, true);
  }

  #connect(): void {
    this.#backoff.reset();
    this.#reach = { kind: 'connected' };
    this.#options.log.info({ upstream: this.url, person: this.#known.me?.name }, 'connected to the upstream');
    this.#refresh();
    this.#openLinks();
    this.#watchClock();
  }

  #openLinks(): void {
    const access = { mayWrite: this.#known.me?.role !== 'viewer' };
    this.#links.open(access);
    this.#carrier.resume(access);
    const [held, doubted] = [this.#options.heldDocuments(), this.#comparison.documents()];
    const rooms = [libraryName, ...this.#incidents.ids().map(roomName)];
    this.#links.consider([...held, ...this.unsent.documents(), ...doubted, ...rooms]);
  }

  /** An owner may have changed the rights of our own person. */
  #takePeople(people: readonly Person[]): void {
    const { me } = this.#known;
    const now = people.find(({ id }) => id === me?.id);
    if (me === null || now === undefined || (now.role === me.role && now.name === me.name)) return;
    this.#memory.learnForGood({ me: { id: now.id, name: now.name, role: now.role } });
    if (now.role !== me.role) this.#openLinks();
    this.#refresh();
  }

  #lose({ kind, reason, isUnknown = false }: FeedEnd): void {
    this.#stopClock();
    this.#comparison.pause();
    this.#links.pause();
    this.#carrier.pause();
    const wasReach = this.#reach.kind;
    this.#reach = { kind: kind === 'refused' ? 'refused' : 'away', reason };
    if (wasReach !== this.#reach.kind) {
      this.#options.log.warn({ upstream: this.url, reason }, `the upstream is ${this.#reach.kind}`);
    }
    // RE6: who is no longer of the team has no page of it to answer; while it is away they all stay.
    const { mirror } = this.#known;
    if (isUnknown && mirror !== null && mirror.pages.length > 0)
      this.#memory.learnForGood({ mirror: { ...mirror, pages: [] } });
    // A silent peer counts as away since it was last heard, not since we noticed.
    this.#refresh(kind === 'silent' ? this.#known.heardAt : null);
  }

  #refresh(since: number | null = null): void {
    for (const { document } of this.#links.refusals()) this.#comparison.noteRefused(document);
    const next = describeUpstream({
      reach: this.#reach,
      role: this.#known.me?.role ?? null,
      unsent: this.unsent.changes(),
      refusals: this.#links.refusals(),
    });
    const hasTurned = next.state !== this.#shown.state;
    this.#shown = { ...next, since: hasTurned ? (since ?? this.#teamNow()) : this.#shown.since };
    this.#options.onState();
  }

  #needOf(document: string): LinkNeed {
    const incident = incidentOf(document);
    if (incident === null || this.#options.isHeld(document) || this.#incidents.isLive(incident))
      return 'stay';
    return this.#comparison.isDoubted(document) || this.#incidents.differs(incident) ? 'once' : null;
  }

  /** RE7: compares our clock with the upstream's, now and regularly. */
  #watchClock(): void {
    const { now, log, timing } = this.#options;
    this.#stopClock();
    this.#stopClock = watchClock({
      askTime: async () => (await ask(this.#target(), '/api/v1/time', timeSchema)).now,
      now,
      known: () => this.#known.clockOffsetMs,
      everyMs: timing.clockEveryMs,
      onMeasured: (clockOffsetMs) => {
        log.info({ upstream: this.url, clockOffsetMs }, 'the team’s clock differs from this computer’s');
        this.#memory.learn({ clockOffsetMs });
      },
      onError: (error) => log.debug({ upstream: this.url, err: error }, 'the clock could not be compared'),
    });
  }

  #target(): ForwardTarget {
    const { timing, token, fingerprint = null } = this.#options;
    const isConnected = this.isConnected();
    return {
      url: this.url,
      token,
      fingerprint,
      since: isConnected ? this.#teamNow() : this.#shown.since,
      timeoutMs: isConnected ? timing.requestMs : timing.requestWhileAwayMs,
      signal: this.#end.signal,
    };
  }

  get #known() {
    return this.#memory.known();
  }

  #teamNow(): number {
    return this.#options.now() + this.#known.clockOffsetMs;
  }
}
