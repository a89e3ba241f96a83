// RV14: a person's initials, and when capitals in a text are those.

/** A single letter and its full stop, as in `A.R.` */
export const isInitials = (word: string): boolean => /^(?:\p{L}\.){2,}$/u.test(word);

/** With full stops and spaces, with full stops between the letters alone, and without any. */
export const patternOfInitials = (letters: readonly string[]): string =>
  String.raw`(?:${letters.join(String.raw`\.\s?`)}\.|${letters.join(String.raw`\.`)}|${letters.join('')})`;

/**
 * Initials are capitals: e.g. is nobody. Without full stops they stand alone, and are no abbreviation that everybody
 * uses.
 */
export function areInitials(text: string, from: number, to: number): boolean {
  const found = text.slice(from, to);
  if (found.includes('.')) return !/^(?:\p{Ll}\.\s?)+\p{Ll}?$/u.test(found);
  const isAlone =
    !/[\p{L}\d_]$|[\p{L}\d_]-$/u.test(text.slice(Math.max(0, from - 2), from)) &&
    !/^-?[\d_]|^-\p{L}/u.test(text.slice(to, to + 2));
  return isAlone && /^\p{Lu}+$/u.test(found) && !abbreviations.has(found);
}

/** Capitals that are words of every incident, and hardly anybody's initials where they stand alone. */
const abbreviations: ReadonlySet<string> = new Set(
  (
    'AC AD AI AM AN AP AS AT AU AZ BE BI BY CA CC CD CE CI CM CN CO CS CV DB DC DE DI DM DO DR EC EM EN ER ES EU FE FI FR FS GA GB GC GO HA HD HE HP HQ HR HS IC ID IE IF IM IN IO IP IR IS IT JS KB KO LA LB LG LT MB MC ME ML MR MS MX MY NA NB NO NS NY OF OK ON OP OR OS PC PM PO PR PS QA QR RC RE RO RX SA SE SF SG SH SI SL SM SO SP SQ SR SS ST SV TB TC TL TO TS TV TX UI UK UN UP US UX VC VM VP WA WC WE WS ' +
    'ACK ACL ALB AMI AND ANY API APP ARE ARN ASG AWS BGP BIN BOT BUG CAB CAN CDN CET CEO CFO CIO CLI CMS COO CPU CRM CSS CST CSV CTO CVE DAY DDL DEV DID DMZ DNS DOM EBS ECS EKS ELB END ENV EOD EOF EST ETA ETL FAQ FOR FTP FYI GCP GET GIT GMT GPU GUI HAS HEX HOT HOW IAM ICE IDE IDS IOT ISO ISP JAR JDK JIT JVM JWT KEY KPI LAN LOG LTE MAC MAX MDM MFA MIN MTU MVP NAS NAT NEW NFS NOC NOT NOW NTP OFF OLD ONE OOM ORM OTP OUR OUT PDF PDT PHP PID PIN PIR POC POD POP PST PUT RAM RCA RDS ROI ROW RPC RPS RSA RSS RTO RPO RTT RUN SAN SDK SEE SEV SHA SLA SLI SLO SMS SNS SOC SQL SQS SRE SSD SSH SSL SSO STS SVG TBA TBC TBD TCP THE TLS TMP TTL TXT UAT UDP URI URL USA USB USE UTC UTF VAT VIP VPC VPN WAF WAN WAS WEB WHO WHY XML YES YOU ZIP'
  ).split(' '),
);
