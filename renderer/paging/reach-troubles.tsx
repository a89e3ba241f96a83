import type { PagingTrouble } from '#wire/api/paging.ts';
import { useFeed } from '../server/feed.tsx';
import { routeHash, type Route } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { useResource } from '../server/use-resource.ts';
import { groupTroubles, type TroubleGroup } from './group-troubles.ts';
import type { Items } from '#wire/api/list.ts';
import { useTargets } from './targets.ts';
import styles from './reach-troubles.module.css';

const words = strings.alerting.reach;
const lookEveryMs = 30_000;
const mostNamed = 3;
const none: readonly PagingTrouble[] = [];

/** A change of `version` loads again, for example after policies were made. */
function useTroubles(version: unknown): readonly PagingTrouble[] {
  const { snapshot } = useFeed();
  // A shift that somebody takes may fix it.
  const asked = `${String(version)} ${JSON.stringify(snapshot?.onCall ?? [])}`;
  return (
    useResource<Items<PagingTrouble>>('/policies/trouble', { everyMs: lookEveryMs, version: asked }).value
      ?.items ?? none
  );
}

type ReachProps = {
  /** A change loads the list again. */
  version?: unknown;
  /** A trouble that this screen already shows. */
  except?: string;
  /** Several troubles are one line that unfolds, for a screen about something else. */
  isFolded?: boolean;
};

/** Every problem in reaching people, each with the next step. Empty while everybody can be reached. */
export function ReachTroubles({ version = null, except, isFolded = false }: ReachProps) {
  const groups = groupTroubles(useTroubles(version)).filter(({ trouble }) => trouble !== except);
  const { nameOf } = useTargets();
  const { me } = useSession();
  const [first] = groups;
  if (first === undefined) return null;
  return (
    <section className={styles.troubles} aria-label={words.title}>
      {isFolded && groups.length > 1 ? (
        <details>
          <summary>
            <b>{words.count(groups.length)}</b> <span>{sayGroup(first, nameOf, me.id)}</span>
          </summary>
          <TroubleList groups={groups} />
        </details>
      ) : (
        <>
          <h2>{words.title}</h2>
          <TroubleList groups={groups} />
        </>
      )}
    </section>
  );
}

function TroubleList({ groups }: { groups: readonly TroubleGroup[] }) {
  const { nameOf } = useTargets();
  const { me, canWrite, isOwner } = useSession();
  return (
    <ul>
      {groups.map((group) => {
        const act = canWrite ? actOf(group, { me: me.id, isOwner }) : null;
        return (
          <li key={group.trouble}>
            <span title={group.of.map(({ kind, id }) => nameOf(kind, id)).join(', ')}>
              {sayGroup(group, nameOf, me.id)}
            </span>
            {act && (
              <a className={styles.act} href={routeHash(act.to)}>
                {act.says}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function sayGroup(
  { trouble, of }: TroubleGroup,
  nameOf: (kind: string, id: string) => string,
  me: string,
): string {
  const aboutMe = of.length === 1 && of[0]?.id === me ? words.trouble[`${trouble}-you`] : undefined;
  if (aboutMe) return aboutMe('', 1);
  const names = of.slice(0, mostNamed).map(({ kind, id }) => {
    const name = nameOf(kind, id);
    return kind === 'person' ? name : words.quoted(name);
  });
  const more = of.length - names.length;
  const listed = words.list(more > 0 ? [...names, words.others(more)] : names);
  return words.trouble[trouble]?.(listed, of.length) ?? `${listed}: ${trouble}`;
}

type Reader = { me: string; isOwner: boolean };
type Act = { says: string; to: Route };

/** The next step, when the user may do it. */
function actOf({ trouble, of }: TroubleGroup, { me, isOwner }: Reader): Act | null {
  switch (trouble) {
    case 'nobody-now':
    case 'gap': {
      const schedule = of.length === 1 ? (of[0]?.id ?? null) : null;
      return { says: words.cover, to: { screen: 'on-call', schedule } };
    }
    case 'unreachable':
    case 'desktop-only': {
      const isMine = of.some(({ id }) => id === me);
      if (!isMine && !isOwner) return null;
      const section = isMine && of.length === 1 ? 'you' : isOwner ? 'people' : 'you';
      return { says: words.addPhone, to: { screen: 'settings', section } };
    }
    case 'paused':
      return isOwner ? { says: words.resume, to: { screen: 'settings', section: 'channels' } } : null;
    default:
      return null;
  }
}
