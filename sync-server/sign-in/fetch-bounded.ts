// SI8: asks the provider over HTTP and reads only so much of what it answers, as it is and unpacked.
import type { CustomFetch } from 'openid-client';

/** Bytes. More than the longest list of groups, or of keys. */
const mostBytes = 1024 * 1024;

/** `fetch` for openid-client. Rejects an answer that is too long before it is read whole. */
export const fetchBounded: CustomFetch = async (url, { body, ...options }) => {
  const answer = await fetch(url, { ...options, ...(body != null && { body }) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(`the provider’s answer is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  const { status, statusText, headers } = answer;
  return new Response(length === 0 ? null : Buffer.concat(chunks), { status, statusText, headers });
};
