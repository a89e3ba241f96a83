// The log goes to stderr (OP1). If its reader stalls, a write to a full pipe would block the whole process, even
// SIGTERM. So unread lines are kept up to a limit; further ones are dropped and counted (OP8).
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { pino, type Logger } from 'pino';

const stderr = 2;
const mostUnreadBytes = 4 * 1024 * 1024;

type Lines = { write(line: string): void };

export function openLog(): Logger {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, isPipe() ? openPipe() : openFile());
}

function isPipe(): boolean {
  if (process.platform === 'win32') return false;
  const found = fstatSync(stderr);
  return found.isFIFO() || found.isSocket();
}

function openFile(): Lines {
  const lines = pino.destination({ dest: stderr, sync: true });
  // The reader of our output may be gone; that is no reason to end.
  lines.on('error', () => {});
  return lines;
}

function openPipe(): Lines {
  const pipe = new Socket({ fd: stderr, readable: false, writable: true });
  pipe.on('error', () => {});
  pipe.unref();
  return boundLines(pipe, mostUnreadBytes);
}

type Pipe = { write(line: string): void; readonly writableLength: number; readonly destroyed: boolean };

/** Drops lines while more than `most` bytes are unread, and reports the number with the next line that passes. */
export function boundLines(pipe: Pipe, most: number): Lines {
  let dropped = 0;
  return {
    write: (line) => {
      if (pipe.destroyed) return;
      if (pipe.writableLength + line.length > most) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        const time = new Date().toISOString();
        const msg = 'these lines were dropped, because nobody read the log';
        pipe.write(`${JSON.stringify({ level: 40, time, lines: dropped, msg })}\n`);
        dropped = 0;
      }
      pipe.write(line);
    },
  };
}
