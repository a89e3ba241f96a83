// A journey through pages in a real browser. browser-script.ts parses its script, browser-run.ts runs it.
import { requiredTextField } from '../forms/fields.ts';
import { runBrowser } from './browser-run/browser-run.ts';
import { parseScript } from './browser-run/browser-script.ts';
import { defineCheck, type Fault } from './check.ts';
import { journeyFields, longestJourneyMs } from './journey-fields.ts';
import { namesIn, parseSecrets, secretsField } from './placeholders.ts';
import { webTarget } from './web/web.ts';

export const browser = defineCheck({
  label: 'Browser journey',
  about: 'Opens pages in a Chromium of this server, clicks, types, and expects words.',
  intervalSeconds: 300,
  deadlineMs: longestJourneyMs,
  area: 'experience',
  fields: {
    script: requiredTextField({
      label: 'Script',
      hint: 'One step on each line: open https://example.org/ · click "Sign in" · fill "Password" "{{PASSWORD}}" · expect "Welcome" · expect-not "Error" · wait "#results" · press "Enter"',
      lines: true,
      max: 10_000,
      check: wrongInScript,
    }),
    secrets: secretsField,
    ...journeyFields('line'),
  },
  wrong: findUnknownName,
  target: ({ script }) => {
    const url = parseScript(script)[0]?.words ?? '';
    return URL.canParse(url) ? webTarget({ url }) : { url: '', hostname: '', port: '' };
  },
  run: runBrowser,
});

function wrongInScript(text: string): string | null {
  try {
    parseScript(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function findUnknownName({ script, secrets }: { script: string; secrets: string }): Fault | null {
  const known = parseSecrets(secrets);
  for (const { line, words, value } of parseScript(script)) {
    const missing = namesIn(words + value).find((name) => known?.has(name) !== true);
    if (missing !== undefined)
      return { path: ['script'], expected: `line ${line}: the name of a secret; {{${missing}}} is not one` };
  }
  return null;
}
