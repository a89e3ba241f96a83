// RV18: words in a review that blame somebody, or judge by what was known only later. Only for English, and only as advice.
import { escapePattern } from '../text/escape-pattern.ts';
import { table } from '../text/words.ts';

/** `words` is quoted from the text; `why` follows it, and says what to write instead. */
export type Blame = { words: string; why: string };

const person = String.raw`(?:he|she|they|we|I|somebody|someone|nobody|(?:the |an? )?(?:engineer|developer|operator|admin(?:istrator)?|on-?call|responder|commander|vendor|team|colleague|intern|contractor|user)s?)`;

const patterns: readonly [pattern: RegExp, why: string][] = table([
  [
    /\b(?:human|user|operator|pilot|manual) errors?\b/giu,
    'ends the search too early. Say what made the step look right at that time.',
  ],
  [
    /\b(?:should|could|would|ought to|must)(?: not|n[’']t)? have\b|\bif only\b|\bhad (?:he|she|they|we|somebody|someone|anyone|anybody)\b/giu,
    'tells what did not happen. Say what happened, and what made it reasonable.',
  ],
  [
    /\b(?:careless(?:ly|ness)?|sloppy|sloppily|negligen(?:t|tly|ce)|incompeten(?:t|ce)|stupid(?:ly)?|lazy|lazily|reckless(?:ly)?|inattenti(?:ve|on)|unprofessional|clumsy|ignoran(?:t|ce))\b/giu,
    'judges a person. Say what was known, and what was not.',
  ],
  [
    /\b(?:(?:is|are|was|were) to blame|blam(?:e|ed|es|ing)(?! ?less)|[\p{L}]+[’']s fault|fault of|at fault|guilty|culprits?)\b/giu,
    'blames. Say which condition let it happen.',
  ],
  [
    /\b(?:mistake(?:s|nly)?|messed up|screwed up|botched|forgot(?:ten)?|neglected|did(?: not|n[’']t) bother)\b/giu,
    'points at a person. Say what the system allowed, and what would have caught it.',
  ],
  [
    new RegExp(String.raw`\b${person} (?:failed|omitted|overlooked|ignored|missed|refused)\b`, 'giu'),
    'says what somebody did not do. Say what they did, and what they could see.',
  ],
  [
    /\b(?:obvious(?:ly)?|of course|clearly|everybody knows|common sense)\b/giu,
    'is known only afterwards. Say what could be seen at that time.',
  ],
]);

const words = table({
  named: 'is a person. Say the role, or only what happened.',
});

/** Code, quotations and addresses are other people’s words. */
const withoutQuotations = (markdown: string): string =>
  markdown
    .replaceAll(/^(?:```|~~~)[\s\S]*?^(?:```|~~~)[^\n]*$/gmu, ' ')
    .replaceAll(/^\s*>.*$/gmu, ' ')
    .replaceAll(/`[^`\n]*`/gu, ' ')
    .replaceAll(/[“"][^”"\n]{0,1000}[”"]/gu, ' ')
    .replaceAll(/https?:\/\/\S+/gu, ' ');

/** In the order of the text, each wording once. `names`: the people of the room. */
export function findBlame(markdown: string, names: readonly string[] = []): Blame[] {
  if (markdown.trim() === '') return [];
  const text = withoutQuotations(markdown);
  const found = patterns.flatMap(([pattern, why]) =>
    [...text.matchAll(pattern)].map(({ 0: quoted, index }) => ({ index, words: quoted, why })),
  );
  for (const name of names) {
    const whole = name.trim();
    if (whole.length < 2 || !text.includes(whole)) continue;
    const pattern = new RegExp(
      String.raw`(?<![\p{L}\p{M}\d])${escapePattern(whole)}(?![\p{L}\p{M}\d])`,
      'gu',
    );
    for (const { 0: quoted, index } of text.matchAll(pattern))
      found.push({ index, words: quoted, why: words.named });
  }
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ words: quoted, why }) => {
      const key = `${quoted.toLowerCase()} ${why}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ words: quoted, why }];
    });
}
