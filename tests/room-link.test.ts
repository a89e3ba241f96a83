// The window's own wire to its server: what it says about saved, lost and refused, against a real server.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { roomName } from '#wire/document-name.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { createReadAhead } from '#renderer/live-room/read-ahead.tsx';
import { createRoomLink, type RoomLink } from '#renderer/live-room/room-link.ts';
import { startServer, type RunningServer } from './helpers/server.ts';
import { joinRoom } from './helpers/stock-client.ts';

const now = () => Date.now();
const makeId = makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), now);
const links: RoomLink[] = [];

afterEach(() => {
  for (const link of links.splice(0)) if (!link.doc.isDestroyed) link.destroy();
});

function makeLink(id: string): RoomLink {
  const link = createRoomLink(id, now);
  links.push(link);
  return link;
}

/** Resolves once the link's state or its room satisfies the predicate. */
function until(link: RoomLink, isTrue: () => boolean): Promise<void> {
  if (isTrue()) return Promise.resolve();
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = [link.subscribe(check), link.subscribeToRoom(check)];
    const watchTexts = () => check();
    link.open.doc.on('update', watchTexts);
    stops.push(() => link.open.doc.off('update', watchTexts));
  });
}

const declare = async (server: RunningServer) =>
  (
    await server.api<{ id: string }>('/api/v1/incidents', {
      method: 'POST',
      json: { title: 'Payments are down' },
    })
  ).body.id;

async function joinAs(server: RunningServer, role: string, name: string) {
  const invitation = await server.api<{ code: string }>('/api/v1/invitations', {
    method: 'POST',
    json: { role },
  });
  const accepted = await server.api<{ token: string; person: { id: string } }>('/api/v1/invitations/accept', {
    method: 'POST',
    json: { code: invitation.body.code, name },
    token: null,
  });
  return accepted.body;
}

