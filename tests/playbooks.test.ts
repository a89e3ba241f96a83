import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseFact } from '#room/parse-fact.ts';
import { parsePlaybook } from '#room/playbook.ts';

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
    const { title, tags, lastReviewed, steps } = parsePlaybook(text);
    expect(tags.length).toBeGreaterThan(1);
    expect(lastReviewed).toMatch(/^\d{4}-\d\d-\d\d$/u);
    expect(steps.length).toBeGreaterThan(9);
    const envelope = { id: '01HF7YAT000000000000000001', at: 1, noted: 1, by: 'ana' };
    expect(
      parseFact({ ...envelope, kind: 'checklist', title, playbook: file.replace('.md', ''), steps }),
    ).toMatchObject({ ok: true });
    expect(text).toMatch(/## When to call for more/u);
    // C-55: what shows the cause is looked at before it is thrown away.
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
