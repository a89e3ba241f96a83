// SP131: the team's open incidents, for the rest of the company: title, severity, commander, and when the next update
// is due.
import type { Shown } from '../levels.ts';
import { type Markup, markup } from '../markup/markup.ts';
import type { TeamIncident } from '../schema/team.ts';
import { letterOf, type PageSpeech, time, weave } from './speech.ts';

const shownOf: Record<TeamIncident['severity'], Shown> = {
  P1: 'major',
  P2: 'partial',
  P3: 'degraded',
  P4: 'degraded',
};

export function teamIncidents(speech: PageSpeech): Markup | false {
  const { team } = speech.view;
  if (team === undefined) return false;
  const { heading, none } = speech.words.team;
  return markup`<section aria-labelledby="e"><h2 id="e">${heading}</h2>${team.length === 0 ? markup`<p class="f">${none}</p>` : team.map((each) => incident(speech, each))}</section>`;
}

function incident(
  speech: PageSpeech,
  { number, title, severity, status, impact, ...told }: TeamIncident,
): Markup {
  const { words, view } = speech;
  const { team } = words;
  const { commanders, declaredAt, updateDueAt } = told;
  const due =
    updateDueAt === null
      ? team.noUpdate
      : weave(updateDueAt < view.now ? team.overdue : team.nextUpdate, time(speech, updateDueAt));
  const facts = [severity, team.status[status], ...(impact === null ? [] : [words.impact[impact]])].join(
    ' · ',
  );
  return markup`<article class="e1 ${letterOf[shownOf[severity]]}"><h3>${number !== null && markup`<span class="f">${number}</span> `}${title}</h3><p class="f">${facts} · ${weave(words.began, time(speech, declaredAt))}</p><p>${commanders.length === 0 ? team.noCommander : team.commander(commanders.join(', '))} · ${due}</p></article>`;
}
