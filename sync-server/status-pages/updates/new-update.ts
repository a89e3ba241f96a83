// SP61: an update that people publish on a page: its input, its form in the API, and the fact written into its room.
import { z } from 'zod';
import { pageTextsSchema } from '#wire/api/status-pages.ts';
import { whyUnfilled } from '#room/comms/placeholders.ts';
import { barePicture } from '#room/pir/bare-picture.ts';
import { dataAddress } from '#room/pir/formats/html-nodes.ts';
import { FactRefused } from '#room/facts/fact-refused.ts';
import { Problem, type FieldError } from '../../http/problem.ts';
import { describeIssues } from '../../http/validate.ts';
import type { Writer, Incidents } from '../../incidents/incidents.ts';
import type { Identity } from '../../sync/identity.ts';
import type { ApprovedDraft } from './approved-draft.ts';
import type { KeptUpdate } from './published-updates.ts';
import type { StatusPage } from '../page/records.ts';
import type { Log } from '../../sync/rooms.ts';

/** The limit of a text in a room. */
const longestText = 20_000;

export const newUpdate = z.strictObject({
  /** Required in the first update of a report. */
  title: pageTextsSchema.optional(),
  body: pageTextsSchema,
  status: z.string(),
  impact: z.string().optional(),
  /** A room's id, or the report that an earlier update of this page began. */
  incident: z.string().min(1).max(64).optional(),
  components: z.array(z.looseObject({ id: z.string(), status: z.string() })).optional(),
  startedAt: z.number().optional(),
  /** SP144: pictures of a review (`postmortem`): `data` is an address that holds one. */
  pictures: z.array(z.looseObject({ alt: z.string(), data: z.string() })).optional(),
  /** An approved draft of the room `incident`: its text replaces `title` and `body`. */
  draft: z.string().min(1).max(120).optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/u, 'the SHA-256 of the rendered text, in hexadecimal')
    .optional(),
  /** SP112: set by a desktop's server that published it while this server was away. */
  at: z.number().int().min(0).optional(),
  /** The newest generation with which the desktop published it. */
  sequence: z.number().int().min(0).optional(),
});
export type NewUpdate = z.output<typeof newUpdate>;

/** Text in the page's own language only is returned as a plain string. */
const plain = (texts: Readonly<Record<string, string>>) =>
  Object.keys(texts).length === 1 && texts[''] !== undefined ? texts[''] : texts;
export const showUpdate = ({
  id,
  incident,
  at,
  by,
  status,
  title,
  body,
  impact,
  components,
  startedAt,
  pictures,
}: KeptUpdate) => ({
  id,
  incident,
  at,
  by,
  status,
  title: title === undefined ? null : plain(title),
  body: plain(body),
  impact: impact ?? null,
  components,
  ...(startedAt !== undefined && { startedAt }),
  ...(pictures !== undefined && { pictures: pictures.map(({ alt }) => ({ alt })) }),
});

const wrong = (errors: readonly FieldError[]) =>
  new Problem(400, 'The update is not as expected, so nothing was published.', { errors });

type Reading = {
  parts: { incidents: Incidents };
  page: StatusPage;
  body: NewUpdate;
  caller: Identity;
  id: string;
  at: number;
};

