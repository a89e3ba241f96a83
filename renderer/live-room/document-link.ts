// One document's connection: the document, its awareness and the socket to our own server. The document outlives
// sockets and servers. Typed text stays in it until the server says it is durable.
import type { Refusal } from '#wire/api/problem.ts';
import { Awareness } from 'y-protocols/awareness';
import { jittered } from '#wire/backoff.ts';
import { closeCodes, isLasting } from '#wire/close-codes.ts';
import { frameKinds, writingFrame } from '#wire/frames.ts';
import { readVarUint } from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Credentials } from '../server/http.ts';
import { strings } from '../strings/index.ts';
import type { ConnectionParts } from './connection-words.ts';
import { receiveInSlices, sendOnlyOwn } from './receive-updates.ts';
import { changeMade, frameSent, framesDurable, nothingWaiting, socketRenewed, type Saved } from './saved.ts';

const words = strings.room;

export type SocketState = Pick<ConnectionParts, 'own' | 'since' | 'refusal' | 'unsaved'> & {
  /** The server's or this browser's copy has been loaded; before that the document is empty. */
  isLoaded: boolean;
  /** A large update is being applied, in slices. */
  isReceiving: boolean;
};

export type DocumentSocket = {
  doc: Y.Doc;
  awareness: Awareness;
  /** Connects, replacing an earlier connection; returns a function that disconnects. */
  connect: (credentials: Credentials) => () => void;
  /**
   * SY18: loads the document, shows nobody present, and disconnects. Returns a function that disconnects earlier; then
   * `connect` loads what is new.
   */
  readOnce: (credentials: Credentials) => () => void;
  /** Call once this browser's copy is in the document. */
  copyLoaded: () => void;
  state: () => SocketState;
  subscribe: (listener: () => void) => () => void;
  destroy: () => void;
};

const atFirst: SocketState = {
  own: 'connecting',
  since: null,
  refusal: null,
  unsaved: 0,
  isLoaded: false,
  isReceiving: false,
};

/** `name` is a document name (wire/document-name.ts); `now` is the team's clock, in epoch ms. */
export function createDocumentLink(name: string, now: () => number): DocumentSocket {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const progress = trackProgress();
  let provider: WebsocketProvider | null = null;
  countChanges(doc, progress);
  const connect = (credentials: Credentials) => {
    const made = makeProvider(name, {
      doc,
      awareness,
      credentials,
      sent: (frame) => progress.account((saved) => frameSent(saved, frame)),
    });
    provider = made;
    const isCurrent = () => provider === made;
    const stop = follow(made, { name, server: credentials.server, progress, awareness, now, isCurrent });
    made.connect();
    return () => {
      if (isCurrent()) provider = null;
      stop();
      made.destroy();
    };
  };
  return {
    doc,
    awareness,
    connect,
    readOnce: (credentials) => readOnce(() => connect(credentials), awareness, progress),
    copyLoaded: () => {
      if (doc.store.clients.size > 0) progress.set({ isLoaded: true });
    },
    state: progress.state,
    subscribe: progress.subscribe,
    destroy: () => {
      provider?.destroy();
      awareness.destroy();
      doc.destroy();
    },
  };
}

/**
 * Yjs calls this before the provider's listener, so a change is counted before it is sent. Only local changes count:
 * updates from a server or from this browser's copy are already durable there.
 */
function countChanges(doc: Y.Doc, progress: ReturnType<typeof trackProgress>) {
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.local && hasChanges(transaction)) progress.account(changeMade);
  });
}

/** Connects until the document is loaded, without showing anybody present. Returns a function that ends it earlier. */
function readOnce(
  connect: () => () => void,
  awareness: Awareness,
  progress: ReturnType<typeof trackProgress>,
): () => void {
  const presence = awareness.getLocalState();
  awareness.setLocalState(null);
  const disconnect = connect();
  let hasLeft = false;
  const leave = () => {
    if (hasLeft) return;
    hasLeft = true;
    stopWatching();
    disconnect();
    awareness.setLocalState(presence);
    progress.set(atFirst);
  };
  // Later, because the provider is still busy with the message that told it.
  const stopWatching = progress.subscribe(() => {
    if (progress.state().isLoaded) setTimeout(leave);
  });
  return leave;
}

