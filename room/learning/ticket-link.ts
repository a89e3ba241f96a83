// TK5: trackers without an API: a template of the address at which a new ticket is written, with its text filled in.
import { cutText } from '../text/cut.ts';

/** Browsers and trackers take longer addresses only in part. */
const longestAddress = 6_000;
const longestTemplate = 500;

/** The fault of a template, as a message; null when it is valid. */
export function expectTicketLink(template: string): string | null {
  if (template.length > longestTemplate) return `an address of at most ${longestTemplate} characters`;
  // A placeholder as the host would let an item's text choose the site.
  if (
    !/^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/iu.test(template) ||
    !URL.canParse(bare(template))
  )
    return 'an address that begins with https:// or http:// and a written-out host, without spaces';
  const unknown = /\{(?!(?:title|body)\})[^}]*\}?/u.exec(template)?.[0];
  if (unknown !== undefined) return `only {title} and {body} in braces, not ${unknown}`;
  return template.includes('{title}') ? null : 'an address with {title} in it';
}

/** The address with its values encoded. A body that would make it too long is cut at its end. */
export function fillTicketLink(template: string, { title, body }: { title: string; body: string }): string {
  const fill = (text: string) =>
    template.replace(/\{(title|body)\}/gu, (_whole, name: string) =>
      encodeURIComponent((name === 'title' ? title : text).toWellFormed()),
    );
  let text = body;
  while (text.length > 1 && fill(text).length > longestAddress)
    text = cutText(text, Math.floor(text.length * 0.8));
  return fill(text);
}

/** The tracker's name, for a button. */
export const hostOfTicketLink = (template: string): string => new URL(bare(template)).host;

const bare = (template: string): string => template.replaceAll(/[{}]/gu, '');
