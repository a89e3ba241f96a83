// Two desktops and the team's server cut apart in random ways, with random acts on all sides. What must
// hold after healing is worked out here from the facts alone, apart from the fold that the room uses.
import { roomName } from '#wire/document-name.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { severities, statuses, type Fact, type FactDraft, type FactId } from '#room/facts/fact.ts';
import type { Person } from '#room/feed/feed.ts';
import { createRandom, type Random } from '#room/fixtures/random.ts';
import { findDifference } from '#room/fixtures/same.ts';
import type { Room } from '#room/view/room-view.ts';
import { openRoom, type OpenRoom } from '#room/log/room.ts';
import { openWire, type Wire } from '#sync-server/replica/testing/wire.ts';
import { makeId } from './helpers/facts.ts';
import { startReplicaOf } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';
import { joinRoom, type StockClient } from './helpers/stock-client.ts';

const storms = 20;
const roomsInAStorm = 10;
const roles = ['commander', 'communications'];

type Side = { server: RunningServer; me: Person; wire: Wire | null };
/** One person's copy of one room. */
type Seat = { client: StockClient; open: OpenRoom; me: string };
type Run = { seed: number; random: Random; seats: Seat[]; written: Map<FactId, Fact> };

/** What somebody might do now, given what their own copy of the room shows. */
function think(random: Random, { open, me }: Seat): FactDraft {
  const room = open.room();
  const role = random.pick(roles);
  const held = room.roles.find((each) => each.role === role);
  const mine = held?.primary.some(({ person }) => person === me) ?? false;
  const note = (): FactDraft => ({ kind: 'note', text: `seen ${random.below(1_000)}` });
  return random.pick<() => FactDraft>([
    note,
    note,
    () => ({ kind: 'severity', severity: random.pick(severities), why: 'as it looks from here' }),
    () => ({ kind: 'status', status: random.pick(statuses) }),
    () =>
      mine ? { kind: 'released', role, person: me } : { kind: 'claimed', role, person: me, as: 'primary' },
    () => ({ kind: 'claimed', role: 'commander', person: me, as: 'primary' }),
    () => ({ kind: random.pick(['check-down', 'check-up']), monitor: random.pick(['m1', 'm2']) }),
    () => ({ kind: 'action', text: 'drain eu-2' }),
    () => {
      const entry = random.pick(room.timeline);
      return entry?.fact.kind === 'note' ? { kind: 'amended', target: entry.id, text: 'corrected' } : note();
    },
  ])();
}

function act(run: Run, seat: Seat) {
  const { random, written } = run;
  const pen = { by: seat.me, now: Date.now, makeId };
  for (let left = random.below(4); left > 0; left--) {
    for (const fact of seat.open.append(think(random, seat), pen)) written.set(fact.id, fact);
  }
  const text = seat.open.text('summary');
  if (random.chance(0.5)) text.insert(random.below(text.length + 1), `[${random.below(1_000_000)}]`);
  if (text.length > 30 && random.chance(0.3)) text.delete(random.below(text.length - 10), 8);
}

/** FA5 and FO6 said once more: what nobody replaced stands, and the strongest of that shows. */
function unreplaced<T extends Fact<'severity' | 'status'>>(words: readonly T[]): T[] {
  const replaced = new Set(words.flatMap((fact) => fact.supersedes ?? []));
  return words.filter(({ id }) => !replaced.has(id));
}

/** FO7: whose claims nobody ended, oldest claim first. */
function holders(facts: readonly Fact[], role: string): Set<string> {
  const endsAfter = (claim: Fact<'claimed'>) =>
    facts.some(
      (fact) =>
        fact.kind === 'released' &&
        fact.role === role &&
        fact.person === claim.person &&
        (fact.noted > claim.noted || (fact.noted === claim.noted && fact.id > claim.id)),
    );
  const claims = facts
    .filter((fact) => fact.kind === 'claimed')
    .filter((fact) => fact.role === role && fact.as === 'primary');
  return new Set(claims.filter((claim) => !endsAfter(claim)).map(({ person }) => person));
}

function checkRun({ seats, written, seed }: Run): boolean {
  const say = `seed ${seed}`;
  const [first] = seats as [Seat, ...Seat[]];
  const room: Room = first.open.room();
  const facts = first.client.doc.getArray<Fact>('facts').toArray();
  // Identical, to the byte and in what is shown.
  for (const { client, open } of seats) {
    expect(Y.encodeStateVector(client.doc), say).toEqual(Y.encodeStateVector(first.client.doc));
    expect(client.doc.getText('summary').toJSON(), say).toBe(first.client.doc.getText('summary').toJSON());
    expect(findDifference(open.room(), room), say).toBeNull();
  }
  // Nothing lost, nothing twice, nothing that nobody wrote but the number and the end of monitors that are none.
  const own = facts.filter((fact) => fact.by !== 'server' && !isEnding(fact));
  expect(own.map(({ id }) => id).toSorted(), say).toEqual([...written.keys()].toSorted());
  for (const fact of own) expect(findDifference(fact, written.get(fact.id)), say).toBeNull();
  expect(
    facts.filter(({ by }) => by === 'server').map(({ kind }) => kind),
    say,
  ).toEqual(['numbered']);
  // Severity is the higher of what stands, and all of that is listed.
  const heads = unreplaced(facts.filter((fact) => fact.kind === 'severity'));
  if (heads.length > 0) {
    expect(room.severity.value, say).toBe(heads.map(({ severity }) => severity).toSorted()[0]);
    expect(room.severity.heads.map(({ id }) => id).toSorted(), say).toEqual(
      heads.map(({ id }) => id).toSorted(),
    );
  }
  // Nothing reopened or closed itself: the status is one that a person set and nobody replaced.
  const ends = unreplaced(facts.filter((fact) => fact.kind === 'status'));
  const furthest = Math.max(...ends.map(({ status }) => statuses.indexOf(status)));
  expect(room.status.value, say).toBe(ends.length > 0 ? statuses[furthest] : 'triage');
  // The holder of a role is shown, and two holders as a conflict.
  for (const role of roles) {
    const state = room.roles.find((each) => each.role === role);
    const expected = holders(facts, role);
    expect(new Set(state?.primary.map(({ person }) => person)), say).toEqual(expected);
    expect(state?.conflict, say).toBe(expected.size > 1);
  }
  return holders(facts, 'commander').size > 1;
}

