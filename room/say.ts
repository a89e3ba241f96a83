import { isFactKind, type Fact } from './fact.ts';
import { kinds } from './facts/index.ts';
import type { Kind } from './facts/kind.ts';
import { table } from './words.ts';
import { isIntake, readAuthor } from './author.ts';

const words = table({
  unknown: (who: string, kind: string) => `${who} wrote something this version does not know: ${kind}`,
  check: 'A check',
  alert: 'An alert',
});

/**
 * The one line of a fact in plain words, for the timeline, notifications and the review. `names` gives a
 * person's name for an id (or the id back); `find`, where the room is at hand, the fact behind a target.
 */
export function sayFact(
  fact: Fact,
  names: (id: string) => string,
  find: (id: string) => Fact | undefined = () => undefined,
): string {
  const who = writerOf(fact, names);
  if (!isFactKind(fact.kind)) return words.unknown(who, String((fact as { kind: unknown }).kind));
  const kind = kinds[fact.kind] as unknown as Kind;
  return kind.say(fact, {
    who,
    name: (id) => nameOf(id, names),
    find: (id) => find(id),
  });
}

/** IT3: an intake says its name in each fact, because a room is read where the intake is not known. */
export function writerOf(fact: Fact, names: (id: string) => string): string {
  const { byName } = fact as { byName?: unknown };
  const isNamed = isIntake(fact.by) && typeof byName === 'string' && byName.trim() !== '';
  return isNamed ? byName : nameOf(fact.by, names);
}

/** Machines have no name among the people: they are called what they are. */
function nameOf(id: string, names: (id: string) => string): string {
  const name = names(id);
  if (name !== '' && name !== id) return name;
  switch (readAuthor(id).kind) {
    case 'server':
      return 'Muster';
    case 'monitor':
      return words.check;
    case 'intake':
      return words.alert;
    case 'person':
    case 'unknown':
    default:
      return id;
  }
}
