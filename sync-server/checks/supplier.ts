// CK19: the state that a supplier reports on its status page: Statuspage and compatible pages, Instatus, openstatus.
import { choiceField, textField } from '../forms/fields.ts';
import { defineCheck } from './check.ts';
import { readSupplier, type Said, type State } from './supplier-answer.ts';
import { checkWeb, webAddress, webFields, webTarget, type WebVerdict } from './web/web.ts';

const downFrom = ['major outage', 'partial outage', 'degraded performance'] as const;
const rank: Record<State, number> = { up: 0, maintenance: 0, degraded: 1, partial: 2, major: 3 };
const leastDown: Record<(typeof downFrom)[number], number> = {
  'major outage': 3,
  'partial outage': 2,
  'degraded performance': 1,
};
const inWords: Record<State, string> = {
  up: 'operational',
  maintenance: 'under maintenance',
  degraded: 'degraded performance',
  partial: 'partial outage',
  major: 'major outage',
};
/** The reason names at most this many problems. */
const mostNamed = 3;

export const supplier = defineCheck({
  label: 'Supplier’s status page',
  about: 'Reads a supplier’s own status page: up, degraded or down by the components you name.',
  intervalSeconds: 120,
  area: 'dependencies',
  fields: {
    url: { ...webAddress, hint: 'https://www.githubstatus.com, or the address of its JSON' },
    components: textField({
      label: 'Components',
      hint: 'One on each line, with the names on that page. Empty means the whole page.',
      isMain: true,
      lines: true,
      max: 4_000,
    }),
    downFrom: choiceField({ label: 'Down from', isMain: true, options: downFrom }),
    ...webFields,
  },
  target: webTarget,
  run: ({ components, downFrom: from, ...settings }, context) =>
    checkWeb({ ...settings, url: summaryOf(settings.url) }, context, {
      needsBody: true,
      judge: ({ text, unread }) => {
        if (unread !== null) return { unknown: unread };
        const said = readSupplier(text);
        if (typeof said === 'string') return said;
        return judge(said, { names: namesIn(components), least: leastDown[from] });
      },
    }),
});

/** The summary address of a Statuspage; an address that leads to JSON stays as it is. */
function summaryOf(address: string): string {
  const url = new URL(address);
  if (url.pathname.endsWith('.json') || url.pathname.includes('/public/status/')) return url.href;
  url.pathname = `${url.pathname.replace(/\/+$/u, '')}/api/v2/summary.json`;
  return url.href;
}

const namesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function judge(said: Said, { names, least }: { names: readonly string[]; least: number }): WebVerdict {
  const chosen = names.map((name) => ({ name, state: said.components.get(name.toLowerCase()) }));
  const missing = chosen.filter(({ state }) => state === undefined).map(({ name }) => name);
  if (missing.length > 0) return { unknown: `its status page has no component “${missing.join('”, “')}”` };
  const states = chosen.flatMap(({ name, state }) => (state === undefined ? [] : [{ name, state }]));
  const all = names.length === 0 ? [{ name: said.page, state: said.whole }] : states;
  const troubles = all
    .filter(({ state }) => rank[state] > 0)
    .toSorted((a, b) => rank[b.state] - rank[a.state]);
  const [worst] = troubles;
  if (worst === undefined) return null;
  const named = troubles.slice(0, mostNamed).map(({ name, state }) => `${name}: ${inWords[state]}`);
  const more = troubles.length - named.length;
  const why = [...named, ...(more > 0 ? [`${more} more`] : []), ...said.incidents.slice(0, 1)].join('; ');
  return rank[worst.state] >= least ? why : { degraded: why };
}
