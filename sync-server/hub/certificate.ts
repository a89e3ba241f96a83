// HU1: the hub's own key and certificate, self-signed. Passes and invitations identify it by its fingerprint, so it
// never changes.
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { keepFirst, readKept } from '../storage/kept-values.ts';
import { z } from 'zod';

/** `fingerprint` is the SHA-256 of the certificate as DER, in 64 lower-case hexadecimal digits. */
export type HubCertificate = { key: string; certificate: string; fingerprint: string };

const keptSchema = z.object({ key: z.string(), certificate: z.string() });
const dayMs = 86_400_000;
const goodForDays = 3_650;

/** Returns the stored certificate, or makes one. */
export async function openCertificate(database: Database, now: () => number): Promise<HubCertificate> {
  const kept = read(database) ?? (await make(now()));
  const found = new X509Certificate(kept.certificate);
  if (!found.checkPrivateKey(createPrivateKey(kept.key))) throw new Error('the hub’s key is damaged');
  keepFirst(database, keptName, JSON.stringify({ key: kept.key, certificate: kept.certificate }));
  return { ...kept, fingerprint: plainFingerprint(found.fingerprint256) };
}

/** Converts the fingerprint `AB:CD:…` of OpenSSL to the stored form. */
const plainFingerprint = (text: string): string => text.replaceAll(':', '').toLowerCase();

async function make(now: number) {
  // Loaded on demand: large, and needed once in the life of a server.
  const { generate } = await import('selfsigned');
  const { private: key, cert: certificate } = await generate(
    [{ name: 'commonName', value: `Muster hub ${randomBytes(4).toString('hex')}` }],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: new Date(now - dayMs),
      notAfterDate: new Date(now + goodForDays * dayMs),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'extKeyUsage', serverAuth: true },
      ],
    },
  );
  return { key, certificate };
}

const keptName = 'hub certificate';

const read = (database: Database) =>
  keptSchema.safeParse(JSON.parse(readKept(database, keptName) ?? 'null')).data ?? null;
