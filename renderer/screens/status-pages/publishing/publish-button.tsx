import type { Items } from '#wire/api/list.ts';
import type { PageUpdate } from '#wire/api/status-pages.ts';
import { Button } from '@mantine/core';
import { useRoom } from '../../../live-room/room-provider.tsx';
import { useRoute } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useResource } from '../../../server/use-resource.ts';
import { stillTold } from './publish-effect.ts';
import { usePublish } from './publish-store.ts';
import { pagePath, type StatusPage } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.publish;

/**
 * In the room's updates: opens the dialog and names pages that still show an incident that is over. `isQuiet`: as long
 * as no update was begun, publishing is not the next step.
 */
export function PublishButton({ isQuiet = false }: { isQuiet?: boolean }) {
  const { canWrite } = useSession();
  const route = useRoute();
  const open = usePublish((state) => state.open);
  const { status, drill } = useRoom();
  const pages = usePages();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  if (!canWrite || drill || pages.length === 0 || route.screen !== 'room') return null;
  return (
    <div className={styles.publish}>
      <Button size="compact-sm" variant={isQuiet ? 'subtle' : 'default'} onClick={() => open(route.incident)}>
        {words.open}
      </Button>
      {isOver && <PagesStillTold incident={route.incident} />}
    </div>
  );
}

const usePages = (): readonly StatusPage[] => useResource<Items<StatusPage>>('/pages').value?.items ?? [];

/** Pages that still show this incident as open to customers. */
export function PagesStillTold({ incident }: { incident: string }) {
  return usePages().map((page) => <StillTold key={page.id} page={page} incident={incident} />);
}

function StillTold({ page, incident }: { page: StatusPage; incident: string }) {
  const { value } = useResource<Items<PageUpdate>>(pagePath(page.id, '/updates'), {
    everyMs: 10_000,
  });
  const stage = value === null ? null : stillTold(value.items, incident);
  return stage === null ? null : <span role="status">{words.stillTold(page.name, stage)}</span>;
}
