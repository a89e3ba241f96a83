import { expect, test } from 'vitest';
import { beatSnippets } from './beat-snippets.ts';

const url = 'https://muster.example.org/beat/abc';

test('[MO3] a job reports after it ran, and its exit code with it; a number goes into the address', () => {
  const [cron, both] = beatSnippets('heartbeat', url);
  expect(cron?.value).toBe(`0 3 * * * /path/to/job && curl -fsS -m 10 --retry 3 -o /dev/null ${url}`);
  expect(both?.value).toContain(`${url}/start; /path/to/job; `);
  expect(both?.value.endsWith(`${url}/$?`)).toBe(true);
  const [number, file] = beatSnippets('metric', url);
  expect(number?.value).toContain(`"${url}?value=42"`);
  expect(file?.value).not.toContain('%');
});
