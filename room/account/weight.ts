// TL2: the weight of an entry in the account. One table for all kinds of fact; a person's mark overrides it.
import { isFactKind, type Fact, type FactKind } from '../facts/fact.ts';
import { kinds } from '../facts/index.ts';
import type { Kind } from '../facts/kind.ts';
import type { Entry } from '../view/room-view.ts';

export type Weight = 'key' | 'work' | 'talk';

type Weighed = { [K in FactKind]: Weight | ((entry: Entry, fact: Fact<K>, find: FindFact) => Weight) };
type FindFact = (id: string) => Fact | undefined;

const ofRole = (role: string | undefined): Weight => (role === 'commander' ? 'key' : 'work');

const table: Weighed = {
  declared: 'key',
  retitled: 'work',
  severity: 'key',
  status: 'key',
  impact: 'work',
  'impact-began': 'key',
  'impact-ended': 'key',
  acknowledged: 'work',
  numbered: 'talk',
  restricted: 'key',
  unrestricted: 'key',
  joined: 'talk',
  claimed: (_, { role, as }) => (as === 'primary' ? ofRole(role) : 'work'),
  released: (_, { role }) => ofRole(role),
  'handover-offered': 'work',
  'handover-accepted': (_, { target }, find) => {
    const offer = find(target);
    return ofRole(offer?.kind === 'handover-offered' ? offer.role : undefined);
  },
  'check-down': 'work',
  'check-up': 'work',
  change: 'work',
  'page-asked': 'work',
  paged: 'work',
  note: 'talk',
  decision: 'key',
  observation: 'work',
  confirmed: 'talk',
  key: 'talk',
  action: ({ grade }) => (grade?.outcome === 'helped' ? 'key' : 'work'),
  graded: 'work',
  hypothesis: 'work',
  'hypothesis-changed': 'talk',
  experiment: 'work',
  finding: 'work',
  task: 'work',
  'task-accepted': 'talk',
  'task-done': 'work',
  checklist: 'work',
  step: 'talk',
  'step-started': 'talk',
  'step-assigned': 'talk',
  'step-approved': 'work',
  draft: 'talk',
  approved: 'work',
  sent: 'key',
  link: 'talk',
  attachment: 'talk',
  review: 'talk',
  'action-item': 'work',
  'action-item-changed': 'talk',
  amended: 'talk',
  retracted: 'talk',
};

/**
 * `key`, `work` or `talk`. A struck-out entry is talk. When somebody marked or unmarked it as a key event, that
 * decides.
 */
export function weighEntry(entry: Entry, find: FindFact = () => undefined): Weight {
  const { fact, isKey, retracted } = entry;
  if (!isFactKind(fact.kind) || retracted !== null) return 'talk';
  const listed = table[fact.kind] as Weight | ((entry: Entry, fact: Fact, find: FindFact) => Weight);
  const weight = typeof listed === 'function' ? listed(entry, fact, find) : listed;
  const isKeyByNature = (kinds[fact.kind] as unknown as Kind).isKey(fact);
  if (isKey && !isKeyByNature) return 'key';
  return weight === 'key' && !isKey && isKeyByNature ? 'work' : weight;
}

/** TL3: entries that fold as housekeeping: joins, ticks, numbering, corrections, and roles other than commander. */
export function isHousekeeping({ fact, isSystem, retracted }: Entry): boolean {
  if (isSystem) return true;
  if (retracted !== null) return false;
  return (fact.kind === 'claimed' || fact.kind === 'released') && fact.role !== 'commander';
}