describe('the link of a room', () => {
  test('[SY4] a change is unsaved until the server has it on disk', async () => {
    await using server = await startServer();
    const id = await declare(server);
    const link = makeLink(id);
    link.connect({ server: server.url, token: server.ownerToken });
    await until(link, () => link.state().isLoaded);
    expect(link.room().title).toBe('Payments are down');
    link.open.text('summary').insert(0, 'Cards are refused.');
    expect(link.state().unsaved).toBe(1);
    await until(link, () => link.state().unsaved === 0);
    await server.kill9();
    await server.restart();
    const fresh = makeLink(id);
    fresh.connect({ server: server.url, token: server.ownerToken });
    await until(fresh, () => fresh.state().isLoaded);
    expect(fresh.open.text('summary').toJSON()).toBe('Cards are refused.');
  });

  test('[SY18] a room that is read ahead is left again, unseen, and opens as it was; then comes what is new', async () => {
    await using server = await startServer();
    const id = await declare(server);
    const watcher = joinRoom(server.url, server.ownerToken, roomName(id));
    await watcher.synced();
    const link = makeLink(id);
    let shown = 0;
    const isShown = Promise.withResolvers<void>();
    watcher.provider.awareness.on('change', ({ added }: { added: number[] }) => {
      shown += added.filter((client) => client === link.awareness.clientID).length;
      if (shown > 0) isShown.resolve();
    });
    const credentials = { server: server.url, token: server.ownerToken };
    const ahead = createReadAhead(() => ({ link, leave: link.readOnce(credentials) }));
    ahead.want([id]);
    await until(link, () => link.state().isLoaded);
    await until(link, () => link.state().own === 'connecting');
    await server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text: 'since then' } });
    expect(ahead.take(id)).toBe(link);
    expect(ahead.take(id)).toBeNull();
    expect(link.room().title).toBe('Payments are down');
    expect(link.state().isLoaded).toBe(false);
    link.awareness.setLocalState({ person: 'ana', name: 'Ana' });
    link.connect(credentials);
    await until(link, () => link.state().isLoaded);
    expect(link.room().timeline.map(({ fact }) => ('text' in fact ? fact.text : null))).toContain(
      'since then',
    );
    await isShown.promise;
    expect(shown).toBe(1);
    watcher.close();
  });

  test('[SY18] what is no longer urgent is forgotten, also while it is being read', () => {
    const link = makeLink(makeId());
    const nowhere = { server: 'http://127.0.0.1:9', token: '' };
    const ahead = createReadAhead(() => ({ link, leave: link.readOnce(nowhere) }));
    ahead.want(['a']);
    ahead.want([]);
    expect(link.doc.isDestroyed).toBe(true);
    expect(ahead.take('a')).toBeNull();
  });

  test('[SY4] text typed while the server is away is counted, and arrives when it is back', async () => {
    await using server = await startServer();
    const id = await declare(server);
    const link = makeLink(id);
    link.connect({ server: server.url, token: server.ownerToken });
    await until(link, () => link.state().isLoaded);
    await server.kill9();
    await until(link, () => link.state().own === 'lost');
    const text = link.open.text('summary');
    for (const word of ['one ', 'two ', 'three']) text.insert(text.length, word);
    expect(link.state().unsaved).toBe(3);
    await server.restart();
    await until(link, () => link.state().unsaved === 0);
    expect(link.state().own).toBe('open');
    const other = makeLink(id);
    other.connect({ server: server.url, token: server.ownerToken });
    await until(other, () => other.open.text('summary').toJSON() === 'one two three');
  });

  test('[SY2] a token that the server does not know is refused with words, and not tried again', async () => {
    await using server = await startServer();
    const link = makeLink(await declare(server));
    link.connect({ server: server.url, token: 'nobody' });
    await until(link, () => link.state().own === 'refused');
    expect(link.state().refusal).toContain('does not know your token');
  });

  test('[SY6] a viewer reads, and is told when writing was refused', async () => {
    await using server = await startServer();
    const id = await declare(server);
    const viewer = await joinAs(server, 'viewer', 'Vi');
    const link = makeLink(id);
    link.connect({ server: server.url, token: viewer.token });
    await until(link, () => link.state().isLoaded);
    expect(link.room().title).toBe('Payments are down');
    link.open.append({ kind: 'note', text: 'let me in' }, { by: viewer.person.id, now, makeId });
    await until(link, () => link.state().own === 'refused');
    expect(link.state().refusal).toContain('does not allow this');
    expect(link.state().unsaved).toBe(1);
  });

  test('[SY3] two windows see each other, and who is there', async () => {
    await using server = await startServer();
    const id = await declare(server);
    const bo = await joinAs(server, 'responder', 'Bo');
    const [one, two] = [makeLink(id), makeLink(id)];
    one.awareness.setLocalState({ person: 'owner', name: 'Owner' });
    one.connect({ server: server.url, token: server.ownerToken });
    two.connect({ server: server.url, token: bo.token });
    await Promise.all([until(one, () => one.state().isLoaded), until(two, () => two.state().isLoaded)]);
    two.open.append({ kind: 'note', text: 'I am on it' }, { by: bo.person.id, now, makeId });
    await until(one, () => one.room().timeline.some(({ fact }) => fact.kind === 'note'));
    await expect.poll(() => two.awareness.getStates().get(one.open.doc.clientID)?.name).toBe('Owner');
  });

  test('[MP6] a server that accepts and never answers is given up after 20 s, and tried again', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const link = makeLink(makeId());
      link.connect({ server: `http://127.0.0.1:${(mute.address() as AddressInfo).port}`, token: 'any' });
      await once(mute, 'connection');
      const again = once(mute, 'connection');
      vi.advanceTimersByTime(19_999);
      expect(link.state().own).toBe('connecting');
      vi.advanceTimersByTime(1);
      await until(link, () => link.state().own === 'lost');
      vi.advanceTimersByTime(2_500);
      await again;
    } finally {
      vi.useRealTimers();
      for (const socket of sockets) socket.destroy();
      mute.close();
    }
  });
});
