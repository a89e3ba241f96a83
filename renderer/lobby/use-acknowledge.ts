import { useState } from 'react';
import { notifications } from '@mantine/notifications';
import type { IncidentSummary } from '#room/feed.ts';
import { sayProblem, useApi } from '../api.ts';
import { strings } from '../strings/index.ts';

const words = strings.lobby;

/** Acknowledging from the lobby, without opening the room. */
export function useAcknowledge(incident: IncidentSummary): { acknowledge: () => void; busy: boolean } {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await api.post(`/incidents/${incident.id}/facts`, { kind: 'acknowledged' });
    } catch (error) {
      notifications.show({ title: words.notAcknowledged, message: sayProblem(error), autoClose: 8000 });
    }
    setBusy(false);
  };
  return { acknowledge: () => void send(), busy };
}
