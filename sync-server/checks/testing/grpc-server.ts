// A gRPC server with the health service. It encodes by hand, so that our own serialisers do not test themselves.
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { Keys } from './targets.ts';

const asIs = (bytes: Buffer) => bytes;

/** Statuses by service, numbered as in grpc.health.v1; over TLS with `keys`. */
export async function grpcServer(health: Readonly<Record<string, number>>, keys?: Keys) {
  const server = new Server();
  server.addService(
    {
      Check: {
        path: '/grpc.health.v1.Health/Check',
        requestStream: false,
        responseStream: false,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    },
    {
      Check: (
        { request }: { request: Buffer },
        callback: (error: { code: number; details: string } | null, answer?: Buffer) => void,
      ) => {
        // Field 1, length-delimited; a name under 128 bytes has one byte of length.
        const service = request.length === 0 ? '' : request.subarray(2, 2 + (request[1] ?? 0)).toString();
        const found = health[service];
        if (found === undefined) callback({ code: status.NOT_FOUND, details: 'unknown service' });
        else callback(null, Buffer.from([0x08, found]));
      },
    },
  );
  const credentials =
    keys === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(keys.key), cert_chain: Buffer.from(keys.cert) },
        ]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { host: '127.0.0.1', port, [Symbol.asyncDispose]: async () => server.forceShutdown() };
}
