// ES21, SP99: an SMS that a provider passes on. Each provider names the sender and the words differently.
import { z } from 'zod';

export type Fields = Readonly<Record<string, unknown>>;

/** Twilio, Vonage, Plivo, MessageBird and others. */
const senderNames = ['from', 'msisdn', 'originator', 'sender', 'source'];
const wordNames = ['body', 'text', 'message', 'content', 'payload'];

/** A field of a form may hold an object as its JSON. */
const unfolded = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      // It is plain text, so no object.
      return null;
    }
  }, shape);

/** Bird: objects within objects. Its events have all of it under `payload`. */
const ofBird = z.object({
  sender: unfolded(z.object({ contact: z.object({ identifierValue: z.string() }) })),
  body: unfolded(z.object({ text: z.object({ text: z.string() }) })),
});
const nested = z.union([ofBird, z.object({ payload: unfolded(ofBird) }).transform(({ payload }) => payload)]);

/** Both are empty where the fields do not say them. */
export function readReceivedSms(fields: Fields): { sender: string; words: string } {
  const { data } = nested.safeParse(fields);
  if (data) return { sender: data.sender.contact.identifierValue, words: data.body.text.text };
  return { sender: valueIn(fields, senderNames), words: valueIn(fields, wordNames) };
}

function valueIn(fields: Fields, names: readonly string[]): string {
  const found = Object.entries(fields).find(
    ([name, value]) => names.includes(name.toLowerCase()) && ['string', 'number'].includes(typeof value),
  );
  return found === undefined ? '' : String(found[1]).slice(0, 1_000);
}
