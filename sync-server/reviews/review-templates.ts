// RT: the team's review templates. A new server starts with the shipped ones.
import { teamTemplate, templateLimits, type TeamTemplate } from '#room/facts/review-template.ts';
import type { KeptTemplate } from '#room/feed/feed.ts';
import { shippedTemplates } from '#room/pir/templates/shipped.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writingKept } from '../storage/kept-values.ts';
import { createListeners } from '../listeners.ts';

export const reviewTemplateSchema = teamTemplate;
export const mostTemplates = templateLimits.perTeam;

type Kept = { id: string; version: number; settings: TeamTemplate };
export type TemplateRefusal = ShelfRefusal | 'name-taken';

export type ReviewTemplates = Shelf<TeamTemplate, Kept, 'name-taken'> & {
  /** The templates as everybody sees them. */
  shown(): KeptTemplate[];
  onChange(listener: () => void): () => void;
};

type Options = { database: Database; makeId: () => string };

export async function openReviewTemplates({ database, makeId }: Options): Promise<ReviewTemplates> {
  bringShipped({ database, makeId });
  const rows = await readShelved<TeamTemplate>(database, 'review_templates');
  const listeners = createListeners();
  const shelf = makeShelf<TeamTemplate, Kept, 'name-taken'>({
    database,
    makeId,
    ...rows,
    most: mostTemplates,
    shape: (each) => each,
    check: ({ id, settings: { name } }, all) =>
      [...all.values()].some((each) => each.id !== id && isSameName(each.settings.name, name))
        ? 'name-taken'
        : null,
    onChange: () => listeners.tell(),
  });
  return {
    ...shelf,
    shown: () => shelf.list().map(({ id, settings }) => ({ ...settings, id })),
    onChange: listeners.add,
  };
}

const isSameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

const broughtKey = 'review-templates-brought';

/** Once per database: a shipped template that the team removes does not come back. */
function bringShipped({ database, makeId }: Options): void {
  const { queries } = database;
  if (readKept(database, broughtKey) !== null) return;
  database.together([
    ...shippedTemplates.map((settings) =>
      queries
        .insertInto('review_templates')
        .values({ id: makeId(), version: 1, settings: JSON.stringify(settings) })
        .compile(),
    ),
    writingKept(database, broughtKey, 'true'),
  ]);
}
