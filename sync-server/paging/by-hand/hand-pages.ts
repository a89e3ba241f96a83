// PH: manual pages, each with its own steps, independent of the policy's run. One pure decision, carried out by
// pager.ts. The request is a fact of the room, so a crash or a partition between asking and paging loses none.
import { sayTarget } from '#room/facts/paging.ts';
import type { Asked, PagingState, RoomFacts, SaidFact, PagingTeam } from '../paging-state.ts';
import {
  nameOf,
  type HandDecision,
  type HandEvent,
  type HandPage,
  type Making,
  prefixOf,
} from './hand-page.ts';
import { planHand } from './hand-steps.ts';
import { nextStep, sendLater, startStep } from './hand-turns.ts';

/** PH5: an older request, for example from a desktop that was offline, pages nobody. */
const handNewWithinMs = 60 * 60_000;
/** PH8: per incident. */
const mostHandPages = 200;

/** `event` is an action outside the room. Returns the same state when nothing is new. */
export function decideHand(
  state: PagingState,
  room: RoomFacts,
  { team, now, event = null }: { team: PagingTeam; now: number; event?: HandEvent | null },
): HandDecision {
  const out = { sends: [], says: [], cancels: [] };
  const making: Making = { room, team, now, out };
  const before = state.hand ?? [];
  const begun = new Set(before.map(({ id }) => factOf(id)));
  const added = (room.asked ?? []).filter(({ id }) => !begun.has(id));
  const hand = [
    ...before.map((page) => goOn(page, making, event)),
    ...added.flatMap((asked) => begin(asked, before.length, making)),
  ];
  const isSame = hand.length === before.length && hand.every((page, index) => page === before[index]);
  const times = hand.flatMap(({ stepEndsAt, later }) => [stepEndsAt, ...later.map(({ dueAt }) => dueAt)]);
  const due = times.filter((at) => at !== null);
  return {
    ...out,
    state: isSame ? state : { ...state, hand },
    nextAt: due.length === 0 ? null : Math.min(...due),
  };
}

const factOf = (id: string): string => id.slice(0, id.indexOf('.'));
const isOver = ({ status }: RoomFacts): boolean => status === 'resolved' || status === 'closed';

/** One page per target. A refused request or an impossible target is kept as over, so that it is judged once. */
function begin(asked: Asked, known: number, making: Making): HandPage[] {
  const { room, team, out } = making;
  const refusal = whyNot(asked, known, making);
  if (refusal !== null) {
    out.says.push({
      key: `${prefixOf(room, asked)}refused`,
      text: refusal,
      why: 'refused-by-hand',
      mentions: [asked.by],
    });
    return [{ ...blank(asked, 0, team), phase: 'over' }];
  }
  return asked.targets.map((target, index) => {
    const page = blank(asked, index, team);
    const plan = planHand(target, { room, team });
    if ('problem' in plan) {
      const shown = sayTarget(target, (id) => nameOf(team, id));
      out.says.push({
        key: `${prefixOf(room, page)}nobody`,
        text: `Nobody was paged for ${shown}: ${plan.problem}.`,
        why: 'refused-by-hand',
        mentions: [asked.by],
      });
      return { ...page, shown, phase: 'over' };
    }
    return startStep({ ...page, ...plan }, making, 'asked-by-hand');
  });
}

const blank = ({ id, by, text, at }: Asked, index: number, team: PagingTeam): HandPage => ({
  id: `${id}.${index}`,
  by,
  byName: nameOf(team, by),
  text,
  at,
  shown: '',
  steps: [],
  repeat: 0,
  phase: 'paging',
  round: 0,
  step: 0,
  stepEndsAt: null,
  later: [],
  open: [],
  declined: [],
  asked: [],
  told: [],
});

/** PH5, PH6: why a request pages nobody at all. */
function whyNot({ by, at }: Asked, known: number, { room, team, now }: Making): string | null {
  const asker = team.people.find(({ id }) => id === by);
  if (asker === undefined || asker.role === 'viewer')
    return 'Nobody was paged: only owners and responders of the team can page somebody.';
  if (at <= now - handNewWithinMs)
    return 'Nobody was paged: this was asked more than an hour before it reached the team’s server.';
  if (isOver(room)) return 'Nobody was paged: the incident was over when this reached the team’s server.';
  if (known >= mostHandPages)
    return `Nobody was paged: ${mostHandPages} pages by hand are the most for one incident.`;
  return null;
}

function goOn(page: HandPage, making: Making, event: HandEvent | null): HandPage {
  const { room, now } = making;
  if (page.phase === 'over') return page;
  if (isOver(room)) return end(page, making, 'resolved');
  if (!(room.asked ?? []).some(({ id }) => id === factOf(page.id))) return end(page, making, 'taken-back');
  if (page.phase === 'answered') return page;
  if (event?.kind === 'came' && event.page === page.id) return answered(page, making, came(page));
  if (hasAnswered(page, room)) return answered(page, making, null);
  if (event?.kind === 'declined' && event.page === page.id) return decline(page, making, event.person);
  const sent = sendLater(page, making);
  return page.stepEndsAt === null || page.stepEndsAt > now ? sent : nextStep(sent, making);
}

/** PH4: a person this page reached has acknowledged, taken command, or written in the room since. */
const hasAnswered = ({ asked, at }: HandPage, { answers, voices = {} }: RoomFacts): boolean =>
  answers.some((answer) => answer.at >= at && asked.includes(answer.person)) ||
  asked.some((person) => (voices[person] ?? 0) > at);

const stopped = (page: HandPage): HandPage => ({ ...page, stepEndsAt: null, later: [], open: [] });

function answered(page: HandPage, { room, out }: Making, say: Omit<SaidFact, 'key'> | null): HandPage {
  out.cancels.push(prefixOf(room, page));
  if (say !== null) out.says.push({ key: `${prefixOf(room, page)}came`, ...say });
  return { ...stopped(page), phase: 'answered' };
}

const came = ({ shown, by, byName }: HandPage): Omit<SaidFact, 'key'> => ({
  text: `${shown} answered the page from ${byName} and is coming.`,
  why: 'acknowledged',
  mentions: [by],
});

/** Tells everyone who was told that the page is over, once each. */
function end(page: HandPage, { room, out }: Making, why: 'resolved' | 'taken-back'): HandPage {
  out.cancels.push(prefixOf(room, page));
  const remote = page.told.filter(({ channel }) => channel !== 'desktop');
  const first = remote.filter(
    (way, index) =>
      remote.findIndex(
        ({ person, channel }) => person === way.person && (person !== null || channel === way.channel),
      ) === index,
  );
  for (const way of first)
    out.sends.push({
      ...way,
      key: `ended.${prefixOf(room, page)}${way.person ?? way.address ?? '-'}.${way.channel}`,
      purpose: 'resolved',
      step: page.step + 1,
      reason: why,
      hand: page.id,
    });
  return { ...stopped(page), phase: 'over' };
}

function decline(page: HandPage, making: Making, person: string): HandPage {
  const { room, team, out } = making;
  out.says.push({
    key: `${prefixOf(room, page)}declined.${page.round}.${page.step}.${person}`,
    text: `${nameOf(team, person)} cannot come.`,
    why: 'declined',
    mentions: [page.by],
  });
  const rest = {
    ...page,
    open: page.open.filter((each) => each.person !== person),
    later: page.later.filter((send) => send.person !== person),
    declined: [...page.declined, person],
  };
  return rest.open.length > 0 ? rest : nextStep(rest, making);
}
