// Mails to subscribers, as subject and plain text; the sender adds the footer with personal links.
import { calendar } from '../feeds/calendar.ts';
import { pick, sayTime } from '../html/speech.ts';
import { type Language, wordsIn } from '../languages/index.ts';
import { subscribingWordsIn, type WorkPhase } from '../languages/subscribing/index.ts';
import type { Texts } from '../schema/fields.ts';
import type { Incident, IncidentUpdate } from '../truth/reports.ts';
import type { StatusPageView } from '../view.ts';

export type PlainMail = {
  subject: string;
  text: string;
  /** SP44: the turn as a calendar file; absent when it is no longer planned. */
  calendar?: string;
};
/** A turn of planned work; `before` is set when it was moved. */
export type ToldTurn = {
  id: string;
  starts: number;
  ends: number;
  before: { starts: number; ends: number } | null;
};

const mostNames = 20;

/**
 * The text of an update; when `isWhole`, with all earlier updates of its incident. Null when there is no such update.
 */
export function updateMail(
  view: StatusPageView,
  language: Language,
  { update: id, isWhole }: { update: string; isWhole: boolean },
): (PlainMail & { incident: string }) | null {
  const incident = view.incidents.find(({ updates }) => updates.some((each) => each.id === id));
  const index = incident?.updates.findIndex((each) => each.id === id) ?? -1;
  const update = incident?.updates[index];
  if (incident === undefined || update === undefined) return null;
  const speech = { view, language };
  const earlier = isWhole ? incident.updates.slice(0, index).toReversed() : [];
  const words = subscribingWordsIn[language];
  const parts = [
    tell(speech, update),
    affected(speech, incident.components.keys()),
    `${view.base}incidents/${incident.id}/`,
    ...(earlier.length === 0 ? [] : [words.earlier, ...earlier.map((each) => tell(speech, each))]),
  ];
  return { incident: incident.id, subject: subjectOf(speech, incident, update), text: join(parts) };
}

/** A turn of planned work was announced, comes soon, began, ended, moved or was cancelled. */
export function workMail(
  view: StatusPageView,
  language: Language,
  {
    phase,
    turn,
    title,
    components,
  }: { phase: WorkPhase; turn: ToldTurn; title: Texts; components: readonly string[] },
): PlainMail {
  const speech = { view, language };
  const words = wordsIn[language];
  const time = (at: number) => sayTime(view, words, at);
  const { subject, text } = subscribingWordsIn[language].work[phase]({
    title: own(speech, title),
    from: time(turn.starts),
    to: time(turn.ends),
    before: turn.before && { from: time(turn.before.starts), to: time(turn.before.ends) },
  });
  return {
    subject: `[${view.page.name}] ${subject}`,
    text: join([text, affected(speech, components), `${view.base}maintenance/`]),
    ...(view.occurrences.some(({ id }) => id === turn.id) && { calendar: calendar(view, turn.id) }),
  };
}

type Speech = { view: StatusPageView; language: Language };

const own = ({ view, language }: Speech, texts: Texts): string =>
  pick(texts, language, view.page.language).text;

const subjectOf = (speech: Speech, incident: Incident, { status }: IncidentUpdate): string =>
  `[${speech.view.page.name}] ${own(speech, incident.title)}: ${wordsIn[speech.language].status[status]}`;

function tell(speech: Speech, { status, at, body, changes }: IncidentUpdate): string {
  const words = wordsIn[speech.language];
  const changed = changes.flatMap(({ component, to }) => {
    const name = speech.view.find(component)?.name;
    return name === undefined ? [] : [`${name}: ${words.shown[shownOf[to]]}`];
  });
  return join([
    `${words.status[status]} · ${sayTime(speech.view, words, at)}`,
    own(speech, body),
    changed.slice(0, mostNames).join('\n'),
  ]);
}

const shownOf = {
  operational: 'operational',
  degraded_performance: 'degraded',
  partial_outage: 'partial',
  major_outage: 'major',
  under_maintenance: 'maintenance',
} as const;

function affected({ view, language }: Speech, components: Iterable<string>): string {
  const names = [...components].flatMap((id) => view.find(id)?.name ?? []);
  const told = `${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ' …' : ''}`;
  return names.length === 0 ? '' : subscribingWordsIn[language].affects(told);
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');
