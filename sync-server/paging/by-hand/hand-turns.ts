// PH2: the steps of a manual page: who is paged in each, when, and what happens when nobody answers.
import type { OpenPage } from '#room/feed/feed.ts';
import type { Reason, RoomFacts, Send } from '../paging-state.ts';
import { findRecipients, waysTo } from '../recipients.ts';
import { type HandPage, type Making, prefixOf } from './hand-page.ts';
import { isMail } from './hand-steps.ts';

const minute = 60_000;

/** The next step, the first one of the next round, or the end of the search. */
export function nextStep(page: HandPage, making: Making): HandPage {
  if (page.step + 1 < page.steps.length)
    return startStep({ ...page, step: page.step + 1 }, making, 'not-acknowledged-in-time');
  if (page.round >= page.repeat) return giveUp(page, making);
  return startStep({ ...page, step: 0, round: page.round + 1 }, making, 'asked-again');
}

function giveUp(page: HandPage, { room, out }: Making): HandPage {
  const isUnasked = page.told.length === 0;
  const times = page.round + 1;
  out.says.push({
    key: `${prefixOf(room, page)}gave-up`,
    text: isUnasked
      ? `Nobody was paged for ${page.shown}: nobody is on call or can be reached.`
      : `${page.shown} was paged ${times === 1 ? 'once' : `${times} times`} and has not answered. Page somebody else.`,
    why: 'not-answered',
    mentions: [page.by],
  });
  // Open pages stay open: these people may still come.
  return { ...page, phase: 'exhausted', stepEndsAt: null };
}

type DueSend = Send & { dueAt: number };

/** Everything that this step sends: to its people, its channels and its address. */
function sendsOf(
  page: HandPage,
  { targets, address }: HandPage['steps'][number],
  { room, team, now, reason }: Making & { reason: Reason },
) {
  const found = findRecipients(targets, team);
  const people = found.people.filter((id) => !page.declined.includes(id));
  const key = `${prefixOf(room, page)}${page.round}.${page.step}`;
  const order = { purpose: 'page', step: page.step + 1, reason, hand: page.id } as const;
  const toPeople = people.flatMap((id): DueSend[] => {
    const person = team.people.find((each) => each.id === id);
    const ways = person === undefined ? [] : waysTo(person, team, room.severity);
    return ways.map(({ channel, afterMinutes }) => ({
      ...order,
      key: `${key}.${id}.${channel}`,
      person: id,
      channel,
      dueAt: now + afterMinutes * minute,
    }));
  });
  const toChannels = found.channels.map((channel): DueSend => ({
    ...order,
    purpose: 'incident',
    key: `${key}.-.${channel}`,
    person: null,
    channel,
    dueAt: now,
  }));
  const mail = address === undefined ? undefined : team.channels.find(isMail);
  const toAddress: DueSend[] =
    address === undefined || mail === undefined
      ? []
      : [{ ...order, key: `${key}.-.${mail.id}`, person: null, channel: mail.id, address, dueAt: now }];
  return { people, sends: [...toPeople, ...toChannels, ...toAddress] };
}

/** Pages everybody of this step. A step that reaches nobody is passed over. */
export function startStep(page: HandPage, making: Making, reason: Reason): HandPage {
  const { room, now } = making;
  const current = page.steps[page.step];
  if (current === undefined) return giveUp(page, making);
  const { people, sends } = sendsOf(page, current, { ...making, reason });
  if (sends.length === 0) return nextStep(page, making);
  const opened = people.filter((id) => !page.open.some(({ person }) => person === id));
  return sendLater(
    {
      ...page,
      phase: 'paging',
      stepEndsAt: now + current.waitMinutes * minute,
      later: [...page.later, ...sends],
      open: [...page.open, ...opened.map((id) => openPage(page, room, { person: id, at: now, reason }))],
      asked: [...new Set([...page.asked, ...people])],
    },
    making,
  );
}

function openPage(
  { id, by, text, step, shown }: HandPage,
  { incident }: RoomFacts,
  { person, at, reason }: { person: string; at: number; reason: Reason },
): OpenPage {
  const page = `${id}.${person}`;
  return { id: page, incident, person, at, step: step + 1, policy: shown, reason, by, text };
}

/** Sends what is due. */
export function sendLater(page: HandPage, { now, out }: Making): HandPage {
  const due = page.later.filter(({ dueAt }) => dueAt <= now);
  if (due.length === 0) return page;
  const told = [...page.told];
  for (const { dueAt: _dueAt, ...send } of due) {
    out.sends.push(send);
    const { person, channel, address } = send;
    if (!told.some((each) => each.person === person && each.channel === channel))
      told.push({ person, channel, ...(address === undefined ? {} : { address }) });
  }
  return { ...page, later: page.later.filter(({ dueAt }) => dueAt > now), told };
}
