// SP121: which updates an import adds to a page. Pure. Existing updates never change.
import { limits } from '#status-page/limits.ts';
import { type PublishedUpdate, publishedUpdateSchema } from '#status-page/schema/index.ts';
import { describeIssues } from '../../http/validate.ts';
import type { KeptUpdate } from '../updates/published-updates.ts';
import type { ForeignIncident, ForeignUpdate } from './foreign.ts';
import type { ImportLine } from '#wire/api/status-pages.ts';
import type { ToolName } from './import-plan.ts';
import { ownId } from './own-id.ts';

export type KnownUpdates = {
  tool: ToolName;
  now: number;
  /** All updates of the page. */
  updates: readonly KeptUpdate[];
  /** Whether another page has an update with this id. */
  isElsewhere: (id: string) => boolean;
  component: (foreign: string) => string | null;
};

const stages: Readonly<Record<PublishedUpdate['status'], string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Post-mortem',
};

/** One line per incident; its updates are oldest first. */
export function planIncidents(incidents: readonly ForeignIncident[], known: KnownUpdates) {
  const lines: ImportLine[] = [];
  const added: PublishedUpdate[] = [];
  const before = new Map(known.updates.map((each) => [each.id, each]));
  let room = limits.updates - known.updates.length;
  for (const incident of incidents) {
    const left: string[] = [];
    const own = ownId(known.tool, 'incident', incident.id, () => false);
    const [some, there] = [[] as PublishedUpdate[], [] as KeptUpdate[]];
    for (const [index, update] of incident.updates.entries()) {
      const read = readUpdate(incident, { update, index, own, left, known });
      if (read === null) continue;
      const old = before.get(read.id);
      if (old !== undefined) {
        there.push(old);
        if (JSON.stringify(old.body) !== JSON.stringify(read.body))
          left.push('an update has another text there now; the published one stays here');
      } else if (room > 0) {
        room -= 1;
        some.push(read);
      } else left.push(`a page tells at most ${limits.updates} updates`);
    }
    if (incident.updates.length === 0) left.push('it has no updates there, so there is nothing to publish');
    added.push(...some);
    const done =
      some.length > 0 ? (there.length > 0 ? 'changed' : 'added') : there.length > 0 ? 'kept' : 'left';
    lines.push({ kind: 'incident', name: incident.title, done, left: [...new Set(left)] });
  }
  return { lines, updates: added };
}

type Reading = { update: ForeignUpdate; index: number; own: string; left: string[]; known: KnownUpdates };

function readUpdate(
  incident: ForeignIncident,
  { update, index, own, left, known }: Reading,
): PublishedUpdate | null {
  const { at, status } = update;
  if (at > known.now) {
    left.push('an update that is dated later than now');
    return null;
  }
  if (update.body === '') left.push(`an update without words; here it says “${stages[status]}”`);
  const isFirst = index === 0;
  const components = update.components.flatMap(({ id, status: level }) => {
    const component = known.component(id);
    if (component === null) left.push('it names a component that is not on this page');
    return component === null ? [] : [{ id: component, status: level }];
  });
  const { startedAt, impact, title } = incident;
  const read = publishedUpdateSchema.safeParse({
    id: ownId(known.tool, 'update', update.id, known.isElsewhere),
    incident: own,
    at,
    status,
    body: update.body || stages[status],
    components: [...new Map(components.map((each) => [each.id, each])).values()],
    ...(isFirst && { title }),
    ...(isFirst && impact !== null && { impact }),
    ...(isFirst && startedAt !== null && startedAt < at && { startedAt }),
  });
  if (read.success) return read.data;
  const faults = describeIssues(read.error).map(({ field, expected }) => `${field}: expected ${expected}`);
  left.push(`an update that does not fit: ${faults.join(', ')}`);
  return null;
}
