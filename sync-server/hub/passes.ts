// HU4: how a team member and a hub identify each other while the team's server is away. The team's server signs a pass
// for each desktop's own key. With it a hub introduces itself, and a member answers the hub's question. Both sign the
// certificate of this encrypted connection, and the member also signs the joined address. So an answer relayed to
// another hub, or through another address, is worthless there.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify as verifyBytes,
  type KeyObject,
} from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import { z } from 'zod';
import type { Person } from '#room/feed/feed.ts';
import { endingBytes, parseEnding, type Ending } from '#room/journal/ending.ts';

const goodForMs = 30 * 86_400_000;

const passSchema = z.object({
  /** The public key of the team's server, which identifies the team. */
  team: z.string(),
  person: z.string().min(1).max(64),
  name: z.string().min(1).max(120),
  role: z.enum(['owner', 'responder', 'viewer']),
  /** The public key of the person's own server. */
  key: z.string(),
  /** SY7: whether the person's server may carry others' facts. */
  carries: z.boolean().default(false),
  issuedAt: z.number(),
  expiresAt: z.number(),
});
export type Pass = z.infer<typeof passSchema>;
export type Proof = { pass: string; proof: string };
/** `fingerprint`: SHA-256 of the hub's certificate, 64 hexadecimal digits. */
export type Question = { challenge: string; fingerprint: string };
/** `address`: the hub's address as the member sees it, such as https://192.168.1.20:50123. */
export type Joining = Question & { address: string };

export type Passes = {
  /** This server's public key (Ed25519, SPKI, base64url). */
  key(): string;
  /** The team of this server; null on a replica that never got a pass. */
  team(): string | null;
  /** Signs a pass for the holder of `key`. Only the primary's passes are valid. */
  issue(person: Pick<Person, 'id' | 'name' | 'role'> & { carries: boolean }, key: string): string;
  /** Stores a pass that the team's server issued to us; ignores any other. */
  keep(pass: string): void;
  /** As a hub: proves that we belong to the team, by signing our question; null when we have no pass. */
  introduce(question: Question): Proof | null;
  /** The pass of that hub, or why it cannot be identified, in words. */
  recognise(shown: Proof, question: Question): Pass | string;
  /** Answers a hub's question with our pass; null when we have none. */
  prove(joining: Joining): Proof | null;
  /** As a hub: the pass of the member who answered, or why it is refused, in words. */
  check(shown: Proof, joining: Joining): Pass | string;
  /** JN9: signs that the team vouches for a key only until then. Only the primary's signatures are valid. */
  end(ending: Pick<Ending, 'key' | 'person' | 'name' | 'endedAt'>): string;
  /**
   * JN1: this server as a signing device; null without a pass of the team, on a viewer's desktop, and once its key
   * has ended.
   */
  device(): Device | null;
  /** JN1: whether our team vouches for this key, and it signed these bytes. */
  hasSigned(device: Omit<Device, 'sign'>, bytes: Uint8Array, signature: Uint8Array): boolean;
};
/** Everything it signs begins with its purpose, so that a signature is valid for that purpose only. */
export type Device = { key: string; pass: string; sign: (bytes: Uint8Array) => Uint8Array };

type PassOptions = {
  database: Database;
  isPrimary: boolean;
  now: () => number;
  /** JN9: the ended keys signed by the team, as far as known here. */
  endedKeys?: () => readonly string[];
};

/** Judges what others show, by the team of this server. */
function judgePasses({ now, endedKeys = () => [] }: PassOptions, team: () => string | null) {
  const hasEnded = (key: string): boolean => {
    const ours = team();
    return endedKeys().some((text) => {
      const read = parseEnding(text);
      if (read === null || read.ending.key !== key || read.ending.team !== ours) return false;
      return isSignedBy(ours, endingBytes(read.body), read.signature);
    });
  };
  const verify = ({ pass: text, proof }: Proof, said: string, who: string): Pass | string => {
    const pass = readPass(text);
    if (pass === null) return `${who} shows no pass of a Muster team`;
    if (pass.team !== team()) return `${who} belongs to another team`;
    if (pass.expiresAt <= now()) return `the pass of ${who} has expired: it was not renewed for 30 days`;
    if (hasEnded(pass.key)) return `the team no longer vouches for the computer of ${who}`;
    return isSigned(said, proof, pass.key) ? pass : `the signature of ${who} does not match`;
  };
  return { hasEnded, verify };
}

