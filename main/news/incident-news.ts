// DE3: announces a new incident once on each desktop, unless this person declared it.
import type { IncidentSummary, Person } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { roomAnswerSchema } from '#wire/api/incidents.ts';
import type { ServerAddress } from '../server/embedded-server.ts';
import { createNewsFilter } from './standing.ts';
import { strings } from '../strings.ts';
import { whoAmI } from '../server/who-am-i.ts';
import { isMonitor } from '#room/facts/author.ts';
import { entryOf } from '#room/text/plain.ts';

export type News = { incident: IncidentSummary; title: string; body: string; isUrgent: boolean };

type Options = {
  address: () => Promise<ServerAddress>;
  tell: (news: News) => void;
  log: (line: string) => void;
};

/** Takes every message of the live feed and announces what is new. */
export function createIncidentNews({ address, tell, log }: Options): (message: FeedMessage) => void {
  const filter = createNewsFilter();
  let people: readonly Person[] = [];
  return (message) => {
    if (message.type === 'snapshot') people = message.snapshot.people;
    if (message.type === 'people') people = message.people;
    for (const incident of filter(message)) {
      void describe(incident, people, address, log).then((news) => {
        if (news) tell(news);
      });
    }
  };
}

async function describe(
  incident: IncidentSummary,
  people: readonly Person[],
  address: Options['address'],
  log: Options['log'],
): Promise<News | null> {
  const isUrgent = incident.severity === 'P1' || incident.severity === 'P2';
  const title = `${incident.severity} ${incident.title}`;
  const origin = await findOrigin(incident.id, address).catch((error: unknown) => {
    log(`news of ${incident.id}: ${String(error)}`); // announce it anyway: a needless notice is better than none
    return null;
  });
  if (origin?.isOwn) return null;
  const name = origin && (people.find((person) => person.id === origin.by)?.name ?? origin.name);
  return {
    incident,
    isUrgent,
    title,
    body: sayNew(incident, name ?? null, isMonitor(origin?.by ?? '')),
  };
}

function sayNew({ drill }: IncidentSummary, name: string | null, isFound: boolean): string {
  const { declaredBy, foundByCheck, unknown } = strings.newIncident;
  if (name !== null && name !== '') return declaredBy(name, drill);
  return isFound ? foundByCheck(drill) : unknown(drill);
}

async function findOrigin(incident: string, address: Options['address']) {
  const { url, token } = await address();
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  const me = await whoAmI({ url, token });
  const room = roomAnswerSchema.parse(await get(`/api/v1/incidents/${incident}`));
  const by = room.declared?.by ?? '';
  return { by, name: entryOf(room.people, by) ?? null, isOwn: by === me.id };
}
