import { ready, wrong, type Command, type LineContext, type ParsedLine } from './line.ts';
import { findPerson, splitWord } from './words.ts';

const shortRoles: Record<string, string> = {
  ic: 'commander',
  comms: 'communications',
  tech: 'technical',
  ops: 'operations',
};

function roleNamed(word: string, roles: readonly string[]): string | { error: string } {
  const wanted = shortRoles[word.toLowerCase()] ?? word.toLowerCase();
  const exact = roles.find((role) => role.toLowerCase() === wanted);
  const fits = wanted === '' ? [] : roles.filter((role) => role.toLowerCase().startsWith(wanted));
  const found = exact ?? (fits.length === 1 ? fits[0] : undefined);
  return found ?? { error: `A role is one of ${roles.join(', ')}.` };
}

function take(role: string, after: string, context: LineContext): ParsedLine {
  if (after !== '' && after !== 'backup')
    return wrong(`After the role only the word backup may follow, not ${after}.`);
  const as = after === 'backup' ? 'backup' : 'primary';
  const says = as === 'backup' ? `Back up ${role}` : `Take ${role}`;
  return ready(says, { kind: 'claimed', role, person: context.me, as });
}

export const claim: Command = {
  name: 'claim',
  usage: 'role [backup]',
  hint: 'Take a role, or back it up',
  parse(rest, context) {
    const [word, after] = splitWord(rest);
    const role = roleNamed(word, context.roles);
    return typeof role === 'string' ? take(role, after, context) : wrong(role.error);
  },
};

export const release: Command = {
  name: 'release',
  usage: 'role',
  hint: 'Give a role up',
  parse(rest, { me, roles }) {
    const role = roleNamed(rest, roles);
    return typeof role === 'string'
      ? ready(`Give up ${role}`, { kind: 'released', role, person: me })
      : wrong(role.error);
  },
};

/** `/role commander`, `/role comms backup`, `/role release scribe`, `/role commander to @bo`, `/role new Liaison`. */
export const role: Command = {
  name: 'role',
  usage: 'role [backup|to @name] · release role · new name',
  hint: 'Take a role, give it up, hand it over, or add one',
  parse(rest, context) {
    const [word, after] = splitWord(rest);
    if (word === 'release') return release.parse(after, context);
    if (word === 'new') return addRole(after, context);
    const named = roleNamed(word, context.roles);
    if (typeof named !== 'string') return wrong(`${named.error} Another one: /role new name.`);
    const to = /^(?:to\s+)?(@[\s\S]*)$/u.exec(after)?.[1];
    return to === undefined ? take(named, after, context) : giveTo(named, to, context);
  },
};

/** What I hold is offered, what nobody asked me for is given: the other then accepts or finds it on their row. */
function giveTo(role: string, text: string, context: LineContext): ParsedLine {
  const found = findPerson(text, context);
  if ('error' in found) return wrong(found.error);
  const { person, rest } = found;
  if (rest !== '') return wrong(`Nothing follows the name: /role ${role} to @${person.name}.`);
  if (person.id === context.me) return take(role, '', context);
  return context.mine.includes(role)
    ? ready(`Offer ${role} to ${person.name}`, {
        kind: 'handover-offered',
        role,
        from: context.me,
        to: person.id,
      })
    : ready(`Give ${role} to ${person.name}`, {
        kind: 'claimed',
        role,
        person: person.id,
        as: 'primary',
      });
}

function addRole(text: string, context: LineContext): ParsedLine {
  const name = text.trim().toLowerCase();
  if (name === '') return wrong('Say what the role is called: /role new liaison.');
  if (name.length > 120) return wrong('The name of a role has at most 120 characters.');
  if (context.roles.includes(name)) return wrong(`There is a role ${name} already: /role ${name}.`);
  return ready(`Add the role ${name} and take it`, {
    kind: 'claimed',
    role: name,
    person: context.me,
    as: 'primary',
  });
}
