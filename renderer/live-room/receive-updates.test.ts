import { expect, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { sendOnlyOwn } from './receive-updates.ts';

test('[SY13] updates from a provider are not written down again; changes by others are', () => {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider('ws://127.0.0.1:9', 'room', doc, {
    connect: false,
    disableBc: true,
  });
  const sent: unknown[] = [];
  const send = provider._updateHandler;
  doc.off('update', send);
  provider._updateHandler = (update, origin) => {
    sent.push(origin);
    send(update, origin);
  };
  doc.on('update', provider._updateHandler);
  const stop = sendOnlyOwn(provider);
  const server = new Y.Doc();
  server.getText('summary').insert(0, 'from the server');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server), provider);
  expect(sent).toEqual([]);
  doc.getText('summary').insert(0, 'typed here, ');
  const copy = new Y.Doc();
  copy.getText('summary').insert(0, 'from the copy, ');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(copy), 'the copy');
  expect(sent).toEqual([null, 'the copy']);
  stop();
  provider.destroy();
});
