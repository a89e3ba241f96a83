// Reads a body of HTTP, a request's or an answer's, without keeping more of it than a limit.

type Body = AsyncIterable<Uint8Array>;

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk.subarray(0, length - at), at);
    at += chunk.length;
    if (at >= length) break;
  }
  return whole;
}

/** The whole body. Throws `tooLarge()`, and closes the connection, as soon as it is larger than `most` bytes. */
export async function readWhole(
  body: Body,
  most: number,
  tooLarge: () => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) throw tooLarge();
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

/** The first `most` bytes, or fewer when the body is shorter. Closes the connection once it has them. */
export async function readStart(body: Body, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return joined(chunks, Math.min(length, most));
}
