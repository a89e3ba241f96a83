// RV8: people outside the team who report a problem give their address only for an answer. Every copy of a review
// leaves it out, wherever the room repeats it.
import type { Room } from '../../view/room-view.ts';
import { isIntake } from '../../facts/author.ts';

/** The part before the @ is bounded, so that a long word costs no more than its length. */
const email = /[^\s<>"'(),;:]{1,256}@[^\s<>"'(),;:]+\.[\p{L}\d-]*[\p{L}\d]/gu;
/** The sender line that the report form adds at the end. */
const sender = /(?<=\n)From [^\n]*$/u;
const withheld = '[address withheld]';

/** Replaces the senders of reports in any plain data; returns the same data when there are none. */
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

/** Applies `change` to every text in plain data, except keys. */
export function mapTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === 'string') return change(data) as T;
  if (Array.isArray(data)) return data.map((each: unknown) => mapTexts(each, change)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, mapTexts(value as unknown, change)]),
  ) as T;
}
