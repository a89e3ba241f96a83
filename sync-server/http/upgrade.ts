// The WebSocket door: identifies the caller and the document, then hands the socket to the rooms.
import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { closeCodes } from '#wire/close-codes.ts';
import { incidentOf, isDocumentName } from '#wire/document-name.ts';
import { makeTrust } from './trusted-proxies.ts';
import type { Identity } from '../sync/identity.ts';
import { maxPayload } from '../sync/limits.ts';
import { inRooms } from './scopes.ts';
import { tokenOf } from './credentials.ts';
import type { KnowsHost } from './known-hosts.ts';
import type { Refusals } from './refusals.ts';
import type { Config } from '../config.ts';
import type { Rooms } from '../sync/rooms.ts';

export type SocketDoor = { close(): void };

/** TM3: what this door needs to know about the rooms. */
export type Sight = {
  isHidden(incident: string, who: Identity): boolean;
  /** Somebody may have lost sight of this incident. */
  onChange(listener: (incident: string) => void): () => void;
};

/** Gives our close codes to errors that ws finds below the level of messages. */
class Socket extends WebSocket {
  override close(code?: number, reason?: string | Buffer) {
    if (code === 1009) super.close(closeCodes.tooLarge, 'the frame is too large');
    else if (code === 1002 || code === 1007) super.close(closeCodes.malformed, 'the frame is malformed');
    else super.close(code, reason);
  }
}

type Welcomed = { document: string; token: string; identity: Identity };

/** Follows a document while somebody has it open here; call the returned function when they leave. */
type Holder = { hold(document: string): () => void };

export type DoorParts = {
  rooms: Rooms;
  identify: (token: string) => Identity | null;
  /** RE1: keeps open documents joined to the upstream; null on the primary. */
  replica: Holder | null;
  /** MP5: presence from other processes; null when there can be none. */
  others: Holder | null;
  authority: { onChange(listener: () => void): () => void };
  config: Pick<Config, 'trustedProxies'>;
  sight: Sight;
};

type Guarding = {
  countFailure: (address: string) => boolean;
  refusals: Refusals;
  knowsHost: KnowsHost;
};

/**
 * Hands a request for a socket to the door that acceptSockets opened on `server`. A door may close while somebody still
 * waits before it, as when another process takes the lead; they get 503 and come back, because without an answer they
 * would wait forever.
 */
export function handToDoor(
  server: EventEmitter,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): void {
  if (!server.emit('upgrade', request, stream, head)) askToComeBack(stream);
}

/** Answers a request for a socket with 503: it may be asked again in 2 s. */
export const askToComeBack = (stream: Duplex): void =>
  endConnection(stream, '503 Service Unavailable', 'Retry-After: 2\r\n');

export function acceptSockets(server: EventEmitter, parts: DoorParts, guarding: Guarding): SocketDoor {
  const { authority, sight } = parts;
  const open: OpenSockets = new Map();
  const onUpgrade = makeOnUpgrade(parts, guarding, open);
  server.on('upgrade', onUpgrade);
  // AU1: role changes and removals reach open sockets, wherever they were decided.
  const stop = authority.onChange(() => {
    for (const [socket, { token, identity, document }] of open) {
      const who = parts.identify(token);
      const now = who && inRooms(who);
      if (now === null) socket.close(closeCodes.notAuthenticated, 'this token was revoked');
      else if (mayOther(now, identity)) socket.close(closeCodes.comeBack, 'your role changed');
      else if (!maySee(sight, who, document)) socket.close(closeCodes.restricted, notForYou);
    }
  });
  const stopFollowing = sight.onChange((id) => {
    for (const [socket, { token, document }] of open) {
      if (incidentOf(document) !== id) continue;
      if (!maySee(sight, parts.identify(token), document)) socket.close(closeCodes.restricted, notForYou);
    }
  });
  return {
    close: () => {
      stop();
      stopFollowing();
      server.off('upgrade', onUpgrade);
    },
  };
}

type OpenSockets = Map<WebSocket, Welcomed>;

/** TM3 */
function maySee(sight: Sight, who: Identity | null, document: string): boolean {
  const id = incidentOf(document);
  return id === null || (who !== null && !sight.isHidden(id, who));
}

