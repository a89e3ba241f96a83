import type { Fact } from '../facts/fact.ts';

/**
 * TL9: the address that an entry carries and its words do not show: of a deploy or another change, and of a link with a
 * label. Null when there is none that opens in a browser.
 */
export function addressOf(fact: Fact): string | null {
  const url =
    fact.kind === 'change' ? fact.url : fact.kind === 'link' && fact.label !== undefined ? fact.url : null;
  return typeof url === 'string' && /^https?:\/\/\S+$/iu.test(url) && URL.canParse(url) ? url : null;
}
