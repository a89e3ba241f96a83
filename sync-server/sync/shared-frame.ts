// Encodes messages for many sockets once, as the bytes of WebSocket messages. `ws` would write the header again for
// each socket, as a second piece of every write.

export type SharedFrame = {
  /** The content of each message. */
  readonly payloads: readonly Uint8Array[];
  /** The payloads as whole, unmasked, binary messages (RFC 6455 5.2), one behind the other. */
  readonly messages: Uint8Array;
};

/** Made on first use: a document with seats only needs no socket bytes. */
export function createSharedFrame(makePayloads: () => readonly Uint8Array[]): () => SharedFrame {
  let frame: SharedFrame | null = null;
  return () => {
    if (frame !== null) return frame;
    const payloads = makePayloads();
    frame = { payloads, messages: encodeMessages(payloads) };
    return frame;
  };
}

// FIN bit with the opcode for binary data.
const finalBinary = 0x82;
const length16 = 126;
const length64 = 127;

const headerBytes = (length: number) => (length < length16 ? 2 : length <= 0xffff ? 4 : 10);

/** The payloads as whole messages, one behind the other. */
export function encodeMessages(payloads: readonly Uint8Array[]): Uint8Array {
  const bytes = payloads.reduce((sum, { length }) => sum + headerBytes(length) + length, 0);
  const messages = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const payload of payloads) {
    at = writeHeader(messages, at, payload.length);
    messages.set(payload, at);
    at += payload.length;
  }
  return messages;
}

/** Returns where the header ends. */
function writeHeader(messages: Buffer, at: number, length: number): number {
  messages[at] = finalBinary;
  if (length < length16) messages[at + 1] = length;
  else if (length <= 0xffff) {
    messages[at + 1] = length16;
    messages.writeUInt16BE(length, at + 2);
  } else {
    messages[at + 1] = length64;
    messages.writeBigUInt64BE(BigInt(length), at + 2);
  }
  return at + headerBytes(length);
}
