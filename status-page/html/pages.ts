// The pages of one language: path within its folder → HTML.
import type { Language } from '../languages/index.ts';
import { levels } from '../levels.ts';
import { limits } from '../limits.ts';
import { markup } from '../markup/markup.ts';
import { bytesOf, shorten } from '../text.ts';
import type { Incident } from '../truth/reports.ts';
import type { StatusPageView } from '../view.ts';
import { barSymbols, dayTable } from './bars.ts';
import { componentSection, type Density } from './components.ts';
import {
  incidentPath,
  openIncidents,
  pastIncident,
  reviewArticle,
  summary,
  type Telling,
  updatesBelow,
  everything,
} from './incidents.ts';
import { asOf, frame } from './layout.ts';
import { subscribeBody, subscribeForm, subscribeHeading } from './subscribing.ts';
import { type History, historyOf, monthsBody, yearLinks, yearPath } from './history.ts';
import { activeMaintenance, maintenanceBody, nextMaintenance } from './maintenance.ts';
import { teamIncidents } from './team.ts';
import { letterOf, pick, sayLine, sayProse, speak, type PageSpeech, state, time } from './speech.ts';

const dayMs = 86_400_000;

export function htmlPages(view: StatusPageView, language: Language): Map<string, string> {
  const history = historyOf(view);
  const pages = new Map([
    ['index.html', firstPage(speak(view, language, 0))],
    ['history/index.html', historyPage(speak(view, language, 1), history)],
    ['maintenance/index.html', maintenancePage(speak(view, language, 1))],
    ['uptime/index.html', uptimePage(speak(view, language, 1))],
  ]);
  if (view.signUp !== undefined) pages.set('subscribe/index.html', subscribePage(speak(view, language, 1)));
  const speech = speak(view, language, 2);
  for (const year of history.yearsBefore)
    pages.set(`${yearPath(year)}index.html`, yearPage(speech, history, year));
  for (const incident of view.incidents)
    pages.set(`${incidentPath(incident)}index.html`, incidentPage(speech, incident));
  return pages;
}

type Fit = { density: Density; telling: Telling; works: number; characters: number; recent: number };
/** SP3: forms from the fullest to the leanest; the first that is light enough is used. */
const fits: readonly Fit[] = [
  { density: 'full', telling: everything, works: 5, characters: 600, recent: 10 },
  {
    density: 'compact',
    telling: { incidents: 50, updates: 20, characters: 2_000 },
    works: 5,
    characters: 600,
    recent: 10,
  },
  {
    density: 'compact',
    telling: { incidents: 10, updates: 3, characters: 1_000 },
    works: 2,
    characters: 300,
    recent: 3,
  },
  {
    density: 'list',
    telling: { incidents: 5, updates: 1, characters: 500 },
    works: 1,
    characters: 200,
    recent: 1,
  },
  {
    density: 'worst',
    telling: { incidents: 5, updates: 0, characters: 0 },
    works: 0,
    characters: 0,
    recent: 0,
  },
];

function firstPage(speech: PageSpeech): string {
  let html = '';
  for (const fit of fits) {
    html = tellFirstPage(speech, fit);
    if (html.length < limits.pageBytes && bytesOf(html) < limits.pageBytes) break;
  }
  return html;
}

function tellFirstPage(speech: PageSpeech, fit: Fit): string {
  const { view, words } = speech;
  const { page, overall } = view;
  const sentence = words.overall(overall);
  const isLean = fit.density === 'worst';
  const body = markup`${barSymbols(view.days.length)}${asOf(speech)}
${page.announcement !== undefined && markup`<section class="a" aria-label="${words.announcement}">${sayProse(speech, page.announcement)}</section>`}
<div class="t ${letterOf[overall.shown]}"><h1>${sentence}</h1><p>${words.asOf} ${time(speech, view.now)}</p></div>
${page.description !== undefined && !isLean && markup`<div class="j f">${sayProse(speech, page.description)}</div>`}
${teamIncidents(speech)}
${openIncidents(speech, fit.telling)}
${!isLean && activeMaintenance(speech, fit.characters)}
${componentSection(speech, fit.density)}
${legend(speech, fit.density)}
${nextMaintenance(speech, fit.works, fit.characters)}
${recentSection(speech, fit.recent, fit.characters)}
${subscribeForm(speech)}`;
  return frame({
    speech,
    title: `${sentence} · ${words.title(page.name)}`,
    path: 'index.html',
    description: `${words.title(page.name)}: ${sentence}`,
    body,
    isLean,
  });
}

