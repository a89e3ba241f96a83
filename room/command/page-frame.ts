// PH10: what somebody who is called in asks first, answered from the room. Pure.
import { sayList, table } from '../text/words.ts';
import { isoTime } from '../time/time.ts';
import type { Room } from '../view/room-view.ts';

const words = table({
  what: (title: string, impact: string | null) => `What: ${title}${impact === null ? '' : `. ${impact}`}`,
  whereDown: (service: string | null, checks: string) =>
    service === null ? `Where: ${checks} down` : `Where: ${service}, ${checks} down`,
  where: (service: string) => `Where: ${service}`,
  since: (time: string) => `Since: ${time} UTC`,
  who: (commander: string) => `Who: ${commander} commands`,
  nobody: 'Who: nobody commands yet',
  why: 'Why you: ',
});

/** One line an answer. The last one is open: only the sender knows why this person is needed. */
export function pageFrame(room: Room, names: (person: string) => string): string {
  const { title, impact, service, checks, roles, impactBeganAt, declared } = room;
  const down = checks.flatMap(({ name, status }) => (status === 'down' ? [name] : []));
  const began = impactBeganAt ?? declared?.at ?? null;
  const commander = roles.find(({ role }) => role === 'commander')?.primary[0]?.person;
  return [
    words.what(title, impact.text),
    ...(down.length > 0 ? [words.whereDown(service, sayList(down))] : []),
    ...(down.length === 0 && service !== null ? [words.where(service)] : []),
    ...(began === null ? [] : [words.since(isoTime(began).slice(11, 16))]),
    commander === undefined ? words.nobody : words.who(names(commander)),
    words.why,
  ].join('\n');
}
