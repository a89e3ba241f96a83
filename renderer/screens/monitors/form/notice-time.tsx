import { Button } from '@mantine/core';
import { aimSeconds, noticesWithin, quickTiming, type Timing } from '#room/team/detection.ts';
import { findService } from '#room/team/services.ts';
import { useFeed } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import type { MonitorDraft } from './draft.ts';
import type { CheckKind } from '../monitor.ts';
import { saySeconds } from '../say-monitor.ts';
import styles from '../form.module.css';

const words = strings.monitors.notices;
const usualDeadline = 10;

/** CH17: how soon a failure counts; null for a passive monitor. */
export function sayNotices(timing: Timing, kind: CheckKind | undefined): string | null {
  if (kind === undefined || kind.isPassive) return null;
  const { refused, silent } = noticesWithin(timing, kind.deadlineSeconds ?? usualDeadline);
  return words.within(saySeconds(Math.ceil(refused)), saySeconds(Math.ceil(silent)));
}

type NoticeProps = { draft: MonitorDraft; kind: CheckKind; change: (part: Partial<MonitorDraft>) => void };

/** CH17: the time beside the fields that make it, and what notices within 30 s. */
export function NoticeTime({ draft, kind, change }: NoticeProps) {
  const { snapshot } = useFeed();
  const timing: Timing = {
    intervalSeconds: draft.intervalSeconds,
    confirmations: draft.confirmations,
    retrySeconds: draft.retrySeconds ?? undefined,
    confirmSeconds: draft.isByPeriod ? (draft.confirmSeconds ?? 0) : undefined,
  };
  const said = draft.intervalSeconds > 0 ? sayNotices(timing, kind) : null;
  if (said === null) return null;
  const deadline = kind.deadlineSeconds ?? usualDeadline;
  const isLate = noticesWithin(timing, deadline).silent > aimSeconds;
  // A check that may take a minute cannot be asked every few seconds.
  const isPossible = deadline <= usualDeadline;
  const service = findService(snapshot?.services ?? [], draft.service);
  const isTop = service?.tier === 1;
  return (
    <p className={styles.notice} role="status">
      {said} {isLate && isTop && words.topTier(service.name)}{' '}
      {isLate && isPossible && (
        <Button
          size="compact-sm"
          onClick={() => change({ ...quickTiming, isByPeriod: false, confirmSeconds: null })}
        >
          {words.propose}
        </Button>
      )}
    </p>
  );
}
