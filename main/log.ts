import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const mostBytes = 5_000_000;

/** Lines into a file, its predecessor kept as `.old` once it is large. Never the place for a token. */
export function openLog(file: string): (line: string) => void {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) renameSync(file, `${file}.old`);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined); // a full disk must not end the desktop
  return (line) => stream.write(`${new Date().toISOString()} ${line}\n`);
}
