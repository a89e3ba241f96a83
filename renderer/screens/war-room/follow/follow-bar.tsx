// PR3, PR4: one line says whom I follow, where they are, and how to stop.
import { useEffect } from 'react';
import { useOthers, useRoom, useSetPresence } from '#renderer/live-room/room-provider.tsx';
import type { Other } from '#renderer/live-room/use-presence.ts';
import { useSession } from '#renderer/server/session.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { strings } from '#renderer/strings/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useFollow } from '#renderer/live-room/follow-store.ts';
import { sayPlace } from '#renderer/live-room/say-place.ts';
import { useFollowing } from './use-following.ts';
import button from '#renderer/live-room/follow-button.module.css';
import styles from './follow.module.css';

const words = strings.presence;
const followKey = 'shift+v';

export function FollowBar() {
  const { me } = useSession();
  const others = useOthers();
  const setPresence = useSetPresence();
  const { following, leadsSince, declined, follow, lead, decline, leaveRoom } = useFollow();
  const commanders = useCommanders();
  const { status } = useRoom();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const target = others.find(({ person }) => person === following) ?? null;
  const isLeading = leadsSince !== null;
  const invitation =
    following === null && !isLeading && !isOver ? findInvitation(others, commanders, declined) : null;
  const nameOf = usePersonName();

  useFollowing(target);
  useEffect(() => setPresence({ following: following ?? undefined }), [following, setPresence]);
  useEffect(() => setPresence({ leadsSince: leadsSince ?? undefined }), [leadsSince, setPresence]);
  useEffect(() => leaveRoom, [leaveRoom]);
  // Following ends with the incident.
  useEffect(() => {
    if (isOver) leaveRoom();
  }, [isOver, leaveRoom]);
  const commander = others.find(({ person }) => commanders.includes(person));
  const toggle = () => {
    if (following !== null) follow(null);
    else follow(invitation?.person ?? commander?.person ?? null);
  };
  useKeys({
    [followKey]: { run: toggle, label: words.key, group: strings.room.room },
    ...(following !== null && {
      escape: { run: () => follow(null), label: words.escape, group: strings.room.room, inFields: true },
    }),
  });

  if (following !== null) {
    return (
      <div className={styles.bar} data-following="true">
        <p role="status" className="clip">
          {sayFollowing(target, nameOf(following))}
        </p>
        <button type="button" className={button.act} onClick={() => follow(null)}>
          {words.stop} <Kbd keys="escape" />
        </button>
      </div>
    );
  }
  if (isLeading) {
    const followers = [...new Set(others.filter((each) => each.following === me.id).map(({ name }) => name))];
    return (
      <div className={styles.bar}>
        <p role="status" className="clip">
          {words.youLead(followers)}
        </p>
        <button type="button" className={button.act} onClick={() => lead(null)}>
          {words.stopAsking}
        </button>
      </div>
    );
  }
  if (!invitation) return null;
  return (
    <div className={styles.bar}>
      <p role="status" className="clip">
        {words.asked(invitation.name)}
      </p>
      <button type="button" className={button.act} onClick={() => follow(invitation.person)}>
        {words.accept} <Kbd keys={followKey} />
      </button>
      <button type="button" className={button.act} onClick={() => decline(keyOf(invitation))}>
        {words.notNow}
      </button>
    </div>
  );
}

export function useCommanders(): readonly string[] {
  const { roles } = useRoom();
  const commander = roles.find(({ role }) => role === 'commander');
  return commander?.primary.map(({ person }) => person) ?? [];
}

/** PR4: only a commander's invitation counts, whatever other presences claim. */
function findInvitation(
  others: readonly Other[],
  commanders: readonly string[],
  declined: ReadonlySet<string>,
): Other | null {
  const asking = others.filter((other) => other.leadsSince && commanders.includes(other.person));
  return asking.find((other) => !declined.has(keyOf(other))) ?? null;
}

const keyOf = ({ person, leadsSince }: Other) => `${person} ${leadsSince}`;

function sayFollowing(target: Other | null, name: string): string {
  if (!target) return words.elsewhere(name);
  return target.panel === 'replay' ? words.inReplay(name) : words.youFollow(name, sayPlace(target.panel));
}
