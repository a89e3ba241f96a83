// CH12: when a certificate's end is worth a word. Pure.

/** Days left at which it is said, once each per certificate. */
export const certificateDays = [30, 14, 7, 1] as const;

export type KeptCertificate = {
  fingerprint: string;
  expiresAt: number;
  /** The fewest days that were said of it; null before any. */
  saidDays: number | null;
  /** When they were; an older server did not keep it. */
  saidAt?: number | null;
};

export type SeenCertificate = { fingerprint: string; expiresAt: number };

/** What to remember, and the threshold to say now; null when there is nothing new to say. */
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
