// RV22: the replay inside the page: the state at each key event, and the events since the previous one. It needs no
// script: stops are radio buttons, so the arrow keys go from one to the next, even where scripts are forbidden.
import { elapsed } from '../document/appendix.ts';
import type { Figure } from '../document/document.ts';
import { sayer, type Say } from '../document/say.ts';
import { sayMessage } from '../messages.ts';
import type { Review } from '../review.ts';
import type { ReviewLine } from '../timeline.ts';
import { escapeHtml } from './escape.ts';

/** Fewer stops are no replay. */
const fewestStops = 3;
/** Lines shown between two stops; the appendix has all of them. */
const mostBetween = 12;

/** Empty where there is too little to replay. */
export function htmlReplay(review: Review): string {
  const { lines } = review.timeline;
  const stops = lines.flatMap((line, index) => (line.isKey ? [index] : []));
  if (stops.length < fewestStops) return '';
  const say = sayer(review);
  const shown = stops.map((index, stop) => {
    const line = lines[index];
    if (line === undefined) return '';
    const between = lines.slice((stops[stop - 1] ?? -1) + 1, index);
    const checked = stop === 0 ? ' checked' : '';
    const time = escapeHtml(say.time(line.at));
    return `<input type="radio" name="replay" id="replay-${stop}"${checked}><label for="replay-${stop}">${time}</label>
<div class="frame">${frame(review, line, { say, between })}</div>`;
  });
  return `<figure class="replay">
<figcaption>Replay: what stood at each key event. The arrow keys go to the next one.</figcaption>
<div class="stops">${shown.join('\n')}</div>
</figure>`;
}

type Stop = { say: Say; between: readonly ReviewLine[] };

function frame(review: Review, line: ReviewLine, { say, between }: Stop): string {
  const left = between.length - mostBetween;
  const rows = between.slice(-mostBetween).map((each) => `<li dir="auto">${sayLine(each, say)}</li>`);
  const more = left > 0 ? `<li>${left} more before</li>` : '';
  return `<p><strong>${escapeHtml(elapsed(line, review))}</strong> ${escapeHtml(line.told ?? line.text)}</p>
<dl class="facts">${standing(review, line, say)
    .map(
      ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt> <dd dir="auto">${escapeHtml(value)}</dd></div>`,
    )
    .join('')}</dl>${rows.length === 0 ? '' : `<ul>${more}${rows.join('')}</ul>`}`;
}

const sayLine = ({ at, text }: ReviewLine, say: Say): string => escapeHtml(`${say.time(at)} ${text}`);

/** What was true right after this line. */
function standing(review: Review, { at, phase }: ReviewLine, say: Say): Figure[] {
  const severity = review.severity.history.findLast((each) => each.at <= at)?.severity ?? 'not set';
  const commanders = review.roles.filter(
    ({ role, as, from, until }) =>
      role === 'commander' && as === 'primary' && from <= at && (until === null || until > at),
  );
  const down = review.outages.filter(({ from, until }) => from <= at && (until === null || until > at));
  const told = review.messages.findLast((each) => each.side === 'external' && each.at <= at);
  const tried = review.actions.filter((each) => each.at <= at);
  return [
    { name: 'Phase', value: phase },
    { name: 'Severity', value: severity },
    { name: 'Commander', value: commanders.map(({ person }) => person).join(', ') || 'nobody' },
    { name: 'Checks down', value: down.map(({ name }) => name).join(', ') || 'none known' },
    {
      name: 'Customers last told',
      value: told === undefined ? 'not yet' : `${say.time(told.at)}, ${sayMessage(told).toLowerCase()}`,
    },
    { name: 'Tried so far', value: tried.map(({ text }) => text).join('; ') || 'nothing' },
  ];
}
