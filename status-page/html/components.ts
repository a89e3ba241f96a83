import { fear, type Shown } from '../levels.ts';
import { type Markup, markup } from '../markup/markup.ts';
import { shorten } from '../text.ts';
import { type ComponentView, type GroupView, isGroup } from '../view.ts';
import { bars, dayTable } from './bars.ts';
import { sayShare, type PageSpeech, state, time, weave } from './speech.ts';

/** How much detail of components fits on the page (SP3). */
export type Density = 'full' | 'compact' | 'list' | 'worst';

export function componentSection(speech: PageSpeech, density: Density): Markup {
  const { words, view } = speech;
  if (view.components.length === 0)
    return markup`<section aria-labelledby="c"><h2 id="c">${words.components}</h2><p class="f">${words.noComponents}</p></section>`;
  if (density === 'worst') return worstOnly(speech);
  const hasBars = density !== 'list' && view.components.some(({ history }) => history !== null);
  return markup`<section aria-labelledby="c"><h2 id="c">${words.components}</h2>${areAllByReports(view) && markup`<p class="f">${words.byReports}</p>`}${listOf(speech, view.tree, { density, level: 3 })}${hasBars && axis(speech)}</section>`;
}

/** The shortest form: only the worst components, without groups, and how many more there are. */
function worstOnly(speech: PageSpeech): Markup {
  const { view, words } = speech;
  const worst = view.components.toSorted((one, other) => fearOf(other) - fearOf(one)).slice(0, mostWorst);
  const rest = view.components.length - worst.length;
  return markup`<section aria-labelledby="c"><h2 id="c">${words.components}</h2><ul class="c">${worst.map(
    ({ name, standing: { shown } }) => markup`<li><b>${shorten(name, 40)}</b>${state(speech, shown)}`,
  )}</ul>${rest > 0 && markup`<p class="f">${words.more(rest)}</p>`}</section>`;
}
const mostWorst = 40;
const fearOf = ({ standing }: ComponentView): number => fear[standing.shown];

type Place = { density: Density; level: 3 | 4 };

const axis = ({ words, view }: PageSpeech): Markup =>
  markup`<p class="y" data-from="${dateOf(view.days[0])}" data-ok="${words.shown.operational}"><span>${words.daysAgo(view.days.length)}</span><span>${words.today}</span></p>`;

const dateOf = (day: PageSpeech['view']['days'][number] | undefined): string =>
  day ? [day.year, day.month, day.day].map((part) => String(part).padStart(2, '0')).join('-') : '';

/** Consecutive components form one list; each group is its own section. */
function listOf(
  speech: PageSpeech,
  children: GroupView['children'] | PageSpeech['view']['tree'],
  place: Place,
): Markup {
  const blocks: Markup[] = [];
  let run: Markup[] = [];
  const flush = () => {
    if (run.length > 0) blocks.push(markup`<ul class="c">${run}</ul>`);
    run = [];
  };
  for (const child of children) {
    if (!isGroup(child)) {
      if (!isHidden(child)) run.push(row(speech, child, place.density));
      continue;
    }
    flush();
    if (!child.members.every(isHidden)) blocks.push(groupOf(speech, child, place));
  }
  flush();
  return markup`${blocks}`;
}

const isHidden = ({ settings, standing }: ComponentView): boolean =>
  settings.onlyIfDegraded && standing.shown === 'operational';

/** With more components than this, groups in which all is well are folded. */
const mostUnfolded = 15;
/** SP35: whether groups of this page may be folded. */
export const hasFolds = ({ components, groups }: PageSpeech['view']): boolean =>
  groups.length > 0 && components.length > mostUnfolded;

function groupOf(speech: PageSpeech, group: GroupView, { density, level }: Place): Markup {
  const share = group.share === null ? null : shareOf(speech, group.share, density);
  const name = markup`<span>${group.name}</span>${share !== null && markup` <i>${share}</i>`} ${state(speech, group.shown)}`;
  const head = level === 3 ? markup`<h3>${name}</h3>` : markup`<h4>${name}</h4>`;
  const body = markup`${group.description !== null && markup`<p class="f">${group.description}</p>`}${listOf(speech, group.children, { density, level: 4 })}`;
  if (level === 4 || !hasFolds(speech.view)) return markup`<section class="g">${head}${body}</section>`;
  const isOpen = group.shown !== 'operational' && markup` open`;
  return markup`<details class="g"${isOpen}><summary>${head}</summary>${body}</details>`;
}

/** The word beside the figure stands where there is room for it. */
const shareOf = (speech: PageSpeech, share: number, density: Density): string =>
  density === 'full' ? speech.words.share(sayShare(speech, share)) : `${sayShare(speech, share)} %`;

// A list item needs no end tag (HTML, 13.1.2.4), and there may be 200.
function row(speech: PageSpeech, component: ComponentView, density: Density): Markup {
  const { name, settings, standing, history } = component;
  const isFull = density === 'full';
  const share = history?.uptime.share ?? null;
  const description = settings.description;
  return markup`<li><b>${name}</b>${history !== null && markup`<i>${share === null ? speech.words.notMeasured : shareOf(speech, share, density)}</i>`}${state(speech, standing.shown)}${remark(speech, component)}${isFull && description !== undefined && markup`<p class="f">${description}</p>`}${density !== 'list' && history !== null && bars(speech, component, isFull)}${isFull && dayTable(speech, component, true)}`;
}

/** True when every component is reported by people only, so that the page says it once. */
function areAllByReports({ components }: PageSpeech['view']): boolean {
  const told = components.filter(({ history }) => history !== null);
  return told.length > 1 && told.every(({ settings }) => settings.monitor === undefined);
}

const quiet: readonly Shown[] = ['operational', 'maintenance'];

function remark(speech: PageSpeech, { standing, settings, history }: ComponentView): Markup | false {
  const { words } = speech;
  const { shown, silent, since } = standing;
  if (shown === 'unknown' && silent)
    return silent.since === null
      ? markup`<p class="f">${words.neverChecked}</p>`
      : markup`<p class="f">${weave(words.silentSince, time(speech, silent.since))}</p>`;
  if (!quiet.includes(shown) && since !== null)
    return markup`<p class="f">${weave(words.since, time(speech, since))}</p>`;
  const isByReports = settings.monitor === undefined && history !== null;
  return isByReports && !areAllByReports(speech.view) && markup`<p class="f">${words.byReports}</p>`;
}
