// BR: the call where people talk. A team's template makes its address from the incident alone, so that every
// desktop makes the same one, also those that cannot see each other just now.
import type { Fact } from './fact.ts';
import { byNoted } from './order.ts';

/** An address with `{number}`, `{title}` and `{id}` in it, at most so long. */
export const longestTemplate = 500;

/** What a team may begin from; the dots are theirs to fill. */
export const bridgePresets = [
  { name: 'Jitsi Meet', template: 'https://meet.jit.si/muster-{number}-{id}' },
  { name: 'Google Meet', template: 'https://g.co/meet/muster-{id}' },
  { name: 'Zoom', template: 'https://zoom.us/j/0000000000?name={number}' },
] as const;

type Incident = { id: string; number: string | null; title: string };

/** The address of one incident's call. `{number}` is its id while it has none; all is safe inside an address. */
export function fillBridge(template: string, { id, number, title }: Incident): string {
  const values: Record<string, string> = { id, number: number ?? id, title: slugOf(title) || id };
  return template.replace(/\{(number|title|id)\}/gu, (_whole, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
}

/** The fault of a template, in words; null when it can be used. */
export function checkBridgeTemplate(template: string): string | null {
  if (template.length > longestTemplate) return `an address of at most ${longestTemplate} characters`;
  if (!/^(?:https:\/\/|http:\/\/|tel:|sips?:)\S+$/iu.test(template))
    return 'an address that begins with https://, http://, tel: or sip:, without spaces';
  const unknown = /\{(?!(?:number|title|id)\})[^}]*\}?/u.exec(template)?.[0];
  if (unknown !== undefined) return `only {number}, {title} and {id} in braces, not ${unknown}`;
  // A name in the place of the host would send people wherever an incident's title says.
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
 * BR2: the call that stands. Of those made from the template the earliest, so that two who begin at once meet; a
 * call that somebody wrote down by hand comes before them, the newest of these first.
 */
export function currentBridge(links: readonly Fact<'link'>[]): Fact<'link'> | null {
  const calls = links.filter(({ use }) => use === 'bridge').toSorted(byNoted);
  return calls.findLast(({ fromTemplate }) => fromTemplate !== true) ?? calls[0] ?? null;
}

/** The links to show: of calls made from the template only the one that stands. */
export function shownLinks(links: readonly Fact<'link'>[]): readonly Fact<'link'>[] {
  const current = currentBridge(links);
  return links.filter(
    ({ id, use, fromTemplate }) => use !== 'bridge' || fromTemplate !== true || id === current?.id,
  );
}
