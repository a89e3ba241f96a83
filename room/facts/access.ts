// Facts about who may see the incident (TM). They contain the names of teams, so readers of the room need no list
// of teams.
import { z } from 'zod';
import { sayList } from '../text/words.ts';
import { defineKind, fields } from './kind.ts';

/** How many teams, and how many people, one restriction may name. */
export const mostAllowed = 50;

const team = z.looseObject({ id: fields.id, name: fields.name });

type Naming = (person: string) => string;
type Allowed = { teams: readonly { id: string; name: string }[]; people: readonly string[] };

/** Who may see it, in words: `the teams Payments and Search, and Bo`. */
export function sayAllowed({ teams, people }: Allowed, name: Naming): string {
  const names = [...teams.map((each) => `team ${each.name}`), ...people.map(name)];
  return names.length === 0 ? 'owners' : sayList(names);
}

export const accessKinds = {
  restricted: defineKind(
    { teams: z.array(team).max(mostAllowed), people: z.array(fields.id).max(mostAllowed) },
    {
      isKey: true,
      say: (fact, { who, name }) => `${who} restricted this incident to ${sayAllowed(fact, name)}`,
    },
  ),
  unrestricted: defineKind(
    {},
    { isKey: true, say: (_, { who }) => `${who} opened this incident to everybody in the team` },
  ),
};