/** The mark of each state with its word, and what the bars say. */
function legend(speech: PageSpeech, density: Density) {
  const { view, words, home } = speech;
  if (view.components.every(({ history }) => history === null)) return false;
  const hasBars = density === 'full' || density === 'compact';
  const key =
    density === 'full' &&
    markup`<p class="z1">${[...levels, 'maintenance' as const].map((each) => state(speech, each))}</p>`;
  return markup`${key}<p class="f">${hasBars && `${words.legend} `}<a href="${home}uptime/index.html">${words.asTable}</a></p>`;
}

function recentSection(speech: PageSpeech, most: number, characters: number) {
  const { view, words } = speech;
  const list = view.incidents.filter(
    ({ resolvedAt }) => resolvedAt !== null && resolvedAt > view.now - 14 * dayMs,
  );
  return markup`<section aria-labelledby="h"><h2 id="h">${words.recent}</h2>${
    list.length === 0
      ? markup`<p class="f">${words.noRecent}</p>`
      : most > 0 &&
        markup`<ul class="h">${list.slice(0, most).map((each) => pastIncident(speech, each, { characters, isUnderHeading: true }))}</ul>`
  }<p><a class="q" href="${speech.home}history/index.html">${words.history}</a></p></section>`;
}

function plainPage(speech: PageSpeech, path: string, title: string, body: ReturnType<typeof markup>): string {
  const { words, view } = speech;
  return frame({
    speech,
    title: `${title} · ${words.title(view.page.name)}`,
    path,
    description: `${words.title(view.page.name)}: ${title}`,
    body: markup`${asOf(speech)}<h1>${title}</h1><p class="f">${words.asOf} ${time(speech, view.now)}</p>${body}`,
  });
}

function historyPage(speech: PageSpeech, history: History): string {
  const { first, newest } = history;
  const body = markup`${monthsBody(speech, history, { from: first, to: newest, characters: 600 })}${yearLinks(speech, history)}`;
  return plainPage(speech, 'history/index.html', speech.words.history, body);
}

/** SP37: the incidents of a year that are too old for the history page, without their texts. */
function yearPage(speech: PageSpeech, history: History, year: number): string {
  const { first, oldest } = history;
  const months = {
    from: Math.max(oldest, year * 12),
    to: Math.min(first - 1, year * 12 + 11),
    characters: 0,
  };
  const body = markup`${monthsBody(speech, history, months)}${yearLinks(speech, history, year)}<p><a class="q" href="${speech.home}history/index.html">${speech.words.history}</a></p>`;
  return plainPage(speech, `${yearPath(year)}index.html`, `${speech.words.history} ${year}`, body);
}

const maintenancePage = (speech: PageSpeech): string =>
  plainPage(speech, 'maintenance/index.html', speech.words.maintenance, maintenanceBody(speech));

const subscribePage = (speech: PageSpeech): string =>
  plainPage(speech, 'subscribe/index.html', subscribeHeading(speech), subscribeBody(speech));

function uptimePage(speech: PageSpeech): string {
  const { view, words } = speech;
  const tables = view.components.flatMap((each) => dayTable(speech, each, false) ?? []);
  const body =
    tables.length === 0 ? markup`<p>${words.otherDays}</p>` : markup`<p>${words.tableNote}</p>${tables}`;
  return plainPage(speech, 'uptime/index.html', words.uptime, body);
}

function incidentPage(speech: PageSpeech, incident: Incident): string {
  const { view, language, words } = speech;
  const { text } = pick(incident.title, language, view.page.language);
  return frame({
    speech,
    title: `${shorten(text, 120)} · ${words.title(view.page.name)}`,
    path: `${incidentPath(incident)}index.html`,
    description: `${words.status[incident.status]}: ${shorten(text, 200)}`,
    body: markup`${asOf(speech)}<article><h1>${sayLine(speech, incident.title)}</h1><p class="f">${words.asOf} ${time(speech, view.now)}</p>${summary(speech, incident)}${reviewArticle(speech, incident)}${updatesBelow(speech, incident)}</article><p><a class="q" href="${speech.home}index.html">${words.back}</a></p>`,
  });
}