const makeServer = (mostBytes: number) =>
  new WebSocketServer<typeof Socket>({
    noServer: true,
    maxPayload: mostBytes,
    WebSocket: Socket,
    clientTracking: false,
    // rooms.accept() reads the raw stream, which works only without compression.
    perMessageDeflate: false,
    handleProtocols: chooseProtocol,
  });

function makeOnUpgrade(parts: DoorParts, guarding: Guarding, open: OpenSockets) {
  const { refusals: told, knowsHost } = guarding;
  const trust = makeTrust(parts.config.trustedProxies);
  const sockets = makeServer(maxPayload);
  // Frames of refused callers are worthless: accept almost nothing, and only for a short time.
  const refusals = makeServer(1_024);
  return (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (!knowsHost(request)) {
      told.ofStranger({}, 'refused a socket under a foreign name');
      endConnection(stream, '421 Misdirected Request');
      return;
    }
    const document = documentOf(request.url);
    if (document === null) {
      told.ofStranger({}, 'refused a socket to an unknown path');
      endConnection(stream, '404 Not Found');
      return;
    }
    const token = tokenOf(request.headers);
    const who = token === null ? null : parts.identify(token);
    // Null for an unknown token and for one without a scope for rooms.
    const identity = who && inRooms(who);
    if (token === null || identity === null) {
      const address = trust.addressOf(request);
      const guess = token === null ? 'none' : who === null ? 'failed' : 'other-scope';
      refusals.handleUpgrade(request, stream, head, (socket) => refuse(socket, address, guess, guarding));
    } else if (!maySee(parts.sight, who, document)) {
      refusals.handleUpgrade(request, stream, head, (socket) => turnFrom(socket));
    } else {
      sockets.handleUpgrade(request, stream, head, (socket) =>
        welcome(socket, stream, { document, token, identity }, { ...parts, open }),
      );
    }
  };
}

function welcome(
  socket: WebSocket,
  stream: Duplex,
  welcomed: Welcomed,
  { rooms, replica, others, open }: DoorParts & { open: OpenSockets },
): void {
  const { document, identity } = welcomed;
  // RE1: documents that are open here stay joined to the upstream.
  const letGo = replica?.hold(document);
  // MP5
  const letOthersGo = others?.hold(document);
  open.set(socket, welcomed);
  socket.on('close', () => {
    letGo?.();
    letOthersGo?.();
    open.delete(socket);
  });
  rooms.accept(socket, document, identity, stream);
}

function refuse(
  socket: WebSocket,
  address: string,
  guess: 'none' | 'failed' | 'other-scope',
  { countFailure, refusals: told }: Guarding,
): void {
  const isWithinLimit = guess !== 'failed' || countFailure(address);
  told.ofStranger({ address, isWithinLimit }, 'refused a socket without valid credentials');
  if (guess === 'other-scope') sayGoodbye(socket, closeCodes.notAllowed, 'this token has no scope for rooms');
  else if (isWithinLimit) sayGoodbye(socket, closeCodes.notAuthenticated, 'a valid token is needed');
  else sayGoodbye(socket, closeCodes.tooFast, 'too many failed attempts from this address');
}

/** Closes a socket that nothing is read from. */
function sayGoodbye(socket: WebSocket, code: number, why: string): void {
  // Without a listener a broken frame would be an uncaught error.
  socket.on('error', () => socket.terminate());
  const timer = setTimeout(() => socket.terminate(), longestGoodbyeMs);
  socket.on('close', () => clearTimeout(timer));
  socket.close(code, why);
}

/** Answers by hand and closes the connection, also of a caller that keeps its own end open. */
export function endConnection(stream: Duplex, status: string, headers = ''): void {
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

const mayOther = (now: Identity, before: Identity): boolean =>
  now.person !== before.person || now.role !== before.role || now.mayCarryOthers !== before.mayCarryOthers;

const longestGoodbyeMs = 2_000;
const notForYou = 'this incident is restricted to others';

/** TM3: a known person who may not see this incident. */
const turnFrom = (socket: WebSocket) => sayGoodbye(socket, closeCodes.restricted, notForYou);

const chooseProtocol = (offered: Set<string>) => (offered.has('muster') ? 'muster' : false);

/** SY1: `/sync/<document>`; null for any other path. */
function documentOf(url: string | undefined): string | null {
  const name = /^\/sync\/([\w-]{1,60})$/.exec(url?.split('?', 1)[0] ?? '')?.[1] ?? '';
  return isDocumentName(name) ? name : null;
}
