import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const mostBytes = 5_000_000;

/** Writes lines to a file; a large file is renamed to `.old`. Never log a token. */
export function openLog(file: string, most = mostBytes): (line: string) => void {
  mkdirSync(path.dirname(file), { recursive: true });
  const begin = () => {
    const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
    stream.on('error', () => undefined); // a full disk must not end the desktop
    return stream;
  };
  let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let stream = bytes > most ? null : begin();
  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    if (bytes > most || stream === null) {
      stream?.end();
      moveAway(file);
      stream = begin();
      bytes = 0;
    }
    bytes += Buffer.byteLength(text);
    stream.write(text);
  };
}

function moveAway(file: string): void {
  try {
    renameSync(file, `${file}.old`);
  } catch {
    // Another program holds the file open, or it is gone. Writing goes on in the old file.
  }
}
