// Opens the port; a failure says what the operator can do.
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

/** The server cannot start. The message is for the operator and says what to do. */
export class ListenRefused extends Error {
  override name = 'ListenRefused';
}

/** Returns the address it listens on. Throws ListenRefused. */
export async function listen(http: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    throw new ListenRefused(sayWhyNotListening(error, host, port), { cause: error });
  }
  const address = http.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

function sayWhyNotListening(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is taken by another program. Stop that one, or choose a port with --port (0 takes a free one).`;
  }
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `${host} is no address of this computer. Choose one with --host, such as 127.0.0.1 or 0.0.0.0.`;
  }
  return `The server cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`;
}
