// Replaces the provider's handler for document messages, which would apply every update at once.
import { readVarUint, readVarUint8Array } from 'lib0/decoding';
import { writeVarUint } from 'lib0/encoding';
import { readSyncStep1 } from 'y-protocols/sync';
import type { WebsocketProvider } from 'y-websocket';
import type { Transaction } from 'yjs';
import { applyUpdate } from './apply-update.ts';

const syncMessage = 0;
const step1 = 0;
const step2 = 1;

/**
 * Applies incoming messages one after the other, large updates in slices (SY13). `receiving` is told when slices begin
 * to come, and when all are in.
 */
export function receiveInSlices(provider: WebsocketProvider, receiving: (isBusy: boolean) => void): void {
  const { doc } = provider;
  const applying = { doc, origin: provider, now: () => performance.now(), pause };
  let busy: Promise<void> | null = null;

  const apply = (update: Uint8Array): Promise<void> | null => {
    if (doc.isDestroyed) return null;
    if (busy === null) return applyUpdate(update, applying);
    return busy.then(() => (doc.isDestroyed ? undefined : (applyUpdate(update, applying) ?? undefined)));
  };
  provider.messageHandlers[syncMessage] = (encoder, decoder, _provider, emitSynced) => {
    writeVarUint(encoder, syncMessage);
    const kind = readVarUint(decoder);
    if (kind === step1) return readSyncStep1(decoder, encoder, doc);
    const done = () => {
      if (emitSynced && kind === step2 && !provider.synced) provider.synced = true;
    };
    const work = apply(readVarUint8Array(decoder));
    if (work === null) return done();
    const mine: Promise<void> = work.then(done).finally(() => {
      if (busy !== mine) return;
      busy = null;
      receiving(false);
    });
    busy = mine;
    receiving(true);
    mine.catch((error: unknown) => reportError(error));
  };
}

/**
 * Lets the provider listen only to changes that it has to send. Yjs writes every transaction down as an update as long
 * as somebody listens: for a large room that arrives, more work than to take it in. Returns a function that stops.
 */
export function sendOnlyOwn(provider: WebsocketProvider): () => void {
  const { doc, _updateHandler: send } = provider;
  doc.off('update', send);
  const before = ({ origin }: Transaction) => {
    if (origin !== provider) doc.on('update', send);
  };
  const after = () => doc.off('update', send);
  doc.on('beforeTransaction', before);
  doc.on('afterAllTransactions', after);
  return () => {
    doc.off('beforeTransaction', before);
    doc.off('afterAllTransactions', after);
  };
}

/** Lets the window handle its events. A browser delays nested timers by 4 ms each, which is as long as a slice. */
const pause = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
