import { routeHash } from '../state/router.ts';
import { useFeed } from '../state/feed.tsx';
import { strings } from '../strings/index.ts';
import { useResource } from '../use-resource.ts';
import type { Items } from './kinded.ts';
import { useTargets } from './targets.ts';
import styles from './reach-troubles.module.css';

const words = strings.alerting.reach;
const lookEveryMs = 30_000;
const mostShown = 4;

/** ES15: what keeps a person, a schedule or a channel from being reached. */
export type Trouble = { kind: string; id: string; trouble: string };
const none: readonly Trouble[] = [];

/** `version`: asked anew when it changes, as when policies were just made. */
export function useTroubles(version: unknown = null): readonly Trouble[] {
  const { snapshot } = useFeed();
  // Whoever takes a shift may have mended it.
  const asked = `${String(version)} ${JSON.stringify(snapshot?.onCall ?? [])}`;
  return (
    useResource<Items<Trouble>>('/policies/trouble', { everyMs: lookEveryMs, version: asked }).value?.items ??
    none
  );
}

export function sayTrouble(
  { kind, id, trouble }: Trouble,
  nameOf: (kind: string, id: string) => string,
): string {
  return words.trouble[trouble]?.(nameOf(kind, id)) ?? `${nameOf(kind, id)}: ${trouble}`;
}

/** All of it in one place, before it is night; nothing while everybody can be reached. */
export function ReachTroubles({ version, isBrief = false }: { version?: unknown; isBrief?: boolean }) {
  const troubles = useTroubles(version);
  const { nameOf } = useTargets();
  if (troubles.length === 0) return null;
  const shown = isBrief ? troubles.slice(0, mostShown) : troubles;
  return (
    <section className={styles.troubles} aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul>
        {shown.map((each) => (
          <li key={`${each.kind}:${each.id}`}>{sayTrouble(each, nameOf)}</li>
        ))}
      </ul>
      {isBrief && (
        <a href={routeHash({ screen: 'settings', section: 'paging' })}>
          {words.more(troubles.length - shown.length)}
        </a>
      )}
    </section>
  );
}
