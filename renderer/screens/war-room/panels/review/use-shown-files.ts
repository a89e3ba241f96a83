// RV17: what the review shows of attached files, read once while the review is open.
import { useEffect, useMemo, useState } from 'react';
import { useApi } from '#renderer/server/api.ts';
import { ApiProblem, type Api } from '#renderer/server/http.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import type { Review } from '#room/pir/review.ts';
import { showFiles, withShown, type ShownFiles } from '#room/pir/copies/shown-files.ts';

const nothing: ShownFiles = new Map();

/** The review with the attached files that the server has; without them until they are read. */
export function useShownFiles(review: Review): Review {
  const api = useApi();
  const room = useRoom();
  const [shown, setShown] = useState(nothing);
  // A text, so that the same files are not read again whatever else changes in the review.
  const files = JSON.stringify(
    review.attachments.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  );
  useEffect(() => {
    let isLeft = false;
    const named = JSON.parse(files) as Review['attachments'];
    void showFiles(named, (sha256) => readFile(api, sha256)).then((read) => {
      if (!isLeft) setShown(read);
    });
    return () => {
      isLeft = true;
    };
  }, [api, files]);
  return useMemo(() => withShown(review, shown, room), [review, shown, room]);
}

/** Null for a file that is erased, on its way, or out of reach now. */
async function readFile(api: Api, sha256: string): Promise<Uint8Array | null> {
  try {
    const response = await api.fetch(`/attachments/${sha256}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof ApiProblem) return null;
    throw error;
  }
}
