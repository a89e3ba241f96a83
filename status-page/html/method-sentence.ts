import { type Markup, markup } from '../markup/markup.ts';
import { uptime } from '../uptime/uptime.ts';
import { type PageSpeech, spanOf } from './speech.ts';

/** SP21: one sentence on how this page calculates uptime; nothing when it shows none. */
export function methodSentence({ view, words }: PageSpeech): Markup | false {
  const { method } = view.page;
  if (view.components.every(({ history }) => history === null)) return false;
  const weight = (share: number) => String(share).replace('.', words.mark);
  const ms = unmeasuredMs(view);
  return markup`<p>${words.method({
    major: weight(method.major),
    partial: weight(method.partial),
    degraded: weight(method.degraded),
    maintenance: method.maintenance,
    group: method.group,
    unmeasured: ms === 0 ? null : words.span(spanOf(ms)),
  })}</p>`;
}

/** All components' gaps together, each from the time of its first known state. */
function unmeasuredMs({ components, page, now }: PageSpeech['view']): number {
  let sum = 0;
  for (const { history, intervals } of components) {
    const first = intervals.find(({ level }) => level !== 'unknown');
    if (history && first) sum += uptime(intervals, page.method, { from: first.from, to: now }).unknownMs;
  }
  return sum;
}
