// Transfers one attached file between this server and an upstream. A transfer ends when no data moved for a while, and
// always after a quarter of an hour.
import type { AttachmentStore, KeptFile } from '../attachments/store.ts';
import type { ForwardTarget } from './forward.ts';
import { askPeer } from './peer.ts';

const longestMs = 15 * 60_000;
const pathOf = (sha256: string) => `/api/v1/attachments/${sha256}`;

/** False when the upstream does not have the file or erased it. Rejects on any failure; no partial file is kept. */
export async function fetchFile(
  files: AttachmentStore,
  sha256: string,
  target: ForwardTarget,
): Promise<boolean> {
  const alarm = startAlarm(target);
  try {
    const answer = await askPeer(target, { method: 'GET', path: pathOf(sha256), signal: alarm.signal });
    const status = answer.statusCode ?? 0;
    if (status !== 200) {
      answer.destroy();
      if (status === 404 || status === 410) return false;
      throw new Error(`it answered HTTP ${status} for a file`);
    }
    await files.keep(sha256, alarm.watch(answer));
    return true;
  } finally {
    alarm.stop();
  }
}

/** True when the upstream has the file now, false when it refuses it. Rejects when the upstream could not be asked. */
export async function sendFile(file: KeptFile, sha256: string, target: ForwardTarget): Promise<boolean> {
  const alarm = startAlarm(target);
  try {
    const answer = await askPeer(target, {
      method: 'PUT',
      path: pathOf(sha256),
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.bytes) },
      body: alarm.watch(file.read()),
      signal: alarm.signal,
    });
    answer.destroy();
    const status = answer.statusCode ?? 0;
    if (status >= 500 || status === 429) throw new Error(`it answered HTTP ${status} to a file`);
    return status >= 200 && status < 300;
  } finally {
    alarm.stop();
  }
}

function startAlarm({ signal, timeoutMs }: ForwardTarget) {
  const silence = new AbortController();
  const longest = AbortSignal.timeout(longestMs);
  const timer = setTimeout(() => silence.abort(new DOMException('nothing moved', 'TimeoutError')), timeoutMs);
  return {
    signal: AbortSignal.any([signal, silence.signal, longest]),
    stop: () => clearTimeout(timer),
    async *watch(bytes: AsyncIterable<Uint8Array>) {
      for await (const chunk of bytes) {
        timer.refresh();
        yield chunk;
      }
      timer.refresh();
    },
  };
}
