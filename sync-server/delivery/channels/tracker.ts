// What the trackers of issues have in common (TK1): a ticket is made once for one thing, found again by its mark, and
// its state is read. Each tracker says how its API is asked, and how its answers are read.
import type { z } from 'zod';
import { cutText } from '#room/text/cut.ts';
import { limits } from '#room/text/limits.ts';
import { namedHeadlineOf, textWithLinks, type Message } from '../message.ts';
import type { Fields, SettingsOf } from '../../forms/fields.ts';
import {
  defineChannel,
  type ChannelKind,
  type SendOutcome,
  type SendContext,
  type TicketState,
} from './channel.ts';
import { oneLine } from './explain.ts';
import { clipEscaped, withoutCalls } from './markup.ts';
import { exchange, type Post } from './post.ts';

type Request = Pick<Post, 'url' | 'method' | 'headers'> & { json?: object };
type Found = { id: string };

export type TrackerApi<S> = {
  /** Proves that the account may use the project. */
  project: (settings: S) => Request;
  /** Tickets that may carry this mark, and the one that does. */
  find: (settings: S, mark: string) => Request;
  readFound: (answer: unknown, mark: string) => Found | null;
  make: (settings: S, ticket: { title: string; text: string; mark: string }) => Request;
  /** The address of the new ticket, for people; null when the answer has none. */
  readMade: (answer: unknown, settings: S) => string | null;
  comment: (settings: S, id: string, text: string) => Request;
  /** Null when the address is not of this project. */
  ticket: (settings: S, address: URL) => Request | null;
  /** CN10: the text as this tracker shows it, without markup. */
  escape: (text: string) => string;
  readState: (answer: unknown) => TicketState | null;
};

/** Lists of tickets with their texts are long. */
const mostBytes = 4 * 1024 * 1024;
const longestTitle = 240;
const longestText = 30_000;

type Definition<F extends Fields> = { label: string; fields: F; api: TrackerApi<SettingsOf<F>> };

export function defineTracker<const F extends Fields>({ label, fields, api }: Definition<F>): ChannelKind {
  type S = SettingsOf<F>;
  const channel = defineChannel({
    label,
    fields,
    perMinute: 30,
    timeoutMs: 10_000,
    longestUpdate: 0,
    send: (message, settings, context) => sendTo(api, { message, settings, context, label }),
  });
  return {
    ...channel,
    readTicket: async (address, settings, context) => {
      const request = URL.canParse(address) ? api.ticket(settings as S, new URL(address)) : null;
      if (request === null) return null;
      const { outcome, answer } = await ask(request, context);
      const state = outcome.ok ? api.readState(answer) : null;
      return state && { ...state, name: nameOf(state) };
    },
  };
}

/** The tracker's word, as a line that a fact takes. */
const nameOf = ({ isOpen, name }: TicketState): string =>
  cutText(oneLine(name), limits.name) || (isOpen ? 'open' : 'closed');

type Sending<S> = { message: Message; settings: S; context: SendContext; label: string };

async function sendTo<S>(
  api: TrackerApi<S>,
  { message, settings, context, label }: Sending<S>,
): Promise<SendOutcome> {
  const { purpose, incident } = message;
  if (purpose === 'test') return (await ask(api.project(settings), context)).outcome;
  const about = message.ticketFor ?? incident?.id;
  if (about === undefined || purpose === 'update')
    return { ok: false, retry: false, reason: `${label} takes tickets, not messages to people` };
  const mark = `muster-${about.toLowerCase()}`;
  const looked = await ask(api.find(settings, mark), context);
  if (!looked.outcome.ok) return looked.outcome;
  const found = api.readFound(looked.answer, mark);
  const text = textWithLinks({ ...message, text: clipEscaped(message.text, longestText, api.escape) });
  if (purpose === 'resolved' || purpose === 'acknowledged')
    return found === null
      ? { ok: true }
      : (await ask(api.comment(settings, found.id, `${api.escape(message.subject)}\n\n${text}`), context))
          .outcome;
  // It was made before: by an attempt whose answer was lost, or by an earlier page of this incident.
  if (found !== null && message.ticketFor === undefined) return { ok: true };
  const title = withoutCalls(namedHeadlineOf(message, longestTitle)) || 'Muster';
  const made =
    found === null
      ? await ask(api.make(settings, { title, text, mark }), context)
      : { outcome: looked.outcome, answer: found };
  if (!made.outcome.ok) return made.outcome;
  const address = api.readMade(made.answer, settings);
  return address !== null && address.length <= limits.url && /^https?:\/\/\S+$/iu.test(address)
    ? { ok: true, made: address }
    : { ok: false, retry: false, reason: 'the answer has no address of a ticket' };
}

async function ask({ json, ...request }: Request, context: SendContext) {
  const { outcome, text } = await exchange(
    { ...request, body: json === undefined ? '' : JSON.stringify(json), mostBytes },
    context,
  );
  if (!outcome.ok) return { outcome, answer: null };
  const answer = readJson(text);
  return answer === undefined
    ? { outcome: { ok: false, retry: true, reason: 'the answer is not JSON' } as const, answer: null }
    : { outcome, answer };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    // A page of a proxy, for example.
    return undefined;
  }
}

/** Reads one shape out of an answer; null when it has another one. */
export const reading =
  <T>(schema: z.ZodType<T>) =>
  (answer: unknown): T | null =>
    schema.safeParse(answer).data ?? null;