/** Throws a Problem that names each error. */
export async function readUpdate(
  { parts: { incidents }, page, body, caller, id, at }: Reading,
  earlier: readonly KeptUpdate[],
): Promise<KeptUpdate> {
  const { draft: _draft, hash: _hash, at: _at, sequence: _sequence, ...words } = body;
  const { publishedUpdateSchema } = await import('../page/whole-page.ts');
  const said = earlier.find((each) => each.incident === body.incident || each.id === body.incident);
  const incident = said?.incident ?? body.incident ?? id;
  const errors: FieldError[] = [];
  if (body.incident !== undefined && said === undefined && !incidents.knows(incident))
    errors.push({ field: 'incident', expected: 'the id of an incident, or of a report of this page' });
  const isContinued = earlier.some((each) => each.incident === incident);
  if (!isContinued && body.title === undefined)
    errors.push({ field: 'title', expected: 'a title: the first update of a report must have one' });
  errors.push(...faultsOfComponents(page, body), ...leftToFillIn(body));
  // What a desktop published while this server was away is on its page already.
  if (body.at === undefined && (body.startedAt ?? 0) > at)
    errors.push({ field: 'startedAt', expected: 'now or a past time, in epoch milliseconds' });
  const read = publishedUpdateSchema.safeParse({ ...words, id, incident, at });
  if (!read.success) errors.push(...describeIssues(read.error));
  if (body.pictures !== undefined && body.status !== 'postmortem')
    errors.push({ field: 'pictures', expected: 'none: only a review (postmortem) has pictures' });
  const pictures = (read.data?.pictures ?? []).map(({ alt, data }) => ({ alt, data: withoutMetadata(data) }));
  for (const [index, { data }] of pictures.entries())
    if (data === null)
      errors.push({ field: `pictures.${index}.data`, expected: 'a whole PNG, JPEG, GIF or WebP picture' });
  if (errors.length > 0 || !read.success) throw wrong(errors);
  const kept = pictures.flatMap(({ alt, data }) => (data === null ? [] : [{ alt, data }]));
  return { ...read.data, ...(kept.length > 0 && { pictures: kept }), by: caller.person };
}

/** CM9, for the page. An approved text was checked when it was approved, and a review may have brackets. */
function leftToFillIn({ title = '', body, status, draft }: NewUpdate): FieldError[] {
  if (draft !== undefined || status === 'postmortem') return [];
  return Object.entries({ title, body }).flatMap(([field, texts]) => {
    const all = typeof texts === 'string' ? [texts] : Object.values(texts);
    return all.flatMap((text) => whyUnfilled(text) ?? []).map((expected) => ({ field, expected }));
  });
}

/** SP144: whatever a program sends, no place, name or device leaves with a picture. Null for no picture. */
function withoutMetadata(address: string): string | null {
  const bytes = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
  const picture = barePicture(bytes);
  return picture === null ? null : dataAddress(picture);
}

function faultsOfComponents({ settings }: StatusPage, { components = [], at }: NewUpdate): FieldError[] {
  const own = new Set(settings.components.map((each) => each.id));
  return components.flatMap(({ id }, index) => {
    const isTwice = at === undefined && components.findIndex((each) => each.id === id) !== index;
    if (own.has(id) && !isTwice) return [];
    const expected = isTwice ? 'another component than those before' : 'the id of a component of this page';
    return [{ field: `components.${index}.id`, expected }];
  });
}

/** In the page's own language if there is one. */
const own = (texts: Readonly<Record<string, string>> | undefined) =>
  texts === undefined ? '' : (texts[''] ?? Object.values(texts)[0] ?? '');

/** The room's timeline also records what customers were told. */
export type PublishedToRoom = {
  page: StatusPage;
  update: KeptUpdate;
  approved: Pick<ApprovedDraft, 'draft' | 'hash' | 'rendered' | 'approval'> | null;
  writer: Writer;
  /** Why a text without an approval was published. */
  override?: string;
};

/** Writes once per update, even when called again. */
export async function tellRoom(
  { incidents, log }: { incidents: Incidents; log: Log },
  { page, update, approved, writer, override = 'written on the status page' }: PublishedToRoom,
) {
  if (!incidents.knows(update.incident)) return;
  const words = [own(update.title), own(update.body)]
    .filter((each) => each !== '')
    .join('\n\n')
    .slice(0, longestText)
    .toWellFormed();
  const fact = {
    kind: 'sent' as const,
    draft: approved?.draft ?? 'status-page',
    channel: `${page.settings.name} (${update.status})`.slice(0, 120),
    stage: update.status,
    ...(approved === null
      ? { text: words, override }
      : { text: approved.rendered, hash: approved.hash, approval: approved.approval }),
    at: update.at,
  };
  const isTold = await incidents.look(update.incident, (_doc, open) =>
    open
      .room()
      .drafts.some(
        ({ draft, sent }) =>
          draft === fact.draft && sent.some((each) => each.at === fact.at && each.channel === fact.channel),
      ),
  );
  if (isTold === true) return;
  try {
    await incidents.append(update.incident, [fact], writer);
  } catch (error) {
    if (!(error instanceof FactRefused)) throw error;
    log.error(
      { err: error, incident: update.incident },
      'the room refused the entry about a published update',
    );
  }
}
