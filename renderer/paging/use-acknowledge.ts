import type { Items } from '#wire/api/list.ts';
import type { RoomAnswer } from '#wire/api/incidents.ts';
import type { Fact } from '#room/facts/fact.ts';
import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { acknowledgementUndoMs, takeBack } from '#room/log/undo.ts';
import { sayProblem, useApi } from '../server/api.ts';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { showDone } from '../ui/show-done.tsx';

const words = strings.acts;

type Named = Pick<IncidentSummary, 'id' | 'number' | 'title'>;

/** An acknowledged incident, kept for Undo; `fact` is the entry's id if known. */
export type Acknowledged = { incident: Named; fact?: string | undefined };

/** Announces the incidents just acknowledged, with Undo. */
export function useSayAcknowledged(): (done: readonly Acknowledged[]) => void {
  const api = useApi();
  const { me } = useSession();
  const undoOne = async ({ incident: { id }, fact }: Acknowledged) => {
    const target = fact ?? (await findMine(id));
    if (target) await api.post(`/incidents/${id}/facts`, takeBack(target));
  };
  return (done) => {
    const undo = async () => {
      const tried = await Promise.allSettled(done.map(undoOne));
      complain(strings.undo.refused, tried);
    };
    const [first] = done;
    if (first === undefined) return;
    const { number, title } = first.incident;
    const message =
      done.length === 1 ? words.acknowledged(number ?? title) : words.acknowledgedAll(done.length);
    showDone({ message, forMs: acknowledgementUndoMs, undo });
  };
  async function findMine(incident: string): Promise<string | undefined> {
    const { timeline } = await api.get<RoomAnswer>(`/incidents/${incident}`);
    return timeline.findLast(
      ({ fact, by, retracted }) => fact.kind === 'acknowledged' && by === me.id && retracted === null,
    )?.id;
  }
}

/** Says why the first of several requests failed; nothing if none did. */
export function complain(title: string, tried: readonly PromiseSettledResult<unknown>[]) {
  const failed = tried.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected')
    notifications.show({ title, message: sayProblem(failed.reason), autoClose: 8_000 });
}

/** Acknowledges from the lobby without opening rooms: one incident, or all with one cause. */
export function useAcknowledge(incidents: readonly IncidentSummary[]): {
  acknowledge: () => void;
  busy: boolean;
} {
  const api = useApi();
  const say = useSayAcknowledged();
  const [busy, setBusy] = useState(false);
  const acknowledgeOne = async (incident: IncidentSummary): Promise<Acknowledged> => {
    const { items } = await api.post<Items<Fact>>(`/incidents/${incident.id}/facts`, {
      kind: 'acknowledged',
    });
    return { incident, fact: items[0]?.id };
  };
  const send = async () => {
    setBusy(true);
    const tried = await Promise.allSettled(
      incidents.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(acknowledgeOne),
    );
    say(tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
    complain(strings.lobby.notAcknowledged, tried);
    setBusy(false);
  };
  return { acknowledge: () => void send(), busy };
}
