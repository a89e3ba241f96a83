// pg reads what arrives in a listener of the stream. There it throws at what is no message of PostgreSQL, which nobody
// could catch, and it reads the fields of an error that does not end for ever. A check talks to any program that answers
// at an address, so what arrives is cut into whole messages before pg reads it (CK7).
import type { Duplex } from 'node:stream';
import type { Connection } from 'pg';

type Reading = { attachListeners: (stream: Duplex) => void };
type Listener = (bytes: Buffer) => void;

/** The kinds of messages of a server (PostgreSQL, 54.7). */
const kinds = new Set(Buffer.from('123ACDEGHIKNRSTVWZcdnstv'));
const headBytes = 5;
/** More than the first value of a query ever takes. */
const mostBytes = 16 * 1024 * 1024;
/** A notice that says nothing. Its zeros end each text that its own message leaves open. */
const end = Buffer.from([0x4e, 0, 0, 0, 5, 0]);

/** Call it before the client connects. What is no message ends the connection with an error. */
export function readWholeMessages(connection: Connection): void {
  const reading = connection as unknown as Reading;
  const attach = reading.attachListeners.bind(connection);
  reading.attachListeners = (stream) => {
    const before = new Set(stream.listeners('data'));
    attach(stream);
    const added = stream.listeners('data').filter((each) => !before.has(each)) as Listener[];
    for (const listener of added) {
      stream.removeListener('data', listener);
      const take = cutter(listener);
      stream.on('data', (bytes: Buffer) => {
        try {
          take(bytes);
        } catch (error) {
          stream.destroy(error instanceof TooLong ? error : new Error('the answer is not PostgreSQL'));
        }
      });
    }
  };
}

class TooLong extends Error {
  override name = 'TooLong';
}

/** Passes whole messages on, each followed by `end`. */
function cutter(pass: Listener): Listener {
  let rest: Buffer[] = [];
  let held = 0;
  /** How many bytes the message at the front of the rest has; null while its head is not here. */
  let needed: number | null = null;
  return (bytes) => {
    rest.push(bytes);
    held += bytes.length;
    while (held >= (needed ?? headBytes)) {
      const all = rest.length === 1 ? rest[0]! : Buffer.concat(rest);
      const length = 1 + all.readUInt32BE(1);
      if (length < headBytes || !kinds.has(all[0] ?? 0)) throw new Error('no message begins like this');
      if (length > mostBytes) throw new TooLong(`the answer is longer than ${mostBytes / 1024 / 1024} MiB`);
      needed = length;
      rest = [all];
      if (held < length) return;
      pass(Buffer.concat([all.subarray(0, length), end]));
      rest = [all.subarray(length)];
      held -= length;
      needed = null;
    }
  };
}
