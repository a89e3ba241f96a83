// SP90: validates a subscriber's address. A valid one cannot break a header or markup.
import { domainToASCII } from 'node:url';

const longest = 254;
const local = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*$/iu;
const label = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/u;

export const addressExpected = 'an e-mail address such as name@example.org, at most 254 characters';

/** With its domain in ASCII; `key` is the same for every spelling of it. Null when it is not an address. */
export function readMailAddress(given: string): { address: string; key: string } | null {
  const text = given.trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64 || text.length > longest) return null;
  const name = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1)).toLowerCase();
  const labels = domain.split('.');
  const isDomain =
    labels.length > 1 && labels.every((each) => label.test(each)) && !/^\d+$/u.test(labels.at(-1) ?? '');
  const address = `${name}@${domain}`;
  if (!isDomain || !local.test(name) || address.length > longest) return null;
  return { address, key: address.toLowerCase() };
}
