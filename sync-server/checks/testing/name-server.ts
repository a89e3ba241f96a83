// A name server over UDP with scripted answers.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Answer, type Question } from 'dns-packet';

/** Null answers with NXDOMAIN, a buffer is sent as it is, 'silence' sends nothing. */
export type Answering = (question: Question) => Answer[] | Buffer | null | 'silence';

export async function nameServer(answer: Answering) {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const answers = question ? answer(question) : null;
    if (answers === 'silence') return;
    const rcode = answers === null ? 3 : 0;
    const packet = Buffer.isBuffer(answers)
      ? answers
      : encode({ type: 'response', id: id ?? 0, flags: 0x180 | rcode, questions, answers: answers ?? [] });
    socket.send(packet, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    host: '127.0.0.1',
    port: socket.address().port,
    [Symbol.asyncDispose]: async () => {
      socket.close();
    },
  };
}