export function openPasses(options: PassOptions): Passes {
  const { database, isPrimary, now } = options;
  let pair: KeyPair | null = null;
  const ours = () => (pair ??= openPair(database));
  const kept = () => read(database, 'pass');
  const team = (): string | null => {
    if (isPrimary) return ours().key;
    return readPass(kept() ?? '')?.team ?? null;
  };
  const present = (pass: string | null, text: string): Proof | null =>
    pass === null ? null : { pass, proof: signText(text, ours().secret) };
  const { hasEnded, verify } = judgePasses(options, team);

  const passes: Passes = {
    key: () => ours().key,
    team,
    issue: (person, key) => issuePass(ours(), { ...person, key }, now()),
    keep(pass) {
      if (readPass(pass)?.key === ours().key) write(database, 'pass', pass);
    },
    introduce: (question) => present(isPrimary ? passes.issue(self, ours().key) : kept(), asHub(question)),
    recognise: (shown, question) => verify(shown, asHub(question), 'the hub'),
    prove: (joining) => present(isPrimary ? null : kept(), asMember(joining)),
    check: (shown, joining) => verify(shown, asMember(joining), 'this computer'),
    end: (ending) => signEnding(ours(), ending),
    device() {
      const { key, secret } = ours();
      const pass = isPrimary ? passes.issue(self, key) : kept();
      if (pass === null || readPass(pass)?.role === 'viewer' || hasEnded(key)) return null;
      return { key, pass, sign: (bytes) => sign(null, bytes, secret) };
    },
    hasSigned({ key, pass: text }, bytes, signature) {
      const pass = readPass(text);
      return pass !== null && pass.team === team() && pass.key === key && isSignedBy(key, bytes, signature);
    },
  };
  return passes;
}

type KeyPair = { secret: KeyObject; key: string };
type Holder = Parameters<Passes['issue']>[0] & { key: string };

function issuePass(
  team: KeyPair,
  { id: person, name, role, carries, key }: Holder,
  issuedAt: number,
): string {
  const lasting = { issuedAt, expiresAt: issuedAt + goodForMs };
  const pass: Pass = { team: team.key, person, name, role, key, carries, ...lasting };
  const body = Buffer.from(JSON.stringify(pass)).toString('base64url');
  return `${body}.${signText(body, team.secret)}`;
}

function signEnding(team: KeyPair, ending: Parameters<Passes['end']>[0]): string {
  const said = { format: 'muster-key-ended', team: team.key, ...ending } satisfies Ending;
  const body = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${body}.${sign(null, endingBytes(body), team.secret).toString('base64url')}`;
}

/** The team's own server issues its own pass. */
const self = { id: 'server', name: 'The team’s server', role: 'owner', carries: false } as const;

/** Never signs a challenge alone: a signature for a hub must be valid nowhere else. */
const asHub = ({ challenge, fingerprint }: Question) => `muster hub\n${fingerprint}\n${challenge}`;
const asMember = ({ challenge, fingerprint, address }: Joining) =>
  `muster member\n${fingerprint}\n${address}\n${challenge}`;

/** Null unless it is complete, well-formed and signed by the team it names. */
function readPass(text: string): Pass | null {
  const [body = '', signature = ''] = text.split('.');
  const pass = passSchema.safeParse(parseJson(Buffer.from(body, 'base64url').toString()));
  return pass.success && isSigned(body, signature, pass.data.team) ? pass.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function signText(text: string, secret: KeyObject): string {
  return sign(null, Buffer.from(text), secret).toString('base64url');
}

const isSigned = (text: string, signature: string, key: string): boolean =>
  isSignedBy(key, Buffer.from(text), Buffer.from(signature, 'base64url'));

function isSignedBy(key: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType !== 'ed25519') return false;
    return verifyBytes(null, bytes, publicKey, signature);
  } catch {
    return false; // no key at all, or no signature
  }
}

function openPair(database: Database): KeyPair {
  const kept = read(database, 'signing key');
  const secret =
    kept === null
      ? generateKeyPairSync('ed25519').privateKey
      : createPrivateKey({ key: Buffer.from(kept, 'base64url'), format: 'der', type: 'pkcs8' });
  if (kept === null) {
    write(database, 'signing key', secret.export({ format: 'der', type: 'pkcs8' }).toString('base64url'));
  }
  const key = createPublicKey(secret).export({ format: 'der', type: 'spki' }).toString('base64url');
  return { secret, key };
}

function read(database: Database, name: string): string | null {
  const value: unknown = JSON.parse(readKept(database, name) ?? 'null');
  return typeof value === 'string' ? value : null;
}

const write = (database: Database, name: string, value: string) =>
  writeKept(database, name, JSON.stringify(value));
