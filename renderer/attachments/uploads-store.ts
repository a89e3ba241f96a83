// Uploads from this window to any room. Leaving a room does not stop them.
import { create, type StoreApi } from 'zustand';
import { sayProblem } from '../server/http.ts';
import { strings } from '../strings/index.ts';
import { attachFile, type FileToAttach } from './attach-file.ts';
import type { Fact } from '#room/facts/fact.ts';

export type Upload = {
  key: number;
  incident: string;
  name: string;
  /** 0 to 1; null while the file is read. */
  done: number | null;
  /** The whole sentence; null while nothing failed. */
  problem: string | null;
  /** True when a retry may succeed. */
  canRetry: boolean;
  retry: () => void;
};

type SayFailure = (name: string, why: string) => string;

type UploadsState = {
  uploads: readonly Upload[];
  /** `sayFailure` words a failure: the file's name and why. */
  start: (
    file: Omit<FileToAttach, 'onProgress'>,
    attached: (fact: Fact<'attachment'>) => void,
    sayFailure?: SayFailure,
  ) => void;
  /** Lists a file that was rejected before its upload, with the reason. */
  refuse: (upload: Pick<Upload, 'incident' | 'name'> & { problem: string }) => void;
  dismiss: (key: number) => void;
};

const { notAttached } = strings.attachments;

let lastKey = 0;

export const useUploads = create<UploadsState>((set) => {
  const { change, dismiss, add } = changesOver(set);
  return {
    uploads: [],
    dismiss,
    refuse: ({ incident, name, problem }) =>
      void add({
        incident,
        name,
        problem: notAttached(name, problem),
        done: null,
        canRetry: false,
        retry: () => undefined,
      }),
    start: (file, attached, sayFailure = notAttached) => {
      const run = () => {
        change(key, { problem: null, done: null });
        const onProgress = (bytes: number) => change(key, { done: bytes / Math.max(file.file.size, 1) });
        attachFile({ ...file, onProgress }).then(
          (fact) => {
            dismiss(key);
            attached(fact);
          },
          (error: unknown) => change(key, { problem: sayFailure(file.name, sayProblem(error)) }),
        );
      };
      const key = add({
        incident: file.incident,
        name: file.name,
        done: null,
        problem: null,
        canRetry: true,
        retry: run,
      });
      run();
    },
  };
});

/** Changes of the list, by a file's key. */
function changesOver(set: StoreApi<UploadsState>['setState']) {
  return {
    change: (key: number, changes: Partial<Upload>) =>
      set(({ uploads }) => ({
        uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)),
      })),
    dismiss: (key: number) =>
      set(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.key !== key) })),
    /** Returns the key. */
    add: (upload: Omit<Upload, 'key'>) => {
      lastKey += 1;
      const key = lastKey;
      set(({ uploads }) => ({ uploads: [...uploads, { ...upload, key }] }));
      return key;
    },
  };
}
