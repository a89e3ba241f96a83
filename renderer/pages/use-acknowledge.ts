import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { IncidentSummary } from '#room/feed.ts';
import { acknowledgementUndoMs } from '#room/undo.ts';
import { sayProblem, useApi } from '../api.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { showDone } from '../ui/show-done.tsx';

const words = strings.acts;

type Named = Pick<IncidentSummary, 'id' | 'number' | 'title'>;
type Written = { items: readonly { id: string }[] };
type RoomRead = {
  timeline: readonly { id: string; by: string; retracted: unknown; fact: { kind: string } }[];
};

/**
 * Says which incident was just acknowledged, with Undo for as long as that means something. `fact` is the
 * acknowledgement, where it is known.
 */
export function useSayAcknowledged(): (incident: Named, fact?: string) => void {
  const api = useApi();
  const { me } = useSession();
  return ({ id, number, title }, fact) => {
    const undo = async () => {
      try {
        const target = fact ?? (await findMine(id));
        if (target) await api.post(`/incidents/${id}/facts`, { kind: 'retracted', target, why: 'undone' });
      } catch (error) {
        notifications.show({ title: strings.undo.refused, message: sayProblem(error), autoClose: 8_000 });
      }
    };
    showDone({ message: words.acknowledged(number ?? title), forMs: acknowledgementUndoMs, undo });
  };
  async function findMine(incident: string): Promise<string | undefined> {
    const { timeline } = await api.get<RoomRead>(`/incidents/${incident}`);
    return timeline.findLast(
      ({ fact, by, retracted }) => fact.kind === 'acknowledged' && by === me.id && retracted === null,
    )?.id;
  }
}

/** Acknowledging from the lobby, without opening the room. */
export function useAcknowledge(incident: IncidentSummary): { acknowledge: () => void; busy: boolean } {
  const api = useApi();
  const say = useSayAcknowledged();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      const { items } = await api.post<Written>(`/incidents/${incident.id}/facts`, { kind: 'acknowledged' });
      say(incident, items[0]?.id);
    } catch (error) {
      notifications.show({
        title: strings.lobby.notAcknowledged,
        message: sayProblem(error),
        autoClose: 8_000,
      });
    }
    setBusy(false);
  };
  return { acknowledge: () => void send(), busy };
}
