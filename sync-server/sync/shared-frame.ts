// Encodes a message for many sockets once, as the bytes of one WebSocket message. `ws` would write the header again for
// each socket, as a second piece of every write.

export type SharedFrame = {
  /** The content of the message. */
  readonly payload: Uint8Array;
  /** The payload as one whole, unmasked, binary message (RFC 6455 5.2). */
  readonly message: Uint8Array;
};

/** Made on first use: a document with seats only needs no socket bytes. */
export function createSharedFrame(makePayload: () => Uint8Array): () => SharedFrame {
  let frame: SharedFrame | null = null;
  return () => {
    if (frame !== null) return frame;
    const payload = makePayload();
    frame = { payload, message: wholeMessage(payload) };
    return frame;
  };
}

// FIN bit with the opcode for binary data.
const finalBinary = 0x82;
const length16 = 126;
const length64 = 127;

function wholeMessage(payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const headerBytes = length < length16 ? 2 : length <= 0xffff ? 4 : 10;
  const message = Buffer.allocUnsafe(headerBytes + length);
  message[0] = finalBinary;
  if (headerBytes === 2) message[1] = length;
  else if (headerBytes === 4) {
    message[1] = length16;
    message.writeUInt16BE(length, 2);
  } else {
    message[1] = length64;
    message.writeBigUInt64BE(BigInt(length), 2);
  }
  message.set(payload, headerBytes);
  return message;
}
