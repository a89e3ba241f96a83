// The evidence of a failed check, for people who look for the cause.

/** How long each part took; null for a part that was not reached or does not apply. */
export type Phases = {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  totalMs: number | null;
};

export type Certificate = {
  subject: string;
  issuer: string;
  /** SHA-256, hex with colons. */
  fingerprint: string;
  /** When the first certificate of its chain ends: epoch milliseconds. */
  expiresAt: number;
  /** The certificate that ends first, when it is another one of the chain. */
  endsWith?: string;
};

export type Screenshot = { type: 'image/png' | 'image/jpeg'; bytes: Buffer };

export type Evidence = {
  /** Epoch milliseconds. */
  at: number;
  /** Such as `HTTP/1.1 503 Service Unavailable`. */
  statusLine?: string;
  phases?: Phases;
  headers?: Readonly<Record<string, string>>;
  /** At most the first kilobyte. */
  body?: string;
  certificate?: Certificate;
  /** The steps that were done, one line each. */
  log?: readonly string[];
  screenshot?: Screenshot;
};

const mostBody = 1_024;

/** The first kilobyte, cut between characters. */
export function cutBody(text: string): string {
  const bytes = Buffer.from(text.slice(0, mostBody));
  return bytes.length <= mostBody
    ? bytes.toString()
    : new TextDecoder().decode(bytes.subarray(0, mostBody), { stream: true });
}

/** The same evidence with every text passed through `redact`. A picture cannot be redacted: see CK2. */
export function redactEvidence(evidence: Evidence, redact: (text: string) => string): Evidence {
  const { statusLine, headers, body, log } = evidence;
  return {
    ...evidence,
    ...(statusLine === undefined ? {} : { statusLine: redact(statusLine) }),
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)])),
        }),
    ...(body === undefined ? {} : { body: redact(body) }),
    ...(log === undefined ? {} : { log: log.map(redact) }),
  };
}
