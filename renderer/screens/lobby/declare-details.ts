// DC2: the optional details of the declare bar, as typed and as sent. Pure.
import { readPast, type Calendar } from '#room/time/typed-time.ts';
import type { Nature, Noticed } from '#room/team/scales.ts';
import { strings } from '../../strings/index.ts';

const words = strings.declare;

export type DeclareDetails = {
  nature: Nature | null;
  how: Noticed | null;
  who: string;
  at: string;
  description: string;
  /** TM2: the ids of the only teams that may see it. */
  teams?: readonly string[];
};
export const noDetails: DeclareDetails = { nature: null, how: null, who: '', at: '', description: '' };

type Sent = {
  nature?: Nature;
  noticed?: { how: Noticed; who?: string; at?: number };
  summary?: string;
  restrict?: { teams: readonly string[] };
};

/** The details to send to the server, or what is wrong with them. */
export function readDetails(
  { nature, how, who, at, description, teams = [] }: DeclareDetails,
  now: number,
  calendar: Calendar,
): Sent | { wrong: string } {
  const time = at.trim() === '' ? null : readPast(at, now, calendar);
  if (at.trim() !== '' && time === null) return { wrong: words.noTime(at.trim()) };
  if (time !== null && 'wrong' in time) return { wrong: time.wrong };
  if (how === null && (who.trim() !== '' || time !== null)) return { wrong: words.needsHow };
  return {
    ...(nature !== null && { nature }),
    ...(how !== null && {
      noticed: {
        how,
        ...(who.trim() !== '' && { who: who.trim() }),
        ...(time !== null && { at: time.at }),
      },
    }),
    ...(description.trim() !== '' && { summary: description.trim() }),
    ...(teams.length > 0 && { restrict: { teams } }),
  };
}
