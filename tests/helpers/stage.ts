// Made-up rooms for pictures and for manual looks. They are written over the wire with the owner's token, which may
// carry anybody's facts, so that each fact has its stated time and author.
import { roomName } from '#wire/document-name.ts';
import type { FactDraft, FactId } from '#room/facts/fact.ts';
import type { Person } from '#room/feed/feed.ts';
import { openRoom } from '#room/log/room.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { remember } from './pseudo/known-words.ts';
import { createRandom } from './random.ts';
import { joinRoom } from './stock-client.ts';

export type StageServer = { url: string; token: string };
export type Actor = Person & { token: string };

const minuteMs = 60_000;
const random = createRandom(7);
const randomBytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));

/** Adds people to the team, in order. */
export async function hire(
  { url, token }: StageServer,
  names: readonly string[],
  role: Person['role'] = 'responder',
): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const name of names) {
    const response = await fetch(`${url}/api/v1/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, role }),
    });
    if (!response.ok) throw new Error(`${name} was not added: ${response.status} ${await response.text()}`);
    actors.push((await response.json()) as Actor);
  }
  return actors;
}

export type Stage = {
  readonly id: string;
  /** Writes a fact as this person, `minutesAgo`. Call it oldest first. */
  says: (minutesAgo: number, by: string, draft: FactDraft) => FactId;
  types: (text: string, words: string) => void;
};

/** An empty room whose incident has this number; with null the server numbers it. `now` is the present. */
export async function build(
  server: StageServer,
  now: number,
  number: string | null,
  script: (stage: Stage) => void,
): Promise<string> {
  let clock = now;
  const makeId = makeUlidSource(randomBytes, () => clock);
  const id = makeId();
  const client = joinRoom(server.url, server.token, roomName(id));
  await client.synced();
  const room = openRoom(client.doc);
  const says: Stage['says'] = (minutesAgo, by, draft) => {
    remember(draft);
    clock = now - Math.round(minutesAgo * minuteMs);
    const [fact] = room.append(draft, { by, now: () => clock, makeId });
    // After the declaration and at the same time, as the server would.
    if (draft.kind === 'declared' && number !== null)
      room.append({ kind: 'numbered', number }, { by: 'server', now: () => clock, makeId });
    return fact!.id;
  };
  // One transaction: the server must not see a declaration before its number.
  const types: Stage['types'] = (text, words) => {
    remember(words);
    room.text(text).insert(0, words);
  };
  client.doc.transact(() => script({ id, says, types }));
  await client.until(() => client.saved() === client.sent(), 'the scene to be saved');
  room.close();
  client.close();
  return id;
}

/** A person in the room who looks at a panel; returns a function that leaves. */
export async function enter(
  server: StageServer,
  room: string,
  { person, panel, typing = false }: { person: Actor; panel: string; typing?: boolean },
): Promise<() => void> {
  const client = joinRoom(server.url, person.token, roomName(room));
  await client.synced();
  client.provider.awareness.setLocalState({ person: person.id, name: person.name, panel, typing });
  return () => client.close();
}
