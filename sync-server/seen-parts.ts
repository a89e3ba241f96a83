// TM2: the one boundary between routes and the server's data. Each route gets the parts as its caller may see them:
// data of hidden incidents is absent, as if they had never been declared.
import type { AttachmentStore } from './attachments/store.ts';
import { hiddenFrom, namingSeen, seenPages, seerOf } from './incidents/sight.ts';
import type { Identity } from './sync/identity.ts';
import type { Incidents } from './incidents/incidents.ts';
import type { Reports } from './intake/reports/reports.ts';
import type { Problems } from './problems/problems.ts';
import type { Recurring } from './recurring/recurring.ts';

import type { RestedRooms } from './incidents/rested-rooms.ts';
import type { Search } from './incidents/search.ts';
import type { InsightStore } from './insights/insights.ts';
import type { ActionItems } from './action-items/action-items.ts';
import type { ReviewLibrary } from './reviews/review-library.ts';
import type { Outages } from './monitoring/outages.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { Updates } from './incidents/updates.ts';
import type { PlaybookRuns } from './incidents/playbook-runs.ts';
import type { Pager } from './paging/pager.ts';

type Hidden = ReadonlySet<string>;

/** The parts that mention incidents. Everybody sees all other parts unchanged. */
type PartsWithSight = {
  incidents: Incidents;
  search: Search;
  restedRooms: RestedRooms;
  insights: InsightStore;
  actionItems: ActionItems;
  reviewLibrary: ReviewLibrary;
  problems: Problems;
  recurringTasks: Recurring;
  reports: Reports;
  attachments: AttachmentStore;
  outages: Outages;
  deliveries: Deliveries;
  updates: Updates;
  playbookRuns: PlaybookRuns;
  pager: Pager | null;
};

/** The parts for this caller; the same object when nothing is hidden. Null: not signed in. */
export function partsFor<Parts extends PartsWithSight>(parts: Parts, caller: Identity | null): Parts {
  const seer = caller && seerOf(caller);
  const hidden = hiddenFrom(parts.incidents, seer);
  if (hidden.size === 0) return parts;
  const { search, actionItems, outages, deliveries, updates, playbookRuns, pager, insights } = parts;
  const { reviewLibrary, restedRooms } = parts;
  const incidents = seenIncidents(parts.incidents, hidden);
  const isShown = (id: string | null) => id === null || !hidden.has(id);
  return {
    ...parts,
    incidents,
    search: {
      ...search,
      find: (typed, shown) => {
        const found = search.find(typed, shown);
        return found && new Set([...found].filter(isShown));
      },
      matchesIn: (incident, typed) => (isShown(incident.id) ? search.matchesIn(incident, typed) : []),
    },
    restedRooms: { ...restedRooms, behind: () => restedRooms.behind(hidden) },
    insights: insights.without(hidden),
    actionItems: {
      ...actionItems,
      list: () => actionItems.list().filter(({ incident }) => isShown(incident)),
    },
    reviewLibrary: {
      ...reviewLibrary,
      list: () => reviewLibrary.list().filter(({ id }) => isShown(id)),
    },
    problems: seenProblems(parts.problems, hidden),
    recurringTasks: seenRecurring(parts.recurringTasks, hidden),
    reports: seenReports(parts.reports, hidden),
    attachments: seenFiles(parts.attachments, parts.incidents, hidden),
    outages: {
      ...outages,
      list: async (monitor, since) =>
        (await outages.list(monitor, since)).map((each) => namingSeen(each, hidden)),
    },
    deliveries: {
      ...deliveries,
      list: (filter) => deliveries.list(filter).filter(({ incident }) => isShown(incident)),
    },
    updates: {
      send: (order) => updates.send(isShown(order.incident) ? order : { ...order, incident: '' }),
    },
    playbookRuns: { ...playbookRuns, figures: () => playbookRuns.figures(hidden) },
    pager: pager && { ...pager, openPages: () => seenPages(pager.openPages(), hidden, seer) },
  };
}

