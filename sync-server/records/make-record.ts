// RC1: gathers what a record holds: the room, its log, its files as far as they are here, and its review.
import { setImmediate } from 'node:timers/promises';
import { encodeStateAsUpdate } from 'yjs';
import { carriedAttachments } from '#room/view/attachments.ts';
import type { Fact } from '#room/facts/fact.ts';
import { journalHead } from '#room/journal/head.ts';
import { lateEntries } from '#room/journal/late.ts';
import { formats } from '#room/pir/formats/index.ts';
import { collectReview } from '#room/pir/review.ts';
import { showFiles, withShown } from '#room/pir/copies/shown-files.ts';
import { recordLimits, type RecordContents, type RecordManifest } from '#room/record/record.ts';
import { signRecord } from '#room/record/signature.ts';
import { writeRecord } from '#room/record/write-record.ts';
import { entryOf } from '#room/text/plain.ts';
import type { HistoryUpdate } from '#room/log/replay.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { Passes } from '../hub/passes.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { digest } from './digest.ts';

type Making = {
  incidents: Pick<Incidents, 'look' | 'history'>;
  attachments: AttachmentStore;
  /** The team's names of people. */
  people: Readonly<Record<string, string>>;
  /** Who asks for it, and when. */
  madeBy: string;
  madeAt: number;
  /** JN5: who signs it; null where the team has not vouched for this server yet. */
  device: ReturnType<Passes['device']>;
  /** JN9: the team's signed list of ended keys. */
  endedKeys: readonly string[];
};

/** The room with its review, as it stands now; null when there is none with this id. */
const readRoom = (id: string, { incidents, people: named, endedKeys }: Making) =>
  incidents.look(id, (doc, open) => {
    const room = open.room();
    const people = { ...Object.fromEntries(room.people), ...named };
    const names = (person: string) => entryOf(people, person) ?? person;
    const texts = (name: string) => open.text(name).toJSON();
    const signed = { head: journalHead(doc, digest), late: lateEntries(doc, endedKeys) };
    const review = collectReview({ id, room, texts, names, ...signed });
    return { room, people, review, update: encodeStateAsUpdate(doc) };
  });

/** The file of one incident; null when there is none with this id. */
export async function makeRecord(
  id: string,
  making: Making,
): Promise<{ number: string | null; file: Uint8Array } | null> {
  const { incidents, madeBy, madeAt, device, endedKeys } = making;
  const seen = await readRoom(id, making);
  if (seen === null) return null;
  const { room, people, review, update } = seen;
  const log = await readLog(id, incidents);
  const { attachments, leftOut } = await readFiles(carriedAttachments(room), making.attachments);
  const shown = await showFiles(review.attachments, async (sha256) => attachments.get(sha256) ?? null);
  const told = withShown(review, shown, room);
  const { number, title } = room;
  const manifest: RecordManifest = {
    format: 'muster-record',
    version: 1,
    incident: id,
    number,
    title,
    madeAt,
    madeBy,
    people: Object.fromEntries(Object.entries(people).filter(([person]) => person.length <= 120)),
    leftOut,
    hasLog: log !== null,
    ...(endedKeys.length > 0 && { endedKeys: endedKeys.slice(0, 1_000) }),
  };
  const unsigned: RecordContents = {
    manifest,
    update,
    log: log ?? [],
    attachments,
    markdown: await formats.markdown.render(told),
    html: await formats.html.render(told),
  };
  const contents =
    device === null ? unsigned : { ...unsigned, manifest: signRecord(unsigned, { ...device, digest }) };
  return { number, file: await writeRecord(contents, { digest, pause: () => setImmediate() }) };
}

const readAtOnce = 200;

/** Null when it is larger than a record may hold. */
async function readLog(id: string, incidents: Making['incidents']): Promise<HistoryUpdate[] | null> {
  const log: HistoryUpdate[] = [];
  let bytes = 0;
  for (let after = 0; ;) {
    const some = (await incidents.history(id, after, readAtOnce)) ?? [];
    for (const { at, data } of some) {
      bytes += data.length + 16;
      if (bytes > recordLimits.log) return null;
      log.push({ at, update: data });
    }
    const last = some.at(-1);
    if (last === undefined || some.length < readAtOnce) return log;
    after = last.seq;
  }
}

async function readFiles(files: readonly Fact<'attachment'>[], store: AttachmentStore) {
  const attachments = new Map<string, Uint8Array>();
  const leftOut: RecordManifest['leftOut'] = [];
  let left: number = recordLimits.attachments;
  for (const { sha256, name } of files) {
    if (attachments.has(sha256)) continue;
    const erased = store.erasureOf(sha256) !== null;
    const file = erased ? null : await store.find(sha256);
    if (file === null || file.bytes > left) {
      const why = erased ? 'erased' : file === null ? 'not-here' : 'too-large';
      leftOut.push({ sha256, name, why });
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of file.read()) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    left -= bytes.length;
    attachments.set(sha256, bytes);
  }
  return { attachments, leftOut };
}
