// Every place of the screens that asks the server to change something, read from the code.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Where the button is in another file, or what is asked needs no team's server. */
const otherwise = new Map([
  ['renderer/server/api.ts', 'RecordForm and the other forms that save a record wait'],
  ['renderer/screens/status-pages/own-folders.tsx', 'a folder of this computer'],
  ['renderer/screens/status-pages/public-link.tsx', 'opens the page without the visit'],
  ['renderer/screens/status-pages/publishing/publishing.tsx', 'SP111: works without the team’s server'],
  ['renderer/screens/status-pages/publishing/update-form.tsx', 'SP111: works without the team’s server'],
  ['renderer/screens/on-call/schedule-preview.tsx', 'asks by itself, and changes nothing'],
  ['renderer/screens/monitors/use-monitor-actions.ts', 'the buttons of monitor-actions.tsx wait'],
  ['renderer/screens/first-run/sign-in.tsx', 'nobody is signed in yet'],
  ['renderer/screens/alerting/rehearsal.tsx', 'asks by itself, and changes nothing'],
  ['renderer/paging/use-tests.ts', 'the buttons of test-page.tsx and communication-check.tsx wait'],
  [
    'renderer/paging/page-banner.tsx',
    'a page can always be answered: the desktop sends it by every way it has',
  ],
  ['renderer/notices/browser-push.ts', 'the buttons of push-devices.tsx wait'],
]);
const asks = /\b(?:api|open|library)\s*\.(?:post|put|delete)(?:<[^(]*>)?\(\s*([^,)]*)/gu;
/** Rooms answer on this computer (RE2), and so does what only concerns it. */
const own = /^[`'"]\/(?:incidents|hub|time|locations\/this-computer)\b/u;
const waits = /\b(?:SaveButton|ServerButton|RecordForm|FormButtons|useSilentSince)\b|\bisAway\b/u;

test('[FE12] every act that only the server can take waits while it is away', () => {
  const found = new Map<string, string[]>();
  for (const path of globSync('renderer/**/*.{ts,tsx}').filter((each) => !each.includes('.test.'))) {
    const text = readFileSync(path, 'utf8');
    const asked = [...text.matchAll(asks)].filter(([, to = '']) => !own.test(to));
    if (asked.length > 0 && !waits.test(text))
      found.set(
        path,
        asked.map(([, to = '']) => to),
      );
  }
  expect([...found].filter(([path]) => !otherwise.has(path))).toEqual([]);
  expect(
    [...otherwise.keys()].filter((path) => !found.has(path)),
    'named for nothing',
  ).toEqual([]);
});
