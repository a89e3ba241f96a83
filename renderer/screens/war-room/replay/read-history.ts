import type { Api } from '#renderer/server/http.ts';
import type { HistoryUpdate } from '#room/log/replay.ts';
import type { HistoryPage } from '#wire/api/history.ts';

/** RP1: the full log of a room, read page by page. */
export async function readHistory(api: Api, room: string): Promise<HistoryUpdate[]> {
  const history: HistoryUpdate[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: HistoryPage = await api.get<HistoryPage>(`/incidents/${room}/history?after=${after}`);
    for (const { at, data } of page.items) history.push({ at, update: decodeBase64(data) });
    after = page.next;
  }
  return history;
}

const decodeBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
