// FO3: the cost of one fact in a room of 10,000, and of opening that room cold.
import * as Y from 'yjs';
import { factKinds, type FactKind } from '#room/facts/fact.ts';
import { makeFacts } from '#room/fixtures/histories.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { createFold } from '#room/fold/fold.ts';
import { byNoted } from '#room/facts/order.ts';
import { openRoom } from '#room/log/room.ts';
import { toFigures, type Figure } from './figure.ts';

const roomSize = 10_000;
const rounds = 500;
const limitMs = 1;

const timed = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

/**
 * Times the same additions five times and takes the median of each: the fold does the same work in every run, the
 * rest of the machine does not.
 */
function steady(sample: () => number[]): number[] {
  const runs = Array.from({ length: 5 }, sample);
  return (runs[0] ?? []).map((_, index) => middle(runs.map((run) => run[index] ?? Number.NaN)));
}
const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Facts of a long incident of these kinds, in the order they were noted. */
const facts = (kinds: readonly FactKind[], count: number) =>
  makeFacts(createRandom(7), count, kinds).toSorted(byNoted);

function append(kinds: readonly FactKind[]): number[] {
  const all = facts(kinds, roomSize + rounds);
  const folding = createFold();
  folding.add(all.slice(0, roomSize));
  return all.slice(roomSize).map((fact) => timed(() => folding.add([fact])));
}

function late(kinds: readonly FactKind[]): number[] {
  const all = facts(kinds, roomSize + rounds);
  const step = Math.floor(all.length / rounds);
  const isLate = (index: number): boolean => index % step === 1;
  const folding = createFold();
  folding.add(all.filter((_, index) => !isLate(index)));
  return all.filter((_, index) => isLate(index)).map((fact) => timed(() => folding.add([fact])));
}

function cold(): number[] {
  const doc = new Y.Doc();
  doc.getArray('facts').push(facts(factKinds, roomSize));
  const update = Y.encodeStateAsUpdate(doc);
  return Array.from({ length: 7 }, () =>
    timed(() => {
      const copy = new Y.Doc();
      Y.applyUpdate(copy, update);
      openRoom(copy).room();
    }),
  );
}

/** The kind whose facts are most expensive when alone in a room. */
function worstAlone(sample: (kinds: readonly FactKind[]) => number[]): FactKind {
  const all = factKinds.map((kind) => ({ kind, cost: middle(sample([kind])) }));
  return all.reduce((worst, next) => (next.cost > worst.cost ? next : worst)).kind;
}

export function bench(): Figure[] {
  const worst = worstAlone(append);
  const worstLate = worstAlone(late);
  return [
    ...toFigures(
      'fold: append one fact to 10,000 of all kinds',
      steady(() => append(factKinds)),
      limitMs,
    ),
    ...toFigures(
      'fold: one late fact into 10,000 of all kinds',
      steady(() => late(factKinds)),
      limitMs,
    ),
    ...toFigures(
      `fold: append one to 10,000 of the worst kind (${worst})`,
      steady(() => append([worst])),
      limitMs,
    ),
    ...toFigures(
      `fold: one late into 10,000 of the worst kind (${worstLate})`,
      steady(() => late([worstLate])),
    ),
    {
      name: 'fold: open a document of 10,000 facts cold, median',
      value: middle(cold()),
      unit: 'ms',
      limit: 500,
    },
  ];
}
