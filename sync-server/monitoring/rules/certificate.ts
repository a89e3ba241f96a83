// CH12: decides when to warn that a certificate expires. Pure.

/** Days left at which to warn, once each per certificate. */
const certificateDays = [30, 14, 7, 1] as const;

export type KeptCertificate = {
  fingerprint: string;
  expiresAt: number;
  /** The smallest threshold already reported; null before any. */
  saidDays: number | null;
  /** When it was reported; absent in data from an older server. */
  saidAt?: number | null;
};

export type SeenCertificate = { fingerprint: string; expiresAt: number };

/** What to remember, and the threshold to report now; null when there is nothing new. */
export function decideCertificate(
  kept: KeptCertificate | null,
  { fingerprint, expiresAt }: SeenCertificate,
  now: number,
): { kept: KeptCertificate; say: number | null } {
  const isSame = kept?.fingerprint === fingerprint;
  const saidDays = isSame ? kept.saidDays : null;
  const daysLeft = (expiresAt - now) / 86_400_000;
  const reached = certificateDays.findLast((days) => daysLeft <= days) ?? null;
  const isNews = reached !== null && (saidDays === null || reached < saidDays);
  return {
    kept: {
      fingerprint,
      expiresAt,
      saidDays: isNews ? reached : saidDays,
      saidAt: isNews ? now : isSame ? (kept.saidAt ?? null) : null,
    },
    say: isNews ? reached : null,
  };
}
