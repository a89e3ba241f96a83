import { roomName } from '#wire/document-name.ts';
import { describe, expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { listed, makeId, openDesk, readText, until, writeText } from '../testing/desk.ts';
import { startTeam } from '../testing/team.ts';
import { openWire } from '../testing/wire.ts';

const stateOf = ({ replica }: ReturnType<typeof openDesk>) => replica.states()[0];
const room = () => roomName(makeId());
const incidentOf = (document: string) => document.slice('room-'.length);

/** Somebody in a room, inside the server's process; sees and is seen. */
async function sit(rooms: ReturnType<typeof openDesk>['rooms'], document: string, name: string) {
  const awareness = new Awareness(new Y.Doc());
  const seat = await rooms.join(document, {
    author: name,
    onUpdate: () => {},
    onAwareness: (update) => applyAwarenessUpdate(awareness, update, 'remote'),
  });
  return {
    /** Says again what it heard of everybody, as stock clients do. */
    repeat: (heard: Uint8Array) => seat.setAwareness(heard),
    heard: () => encodeAwarenessUpdate(awareness, [...awareness.getStates().keys()]),
    names: () =>
      [...awareness.getStates().values()]
        .map((state) => String(state['name'] ?? ''))
        .filter((name) => name !== '')
        .toSorted(),
    show: (shown = name) => {
      awareness.setLocalState({ name: shown });
      seat.setAwareness(encodeAwarenessUpdate(awareness, [awareness.clientID]));
    },
    leave: () => {
      seat.leave();
      awareness.destroy();
    },
  };
}

describe('which documents are joined', () => {
  test('[RE1] the library and every open incident, for good; what was written meets on both sides', async () => {
    await using team = await startTeam();
    const document = room();
    team.snapshot = { incidents: [listed(incidentOf(document))] };
    await writeText(team.rooms, document, 'theirs ');
    await using desk = openDesk([team.url]);
    await writeText(desk.rooms, document, 'ours ');
    await until(async () => (await readText(team.rooms, document)).length === 12);
    await until(
      async () => (await readText(desk.rooms, document)) === (await readText(team.rooms, document)),
    );
    expect([team.sockets.now.get('library'), team.sockets.now.get(document)]).toEqual([1, 1]);
  });

  test('[RE1] an incident that the feed tells of later', async () => {
    await using team = await startTeam();
    await using desk = openDesk([team.url]);
    await until(() => stateOf(desk)?.state === 'connected');
    const document = room();
    await writeText(team.rooms, document, 'new');
    team.say({ type: 'incident', incident: listed(incidentOf(document)) });
    await until(async () => (await readText(desk.rooms, document)) === 'new');
  });

  test('[RE1] a closed incident that we lack is fetched, once, and again when it changes', async () => {
    await using team = await startTeam();
    const document = room();
    const closed = listed(incidentOf(document), { status: 'closed' });
    team.snapshot = { incidents: [closed] };
    await writeText(team.rooms, document, 'old');
    await using desk = openDesk([team.url]);
    await until(async () => (await readText(desk.rooms, document)) === 'old');
    await until(() => team.sockets.now.get(document) === 0);
    await writeText(team.rooms, document, 'more, ');
    team.say({ type: 'incident', incident: closed });
    const changed = listed(incidentOf(document), { status: 'closed', factCount: 2 });
    team.say({ type: 'incident', incident: changed });
    await until(async () => (await readText(desk.rooms, document)) === 'more, old');
    await until(() => team.sockets.now.get(document) === 0);
  });

  test('[HT6] older incidents that the feed left out are listed in pages, after a failure again', async () => {
    await using team = await startTeam();
    const [first, second] = [room(), room()];
    for (const document of [first, second]) await writeText(team.rooms, document, 'long ago');
    team.snapshot = { older: { count: 2, from: 1, digest: 'of others' } };
    const [one, other] = [first, second].map((each) => listed(incidentOf(each), { status: 'closed' }));
    let failures = 1;
    team.listed = (url) => {
      if (url.includes('cursor=next')) return { items: [other], next: null };
      return failures-- > 0 ? 'busy' : { items: [one], next: 'next' };
    };
    await using desk = openDesk([team.url]);
    for (const document of [first, second])
      await until(async () => (await readText(desk.rooms, document)) === 'long ago');
    expect(team.requests.filter((each) => each.includes('/incidents'))).toEqual([
      'GET /api/v1/incidents?limit=200',
      'GET /api/v1/incidents?limit=200',
      'GET /api/v1/incidents?limit=200&cursor=next',
    ]);
  });

  test('[RE1] a change made here in a quiet room goes up, and the link ends after it', async () => {
    await using team = await startTeam();
    await using desk = openDesk([team.url]);
    const document = room();
    await writeText(desk.rooms, document, 'unheard of');
    await until(async () => (await readText(team.rooms, document)) === 'unheard of');
    await until(() => stateOf(desk)?.unsent === 0 && team.sockets.now.get(document) === 0);
  });

  test('[RE1] a room that somebody here has open stays joined until the last one leaves', async () => {
    await using team = await startTeam();
    await using desk = openDesk([team.url]);
    const document = room();
    const leave = [desk.replica.hold(document), desk.replica.hold(document)];
    await until(() => team.sockets.now.get(document) === 1);
    leave[0]?.();
    await writeText(team.rooms, document, 'read by one');
    await until(async () => (await readText(desk.rooms, document)) === 'read by one');
    expect(team.sockets.now.get(document)).toBe(1);
    leave[1]?.();
    await until(() => team.sockets.now.get(document) === 0);
  });

  test('[RE1] an id in the feed that is no id is not joined', async () => {
    await using team = await startTeam();
    const document = room();
    team.snapshot = { incidents: [listed('../../api'), listed(incidentOf(document))] };
    await using _desk = openDesk([team.url]);
    await until(() => team.sockets.now.get(document) === 1 && team.sockets.now.get('library') === 1);
    expect([...team.sockets.now.keys()].toSorted()).toEqual(['library', document]);
  });

  test('[RE1] a hundred rooms catch up, a few at a time', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    wire.cut();
    await using desk = openDesk([wire.url], { timing: { lingerMs: 0 } });
    const documents = Array.from({ length: 100 }, room);
    for (const document of documents) await writeText(desk.rooms, document, document);
    expect(stateOf(desk)?.unsent).toBe(100);
    wire.heal();
    await until(() => stateOf(desk)?.unsent === 0);
    for (const document of documents) expect(await readText(team.rooms, document)).toBe(document);
    // Eight that catch up, the library, and those that are just hanging up.
    expect(team.sockets.most).toBeLessThanOrEqual(20);
  });
});

