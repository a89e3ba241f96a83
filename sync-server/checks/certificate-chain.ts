// CK6: a chain is as good as its weakest certificate. Only the path to an authority that this server trusts counts: a
// server may send more, such as an old cross-signature.
import { X509Certificate } from 'node:crypto';
import { getCACertificates, rootCertificates } from 'node:tls';

/** The longest chain that is followed; openssl's own limit is 100. */
const longestChain = 20;

/**
 * The certificate of the chain that ends first. `isVerified`: the connection was verified, so an expired certificate
 * cannot be part of the verified path.
 */
export function earliestEnd(leaf: X509Certificate, isVerified: boolean): X509Certificate {
  const chain = [leaf];
  const sent = sentBehind(leaf);
  let above = issuerOf(leaf, sent);
  while (above !== null && chain.length < longestChain) {
    const { fingerprint256 } = above;
    if (chain.some((each) => each.fingerprint256 === fingerprint256)) break;
    chain.push(above);
    above = issuerOf(above, sent);
  }
  // OpenSSL verified the chain by this clock.
  const now = Date.now();
  const counting = chain.filter((each) => each === leaf || !isVerified || each.validToDate.getTime() > now);
  return counting.reduce((first, each) => (each.validToDate < first.validToDate ? each : first));
}

/** All other certificates that the server sent, in its order, which need not be that of the chain. */
function sentBehind(leaf: X509Certificate): readonly X509Certificate[] {
  const sent: X509Certificate[] = [];
  let next = leaf.issuerCertificate;
  while (next !== undefined && sent.length < longestChain) {
    sent.push(next);
    next = next.issuerCertificate;
  }
  return sent;
}

function issuerOf(certificate: X509Certificate, sent: readonly X509Certificate[]): X509Certificate | null {
  if (certificate.checkIssued(certificate)) return null;
  const isIssuer = (other: X509Certificate) =>
    certificate.checkIssued(other) && certificate.verify(other.publicKey);
  return trustedIssuerOf(certificate) ?? sent.find(isIssuer) ?? null;
}

function trustedIssuerOf(certificate: X509Certificate): X509Certificate | null {
  return (
    authorities()
      .get(certificate.issuer)
      ?.find((authority) => certificate.checkIssued(authority)) ?? null
  );
}

let known: { from: readonly string[]; bySubject: Map<string, X509Certificate[]> } | null = null;

/** Cached; read again when Node gets other authorities. */
function authorities(): ReadonlyMap<string, readonly X509Certificate[]> {
  const from = getCACertificates?.('default') ?? rootCertificates;
  if (known?.from === from || (known?.from.length === from.length && known.from.at(-1) === from.at(-1)))
    return known.bySubject;
  const bySubject = new Map<string, X509Certificate[]>();
  for (const pem of from) {
    const authority = new X509Certificate(pem);
    bySubject.set(authority.subject, [...(bySubject.get(authority.subject) ?? []), authority]);
  }
  known = { from, bySubject };
  return bySubject;
}
