import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useOthers, usePresenceColors } from '#renderer/live-room/room-provider.tsx';
import type { Other } from '#renderer/live-room/use-presence.ts';
import { useSession } from '#renderer/server/session.tsx';
import { routeHash } from '#renderer/state/router.ts';
import { strings } from '#renderer/strings/index.ts';
import { Face } from '#renderer/ui/face.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { FollowButton } from '#renderer/live-room/follow-button.tsx';
import { useCommanders } from '../follow/follow-bar.tsx';
import { useFollow } from '#renderer/live-room/follow-store.ts';
import { sayPlace } from '#renderer/live-room/say-place.ts';
import parts from '#renderer/ui/rows.module.css';
import styles from './header.module.css';

const shownFaces = 5;
const words = strings.presence;

/** Who is here now, including me. Opens a list with names, where each person looks, and follow buttons. */
export function Here() {
  const { me, isOwner } = useSession();
  const others = useOthers();
  const colorOf = usePresenceColors();
  const [isOpen, setOpen] = useState(false);
  // One line per person, however many windows they have open.
  const byPerson = new Map(
    others.filter(({ person }) => person !== me.id).map((each) => [each.person, each]),
  );
  const present = [...byPerson.values()];
  const faces = [{ person: me.id, name: me.name }, ...present];
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      withinPortal
      trapFocus
      returnFocus
      closeOnEscape
    >
      <Popover.Target>
        <button type="button" className={styles.here} onClick={() => setOpen(!isOpen)}>
          <span className={styles.faces} aria-hidden="true">
            {faces.slice(0, shownFaces).map(({ person, name }) => (
              <Face key={person} name={name} color={colorOf(person)} />
            ))}
          </span>
          <span className="soft">
            {words.here(faces.length)}
            <span className="spoken">: {faces.map(({ name }) => name).join(', ')}</span>
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={styles.people} aria-label={words.whoIsHere}>
          <li>
            <Face name={me.name} color={colorOf(me.id)} />
            <span>{me.name}</span>
            <span className="label">{words.you}</span>
          </li>
          {present.map((other) => (
            <PersonHere key={other.person} other={other} done={() => setOpen(false)} />
          ))}
        </ul>
        <Lead done={() => setOpen(false)} />
        {isOwner && (
          <p className={styles.invite}>
            <a className={parts.act} href={routeHash({ screen: 'settings', section: 'people' })}>
              {words.invite}
            </a>
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function PersonHere({ other, done }: { other: Other; done: () => void }) {
  const { me } = useSession();
  const colorOf = usePresenceColors();
  const { person, name, panel, typing } = other;
  const place = sayPlace(panel);
  return (
    <li>
      <Face name={name} color={colorOf(person)} />
      <span>{name}</span>
      <span className="label">
        {typing ? words.writing(place) : place}
        {other.following === me.id && `, ${words.followsYou}`}
      </span>
      <span className={styles.follow}>
        <FollowButton person={person} name={name} done={done} />
      </span>
    </li>
  );
}

/** PR4: only a commander may invite everybody to follow. */
function Lead({ done }: { done: () => void }) {
  const { me } = useSession();
  const clock = useTeamClock();
  const { leadsSince, lead } = useFollow();
  const isCommander = useCommanders().includes(me.id);
  if (!isCommander && leadsSince === null) return null;
  return (
    <button
      type="button"
      className={styles.lead}
      onClick={() => {
        lead(leadsSince === null ? clock.now() : null);
        done();
      }}
    >
      {leadsSince === null ? words.ask : words.stopAsking}
    </button>
  );
}
