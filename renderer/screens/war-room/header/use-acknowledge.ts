import { useWriter } from '#renderer/live-room/use-writer.ts';
import { isResting, useRest } from '#renderer/paging/rest-store.ts';
import { useSayAcknowledged } from '#renderer/paging/use-acknowledge.ts';
import { useIncidentId, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '../../../strings/index.ts';

const words = strings.header;

/**
 * Acknowledges from the room, also with A. `hasKey` is false while a page over the screen has that key; `isAskedAbove`
 * says that it is a page for this room, which asks for the same.
 */
export function useAcknowledgeHere(): { acknowledge: () => void; hasKey: boolean; isAskedAbove: boolean } {
  const { acknowledged, status, declared, number, title } = useRoom();
  const { canWrite, write } = useWriter();
  const isOpen =
    declared !== null && acknowledged === null && status.value !== 'resolved' && status.value !== 'closed';
  const id = useIncidentId();
  const say = useSayAcknowledged();
  const { me } = useSession();
  const pages = useFeed().snapshot?.pages ?? [];
  // A page over the screen takes the key, so that A has one meaning at a time.
  const hasKey = useRest(({ page }) => page === null);
  const acknowledge = () => {
    const [fact] = write({ kind: 'acknowledged' }) ?? [];
    if (fact) say([{ incident: { id, number, title }, fact: fact.id }]);
  };
  const runByKey = () => {
    if (!isResting(performance.now())) acknowledge();
  };
  useKeys(
    canWrite && isOpen && hasKey ? { a: { run: runByKey, label: words.acknowledge, group: words.room } } : {},
  );
  const isAskedAbove = !hasKey && pages.some(({ person, incident }) => person === me.id && incident === id);
  return { acknowledge, hasKey, isAskedAbove };
}
