// SP85: reports that still tell customers of a problem, although nobody works on an incident about it.
import type { PageUpdate } from '#wire/api/status-pages.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { Button } from '@mantine/core';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { go } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { sayLength } from '../../ui/say-time.ts';
import { openReports, type ReportChoice } from './publishing/update-draft.ts';
import styles from './status-pages.module.css';

const words = strings.statusPages.one;
const leftAfterMs = 3 * 3_600_000;

/** One line for each, with the next step for people who may take it. */
export function LeftReports({ page, updates }: { page: string; updates: readonly PageUpdate[] }) {
  const { canWrite } = useSession();
  const { snapshot } = useFeed();
  const now = useNow();
  const left = leftReports(updates, snapshot?.incidents ?? [], now);
  if (left.length === 0) return null;
  return (
    <ul className={styles.left} aria-label={words.left}>
      {left.map(({ id, title, at }) => (
        <li key={id}>
          <b>{words.stillSaid(title)}</b> <span>{words.noNews(sayLength(now - at))}</span>
          {canWrite && (
            <Button size="compact-sm" onClick={() => go({ screen: 'status-pages', page, act: 'update' })}>
              {words.post}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** `updates` are newest first; `at` is when the report was last written in. */
export function leftReports(
  updates: readonly PageUpdate[],
  incidents: readonly Pick<IncidentSummary, 'id' | 'status'>[],
  now: number,
): (ReportChoice & { at: number })[] {
  return openReports(updates).flatMap((report) => {
    const own = updates.filter(({ incident }) => incident === report.id);
    const at = own[0]?.at ?? now;
    const status = incidents.find(({ id }) => id === report.id)?.status ?? 'closed';
    const isWorkedOn = status !== 'resolved' && status !== 'closed';
    const levels = new Map(
      own.toReversed().flatMap(({ components }) => components.map((each) => [each.id, each.status])),
    );
    const isOff = [...levels.values()].some((level) => level !== 'operational');
    return isWorkedOn || !isOff || now - at < leftAfterMs ? [] : [{ ...report, at }];
  });
}
