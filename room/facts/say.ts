import { isFactKind, type Fact } from './fact.ts';
import { kinds } from './index.ts';
import type { Kind } from './kind.ts';
import { table } from '../text/words.ts';
import { isIntake, readAuthor } from './author.ts';

const words = table({
  unknown: (who: string, kind: string) => `${who} wrote something this version does not know: ${kind}`,
  check: 'A check',
  alert: 'An alert',
});

/**
 * A fact as one line of plain text, for the timeline, notifications and the review. `names` returns a person's
 * name for an id (or the id); `find` returns the fact of a target id, when the room is available.
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

/** IT3: each fact of an intake contains the intake's name, because readers of the room may not know the intake. */
export function writerOf(fact: Fact, names: (id: string) => string): string {
  const { byName } = fact as { byName?: unknown };
  const isNamed = isIntake(fact.by) && typeof byName === 'string' && byName.trim() !== '';
  return isNamed ? byName : nameOf(fact.by, names);
}

/** Machines are not in the list of people, so they get a generic name. */
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
