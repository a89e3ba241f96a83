// One attached file on its way between this server and an upstream. Each transfer ends when nothing moved for a
// while, however long the whole takes.
import type { AttachmentStore, KeptFile } from '../attachments/store.ts';
import { bearer, type Target } from './forward.ts';

const pathOf = (sha256: string) => `/api/v1/attachments/${sha256}`;

/** False when the upstream does not have it, or had it erased. Rejects with whatever went wrong; nothing half-done is kept. */
export async function fetchFile(files: AttachmentStore, sha256: string, target: Target): Promise<boolean> {
  const alarm = startAlarm(target);
  try {
    const response = await fetch(target.url + pathOf(sha256), {
      headers: bearer(target.token),
      signal: alarm.signal,
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return false;
      throw new Error(`it answered HTTP ${response.status} for a file`);
    }
    await files.keep(sha256, alarm.watch(response.body));
    return true;
  } finally {
    alarm.stop();
  }
}

/** True when the upstream has it now, false when it will not take it. Rejects when it could not be asked. */
export async function sendFile(file: KeptFile, sha256: string, target: Target): Promise<boolean> {
  const alarm = startAlarm(target);
  try {
    const response = await fetch(target.url + pathOf(sha256), {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', ...bearer(target.token) },
      // fetch sends whatever can be iterated, in chunks.
      body: alarm.watch(file.read()),
      duplex: 'half',
      signal: alarm.signal,
    });
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 429)
      throw new Error(`it answered HTTP ${response.status} to a file`);
    return response.ok;
  } finally {
    alarm.stop();
  }
}

function startAlarm({ signal, timeoutMs }: Target) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new DOMException('nothing moved', 'TimeoutError')), timeoutMs);
  return {
    signal: AbortSignal.any([signal, silence.signal]),
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
