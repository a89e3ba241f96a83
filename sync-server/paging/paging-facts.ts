// Writes paging's facts into rooms, each once. A repeated call is safe, because a crash can come between writing a
// fact and recording that it was written.
import type { FactDraft } from '#room/facts/fact.ts';
import { cutText } from '#room/text/cut.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';
import type { Send } from './paging-state.ts';
import type { DeliveryOutcome } from '../delivery/deliveries.ts';

const server = { by: 'server', author: 'server' };

/** `key` is stored in the fact's field `paging`, where a repeated call finds it. */
export async function noteOnce(
  incidents: Pick<Incidents, 'look' | 'append'>,
  incident: string,
  key: string,
  fact: FactDraft,
): Promise<void> {
  const isThere = await incidents.look(incident, (_doc, room) =>
    // A person may write that field, too, and must not keep a page off the timeline by it.
    room.room().timeline.some(({ fact: { by, paging } }) => by === server.by && paging === key),
  );
  if (isThere !== false) return;
  await incidents.append(incident, [{ ...fact, paging: key }], server);
}

/** ES18: writes one `paged` fact: a desktop or browser of this person took the page, or none could. */
export const noteDesktop = (
  incidents: Incidents,
  incident: string,
  {
    person,
    as,
    order,
    zone,
    outcome,
  }: {
    person: string;
    as: string;
    order: Pick<Send, 'reason' | 'hand'>;
    zone: string | undefined;
    outcome: { ok: boolean; reason?: string };
  },
): Promise<void> =>
  noteOnce(incidents, incident, as, {
    kind: 'paged',
    person,
    channel: 'desktop',
    ...(zone === undefined ? {} : { zone }),
    outcome,
    why: order.reason,
    ...(order.hand === undefined ? {} : { byHand: true }),
  });

/** What was told beside pages, by the news of its context; anything else is owed, and was a reminder. */
const newsWords: Readonly<Record<string, string>> = {
  resolved: 'that it is over',
  acknowledged: 'that somebody acknowledged',
  'taken-back': 'that they are no longer needed',
};

/** ES23: notes that somebody was told or reminded, or could not be; nothing of what was cancelled. */
function noteNews(incidents: Incidents, people: Pick<People, 'find'>) {
  return async ({ delivery, context }: DeliveryOutcome): Promise<void> => {
    const { told: incident, news } = context;
    const { id, state, person, channelName, reason } = delivery;
    if (typeof incident !== 'string' || typeof news !== 'string' || state === 'dropped') return;
    const name = person === null ? null : (people.find(person)?.name ?? null);
    const whom = name === null ? channelName : `${name} (${channelName})`;
    const what = newsWords[news];
    const said = what === undefined ? `reminded that ${news}` : `told ${what}`;
    const text =
      state === 'sent'
        ? `${whom} was ${said}.`
        : `${whom} could not be ${said}${reason === null ? '' : `: ${reason}`}.`;
    await noteOnce(incidents, incident, `delivery.${id}`, { kind: 'note', text: cutText(text, 2_000) });
  };
}

/** ES12: writes one `paged` fact per page that was sent or failed; none for a cancelled page. */
function notePages(incidents: Incidents, people: Pick<People, 'find'>, unwanted: string) {
  return async ({ delivery, context }: DeliveryOutcome): Promise<void> => {
    const { paging: incident, why } = context;
    if (typeof incident !== 'string' || delivery.reason === unwanted) return;
    const ok = delivery.state === 'sent';
    const zone = delivery.person === null ? undefined : people.find(delivery.person)?.contact?.timeZone;
    const fact: FactDraft<'paged'> = {
      kind: 'paged',
      ...(delivery.person === null ? {} : { person: delivery.person }),
      ...(context.hand !== undefined && delivery.person === null && delivery.to !== null
        ? { address: delivery.to.slice(0, 254) }
        : {}),
      ...(zone === undefined ? {} : { zone }),
      channel: delivery.channelName.slice(0, 120),
      outcome: { ok, ...(ok || delivery.reason === null ? {} : { reason: delivery.reason }) },
      attempts: delivery.attempts.length,
      ...(typeof why === 'string' ? { why } : {}),
      ...(context.hand === undefined ? {} : { byHand: true }),
    };
    await noteOnce(incidents, incident, `delivery.${delivery.id}`, fact);
  };
}

/** Writes down each outcome once: of pages (ES12), and of what is told beside them (ES23). */
export function noteOutcomes(incidents: Incidents, people: Pick<People, 'find'>, unwanted: string) {
  const [page, news] = [notePages(incidents, people, unwanted), noteNews(incidents, people)];
  return async (outcome: DeliveryOutcome): Promise<void> => {
    await page(outcome);
    await news(outcome);
  };
}
