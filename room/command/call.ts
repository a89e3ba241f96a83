// BR: the conference call of an incident. A team's template builds its address only from the incident, so all desktops
// build the same one, even without a connection to each other.
import type { Fact } from '../facts/fact.ts';
import { byNoted } from '../facts/order.ts';

/** The longest template: an address with `{number}`, `{title}` and `{id}`. */
export const longestTemplate = 500;

/** Examples for a team to start from; they fill in the dots. */
export const callPresets = [
  { name: 'Jitsi Meet', template: 'https://meet.jit.si/muster-{number}-{id}' },
  { name: 'Google Meet', template: 'https://g.co/meet/muster-{id}' },
  { name: 'Zoom', template: 'https://zoom.us/j/0000000000?name={number}' },
] as const;

type Incident = { id: string; number: string | null; title: string };

/** The address of one incident's call. `{number}` is the id until there is a number. All values are URL-encoded. */
export function fillCall(template: string, { id, number, title }: Incident): string {
  const values: Record<string, string> = { id, number: number ?? id, title: slugOf(title) || id };
  return template.replace(/\{(number|title|id)\}/gu, (_whole, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
}

/** The fault of a template, as a message; null when it is valid. */
export function checkCallTemplate(template: string): string | null {
  if (template.length > longestTemplate) return `an address of at most ${longestTemplate} characters`;
  if (!/^(?:https:\/\/|http:\/\/|tel:|sips?:)\S+$/iu.test(template))
    return 'an address that begins with https://, http://, tel: or sip:, without spaces';
  const unknown = /\{(?!(?:number|title|id)\})[^}]*\}?/u.exec(template)?.[0];
  if (unknown !== undefined) return `only {number}, {title} and {id} in braces, not ${unknown}`;
  // A placeholder as the host would let an incident's title choose the site.
  if (
    /^https?:/iu.test(template) &&
    !/^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]|$)/iu.test(template)
  )
    return 'an address whose host is written out, and nothing before it';
  return null;
}

function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
    .slice(0, 60);
}

/**
 * BR2: the current call. A call entered by hand wins, the newest first. Else the earliest one made from the template,
 * so that two people who start one at the same time meet.
 */
export function currentCall(links: readonly Fact<'link'>[]): Fact<'link'> | null {
  const calls = links.filter(({ use }) => use === 'bridge').toSorted(byNoted);
  return calls.findLast(({ fromTemplate }) => fromTemplate !== true) ?? calls[0] ?? null;
}

/** The links to show: of calls made from the template, only the current one. */
export function shownLinks(links: readonly Fact<'link'>[]): readonly Fact<'link'>[] {
  const current = currentCall(links);
  return links.filter(
    ({ id, use, fromTemplate }) => use !== 'bridge' || fromTemplate !== true || id === current?.id,
  );
}
