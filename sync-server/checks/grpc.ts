import type * as GrpcModule from '@grpc/grpc-js';
import { isIP } from 'node:net';
import { hostField, portField, textField, toggleField } from '../forms/fields.ts';
import { dial } from '../outgoing/dial.ts';
import { tlsOptions } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { measure, slowField, type Finding } from './measure.ts';

type Grpc = typeof GrpcModule;

/** grpc.health.v1, the health checking protocol of gRPC. */
export const grpc = defineCheck({
  label: 'gRPC health',
  about: 'Asks a gRPC server for the health of one of its services (grpc.health.v1).',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port' }),
    service: textField({ label: 'Service', hint: 'Empty means the whole server', isMain: true, max: 300 }),
    slowAfterMs: slowField,
    isSecure: toggleField({ label: 'TLS', group: 'Connection', fallback: false }),
    ignoresTls: toggleField({ label: 'Accept any certificate', group: 'Connection', fallback: false }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: (settings, context) => measure(context, settings.slowAfterMs, () => ask(settings, context)),
});

type Settings = { host: string; port: number; service: string; isSecure: boolean; ignoresTls: boolean };

async function ask(settings: Settings, { signal, egress }: CheckContext): Promise<Finding> {
  const library = await import('@grpc/grpc-js');
  const { host, port, service } = settings;
  // The gRPC library tries only one address family, so it gets the address that answers.
  const tried = await dial({ host, port, signal, egress });
  const address = tried.remoteAddress ?? '';
  tried.destroy();
  const target = isIP(address) === 6 ? `ipv6:[${address}]:${port}` : `ipv4:${address}:${port}`;
  const client = new library.Client(target, credentialsFor(library, settings), {
    'grpc.default_authority': `${host}:${port}`,
    ...(isIP(host) === 0 && settings.isSecure ? { 'grpc.ssl_target_name_override': host } : {}),
    'grpc.enable_retries': 0,
  });
  try {
    const status = await check(client, service, signal);
    return status === 1
      ? {}
      : { wrong: `${service === '' ? 'the server' : service} says ${statusNames[status] ?? status}` };
  } catch (error) {
    throw new Error(sayFailure(error, library, service), { cause: error });
  } finally {
    client.close();
  }
}

function credentialsFor({ credentials }: Grpc, { host, isSecure, ignoresTls }: Settings) {
  if (!isSecure) return credentials.createInsecure();
  const { rejectUnauthorized, checkServerIdentity } = tlsOptions({ name: host, isTrusting: ignoresTls });
  return credentials.createSsl(null, null, null, { rejectUnauthorized, checkServerIdentity });
}

const statusNames = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

function check(client: GrpcModule.Client, service: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      writeRequest,
      readStatus,
      service,
      (error, status) => (error ? reject(error) : resolve(status ?? 0)),
    );
    signal.addEventListener('abort', () => call.cancel(), { once: true });
  });
}

/** HealthCheckRequest { string service = 1 } in protocol buffers. */
function writeRequest(service: string): Buffer {
  const text = Buffer.from(service);
  return text.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([Buffer.from([0x0a, ...varint(text.length)]), text]);
}

/** HealthCheckResponse { ServingStatus status = 1 }; 0 when the status is missing. */
function readStatus(bytes: Buffer): number {
  return bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0;
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];

function sayFailure(error: unknown, { status }: Grpc, service: string): string {
  const { code, details = '' } = error as { code?: number; details?: string };
  if (code === status.NOT_FOUND) return `the server knows no service ${service}`;
  if (code === status.UNIMPLEMENTED) return 'the server does not tell its health (UNIMPLEMENTED)';
  if (code === status.UNAVAILABLE && details.includes('ECONNREFUSED')) return 'connection refused';
  if (code === status.UNAUTHENTICATED || code === status.PERMISSION_DENIED)
    return 'the server does not let us ask';
  return details === '' ? 'the answer is not gRPC' : `no answer: ${details.slice(0, 200)}`;
}
