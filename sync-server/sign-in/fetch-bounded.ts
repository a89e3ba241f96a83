// SI8: asks the provider over HTTP and reads only so much of what it answers, as it is and unpacked.
import type { CustomFetch } from 'openid-client';
import { readWhole } from '#wire/body.ts';

/** Bytes. More than the longest list of groups, or of keys. */
const mostBytes = 1024 * 1024;

const tooLarge = () => new Error(`the provider’s answer is larger than ${mostBytes} bytes`);

/** `fetch` for openid-client. Rejects an answer that is too long before it is read whole. */
export const fetchBounded: CustomFetch = async (url, { body, ...options }) => {
  const answer = await fetch(url, { ...options, ...(body != null && { body }) });
  const { status, statusText, headers } = answer;
  const read = answer.body === null ? null : await readWhole(answer.body, mostBytes, tooLarge);
  return new Response(read?.length ? read : null, { status, statusText, headers });
};
