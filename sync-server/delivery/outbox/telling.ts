// Reports how letters ended to the listeners of their kind, and repeats it until they took it.
import type { Log } from '../../sync/rooms.ts';
import type { Letter, LetterKind } from './letter.ts';
import type { OutboxTable } from './outbox-table.ts';

const tellAgainMs = 5_000;
const mostAtOnce = 100;

export type Telling = {
  /** Resolves when this letter has ended and was told once, even if telling failed. */
  ended: (letter: string) => Promise<Letter>;
  /** Begins to report outcomes that are not reported yet. Never throws. */
  tellUntold: () => void;
  /** The outcomes being reported now. */
  atWork: () => Promise<void>[];
};

type Options = {
  table: OutboxTable;
  kinds: ReadonlyMap<string, LetterKind>;
  now: () => number;
  log: Log;
};

export function openTelling({ table, kinds, now, log }: Options): Telling {
  const telling = new Map<string, Promise<void>>();
  const notBefore = new Map<string, number>();
  const waiting = new Map<string, (letter: Letter) => void>();

  const tell = async (letter: Letter) => {
    try {
      await kinds.get(letter.kind)?.tell?.(letter);
      table.told(letter.id);
      notBefore.delete(letter.id);
    } catch (error) {
      notBefore.set(letter.id, now() + tellAgainMs);
      log.error({ err: error, letter: letter.id }, 'the outcome was not saved; the server tries again');
    }
    waiting.get(letter.id)?.(letter);
    waiting.delete(letter.id);
  };

  return {
    ended: (letter) => new Promise((resolve) => waiting.set(letter, resolve)),
    tellUntold: () => {
      try {
        for (const letter of table.untold(mostAtOnce)) {
          if (telling.has(letter.id) || (notBefore.get(letter.id) ?? 0) > now()) continue;
          telling.set(
            letter.id,
            tell(letter).finally(() => telling.delete(letter.id)),
          );
        }
      } catch (error) {
        // The disk may be full; the next check tries again.
        log.error({ err: error }, 'the outcomes of letters cannot be read');
      }
    },
    atWork: () => [...telling.values()],
  };
}
