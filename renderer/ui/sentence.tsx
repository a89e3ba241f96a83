import { Fragment, type ReactNode } from 'react';

type SentenceProps = { says: string; parts: Readonly<Record<string, ReactNode>> };

/**
 * A whole sentence with elements in it, such as `Sent by {person} at {time}.`, so that a language can choose the
 * order of words. Each part takes the place of its `{name}`; a name without a part stays as written.
 */
export function Sentence({ says, parts }: SentenceProps) {
  return says
    .split(/\{(\w+)\}/u)
    .map((piece, at) => (
      <Fragment key={`${at} ${piece}`}>{at % 2 === 0 ? piece : (parts[piece] ?? `{${piece}}`)}</Fragment>
    ));
}
