import type { Items } from '#wire/api/list.ts';
import { entryOf } from '#room/text/plain.ts';
import type { Fact, FactId } from '#room/facts/fact.ts';
import { attachmentLimits } from '#room/view/attachments.ts';
import type { Api } from '../server/http.ts';
import { strings } from '../strings/index.ts';
import { hashBytes } from './hash-bytes.ts';

const words = strings.attachments;

export type FileToAttach = {
  api: Api;
  incident: string;
  file: File;
  /** The file's name in the room. */
  name: string;
  /** TH1: the entry it replies to. */
  target?: FactId | undefined;
  /** When the file's content was seen, epoch ms on the team's clock; defaults to now. */
  at?: number | undefined;
  /** Bytes uploaded so far; first called after the file is read. */
  onProgress?: (bytes: number) => void;
};

/**
 * AT6: uploads the bytes first and then adds the fact, so that no room names a file that the server lacks. Uses the
 * server's API and not the open room, so leaving the room does not stop it. Rejects with a message for the user.
 */
export async function attachFile(options: FileToAttach): Promise<Fact<'attachment'>> {
  const { api, incident, file, name, target, at, onProgress = () => undefined } = options;
  if (file.size > attachmentLimits.bytes) throw new Error(words.tooLarge(file.size, attachmentLimits.bytes));
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw new Error(words.unreadable, { cause });
  });
  const sha256 = await hashBytes(new Uint8Array(bytes));
  onProgress(0);
  await api.upload(`/attachments/${sha256}`, new Blob([bytes], { type: file.type }), onProgress);
  const described = { name: nameFor(name), type: typeOf(file), bytes: bytes.byteLength, sha256 };
  const { items } = await api.post<Items<Fact<'attachment'>>>(`/incidents/${incident}/facts`, {
    kind: 'attachment',
    ...described,
    ...(target === undefined ? {} : { target }),
    ...(at === undefined ? {} : { at }),
  });
  const written = items[0];
  if (written === undefined) throw new Error('The server did not say what it wrote.');
  return written;
}

const nameFor = (name: string): string => name.trim().slice(0, 300) || 'file';

const typesByEnding: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  txt: 'text/plain',
  yaml: 'text/plain',
  yml: 'text/plain',
};

/** The type by the browser; by file extension for types it does not know, such as logs. */
function typeOf({ type, name }: File): string {
  const ending = /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
  return (type || entryOf(typesByEnding, ending) || 'application/octet-stream').slice(0, 120);
}
