// TH5: notifies this person once when somebody mentions them in a room; never of their own or old entries.
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import type { Mention } from '#room/view/room-view.ts';
import type { ServerAddress } from '../server/embedded-server.ts';
import { nameIncident } from '#room/text/words.ts';
import { strings } from '../strings.ts';
import { whoAmI } from '../server/who-am-i.ts';

export type MentionNews = { incident: IncidentSummary; entry: string; title: string; body: string };
type Named = { incident: IncidentSummary; mention: Mention };

type Options = {
  address: () => Promise<ServerAddress>;
  tell: (news: MentionNews) => void;
  log: (line: string) => void;
};

/** Takes every message of the live feed; announces mentions of this desktop's owner. */
export function createMentionNews({ address, tell, log }: Options): (message: FeedMessage) => void {
  const filter = createMentionFilter();
  let people: readonly Person[] = [];
  return (message) => {
    if (message.type === 'snapshot') people = message.snapshot.people;
    if (message.type === 'people') people = message.people;
    const fresh = filter(message);
    if (fresh.length === 0) return;
    readMe(address)
      .then((me) => fresh.filter(({ mention }) => mention.person === me))
      .then((mine) => mine.forEach((named) => tell(describe(named, people))))
      .catch((error: unknown) => log(`mentions: ${String(error)}`));
  };
}

function describe({ incident, mention }: Named, people: readonly Person[]): MentionNews {
  const who = people.find(({ id }) => id === mention.by)?.name ?? strings.somebody;
  return {
    incident,
    entry: mention.fact,
    title: nameIncident(incident),
    body: `${who}: ${mention.text}`,
  };
}

const readMe = async (address: Options['address']): Promise<string> => (await whoAmI(await address())).id;

/** Mentions that are new to this desktop and were written after it started to watch, by the team's clock. */
export function createMentionFilter(): (message: FeedMessage) => Named[] {
  const met = new Set<string>();
  let lookingSince: number | null = null;
  const meet = (incidents: readonly IncidentSummary[]): Named[] =>
    incidents.flatMap((incident) =>
      (incident.mentions ?? []).flatMap((mention) => {
        const key = `${mention.person} ${mention.fact}`;
        if (met.has(key)) return [];
        met.add(key);
        return mention.noted >= (lookingSince ?? Infinity) ? [{ incident, mention }] : [];
      }),
    );
  return (message) => {
    if (message.type === 'incident') return meet([message.incident]);
    if (message.type !== 'snapshot') return [];
    const fresh = meet(message.snapshot.incidents);
    lookingSince ??= message.snapshot.now;
    return fresh;
  };
}
