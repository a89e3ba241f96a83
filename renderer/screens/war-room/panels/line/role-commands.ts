import { entryOf } from '#room/text/plain.ts';
import { strings } from '../../../../strings/index.ts';
import { ready, wrong, type Command, type LineContext, type ParsedLine } from './line.ts';
import { findPerson, splitWord } from './words.ts';

const words = strings.line;

const shortRoles: Record<string, string> = {
  ic: 'commander',
  comms: 'communications',
  tech: 'technical',
  ops: 'operations',
};

function roleNamed(word: string, roles: readonly string[]): string | { error: string } {
  const wanted = entryOf(shortRoles, word.toLowerCase()) ?? word.toLowerCase();
  const exact = roles.find((role) => role.toLowerCase() === wanted);
  const fits = wanted === '' ? [] : roles.filter((role) => role.toLowerCase().startsWith(wanted));
  const found = exact ?? (fits.length === 1 ? fits[0] : undefined);
  return found ?? { error: words.roleOne(roles.join(', ')) };
}

function take(role: string, after: string, context: LineContext): ParsedLine {
  if (after !== '' && after !== 'backup') return wrong(words.afterRoleOnly(after));
  const as = after === 'backup' ? 'backup' : 'primary';
  const says = as === 'backup' ? words.backUp(role) : words.take(role);
  return ready(says, { kind: 'claimed', role, person: context.me, as });
}

export const claim: Command = {
  name: 'claim',
  usage: 'role [backup]',
  hint: words.takeRoleHint,
  parse(rest, context) {
    const [word, after] = splitWord(rest);
    const role = roleNamed(word, context.roles);
    return typeof role === 'string' ? take(role, after, context) : wrong(role.error);
  },
};

export const release: Command = {
  name: 'release',
  usage: 'role',
  hint: words.releaseHint,
  parse(rest, { me, roles }) {
    const role = roleNamed(rest, roles);
    return typeof role === 'string'
      ? ready(words.giveUp(role), { kind: 'released', role, person: me })
      : wrong(role.error);
  },
};

/** `/role commander`, `/role comms backup`, `/role release scribe`, `/role commander to @bo`, `/role new Liaison`. */
export const role: Command = {
  name: 'role',
  usage: words.roleUsage,
  hint: words.roleHint,
  parse(rest, context) {
    const [word, after] = splitWord(rest);
    if (word === 'release') return release.parse(after, context);
    if (word === 'new') return addRole(after, context);
    const named = roleNamed(word, context.roles);
    if (typeof named !== 'string') return wrong(words.orAddRole(named.error));
    const to = /^(?:to\s+)?(@[\s\S]*)$/u.exec(after)?.[1];
    return to === undefined ? take(named, after, context) : giveTo(named, to, context);
  },
};

/** My own role is offered, and the other person accepts. Any other role is assigned directly. */
function giveTo(role: string, text: string, context: LineContext): ParsedLine {
  const found = findPerson(text, context);
  if ('error' in found) return wrong(found.error);
  const { person, rest } = found;
  if (rest !== '') return wrong(words.tooMuchAfterName(role, person.name));
  if (person.id === context.me) return take(role, '', context);
  return context.mine.includes(role)
    ? ready(words.offerTo(role, person.name), {
        kind: 'handover-offered',
        role,
        from: context.me,
        to: person.id,
      })
    : ready(words.giveTo(role, person.name), {
        kind: 'claimed',
        role,
        person: person.id,
        as: 'primary',
      });
}

function addRole(text: string, context: LineContext): ParsedLine {
  const name = text.trim().toLowerCase();
  if (name === '') return wrong(words.needsRoleName);
  if (name.length > 120) return wrong(words.roleNameTooLong);
  if (context.roles.includes(name)) return wrong(words.roleExists(name));
  return ready(words.addRole(name), {
    kind: 'claimed',
    role: name,
    person: context.me,
    as: 'primary',
  });
}
