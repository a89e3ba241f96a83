import type { Items } from '#wire/api/list.ts';
import type { PageUpdate } from '#wire/api/status-pages.ts';
import { Button } from '@mantine/core';
import { useRoom } from '../../../live-room/room-provider.tsx';
import { useRoute } from '../../../state/router.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { useResource } from '../../../server/use-resource.ts';
import { stillTold, toldAsOver } from './publish-effect.ts';
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
  const pages = useStatusPages();
  const isOver = status.value === 'resolved' || status.value === 'closed';
  if (!canWrite || drill || pages.length === 0 || route.screen !== 'room') return null;
  return (
    <div className={styles.publish}>
      <Button size="compact-sm" variant={isQuiet ? 'subtle' : 'default'} onClick={() => open(route.incident)}>
        {words.open}
      </Button>
      <WhatPagesTell incident={route.incident} isOver={isOver} />
    </div>
  );
}

const useStatusPages = (): readonly StatusPage[] =>
  useResource<Items<StatusPage>>('/pages').value?.items ?? [];

type TellsProps = { incident: string; isOver: boolean };

/** Names pages that say that the incident goes on although it is over, or the other way around. */
export function WhatPagesTell(props: TellsProps) {
  return useStatusPages().map((page) => <WhatPageTells key={page.id} page={page} {...props} />);
}

function WhatPageTells({ page, incident, isOver }: TellsProps & { page: StatusPage }) {
  const { value } = useResource<Items<PageUpdate>>(pagePath(page.id, '/updates'), {
    everyMs: 10_000,
    // What was just published counts at once.
    version: useRoom().toldOutside.length,
  });
  const stage = value === null || !isOver ? null : stillTold(value.items, incident);
  if (stage !== null) return <span role="status">{words.stillTold(page.name, stage)}</span>;
  const isBack = value !== null && !isOver && toldAsOver(value.items, incident);
  return isBack ? <span role="status">{words.toldAsOver(page.name)}</span> : null;
}
