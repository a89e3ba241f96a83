// SP84, SP111: sends one update to several pages, once to each.
import type { PageUpdate, TargetState } from '#wire/api/status-pages.ts';
import { useMemo, useRef, useState } from 'react';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { notifications } from '@mantine/notifications';
import { useApi } from '../../../server/api.ts';
import { sayRefusal } from '../../../fields/field.ts';
import { useTeamClock } from '../../../ui/now.tsx';
import { strings } from '../../../strings/index.ts';
import { pagePath, type StatusPage } from '../status-page.ts';

const words = strings.statusPages.publish;

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** The result for a page that this desktop published itself. */
export type AwayOutcome = { page: StatusPage; targets: readonly TargetState[] };

/** Calls `close` once all pages have the update, unless `outcomes` need to be read first. */
export function usePublishing(close: () => void) {
  const post = usePosting();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [outcomes, setOutcomes] = useState<readonly AwayOutcome[] | null>(null);
  /** Pages that already have the update do not get it again when another page failed. */
  const done = useRef(new Map<string, PageUpdate>());
  const publish = async (pages: readonly StatusPage[], bodyFor: (page: StatusPage) => object) => {
    setBusy(true);
    setProblem(null);
    const failed: string[] = [];
    for (const page of pages) {
      if (done.current.has(page.id)) continue;
      try {
        done.current.set(page.id, await post(page, JSON.stringify(bodyFor(page))));
      } catch (error) {
        failed.push(`${page.name}: ${sayRefusal(error)}`);
      }
    }
    setBusy(false);
    if (failed.length > 0) return setProblem(strings.statusPages.update.notSent(failed.join(' ')));
    const away = pages.flatMap((page) => {
      const update = done.current.get(page.id);
      return update?.isWaiting === true ? [{ page, targets: update.targets ?? [] }] : [];
    });
    if (away.length > 0) return setOutcomes(away);
    notifications.show({ message: words.published(pages.map(({ name }) => name).join(', ')) });
    return close();
  };
  return { isBusy, problem, outcomes, publish };
}

function usePosting() {
  const api = useApi();
  const clock = useTeamClock();
  const makeId = useMemo(() => makeUlidSource(random, clock.now), [clock]);
  /** HT12: a retry of the same text keeps its key, also through the desktop's own server. */
  const keys = useRef(new Map<string, string>());
  return async (page: StatusPage, body: string): Promise<PageUpdate> => {
    const asked = `${page.id} ${body}`;
    const key = keys.current.get(asked) ?? makeId();
    keys.current.set(asked, key);
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const response = await api.fetch(pagePath(page.id, '/updates'), { method: 'POST', headers, body });
    return (await response.json()) as PageUpdate;
  };
}
