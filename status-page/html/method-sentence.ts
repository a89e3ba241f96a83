import { type Markup, markup } from '../markup/markup.ts';
import { uptime } from '../uptime/uptime.ts';
import { type Speech, spanOf } from './speech.ts';

/** SP21: how the uptime on this page is counted, in one sentence; nothing where none is shown. */
export function methodSentence({ view, words }: Speech): Markup | false {
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

/** The gaps of all components together, from the first moment at which something was known of each. */
function unmeasuredMs({ components, page, now }: Speech['view']): number {
  let sum = 0;
  for (const { history, intervals } of components) {
    const first = intervals.find(({ level }) => level !== 'unknown');
    if (history && first) sum += uptime(intervals, page.method, { from: first.from, to: now }).unknownMs;
  }
  return sum;
}
