// The unchanged y-websocket provider from npm, over ws: behaves like any ordinary client.
import { WebsocketProvider } from 'y-websocket';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

const savedMessage = 4;

export type StockClient = {
  doc: Y.Doc;
  provider: WebsocketProvider;
  /** Resolves once the server's state is here, again after each reconnection. */
  synced(): Promise<void>;
  /** Resolves once the predicate holds; checks after every change of the document or the connection. */
  until(predicate: () => boolean, what?: string): Promise<void>;
  /** How many writing frames of this connection the server has confirmed as durable (SY4). */
  saved(): number;
  /** How many writing frames were sent on this connection. */
  sent(): number;
  /** Resolves with the next close code. */
  closed(): Promise<number>;
  close(): void;
};

/** Gets every update that goes over the wire, as bytes. */
export type Wiretap = {
  /** `number` counts the writing frames of this connection (SY4). */
  sent?(update: Uint8Array, number: number): void;
  received?(update: Uint8Array): void;
  /** The server confirmed the first `writes` frames of this connection as durable. */
  saved?(writes: number): void;
  opened?(): void;
};

const patienceMs = 60_000;
// Each provider adds a listener for the end of the process until it is closed; Node warns from the eleventh on.
process.setMaxListeners(0);

/** Joins a document; `server` is its http url. Reconnects as the stock client does. */
export function joinRoom(server: string, token: string, document: string, tap: Wiretap = {}): StockClient {
  const doc = new Y.Doc();
  const counts = { saved: 0, sent: 0 };
  const changed = new Set<() => void>();
  const notify = () => {
    for (const look of changed) look();
  };
  const provider = new WebsocketProvider(`${server.replace(/^http/, 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: countingSocket(counts, tap) as unknown as typeof globalThis.WebSocket,
    protocols: ['muster', `bearer.${token}`],
    disableBc: true,
    maxBackoffTime: 200,
  });
  provider.messageHandlers[savedMessage] = (_encoder, decoder) => {
    counts.saved = decoding.readVarUint(decoder);
    tap.saved?.(counts.saved);
    notify();
  };
  doc.on('update', notify);
  provider.on('sync', notify);
  provider.on('status', notify);
  provider.awareness.on('change', notify);

  const until = (predicate: () => boolean, what = 'a condition') =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        changed.delete(look);
        reject(new Error(`waited ${patienceMs} ms in vain for ${what} in ${document}`));
      }, patienceMs);
      const look = () => {
        if (!predicate()) return;
        changed.delete(look);
        clearTimeout(timer);
        resolve();
      };
      changed.add(look);
      look();
    });

  return {
    doc,
    provider,
    until,
    synced: () => until(() => provider.synced, 'the first sync'),
    saved: () => counts.saved,
    sent: () => counts.sent,
    closed: () =>
      new Promise((resolve) => provider.once('connection-close', (event) => resolve(event?.code ?? 1006))),
    close: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** A ws socket that counts and reports what it sends and receives; step 2 and update are the writing frames. */
function countingSocket(counts: { saved: number; sent: number }, tap: Wiretap) {
  return class extends WebSocket {
    constructor(address: string, protocols: string[]) {
      // Like a guest who accepted a hub's certificate.
      super(address, protocols, { rejectUnauthorized: false });
      counts.saved = 0;
      counts.sent = 0;
      tap.opened?.();
      this.on('message', (data: Buffer | ArrayBuffer) => {
        const update = readUpdate(new Uint8Array(data));
        if (update !== null) tap.received?.(update);
      });
    }
    override send(data: Uint8Array): void {
      const update = readUpdate(data);
      if (update !== null) {
        counts.sent += 1;
        tap.sent?.(update, counts.sent);
      }
      super.send(data);
    }
  };
}

function readUpdate(frame: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(frame);
  const isUpdate = decoding.readVarUint(decoder) === 0 && decoding.readVarUint(decoder) !== 0;
  return isUpdate ? decoding.readVarUint8Array(decoder).slice() : null;
}