/** A room that one of them declares, and everybody's copy of it. */
async function begin(seed: number, sides: readonly Side[]): Promise<Run> {
  const random = createRandom(seed);
  const document = roomName(makeId());
  const seats = sides.map(({ server, me }) => {
    const client = joinRoom(server.url, server.ownerToken, document);
    return { client, open: openRoom(client.doc), me: me.id };
  });
  await Promise.all(seats.map(({ client }) => client.synced()));
  const run = { seed, random, seats, written: new Map<FactId, Fact>() };
  const starter = random.pick(seats);
  const declared: FactDraft = { kind: 'declared', title: `Run ${seed}`, source: { type: 'person' } };
  for (const fact of starter.open.append(declared, { by: starter.me, now: Date.now, makeId }))
    run.written.set(fact.id, fact);
  return run;
}

async function weather(random: Random, sides: readonly Side[]) {
  for (const { wire } of sides) {
    if (random.chance(0.45)) wire?.cut();
    else wire?.heal();
  }
  if (!random.chance(0.05)) return;
  const { server } = random.pick(sides);
  await server.kill9();
  await server.restart();
}

/** CH3: in its own name the team's server ends the failures of monitors that it lacks, such as m1 and m2. */
const isEnding = (fact: Fact) => fact.kind === 'check-up' && fact.ended === 'removed';

/** Every fact and the number, the same changes, and the same words: what was only deleted has no clock. */
function hasAll({ seats, written }: Run, { doc }: StockClient): boolean {
  const facts = doc.getArray<Fact>('facts').toArray();
  if (facts.filter((fact) => !isEnding(fact)).length !== written.size + 1) return false;
  const words = doc.getText('summary').toJSON();
  // Servers sign a moment later (JN2), each for itself: as many signatures need not be the same ones.
  const clocks = Buffer.from(Y.encodeStateVector(doc));
  return seats.every(
    ({ client: { doc: other } }) =>
      clocks.equals(Y.encodeStateVector(other)) && other.getText('summary').toJSON() === words,
  );
}
const sayWhat = ({ seed, seats, written }: Run) =>
  `run ${seed} to have ${written.size + 1} facts everywhere, not ${seats.map(({ client }) => client.doc.getArray('facts').length).join(', ')}`;

type Outcome = { hasConflict: boolean } | { error: unknown };

function attempt(run: Run): Outcome {
  try {
    return { hasConflict: checkRun(run) };
  } catch (error) {
    return { error };
  }
}

async function storm(seed: number, sides: readonly Side[]): Promise<number> {
  const random = createRandom(seed);
  await weather(random, sides);
  const runs = await Promise.all(
    Array.from({ length: roomsInAStorm }, (_, index) => begin(seed * 1_000 + index, sides)),
  );
  for (let round = 3 + random.below(3); round > 0; round--) {
    await weather(random, sides);
    for (const run of runs) for (const seat of run.random.shuffle(run.seats)) act(run, seat);
  }
  for (const { wire } of sides) wire?.heal();
  let conflicts = 0;
  for (const run of runs) {
    // Checked in the moment in which all are equal: the next message may be a server's signature.
    const outcomes: Outcome[] = [];
    const isChecked = () => {
      if (outcomes.length === 0 && run.seats.every((seat) => hasAll(run, seat.client)))
        outcomes.push(attempt(run));
      return outcomes.length > 0;
    };
    await Promise.any(run.seats.map(({ client }) => client.until(isChecked, sayWhat(run))));
    for (const outcome of outcomes) {
      if ('error' in outcome) throw outcome.error;
      conflicts += Number(outcome.hasConflict);
    }
    for (const { client, open } of run.seats) {
      open.close();
      client.close();
    }
  }
  return conflicts;
}

test(
  `[RE1] [FO6] [FO7] ${storms * roomsInAStorm} rooms cut apart at random: identical after healing, nothing lost, conflicts of command shown, the severity the higher, nothing reopened or closed itself`,
  { timeout: 600_000 },
  async ({ annotate }) => {
    const seed = Number(process.env.MUSTER_SEED ?? Date.now() % 100_000);
    await annotate(`MUSTER_SEED=${seed}`);
    await using primary = await startServer();
    await using wireA = await openWire(() => primary.url);
    await using wireB = await openWire(() => primary.url);
    await using ana = await startReplicaOf(primary, 'Ana', wireA.url);
    await using bo = await startReplicaOf(primary, 'Bo', wireB.url);
    const sides: Side[] = [];
    for (const [server, wire] of [
      [primary, null],
      [ana, wireA],
      [bo, wireB],
    ] as const) {
      sides.push({ server, wire, me: (await server.api<Person>('/api/v1/me')).body });
    }
    let conflicts = 0;
    for (let index = 0; index < storms; index++) conflicts += await storm(seed + index, sides);
    // The storms had what this is about.
    expect(conflicts, `MUSTER_SEED=${seed}`).toBeGreaterThan(20);
  },
);