describe('a link', () => {
  test('[RE2] `unsent` goes up while the upstream is away and to 0 when it has acknowledged', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    await using desk = openDesk([wire.url]);
    const document = room();
    await writeText(desk.rooms, document, '0');
    await until(async () => (await readText(team.rooms, document)) === '0' && stateOf(desk)?.unsent === 0);
    wire.cut();
    await until(() => stateOf(desk)?.state === 'away');
    for (const text of ['1', '2', '3']) await writeText(desk.rooms, document, text);
    await writeText(team.rooms, document, 'x');
    expect(stateOf(desk)?.unsent).toBe(3);
    wire.heal();
    await until(() => stateOf(desk)?.unsent === 0);
    const text = await readText(team.rooms, document);
    expect(text.split('').toSorted().join('')).toBe('0123x');
    expect(await readText(desk.rooms, document)).toBe(text);
  });

  test('[RE1] more than fits one frame goes up in several', async () => {
    await using team = await startTeam({ frameBytes: 5 * 1024 * 1024 });
    await using wire = await openWire(() => team.url);
    wire.cut();
    await using desk = openDesk([wire.url]);
    const document = room();
    for (let i = 0; i < 12; i++)
      await writeText(desk.rooms, document, String.fromCharCode(97 + i).repeat(1_000_000));
    wire.heal();
    await until(() => stateOf(desk)?.unsent === 0);
    expect(await readText(team.rooms, document)).toBe(await readText(desk.rooms, document));
    expect(stateOf(desk)).toMatchObject({ state: 'connected', reason: null });
  });

  test('[RE1] presence passes both ways and is withdrawn with the link', async () => {
    await using team = await startTeam();
    await using wire = await openWire(() => team.url);
    await using desk = openDesk([wire.url]);
    const document = room();
    desk.replica.hold(document);
    const ana = await sit(team.rooms, document, 'Ana');
    const bo = await sit(desk.rooms, document, 'Bo');
    ana.show();
    bo.show();
    await until(() => ana.names().join() === 'Ana,Bo' && bo.names().join() === 'Ana,Bo');
    for (const shown of ['Bo B.', 'Bo C.', 'Bo']) {
      bo.show(shown);
      await until(() => ana.names().join() === `Ana,${shown}`);
    }
    wire.cut();
    await until(() => ana.names().join() === 'Ana' && bo.names().join() === 'Bo');
    wire.heal();
    await until(() => ana.names().join() === 'Ana,Bo' && bo.names().join() === 'Ana,Bo');
    ana.leave();
    await until(() => bo.names().join() === 'Bo');
    bo.leave();
  });

  test('[RE1] a repetition of what was heard does not bring back upstream who has left there', async () => {
    await using team = await startTeam();
    await using desk = openDesk([team.url]);
    const document = room();
    desk.replica.hold(document);
    const ana = await sit(team.rooms, document, 'Ana');
    const witness = await sit(team.rooms, document, 'Witness');
    const bo = await sit(desk.rooms, document, 'Bo');
    ana.show();
    bo.show();
    await until(() => bo.names().join() === 'Ana,Bo' && witness.names().join() === 'Ana,Bo');
    const heard = bo.heard();
    ana.leave();
    await until(() => bo.names().join() === 'Bo' && witness.names().join() === 'Bo');
    bo.repeat(heard);
    // Frames of one link keep their order: once this arrived, the repetition would have.
    const cleo = await sit(desk.rooms, document, 'Cleo');
    cleo.show();
    await until(() => witness.names().includes('Cleo'));
    expect(witness.names()).toEqual(['Bo', 'Cleo']);
    for (const person of [witness, bo, cleo]) person.leave();
  });
});

