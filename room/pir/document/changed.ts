// RS15: what changed since somebody agreed to the review, in words, for every format.
import { cutLine } from '../../text/cut.ts';
import { table } from '../../text/words.ts';
import type { ChangedText, ReviewChanges } from '../changes-since.ts';
import type { Review } from '../review.ts';
import { oneLine } from '../phrases.ts';
import { textsOf } from '../templates/template.ts';
import { list, soft, type DocumentSection } from './document.ts';
import { plural, type Say } from './say.ts';

const words = table({
  heading: 'Changed since it was agreed to',
  since: (person: string, time: string) => `Since ${person} agreed at ${time}.`,
  becameOf: (title: string, gone: string, now: string) => `${title}: “${gone}” became “${now}”.`,
  goneOf: (title: string, gone: string) => `${title}: “${gone}” was taken out.`,
  newOf: (title: string, now: string) => `${title}: “${now}” was added.`,
  textOf: (title: string) => `${title}: the text changed.`,
  more: (title: string, count: number) => `${title}: ${plural(count, 'further change')}.`,
  added: (time: string, text: string) => `Entry of ${time}, added: ${text}`,
  corrected: (time: string, text: string) => `Entry of ${time}, corrected. It now says: ${text}`,
  struckOut: (time: string) => `An entry of ${time} was taken back.`,
  others: (count: number) => `${plural(count, 'further entry', 'further entries')}.`,
  choices: 'The template, the story, a frozen part or the public pictures were chosen anew.',
  noTexts: 'The texts that were read were not kept, so changes of texts are not listed.',
});

const mostRuns = 8;
const mostLines = 20;
const longestRun = 300;

/** Empty while nobody agreed to an earlier version. */
export function changedSection(review: Review, say: Say): DocumentSection[] {
  const { changed } = review.progress ?? {};
  if (changed === undefined) return [];
  const { person, at } = changed;
  const about = soft(words.since(person, `${say.time(at)} ${say.zone}`));
  return [
    { heading: words.heading, isForWriters: true, blocks: [about, list(tellChanges(review, changed, say))] },
  ];
}

/** The changes as lines, texts first. */
export function tellChanges(review: Review, changes: ReviewChanges, say: Say): string[] {
  const titles = textsOf(review.template === undefined ? [] : [review.template]);
  const titleOf = (name: string) => titles.get(name) ?? (name === 'summary' ? 'Summary' : name);
  return [
    ...changes.texts.flatMap((text) => tellText(text, titleOf(text.name))),
    ...tellEntries(review, changes, say),
    ...(changes.hasOtherChoices ? [words.choices] : []),
    ...(changes.isWhole ? [] : [words.noTexts]),
  ];
}

function tellText({ words: runs }: ChangedText, title: string): string[] {
  if (runs === null || runs.length === 0) return [words.textOf(title)];
  const told = runs.slice(0, mostRuns).map((run) => {
    const [gone, now] = [cutLine(inOneLine(run.gone), longestRun), cutLine(inOneLine(run.new), longestRun)];
    if (gone === '') return words.newOf(title, now);
    return now === '' ? words.goneOf(title, gone) : words.becameOf(title, gone, now);
  });
  return runs.length > mostRuns ? [...told, words.more(title, runs.length - mostRuns)] : told;
}

/** Items of a list one after another, without their signs. */
const inOneLine = (run: string): string =>
  oneLine(
    run
      .split('\n')
      .map((line) => line.replace(/^\s*(?:[-*+]|\d{1,9}[.)]|#{1,6})(?:\s+|$)/u, '').trim())
      .filter((line) => line !== '')
      .join(' / '),
  );

/** Entries without a line in the review, such as marks and grades, are counted. */
function tellEntries({ timeline }: Review, { entries }: ReviewChanges, say: Say): string[] {
  const lines = new Map(timeline.lines.flatMap((line) => line.facts.map((fact) => [fact, line] as const)));
  const told = entries.flatMap(({ fact, at, what }): string[] => {
    const line = lines.get(fact);
    if (what === 'struck-out') return [words.struckOut(say.time(at))];
    if (line === undefined) return [];
    const text = cutLine(line.text, longestRun);
    return [what === 'added' ? words.added(say.time(at), text) : words.corrected(say.time(at), text)];
  });
  const others = entries.length - Math.min(told.length, mostLines);
  return [...told.slice(0, mostLines), ...(others === 0 ? [] : [words.others(others)])];
}
