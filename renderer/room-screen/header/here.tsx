import { useState, type KeyboardEvent } from 'react';
import { Popover } from '@mantine/core';
import { usePresence } from '#renderer/room/room-provider.tsx';
import { presenceColor } from '#renderer/room/presence-color.ts';
import { useSession } from '#renderer/state/session.tsx';
import styles from './header.module.css';

type Present = { person: string; name: string; color: string; where: string | null };
const shownFaces = 5;

/** Who is here now, me included: a face each, names on demand. */
export function Here() {
  const { me } = useSession();
  const { others } = usePresence();
  const present = new Map<string, Present>([
    [me.id, { person: me.id, name: me.name, color: presenceColor(me.id).color, where: 'you' }],
  ]);
  for (const { person, name, color, panel, typing } of others) {
    if (!present.has(person))
      present.set(person, { person, name, color, where: typing ? 'writing' : (panel ?? null) });
  }
  const people = [...present.values()];
  const [isOpen, setOpen] = useState(false);
  // There is nothing inside to focus, so the key arrives here.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.preventDefault();
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal>
      <Popover.Target>
        <button type="button" className={styles.here} onClick={() => setOpen(!isOpen)} onKeyDown={onKeyDown}>
          <span className={styles.faces} aria-hidden="true">
            {people.slice(0, shownFaces).map(({ person, name, color }) => (
              <span key={person} className={styles.face} style={{ background: color }} title={name}>
                {initials(name)}
              </span>
            ))}
          </span>
          <span className="soft">
            {people.length} here
            <span className="spoken">: {people.map(({ name }) => name).join(', ')}</span>
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={styles.people} aria-label="Who is here">
          {people.map(({ person, name, color, where }) => (
            <li key={person}>
              <span className={styles.face} style={{ background: color }} aria-hidden="true">
                {initials(name)}
              </span>
              {name}
              {where && <span className="label">{where}</span>}
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? '')[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
