// BR: the call of the current room, and the link that starts it.
import { useMemo } from 'react';
import { currentCall, fillCall } from '#room/command/call.ts';
import type { FactDraft } from '#room/facts/fact.ts';
import { useFeed } from '../server/feed.tsx';
import { useRoute } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { useRoom } from './room-provider.tsx';

export type Call = {
  /** The call's address; null until somebody starts a call. */
  url: string | null;
  /** The fact that starts the call; null when the team has no template. */
  draft: (FactDraft & { url: string }) | null;
};

export function useCall(): Call {
  const { links, number, title } = useRoom();
  const route = useRoute();
  const id = route.screen === 'room' ? route.incident : '';
  const { snapshot } = useFeed();
  const template = snapshot?.bridge ?? null;
  return useMemo(() => {
    const url = currentCall(links)?.url ?? null;
    if (template === null) return { url, draft: null };
    const address = fillCall(template, { id, number, title });
    return {
      url,
      draft: {
        kind: 'link',
        url: address,
        label: strings.calls.label,
        use: 'bridge',
        fromTemplate: true,
      },
    };
  }, [links, number, title, id, template]);
}
