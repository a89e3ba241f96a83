import { expect, test } from 'vitest';
import { matchPlaybooks, type Symptoms } from './match-playbooks.ts';
import { parsePlaybook } from './playbook.ts';

const playbook = (id: string, ...front: string[]) => ({
  id,
  ...parsePlaybook(['---', `title: ${id}`, ...front, '---'].join('\n')),
});
const playbooks = [
  playbook('start', 'first-for: P1, P2'),
  playbook('pool', 'services: payments', 'words: connection pool, too many clients', 'tags: database'),
  playbook('dns', 'tags: [dns]', 'words: NXDOMAIN', 'checks: resolver'),
  playbook('disk', 'words: disk full', 'tags: disk'),
];
const calm: Symptoms = {
  title: 'Something',
  summary: '',
  service: null,
  severity: 'P3',
  status: 'triage',
  failing: [],
  declaredAt: 0,
  hasChecklist: false,
};
const match = (symptoms: Partial<Symptoms>, now = 60_000) =>
  matchPlaybooks(playbooks, { ...calm, ...symptoms }, now).map(({ id, reason }) => [id, reason]);

test('[PB4] service, failing checks and words speak for a playbook, and it says which', () => {
  expect(match({})).toEqual([]);
  expect(match({ service: 'Payments', title: 'Connection-pool is exhausted' })).toEqual([
    ['pool', 'service Payments, “connection pool” in the title'],
  ]);
  expect(
    match({
      title: 'Login fails',
      summary: 'nxdomain, and the drive is not full',
      failing: ['resolver', 'web'],
    }),
  ).toEqual([['dns', 'check resolver failing, “NXDOMAIN” in the summary']]);
  // `disk` alone says nothing more beside it.
  expect(match({ title: 'Disk full on database' })).toEqual([
    ['disk', '“disk full” in the title'],
    ['pool', '“database” in the title'],
  ]);
  // Whole words only.
  expect(match({ title: 'odns is oddns' })).toEqual([]);
});

test('[PB4] the first fifteen minutes come first for a fresh P1 or P2, and only then', () => {
  expect(match({ severity: 'P1', service: 'payments', failing: ['resolver'] }).map(([id]) => id)).toEqual([
    'start',
    'dns',
    'pool',
  ]);
  expect(match({ severity: 'P2' })).toEqual([['start', 'a fresh P2']]);
  expect(match({ severity: 'P3' })).toEqual([]);
  expect(match({ severity: 'P1' }, 15 * 60_000)).toEqual([]);
  expect(match({ severity: 'P1', hasChecklist: true })).toEqual([]);
  expect(match({ severity: 'P1', status: 'resolved' })).toEqual([]);
  expect(match({ severity: 'P1', declaredAt: null })).toEqual([]);
});

test('[PB4] a service outweighs words that happen to occur, and many words do not run away', () => {
  const many = playbook('many', `tags: [${Array.from({ length: 40 }, (_, i) => `w${i}`).join(', ')}]`);
  const title = Array.from({ length: 40 }, (_, i) => `w${i}`).join(' ');
  const [first, second] = matchPlaybooks(
    [many, playbooks[1] ?? many],
    { ...calm, title, service: 'payments' },
    0,
  );
  expect([first?.id, second?.id]).toEqual(['pool', 'many']);
  expect(second?.reason).toBe('“w0”, “w1”, “w2” and 37 more in the title');
});
