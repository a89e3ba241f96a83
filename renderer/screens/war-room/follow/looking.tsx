import { useOthers, usePresenceColors } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Face } from '#renderer/ui/face.tsx';
import styles from './looking.module.css';

const shown = 3;

/** PR2: who else looks at this panel, shown small in its head. Renders nothing when nobody does. */
export function Looking({ panel }: { panel: string }) {
  const others = useOthers();
  const colorOf = usePresenceColors();
  const here = new Map(others.filter((other) => other.panel === panel).map((other) => [other.person, other]));
  if (here.size === 0) return null;
  const people = [...here.values()];
  return (
    <span className={styles.looking}>
      {people.slice(0, shown).map(({ person, name }) => (
        <Face key={person} name={name} color={colorOf(person)} size="small" />
      ))}
      <span className="spoken">{strings.presence.looksHere(people.map(({ name }) => name))}</span>
    </span>
  );
}
