// RV8: somebody outside the team who reported a problem gave an address to be answered, not to be handed on. It
// is left out of every copy of a review, wherever in the room it was repeated.
import type { Room } from '../incident.ts';
import { isIntake } from '../author.ts';

const email = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[\p{L}\d-]*[\p{L}\d]/gu;
/** What the report form writes at its end. */
const sender = /(?<=\n)From [^\n]*$/u;
const withheld = '[address withheld]';

/** Replaces what a report says of its sender, in any plain data; the data itself when there is nothing. */
export function makeWithhold(room: Room): <T>(data: T) => T {
  const reports = room.timeline
    .map(({ original, fact }) => original ?? fact)
    .concat(room.timeline.map(({ fact }) => fact))
    .filter(
      (fact) =>
        isIntake(fact.by) &&
        ((fact.kind === 'declared' && fact.source.type === 'report') ||
          (fact.kind === 'observation' && fact.text.startsWith('Reported: '))),
    );
  const senders = new Set<string>();
  const addresses = new Set<string>();
  for (const fact of reports) {
    const words = [
      'text' in fact ? fact.text : '',
      'summary' in fact ? fact.summary : '',
      'title' in fact ? fact.title : '',
    ].filter((text) => typeof text === 'string');
    for (const text of words) {
      for (const [address] of text.matchAll(email)) addresses.add(address.toLowerCase());
      const [line] = sender.exec(text) ?? [];
      if (line !== undefined) senders.add(line);
    }
  }
  if (senders.size === 0 && addresses.size === 0) return (data) => data;
  const clean = (text: string): string => {
    let result = text;
    for (const line of senders) result = result.replaceAll(line, 'From [sender withheld].');
    return result.replace(email, (found) => (addresses.has(found.toLowerCase()) ? withheld : found));
  };
  return (data) => mapTexts(data, clean);
}

/** The same plain data with every text in it, keys left alone, put through `change`. */
export function mapTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T;
  if (Array.isArray(data)) return data.map((each: unknown) => mapTexts(each, change)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, mapTexts(value as unknown, change)]),
  ) as T;
}
