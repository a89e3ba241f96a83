// PM: the problems that the team recorded.
import { z } from 'zod';
import { problemStates, type ProblemRecord } from '#room/learning/problems.ts';
import { isUlid } from '#room/facts/ulid.ts';
import { moment } from '../http/shapes.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { createListeners } from '../listeners.ts';

export const mostProblems = 1_000;

const name = z.string().trim().min(1).max(120);
const words = z.string().trim().min(1).max(4_000);

export const problemSchema = z.strictObject({
  name,
  state: z.enum(problemStates).default('open'),
  owner: z.string().trim().min(1).max(64).optional(),
  workaround: words.optional(),
  notes: words.optional(),
  cause: name.optional(),
  check: z.string().min(1).max(64).optional(),
  incidents: z
    .array(z.string().refine(isUlid, 'the id of an incident: 26 characters of 0-9 and A-Z'))
    .max(500)
    .default([]),
  solvedAt: moment.optional(),
});
export type ProblemSettings = z.output<typeof problemSchema>;
export type KeptProblem = { id: string; version: number; settings: ProblemSettings };

export type Problems = Shelf<ProblemSettings, KeptProblem> & {
  /** As everybody sees the problems. */
  shown(): ProblemRecord[];
  onChange(listener: () => void): () => void;
};
export type ProblemRefusal = ShelfRefusal;

export async function openProblems({
  database,
  makeId,
}: {
  database: Database;
  makeId: () => string;
}): Promise<Problems> {
  const rows = await readShelved<ProblemSettings>(database, 'problems');
  const listeners = createListeners();
  const shelf = makeShelf<ProblemSettings, KeptProblem>({
    database,
    makeId,
    ...rows,
    most: mostProblems,
    shape: (each) => each,
    onChange: () => listeners.tell(),
  });
  return {
    ...shelf,
    shown: () => shelf.list().map(showProblem),
    onChange: listeners.add,
  };
}

export const showProblem = ({ id, settings }: KeptProblem): ProblemRecord => ({
  id,
  name: settings.name,
  state: settings.state,
  owner: settings.owner ?? null,
  workaround: settings.workaround ?? null,
  notes: settings.notes ?? null,
  cause: settings.cause ?? null,
  check: settings.check ?? null,
  incidents: settings.incidents,
  solvedAt: settings.solvedAt ?? null,
});
