// CM11: one text of a room, written as a whole.
import type { FactDraft } from '#room/facts/fact.ts';
import type { OpenRoom } from '#room/log/room.ts';
import { namesOfTexts } from '#room/pir/texts.ts';
import { changeText } from '#room/text/change-text.ts';

/** `before`: the text that is replaced. */
export type TextOrder = { name: string; text: string; before: string };
/** `changed`: the text is another one by now. */
export type TextOutcome = 'written' | 'no-text' | 'changed';

/** `by`: whose text it is; `note` appends a fact of theirs. */
export function writeText(
  room: OpenRoom,
  { name, text, before }: TextOrder,
  { by, note }: { by: string; note: (draft: FactDraft) => void },
): TextOutcome {
  if (!namesOfTexts(room.room()).includes(name)) return 'no-text';
  const typed = room.text(name);
  if (typed.toJSON() !== before) return 'changed';
  changeText(typed, text);
  // RS12: people see who wrote in a text of the review.
  const isFirst = room.room().review.writers.get(name)?.includes(by) !== true;
  if (name.startsWith('review/') && isFirst) note({ kind: 'review', wrote: name });
  return 'written';
}
