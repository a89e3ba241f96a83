import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openNoteDoor, readNoteCommand, sendNote, type Note } from './note-command.ts';

let userData: string;
beforeEach(() => {
  userData = mkdtempSync(path.join(os.tmpdir(), 'muster-note-'));
});
afterEach(() => rmSync(userData, { recursive: true, force: true }));
const door = () => path.join(userData, 'note-door.json');
const note: Note = { text: 'Rolled back', incident: 'INC-42', at: '14:02' };

test('[DE15] the command line is read, and what is wrong with it is said', () => {
  expect(readNoteCommand(['--user-data-dir=x', 'note', 'Rolled', 'back', '--incident', 'INC-42'])).toEqual({
    text: 'Rolled back',
    incident: 'INC-42',
    at: null,
  });
  expect(readNoteCommand(['note', '-5m', 'down', '--at', '-5m', '--incident=INC-1'])).toEqual({
    text: '-5m down',
    incident: 'INC-1',
    at: '-5m',
  });
  expect(readNoteCommand(['note', 'x', '--at'])).toContain('--at needs a value');
  expect(readNoteCommand(['muster://room/x'])).toBeNull();
  expect(readNoteCommand([])).toBeNull();
  expect(readNoteCommand(['note'])).toContain('Say what to note');
  expect(readNoteCommand(['note', 'x', '--incidnt', 'INC-1'])).toContain('--incidnt');
  expect(readNoteCommand(['note', 'x'.repeat(20_001)])).toContain('at most 20000');
});

test('[DE15] the running desktop writes the note and its answer comes back', async () => {
  const got: Note[] = [];
  const stop = openNoteDoor(
    userData,
    async (asked) => {
      got.push(asked);
      return { ok: true, says: 'Written' };
    },
    () => undefined,
  );
  await vi.waitFor(() => statSync(door()), 60_000);
  expect(statSync(door()).mode & 0o777).toBe(0o600);
  expect(await sendNote(userData, note)).toEqual({ ok: true, says: 'Written' });
  expect(got).toEqual([note]);
  stop();
  expect(await sendNote(userData, note)).toMatchObject({
    ok: false,
    says: expect.stringContaining('not run'),
  });
});

test('[DE15] a caller without the secret is refused, and a door left by a kill says that nothing runs', async () => {
  const stop = openNoteDoor(
    userData,
    async () => ({ ok: true, says: 'Written' }),
    () => undefined,
  );
  await vi.waitFor(() => statSync(door()), 60_000);
  const { port } = JSON.parse(
    await import('node:fs').then(({ readFileSync }) => readFileSync(door(), 'utf8')),
  );
  writeFileSync(door(), JSON.stringify({ port, secret: 'guessed' }));
  expect((await sendNote(userData, note)).says).toContain('is not running');
  const answers = await talk(port, [{ hello: 'x'.repeat(20) }, { ...note, proof: 'guessed' }]);
  expect(answers[1]).toEqual({ ok: false, says: 'This is not your Muster.' });
  expect(await talk(port, [{ ...note, secret: 'guessed' }])).toEqual([
    { ok: false, says: 'This is not your Muster.' },
  ]);
  stop();
  writeFileSync(door(), JSON.stringify({ port, secret: 'guessed' }));
  expect((await sendNote(userData, note)).says).toContain('is not running');
});

test('[DE15] a program that takes the port of a killed desktop learns neither the secret nor the note', async () => {
  const heard: string[] = [];
  const thief = createServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => {
      heard.push(line);
      socket.write(
        `${JSON.stringify({ proof: 'x'.repeat(43), nonce: 'y'.repeat(43), ok: true, says: 'ok' })}\n`,
      );
    });
  });
  await new Promise<void>((listening) => thief.listen(0, '127.0.0.1', listening));
  const { port } = thief.address() as AddressInfo;
  const secret = 'the secret of the desktop that was killed';
  writeFileSync(door(), JSON.stringify({ port, secret }));
  const noted = await sendNote(userData, note);
  expect(noted).toMatchObject({ ok: false, says: expect.stringContaining('is not running') });
  expect(heard).toHaveLength(1);
  expect(heard.join()).not.toContain(secret);
  expect(heard.join()).not.toContain(note.text);
  thief.close();
});

/** Says lines to a door, one after each answer, and hears what it answers. */
function talk(port: number, says: readonly unknown[]): Promise<unknown[]> {
  return new Promise((resolve) => {
    const answers: unknown[] = [];
    const socket = createConnection({ port, host: '127.0.0.1' });
    const say = () => {
      const next = says[answers.length];
      if (next !== undefined) socket.write(`${JSON.stringify(next)}\n`);
    };
    socket.once('connect', say);
    socket.once('close', () => resolve(answers));
    createInterface({ input: socket }).on('line', (line) => {
      answers.push(JSON.parse(line));
      say();
    });
  });
}
