import { Readable } from 'node:stream';
import { refusalSchema } from '#wire/api/problem.ts';
import { importedSchema } from '#wire/api/records.ts';
import type { Severity } from '#room/facts/fact.ts';
import { recordLimits, RecordRefused } from '#room/record/record.ts';
import { readWhole } from '#wire/body.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';
import { UpstreamAway } from '../replica/forward.ts';
import type { Replica } from '../replica/replica.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { Authority } from '../people/authority.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Log } from '../sync/rooms.ts';
import type { Pager } from '../paging/pager.ts';
import type { Passes } from '../hub/passes.ts';
import type { Rooms } from '../sync/rooms.ts';

type Takes = {
  log: Log;
  now: () => number;
  rooms: Rooms;
  incidents: Incidents;
  attachments: AttachmentStore;
  pager: Pager | null;
  passes: Passes;
  endedKeys: () => readonly string[];
  journal: { signNow(): Promise<void> };
  replica: Replica | null;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

const mediaType = 'application/vnd.muster.record+zip';

/** RC: an incident goes out as a file, and comes in again. */
export const recordRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/:id/record.muster',
    summary: 'The incident as a file: its room with its log, its attached files and its review',
    access: 'viewer',
    params: incidentParams,
    answers: mediaType,
    answer: async ({ parts, params: { id }, caller }) => {
      const { incidents, attachments, authority, journal, passes, now, log } = parts;
      const people = Object.fromEntries(authority.everybody().map((person) => [person.id, person.name]));
      // Loaded when somebody asks: a server starts without it.
      const { makeRecord } = await import('./make-record.ts');
      // The record itself names entries that could not be signed.
      await journal
        .signNow()
        .catch((error: unknown) => log.warn({ err: error }, 'some entries could not be signed'));
      const device = passes.device();
      const signing = { madeBy: caller.name, madeAt: now(), endedKeys: parts.endedKeys() };
      const making = { incidents, attachments, people, ...signing, device };
      const made = await makeRecord(id, making);
      if (made === null) throw new Problem(404, `There is no incident ${id} here.`);
      const { file, number } = made;
      const name = `${(number ?? id).replaceAll(/[^\w-]/g, '') || id}.muster`;
      return {
        file: { bytes: file.byteLength, read: () => Readable.from([file]) },
        type: mediaType,
        headers: { 'content-disposition': `attachment; filename="${name}"` },
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/incidents/import',
    summary: `Merge a record of at most ${recordLimits.file} bytes into the incident here, or add it as a new one`,
    access: 'owner',
    takesBytes: true,
    status: 201,
    answers: importedSchema,
    answer: async ({ parts, bytes, caller }) => {
      const { pager, replica, rooms, incidents, attachments, now, log } = parts;
      const file = await readFile(bytes);
      if (replica !== null) {
        if (caller.ownsServer !== true)
          throw new Problem(403, 'Guests cannot merge records on a hub. Do it on your own desktop.');
        return forwardFile(replica, file);
      }
      const author = caller.label;
      const { importRecord } = await import('./import-record.ts');
      try {
        const quieten = (id: string, severity: Severity) => pager?.leaveAlone(id, severity);
        const importing = { rooms, incidents, attachments, author, quieten, now, log };
        const imported = await importRecord(file, importing);
        return { body: imported, location: `/api/v1/incidents/${imported.id}` };
      } catch (error) {
        if (!(error instanceof RecordRefused)) throw error;
        throw new Problem(400, error.message, {
          errors: [{ field: 'body', expected: 'a complete Muster record' }],
        });
      }
    },
  }),
];

async function* chunksOf(file: Buffer) {
  yield file;
}

const tooLarge = () =>
  new Problem(413, `The file is larger than ${recordLimits.file} bytes. A record is never that large.`);

async function readFile(bytes: { announced: number | null; read: AsyncIterable<Uint8Array> }) {
  if ((bytes.announced ?? 0) > recordLimits.file) throw tooLarge();
  const { buffer } = await readWhole(bytes.read, recordLimits.file, tooLarge);
  return Buffer.from(buffer);
}

/** What others wrote is the team's server's to take in; a desktop may not be allowed to carry it there. */
async function forwardFile(replica: Replica, file: Buffer) {
  try {
    const answer = await replica.forward({
      method: 'POST',
      path: '/api/v1/incidents/import',
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      body: chunksOf(file),
    });
    const body: unknown = JSON.parse(answer.body.toString('utf8'));
    if (answer.status === 201) return { body };
    const said = refusalSchema.safeParse(body);
    throw new Problem(answer.status, said.data?.detail ?? 'The team’s server refused the record.');
  } catch (error) {
    if (!(error instanceof UpstreamAway)) throw error;
    throw new Problem(
      503,
      `The team’s server is out of reach since ${error.sayStart()}, and only it can take a record in. Opening it works here.`,
      { headers: { 'retry-after': '10' }, cause: error },
    );
  }
}