/** How the connection is, and which changes wait for the server. */
function trackProgress() {
  const listeners = new Set<() => void>();
  let saved: Saved = nothingWaiting;
  let state = atFirst;
  const set = (change: Partial<SocketState>) => {
    const next = { ...state, ...change };
    if ((Object.keys(next) as (keyof SocketState)[]).every((key) => next[key] === state[key])) return;
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    set,
    state: () => state,
    account: (change: (before: Saved) => Saved) => {
      saved = change(saved);
      set({ unsaved: saved.waiting.length });
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Followed = {
  name: string;
  server: string;
  progress: ReturnType<typeof trackProgress>;
  awareness: Awareness;
  now: () => number;
  /** False once another connection replaced this one. */
  isCurrent: () => boolean;
};

/** Keeps the progress by what happens to the sockets of this connection; returns what ends that. */
function follow(made: WebsocketProvider, { name, server, progress, awareness, now, isCurrent }: Followed) {
  const { account, set, state } = progress;
  receiveInSlices(made, (isReceiving) => set({ isReceiving }));
  made.messageHandlers[frameKinds.saved] = (_encoder, decoder) => {
    const upTo = readVarUint(decoder);
    account((saved) => framesDurable(saved, upTo));
  };
  made.on('status', ({ status }) => {
    account(socketRenewed);
    if (status !== 'connected') return;
    set({ own: 'open', since: null, refusal: null });
    // Presence needs a new clock. Others treat the old one as belonging to a client that left.
    const presence = awareness.getLocalState();
    if (presence) awareness.setLocalState(presence);
  });
  made.on('connection-close', () => {
    made.maxBackoffTime = longestWait(made.wsUnsuccessfulReconnects);
    account(socketRenewed);
    if (state().own !== 'refused') set({ own: 'lost', since: state().since ?? now() });
  });
  made.on('connection-error', () => {
    if (made.wsUnsuccessfulReconnects < failuresToAskAt || state().isLoaded) return;
    void askWhyClosed(server, name).then((why) => {
      if (why !== null && isCurrent() && state().own !== 'open')
        set({ own: 'refused', since: state().since ?? now(), refusal: why });
    });
  });
  made.on('closed', ({ code, reason }) =>
    set({ own: 'refused', since: now(), refusal: sayRefusal(code, reason) }),
  );
  made.on('sync', (synced) => {
    if (synced) set({ isLoaded: true });
  });
  return sendOnlyOwn(made);
}

/** Whether Yjs makes an update of the transaction. */
const hasChanges = ({ deleteSet, afterState, beforeState }: Y.Transaction): boolean =>
  deleteSet.clients.size > 0 || [...afterState].some(([client, clock]) => beforeState.get(client) !== clock);

/** After this many failed sockets, asks the server over HTTP why. */
const failuresToAskAt = 2;

/** OP21: the server's reason over HTTP, if it rejects this address; otherwise null. */
async function askWhyClosed(server: string, name: string): Promise<string | null> {
  try {
    const answer = await fetch(`${server.replace(/^ws/, 'http')}/sync/${name}`);
    const { detail } = (await answer.json()) as Partial<Refusal>;
    return answer.status === 404 && typeof detail === 'string' ? detail : null;
  } catch {
    return null;
  }
}

/**
 * RE6: the longest wait before the next socket, in ms. y-websocket takes this or its own doubling wait, whichever is
 * shorter, so it is less than both.
 */
const longestWait = (failures: number): number =>
  jittered(Math.min(2500, 100 * 2 ** (failures + 1)), Math.random);

/** A socket that is not open by then is given up, and tried again. */
const openWithinMs = 20_000;

type Wire = {
  doc: Y.Doc;
  awareness: Awareness;
  credentials: Credentials;
  sent: (frame: 'update' | 'step2') => void;
};

function makeProvider(name: string, { doc, awareness, credentials, sent }: Wire): WebsocketProvider {
  /** Gives up a server that does not answer, and reports which writing frames this socket really sent. */
  class MeteredSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      // A browser waits minutes for a server that accepts and says nothing, and y-websocket waits with it.
      const timer = setTimeout(() => this.close(), openWithinMs);
      const settled = () => clearTimeout(timer);
      this.addEventListener('open', settled);
      this.addEventListener('close', settled);
    }
    override send(data: string | Blob | BufferSource) {
      super.send(data);
      const kind = data instanceof Uint8Array ? writingFrame(data) : null;
      if (kind) sent(kind);
    }
  }
  return new WebsocketProvider(`${credentials.server.replace(/^http/, 'ws')}/sync`, name, doc, {
    connect: false,
    awareness,
    protocols: ['muster', `bearer.${credentials.token}`],
    disableBc: true,
    WebSocketPolyfill: MeteredSocket,
    // "Too fast" is temporary. "Not authenticated" and "not allowed" last until somebody acts.
    shouldReconnect: ({ code }) => !isLasting(code),
  });
}

function sayRefusal(code: number, reason: string): string {
  if (code === closeCodes.notAuthenticated) return words.tokenUnknown;
  if (code === closeCodes.restricted) return words.restricted;
  if (code === closeCodes.notAllowed) return words.notAllowed(reason);
  if (code === closeCodes.erased) return strings.erase.gone;
  if (code === closeCodes.tooLarge) return words.tooLarge;
  return words.notUnderstood(code, reason);
}
