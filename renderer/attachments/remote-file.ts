// An attached file for display: fetched once, kept while shown, and requested again until the server has it.
import { useCallback, useSyncExternalStore } from 'react';
import { pictureTypes } from '#room/view/attachments.ts';
import { useApi } from '../server/api.ts';
import { ApiProblem, sayProblem, type Api } from '../server/http.ts';
import { strings } from '../strings/index.ts';
import { hashBytes } from './hash-bytes.ts';

export type FileView =
  | { phase: 'loading' }
  /** Not available now; a retry follows. */
  | { phase: 'away'; words: string }
  | { phase: 'picture'; url: string }
  /** The start of a text; `isWhole` when it is the complete text. */
  | { phase: 'text'; text: string; isWhole: boolean }
  /** Nothing to show. */
  | { phase: 'none'; words: string };

export type Wanted = 'picture' | 'text';

/** How much of a text is shown. */
export const textHeadBytes = 64 * 1024;
const firstRetryMs = 500;
const slowestRetryMs = 10_000;
const keptMs = 15_000;

type Entry = {
  view: FileView;
  listeners: Set<() => void>;
  retry: ReturnType<typeof setTimeout> | undefined;
  release: ReturnType<typeof setTimeout> | undefined;
};
const entries = new Map<string, Entry>();
const loading: FileView = { phase: 'loading' };

/** `wanted` null shows nothing and requests nothing. */
export function useRemoteFile(sha256: string, wanted: Wanted | null): FileView {
  const api = useApi();
  const key = `${api.url('/')} ${sha256} ${wanted}`;
  const subscribe = useCallback(
    (listener: () => void) =>
      wanted === null ? () => undefined : follow(key, { api, sha256, wanted }, listener),
    [key, api, sha256, wanted],
  );
  return useSyncExternalStore(subscribe, () => entries.get(key)?.view ?? loading);
}

/** Hides an erased file everywhere, even while it is shown. */
export function showErased(sha256: string, words: string) {
  for (const [key, entry] of entries) {
    if (!key.includes(` ${sha256} `)) continue;
    clearTimeout(entry.retry);
    if (entry.view.phase === 'picture') URL.revokeObjectURL(entry.view.url);
    entry.view = { phase: 'none', words };
    for (const listener of entry.listeners) listener();
  }
}

type Source = { api: Api; sha256: string; wanted: Wanted };

function follow(key: string, source: Source, listener: () => void): () => void {
  const known = entries.get(key);
  const entry: Entry = known ?? { view: loading, listeners: new Set(), retry: undefined, release: undefined };
  if (known === undefined) {
    entries.set(key, entry);
    void load(entry, source, firstRetryMs);
  }
  clearTimeout(entry.release);
  entry.listeners.add(listener);
  return () => {
    entry.listeners.delete(listener);
    if (entry.listeners.size > 0) return;
    // Kept for a while, so that scrolling past and back does not fetch again.
    entry.release = setTimeout(() => forget(key, entry), keptMs);
  };
}

function forget(key: string, entry: Entry) {
  clearTimeout(entry.retry);
  entries.delete(key);
  if (entry.view.phase === 'picture') URL.revokeObjectURL(entry.view.url);
}

async function load(entry: Entry, source: Source, retryMs: number) {
  const show = (view: FileView) => {
    entry.view = view;
    for (const listener of entry.listeners) listener();
  };
  try {
    show(source.wanted === 'picture' ? await loadPicture(source) : await loadText(source));
  } catch (error) {
    // AT8: an erased file does not come back.
    if (error instanceof ApiProblem && error.status === 410)
      return show({ phase: 'none', words: error.detail });
    show({ phase: 'away', words: sayAway(error) });
    entry.retry = setTimeout(() => void load(entry, source, Math.min(retryMs * 2, slowestRetryMs)), retryMs);
  }
}

async function loadPicture({ api, sha256 }: Source): Promise<FileView> {
  const response = await api.fetch(`/attachments/${sha256}`);
  const blob = await response.blob();
  const actual = await hashBytes(new Uint8Array(await blob.arrayBuffer()));
  if (actual !== sha256) return { phase: 'none', words: strings.attachments.damaged };
  // AT3: trust the server's type, read from the bytes. The type in the fact is only a claim.
  if (!pictureTypes.some((type) => type === blob.type))
    return { phase: 'none', words: strings.attachments.noPreview };
  return { phase: 'picture', url: URL.createObjectURL(blob) };
}

async function loadText({ api, sha256 }: Source): Promise<FileView> {
  const response = await api.fetch(`/attachments/${sha256}`);
  const isText = response.headers.get('Content-Type')?.startsWith('text/plain') ?? false;
  const reader = response.body?.getReader();
  if (!isText || !reader) {
    await reader?.cancel();
    return { phase: 'none', words: strings.attachments.noPreview };
  }
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { phase: 'text', text: withoutColours(text), isWhole: true };
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
    if (bytes < textHeadBytes) continue;
    await reader.cancel();
    return { phase: 'text', text: withoutColours(text.slice(0, textHeadBytes)), isWhole: false };
  }
}

const escape = '\u001b';
/** Removes terminal colour codes. */
const withoutColours = (text: string): string =>
  text.replaceAll(new RegExp(`${escape}\\[[0-9;]*[A-Za-z]`, 'gu'), '');

function sayAway(error: unknown): string {
  if (!(error instanceof ApiProblem)) return sayProblem(error);
  if (error.status === 404) return strings.attachments.notHereYet;
  return error.status === 0 ? strings.attachments.noAnswer : error.detail;
}