function seenIncidents(incidents: Incidents, hidden: Hidden): Incidents {
  return {
    ...incidents,
    list: () => incidents.list().filter(({ id }) => !hidden.has(id)),
    restricted: () => incidents.restricted().filter(({ id }) => !hidden.has(id)),
    knows: (id) => !hidden.has(id) && incidents.knows(id),
    append: async (id, drafts, writer) => (hidden.has(id) ? null : incidents.append(id, drafts, writer)),
    look: async (id, look) => (hidden.has(id) ? null : incidents.look(id, look)),
    history: async (id, after, limit) => (hidden.has(id) ? null : incidents.history(id, after, limit)),
  };
}

/** A person who changes a problem keeps its incidents that they do not see. */
function seenProblems(problems: Problems, hidden: Hidden): Problems {
  const seen = (ids: readonly string[]) => ids.filter((id) => !hidden.has(id));
  const show = <P extends { settings: { incidents: string[] } }>(problem: P): P => ({
    ...problem,
    settings: { ...problem.settings, incidents: seen(problem.settings.incidents) },
  });
  return {
    ...problems,
    list: () => problems.list().map(show),
    find: (id) => {
      const found = problems.find(id);
      return found && show(found);
    },
    add: async (settings) => {
      const added = await problems.add(settings);
      return typeof added === 'string' ? added : show(added);
    },
    change: async (id, settings, version) => {
      const kept = problems.find(id)?.settings.incidents.filter((each) => hidden.has(each)) ?? [];
      const all = { ...settings, incidents: [...settings.incidents, ...kept] };
      const changed = await problems.change(id, all, version);
      return typeof changed === 'string' ? changed : show(changed);
    },
    shown: () => problems.shown().map((each) => ({ ...each, incidents: seen(each.incidents) })),
  };
}

/** A person who says that a turn led to no incident keeps one that they do not see. */
function seenRecurring(recurring: Recurring, hidden: Hidden): Recurring {
  return {
    ...recurring,
    runs: (id) => recurring.runs(id).map((run) => namingSeen(run, hidden)),
    last: (id) => {
      const last = recurring.last(id);
      return last && namingSeen(last, hidden);
    },
    ledTo: async (run, incident) => {
      const changed = await recurring.ledTo(
        run,
        incident,
        (before) => incident === null && hidden.has(before),
      );
      return changed && namingSeen(changed, hidden);
    },
  };
}

function seenReports(reports: Reports, hidden: Hidden): Reports {
  const isShown = ({ incident }: { incident: string | null }) => incident === null || !hidden.has(incident);
  const find: Reports['find'] = (id) => {
    const found = reports.find(id);
    return found !== null && isShown(found) ? found : null;
  };
  return {
    ...reports,
    find,
    list: (state) => reports.list(state).filter(isShown),
    file: (id, place) => (find(id) === null ? null : reports.file(id, place)),
    decide: async (id, decision, by) => {
      if (find(id) === null) return 'unknown';
      if (decision.decision === 'merge' && hidden.has(decision.incident)) return 'no-incident';
      return reports.decide(id, decision, by);
    },
  };
}

/** A file belongs to the rooms that name it: a file named only in hidden rooms is not shown. */
function seenFiles(files: AttachmentStore, incidents: Incidents, hidden: Hidden): AttachmentStore {
  const names = async (id: string, sha256: string) =>
    (await incidents.look(id, (_doc, open) =>
      open.room().attachments.some((each) => each.sha256 === sha256),
    )) === true;
  const isNamedIn = async (ids: Iterable<string>, sha256: string) => {
    for (const id of ids) if (await names(id, sha256)) return true;
    return false;
  };
  const shown = () => incidents.list().flatMap(({ id }) => (hidden.has(id) ? [] : [id]));
  return {
    ...files,
    find: async (sha256) =>
      (await isNamedIn(hidden, sha256)) && !(await isNamedIn(shown(), sha256)) ? null : files.find(sha256),
  };
}
