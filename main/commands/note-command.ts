// DE15: `muster note "text" [--incident INC-42] [--at 14:02]`: a second process asks the running desktop to write a
// line, and exits with the result. They connect on 127.0.0.1; the desktop's port and secret are in a file that only
// this user can read. The secret is never sent: each side proves that it knows it, the desktop first. So another user
// who took the port of a killed desktop learns neither the secret nor the note.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { strings } from '../strings.ts';

export type Note = { text: string; incident: string | null; at: string | null };
export type Noted = { ok: boolean; says: string };

const longest = 20_000;
const answerWithinMs = 20_000;
const usage = 'muster note "text" [--incident INC-42] [--at 14:02]';
const doorSchema = z.object({ port: z.number().int(), secret: z.string() });
const helloSchema = z.object({ hello: z.string().min(16).max(200) });
const provenSchema = z.object({ proof: z.string(), nonce: z.string().min(16).max(200) });
const askedSchema = z.object({
  proof: z.string(),
  text: z.string().min(1).max(longest),
  incident: z.string().max(60).nullable(),
  at: z.string().max(20).nullable(),
});
const notedSchema = z.object({ ok: z.boolean(), says: z.string() });
const doorFile = (userData: string) => path.join(userData, 'note-door.json');

/** Null when the command is not `note`; an error message when an argument is missing or wrong. */
export function readNoteCommand(args: readonly string[]): Note | string | null {
  const from = args.findIndex((arg) => !arg.startsWith('-'));
  if (args[from] !== 'note') return null;
  const note: Note = { text: '', incident: null, at: null };
  const words: string[] = [];
  const rest = args.slice(from + 1);
  // Parsed by hand, because the time and the text may begin with a dash.
  for (let i = 0; i < rest.length; i++) {
    const [, option, given] = /^--([a-z]+)(?:=([\s\S]*))?$/u.exec(rest[i]!) ?? [];
    if (option === undefined) words.push(rest[i]!);
    else if (option !== 'incident' && option !== 'at') return `--${option} is unknown. Expected: ${usage}`;
    else {
      const value = given ?? rest[++i];
      if (value === undefined) return strings.needsValueExpected(option, usage);
      note[option] = value;
    }
  }
  note.text = words.join(' ').trim();
  if (note.text === '') return strings.sayWhatNote(usage);
  if (note.text.length > longest)
    return `A note has at most ${longest} characters; this one has ${note.text.length}.`;
  return note;
}

type Answer = (line: string, nonce: string) => Promise<Noted>;

/** One caller: the desktop proves itself first, then answers one line. */
function talk(socket: Socket, secret: string, answer: Answer) {
  socket.setTimeout(answerWithinMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  let read = 0;
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > longest * 8) socket.destroy();
  });
  const nonce = makeNonce();
  const lines = createInterface({ input: socket });
  lines.once('line', (first) => {
    const hello = helloSchema.safeParse(readJson(first));
    if (!hello.success) return socket.end(`${JSON.stringify({ ok: false, says: strings.thisNotYour })}\n`);
    socket.write(`${JSON.stringify({ proof: prove(secret, 'door', hello.data.hello), nonce })}\n`);
    return lines.once('line', (line) => {
      void answer(line, nonce).then((noted) => socket.end(`${JSON.stringify(noted)}\n`));
    });
  });
}

/** The running desktop's side; returns the function that stops it. */
export function openNoteDoor(
  userData: string,
  write: (note: Note) => Promise<Noted>,
  log: (line: string) => void,
): () => void {
  const secret = randomBytes(32).toString('base64url');
  const answer: Answer = async (line, nonce) => {
    const asked = askedSchema.safeParse(readJson(line));
    if (!asked.success) return { ok: false, says: strings.notUnderstood(z.prettifyError(asked.error)) };
    const { proof, text, incident, at } = asked.data;
    if (!isSame(proof, prove(secret, 'caller', nonce))) return { ok: false, says: strings.thisNotYour };
    return write({ text, incident, at }).catch((error: unknown) => ({ ok: false, says: String(error) }));
  };
  const server = createServer((socket: Socket) => talk(socket, secret, answer));
  server.on('error', (error) => log(`muster note cannot be answered: ${error.message}`));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      writeFileSync(doorFile(userData), JSON.stringify({ port, secret }), { mode: 0o600 });
    } catch (error) {
      log(`muster note cannot be answered: ${String(error)}`);
    }
  });
  return () => {
    server.close();
    rmSync(doorFile(userData), { force: true });
  };
}

/** The calling side. Never rejects: failures are in the result's message. */
export async function sendNote(userData: string, note: Note): Promise<Noted> {
  const away = { ok: false, says: strings.musterDoesNot };
  const door = doorSchema.safeParse(readDoor(userData));
  if (!door.success) return away;
  return new Promise((resolve) => {
    const socket = createConnection({ port: door.data.port, host: '127.0.0.1' });
    const lost = {
      ok: false,
      says: 'Muster ended before it answered; look into the room before you repeat it.',
    };
    const { secret } = door.data;
    const hello = makeNonce();
    let isThere = false;
    socket.setTimeout(answerWithinMs, () => socket.destroy());
    socket.once('connect', () => {
      socket.write(`${JSON.stringify({ hello })}\n`);
    });
    const lines = createInterface({ input: socket }).on('error', () => undefined);
    lines.once('line', (first) => {
      const proven = provenSchema.safeParse(readJson(first));
      // Another program has the port now, not the desktop that wrote the file.
      if (!proven.success || !isSame(proven.data.proof, prove(secret, 'door', hello))) {
        resolve(away);
        return socket.destroy();
      }
      lines.once('line', (line) => {
        resolve(notedSchema.safeParse(readJson(line)).data ?? lost);
        socket.destroy();
      });
      // From here on the note may have been written, even when no answer comes.
      isThere = true;
      return socket.write(
        `${JSON.stringify({ ...note, proof: prove(secret, 'caller', proven.data.nonce) })}\n`,
      );
    });
    socket.once('error', () => resolve(isThere ? lost : away));
    socket.once('close', () => resolve(isThere ? lost : away));
  });
}

function readDoor(userData: string): unknown {
  try {
    return readJson(readFileSync(doorFile(userData), 'utf8'));
  } catch {
    return null; // no desktop ran here, or it exited cleanly
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not ours
  }
}

const makeNonce = (): string => randomBytes(32).toString('base64url');

/** Proves knowledge of the secret: an HMAC over the other side's nonce and this side's name. */
const prove = (secret: string, side: 'door' | 'caller', nonce: string): string =>
  createHmac('sha256', secret).update(`${side} ${nonce}`).digest('base64url');

function isSame(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
}
