// PR3: my view follows the person I follow. It scrolls and unfolds; it never takes the focus.
import { useEffect } from 'react';
import type { Presence } from '#room/log/presence.ts';
import { panels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { goToPanel } from '../go-to-panel.ts';
import { useLayout } from '../layout-store.ts';

export type FollowedPlace = Pick<Presence, 'panel' | 'entry'>;

/** `place` is where they look; null moves nothing. */
export function useFollowing(place: FollowedPlace | null) {
  const panel = place?.panel ?? null;
  const entry = place?.entry ?? null;
  useEffect(() => {
    if (panel !== null) goWhereTheyLook(panel);
  }, [panel]);
  useEffect(() => {
    if (entry !== null) useTimelineStore.getState().lookAt(entry);
  }, [entry]);
}

function goWhereTheyLook(panel: string) {
  const layout = useLayout.getState();
  // A replay has its own time and keys. Followers see that the person is there, but are not moved into it.
  if (panel === 'replay') return;
  if (panel === 'review') return layout.show('review');
  if (isPanel(panel)) return goToPanel(panel);
  layout.show('room');
  if (panel === 'timeline') layout.showNarrow('timeline');
}

const isPanel = (name: string): name is PanelName => Object.hasOwn(panels, name);
