// PR3, PR4: one line says whom I follow, where they are, and how to stop.
import { useEffect, type ReactNode } from 'react';
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
  const { following, leadsSince, follow, lead, decline } = useFollow();
  const { status } = useRoom();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  const invitation = useInvitation(isOver);
  const nameOf = usePersonName();
  const target = others.find(({ person }) => person === following) ?? null;

  useFollowing(target);
  useFollowPresence(isOver);
  useFollowKeys(invitation);

  if (following !== null) {
    const stop = { shown: <KeyedWords words={words.stop} keys="escape" />, run: () => follow(null) };
    return <Bar said={sayFollowing(target, nameOf(following))} acts={[stop]} isFollowing />;
  }
  if (leadsSince !== null) {
    const followers = [...new Set(others.filter((each) => each.following === me.id).map(({ name }) => name))];
    return (
      <Bar said={words.youLead(followers)} acts={[{ shown: words.stopAsking, run: () => lead(null) }]} />
    );
  }
  if (!invitation) return null;
  const accept = {
    shown: <KeyedWords words={words.accept} keys={followKey} />,
    run: () => follow(invitation.person),
  };
  const refuse = { shown: words.notNow, run: () => decline(keyOf(invitation)) };
  return <Bar said={words.asked(invitation.name)} acts={[accept, refuse]} />;
}

type BarProps = {
  said: string;
  acts: readonly { shown: ReactNode; run: () => void }[];
  isFollowing?: boolean;
};

/** One bar for all states: a pressed button keeps the focus, and a screen reader hears the new words. */
function Bar({ said, acts, isFollowing }: BarProps) {
  return (
    <div className={styles.bar} data-following={isFollowing}>
      <p role="status" className="clip">
        {said}
      </p>
      {acts.map(({ shown, run }, index) => (
        <button key={index} type="button" className={button.act} onClick={run}>
          {shown}
        </button>
      ))}
    </div>
  );
}

function KeyedWords({ words, keys }: { words: string; keys: string }) {
  return (
    <>
      {words} <Kbd keys={keys} />
    </>
  );
}

/** PR4: the commander's invitation; null while I follow somebody or lead, and when the incident is over. */
function useInvitation(isOver: boolean): Other | null {
  const others = useOthers();
  const commanders = useCommanders();
  const { following, leadsSince, declined } = useFollow();
  if (following !== null || leadsSince !== null || isOver) return null;
  return findInvitation(others, commanders, declined);
}

/** Tells the others whom I follow and whether I lead. Both end with the incident, or when the room closes. */
function useFollowPresence(isOver: boolean) {
  const setPresence = useSetPresence();
  const { following, leadsSince, leaveRoom } = useFollow();
  useEffect(() => setPresence({ following: following ?? undefined }), [following, setPresence]);
  useEffect(() => setPresence({ leadsSince: leadsSince ?? undefined }), [leadsSince, setPresence]);
  useEffect(() => leaveRoom, [leaveRoom]);
  useEffect(() => {
    if (isOver) leaveRoom();
  }, [isOver, leaveRoom]);
}

/** The key follows and stops; without an invitation it follows the commander. */
function useFollowKeys(invitation: Other | null) {
  const others = useOthers();
  const commanders = useCommanders();
  const { following, follow } = useFollow();
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
