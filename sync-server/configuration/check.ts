// CF8: checks a configuration and reports what it would change, without a server and without changing anything.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openPolicies } from '../paging/policy/policies.ts';
import { openChannels } from '../delivery/configured-channels.ts';
import { databaseFileIn } from '../storage/data-folder.ts';
import { readSetAside } from '../storage/collection.ts';
import { openDatabase, openDatabaseToRead, type Database } from '../storage/database.ts';
import { openIntakes } from '../intake/intakes.ts';
import { openMaintenance, type Maintenance } from '../maintenance/maintenance.ts';
import { keepLocations } from '../monitoring/locations/locations.ts';
import { openMonitors } from '../monitoring/monitors.ts';
import { openSchedules } from '../on-call/schedules.ts';
import { openPeople } from '../people/people.ts';
import { openTeams } from '../people/teams.ts';
import { openReviewTemplates } from '../reviews/review-templates.ts';
import { openScheme } from '../scheme/scheme.ts';
import { openRecurring } from '../recurring/recurring.ts';
import { openServices } from '../services/services.ts';
import { openRecords } from '../status-pages/page/records.ts';
import { PlanRefused, stagePlan, type AppliedChange } from './apply.ts';
import { readOwned } from './configuration.ts';
import { knownIn } from './plan.ts';
import { whyTooMany } from './removals.ts';
import { readFiles } from './read-files.ts';
import type { Environment } from './read-yaml.ts';
import { sayFault, sections, type FileShape } from './shape.ts';

export type Checking = {
  file: string;
  dataFolder: string;
  database: string | null;
  environment: Environment;
  now: () => number;
};
export type Checked = { isRight: boolean; text: string };

const mostNamed = 20;

/**
 * Checks the files against the data folder. Without a database it checks only the files and leaves the names of
 * people unchecked. Throws DatabaseRefused when the database cannot be read.
 */
export async function checkConfiguration(checking: Checking): Promise<Checked> {
  const kept = databaseFileIn(checking.dataFolder);
  const opened =
    checking.database === null ? openDatabaseToRead(kept) : await readPostgres(checking.database);
  if (typeof opened !== 'string') {
    try {
      return await judge(checking, opened, kept);
    } finally {
      await opened.close();
    }
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-check-'));
  const empty = openDatabase(path.join(folder, 'muster.db'));
  try {
    const { isRight, text } = await judge(checking, empty, null);
    return {
      isRight,
      text: isRight ? `${text}It was checked by itself, without the names of people: ${opened}.\n` : text,
    };
  } finally {
    await empty.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readPostgres(url: string): Promise<Database | string> {
  const { openPostgresToRead } = await import('../storage/postgres/open.ts');
  return openPostgresToRead(url);
}

/** The stores that a file refers to, as they are in this database. */
async function openKnown(
  database: Database,
  { now, makeId, maintenance }: { now: () => number; makeId: () => string; maintenance: Maintenance },
) {
  const people = await openPeople({ database, now, makeId });
  return knownIn({
    people,
    teams: await openTeams({ database, makeId, people }),
    monitors: await openMonitors({ database, now, makeId }),
    // Nothing is added here, so no computer is asked for.
    locations: await keepLocations({ database, makeId, devices: { find: () => null } }),
    schedules: await openSchedules({ database, now, makeId }),
    channels: await openChannels({ database, makeId }),
    policies: await openPolicies({ database, makeId }),
    intakes: openIntakes({ database, makeId }),
    services: await openServices({ database, makeId }),
    recurringTasks: await openRecurring({ database, makeId }),
    reviewTemplates: await openReviewTemplates({ database, makeId }),
    pages: await openRecords({ database, now, makeId, onChange: () => {} }),
    maintenance,
    scheme: await openScheme({ database, makeId }),
  });
}

async function judge(
  { file, environment, now }: Checking,
  database: Database,
  beside: string | null,
): Promise<Checked> {
  const makeId = makeUlidSource((bytes) => randomBytes(bytes), now);
  const maintenance = await openMaintenance({ database, now, makeId });
  const known = await openKnown(database, { now, makeId, maintenance });
  try {
    const owned = await readOwned(database);
    const { shape, faults } = await readFiles(file, { environment, known, owned });
    if (shape === null)
      return { isRight: false, text: faults.map((fault) => `${sayFault(fault)}\n`).join('') };
    if (beside === null) return { isRight: true, text: sayHeld(file, shape) };
    const aside = readSetAside(database);
    const { changes } = stagePlan(shape, { known, owned, aside, makeId, overwrites: true });
    const removed = changes.flatMap(({ section, name, done }) =>
      done === 'removed' ? [{ section, name, id: '' }] : [],
    );
    const tooMany = whyTooMany(file, { shape, owned, removed }).map((fault) => `${sayFault(fault)}\n`);
    if (tooMany.length > 0) return { isRight: false, text: tooMany.join('') };
    return {
      isRight: true,
      text: `${sayHeld(file, shape)}Beside ${beside} it would\n${sayChanges(changes)}`,
    };
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    return { isRight: false, text: `${file}: ${error.message}\n` };
  } finally {
    maintenance.close();
  }
}

function sayHeld(file: string, shape: FileShape): string {
  const held = sections.filter((section) => shape[section].length > 0);
  const counts = held.map((section) => `${section} ${shape[section].length}`).join(', ');
  return `${file} is right and holds ${counts === '' ? 'nothing' : counts}.\n`;
}

function sayChanges(changes: readonly AppliedChange[]): string {
  const words = { added: 'add', changed: 'change', removed: 'remove' } as const;
  const lines = Object.entries(words).flatMap(([done, word]) =>
    sections.flatMap((section) => {
      const names = changes.filter((change) => change.done === done && change.section === section);
      if (names.length === 0) return [];
      const named = names.slice(0, mostNamed).map(({ name }) => name);
      const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
      return [`  ${word} ${section}: ${named.join(', ')}${more}`];
    }),
  );
  const kept = changes.filter(({ done }) => done === 'kept').length;
  return [...lines, `  keep ${kept} as ${kept === 1 ? 'it is' : 'they are'}`, ''].join('\n');
}
