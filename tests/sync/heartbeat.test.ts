import { expect, test } from 'vitest';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';

test('[SY1] a silent connection hears something now and then, or a stock client would give it up', async () => {
  await using server = await serveRooms({ limits: { heartbeatMs: 100 } });
  const client = await connectRaw(server.url, 'ana', makeRoomName());
  const heard = () => client.frames.filter(({ kind }) => kind === 1).length;
  await expect.poll(heard).toBeGreaterThan(1);
  client.close();
});

test('[SY9] a peer that answers nothing any more is taken for gone, one that does is not', async () => {
  await using server = await serveRooms({ limits: { heartbeatMs: 150 } });
  const room = makeRoomName();
  const dead = await connectRaw(server.url, 'ana', room);
  const alive = await connectRaw(server.url, 'bo', room);
  await dead.frame(({ sync }) => sync === 0, 'the greeting');
  // The network swallows everything; nobody says goodbye.
  dead.socket.pause();
  await expect.poll(() => server.rooms.counts().sockets).toBe(1);
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  dead.close();
  alive.close();
});