describe('an upstream that refuses', () => {
  test('[RE6] a viewer’s token reads on; what is written here stays here, counted and said', async () => {
    await using team = await startTeam();
    team.person = { id: 'vic', name: 'Vic', role: 'viewer' };
    const document = room();
    team.snapshot = { incidents: [listed(incidentOf(document))], people: [team.person] };
    await using desk = openDesk([team.url]);
    await writeText(desk.rooms, document, 'mine');
    await until(() => stateOf(desk)?.state === 'refused');
    expect(stateOf(desk)).toMatchObject({
      unsent: 1,
      reason: 'this token may only read: 1 change stays on this computer only',
    });
    await writeText(team.rooms, document, 'theirs');
    await until(async () => (await readText(desk.rooms, document)).includes('theirs'));
    expect(await readText(team.rooms, document)).toBe('theirs');

    team.person = { ...team.person, role: 'responder' };
    team.say({ type: 'people', people: [team.person] });
    await until(() => stateOf(desk)?.state === 'connected' && stateOf(desk)?.unsent === 0);
    expect(await readText(team.rooms, document)).toContain('mine');
  });

  test('[RE6] an entry by somebody unknown to the team is refused with a way out', async () => {
    await using team = await startTeam();
    team.person = { id: 'ana', name: 'Ana', role: 'responder' };
    team.mayCarryOthers = false;
    const document = room();
    await using desk = openDesk([team.url]);
    await desk.rooms.change(document, 'before-the-team', (doc) =>
      doc.getArray('facts').push([{ id: makeId(), kind: 'note', at: 1, noted: 1, by: 'me', text: 'early' }]),
    );
    await until(() => stateOf(desk)?.state === 'refused');
    expect(stateOf(desk)?.reason).toMatch(/4403.*an owner's token, or one accepted .* with replica: true/);
  });

  test('[RE6] one document that is too large for it does not stop the others, is read on, and is tried again', async () => {
    const limits = { documentBytes: 2000 };
    await using team = await startTeam(limits);
    const [large, small] = [room(), room()];
    team.snapshot = { incidents: [listed(incidentOf(large)), listed(incidentOf(small))] };
    await using desk = openDesk([team.url]);
    await writeText(desk.rooms, large, 'x'.repeat(3000));
    await until(() => stateOf(desk)?.state === 'refused');
    expect(stateOf(desk)?.reason).toContain(large);
    expect(stateOf(desk)?.reason).toContain('4413');
    await writeText(desk.rooms, small, 'small');
    await until(async () => (await readText(team.rooms, small)) === 'small');
    await writeText(team.rooms, large, 'theirs');
    await until(async () => (await readText(desk.rooms, large)).includes('theirs'));
    expect(stateOf(desk)).toMatchObject({ state: 'refused', unsent: 1 });
  });
});
