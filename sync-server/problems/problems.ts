// PM: the problems that the team recorded.
import type { ProblemRecord } from '#room/learning/problems.ts';
import type { ProblemSettings } from '#wire/api/problems.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { createListeners } from '../listeners.ts';

export const mostProblems = 1_000;

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
