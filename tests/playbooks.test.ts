import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shippedRoles } from '#room/facts/fact.ts';
import { matchPlaybooks } from '#room/playbooks/match-playbooks.ts';
import { parseFact } from '#room/facts/parse-fact.ts';
import { parsePlaybook } from '#room/playbooks/playbook.ts';

const folder = path.join(import.meta.dirname, '../assets/playbooks');
const files = readdirSync(folder);

test('nine playbooks ship', () => {
  expect(files.toSorted()).toEqual([
    'bad-deployment.md',
    'certificate-expiry.md',
    'database-connections-exhausted.md',
    'dependency-down.md',
    'dns.md',
    'first-fifteen-minutes.md',
    'full-disk.md',
    'out-of-memory.md',
    'security-incident.md',
  ]);
});

test.each(files)(
  '%s becomes a checklist, and says to look at logs and dependencies before a restart',
  (file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const { title, tags, lastReviewed, owner, steps } = parsePlaybook(text);
    expect(owner).not.toBeNull();
    expect(tags.length).toBeGreaterThan(1);
    expect(lastReviewed).toMatch(/^\d{4}-\d\d-\d\d$/u);
    expect(steps.length).toBeGreaterThan(9);
    const envelope = { id: '01HF7YAT000000000000000001', at: 1, noted: 1, by: 'ana' };
    expect(
      parseFact({ ...envelope, kind: 'checklist', title, playbook: file.replace('.md', ''), steps }),
    ).toMatchObject({ ok: true });
    // Escalation, words to send, what to do afterwards.
    for (const part of ['When to call for more', 'Words to send', 'Afterwards'])
      expect(text).toContain(`\n## ${part}\n`);
    // What shows the cause is looked at before it is thrown away.
    const words = steps.map((step) => step.text.toLowerCase());
    const firstOf = (pattern: RegExp): number => words.findIndex((step) => pattern.test(step));
    const restart = words.findIndex((step) =>
      /^(?:only now[^:]*: )?(?:restart|reload)(?! nothing)/u.test(step),
    );
    if (restart !== -1) {
      expect(firstOf(/\blogs?\b|journalctl/u)).toBeLessThan(restart);
      expect(firstOf(/depend|supplier|from outside/u)).toBeLessThan(restart);
    }
  },
);

const playbooks = files.map((file) => ({
  id: file.replace('.md', ''),
  ...parsePlaybook(readFileSync(path.join(folder, file), 'utf8')),
}));

test.each(playbooks)(
  '[PB1] $id says who, how long, and what a second person looks at',
  ({ id, steps, title }) => {
    // First how bad it is, then what to look at, then what to do.
    expect(steps[0]?.text, title).toMatch(
      id === 'first-fifteen-minutes' ? /^Confirm it/u : /^Say it in one line|^Stay calm/u,
    );
    const timed = steps.filter(({ minutes }) => minutes !== undefined);
    expect(timed.length).toBeGreaterThan(4);
    for (const { minutes } of timed) expect(minutes).toBeLessThanOrEqual(30);
    for (const { assignee } of steps) if (assignee !== undefined) expect(shippedRoles).toContain(assignee);
    // What is hard to undo needs a second person; the first fifteen minutes repair nothing.
    if (id !== 'first-fifteen-minutes') expect(steps.some(({ approval }) => approval)).toBe(true);
    // A restart wants what comes before it.
    for (const step of steps)
      if (/^(?:only now[^:]*: )?restart (?!nothing)/iu.test(step.text)) expect(step.guarded).toBe(true);
    // No attribute was mistyped and left in the words.
    for (const { text } of steps)
      expect(text.split('\n', 1)[0]).not.toMatch(/@\w+$|\((?:approval|\d+ min|steps above first)\)$/u);
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
  },
);

const calm = {
  summary: '',
  service: null,
  severity: 'P3',
  status: 'triage',
  failing: [],
  declaredAt: 0,
  hasChecklist: false,
} as const;

test.each([
  ['Disk full on db-1', 'full-disk'],
  ['payments: connection pool exhausted', 'database-connections-exhausted'],
  ['api pods OOM killed', 'out-of-memory'],
  ['Errors after the release of v412', 'bad-deployment'],
  ['Certificate expired on shop.example.com', 'certificate-expiry'],
  ['shop.example.com: NXDOMAIN', 'dns'],
  ['The card provider is down', 'dependency-down'],
  ['Ransomware note on a laptop', 'security-incident'],
])('[PB4] “%s” is what %s is for', (title, id) => {
  expect(matchPlaybooks(playbooks, { ...calm, title }, 0)[0]?.id).toBe(id);
  expect(
    matchPlaybooks(playbooks, { ...calm, title, severity: 'P1' }, 0)
      .map((each) => each.id)
      .slice(0, 2),
  ).toEqual(['first-fifteen-minutes', id]);
});
