/** All limits of a page's input and output (docs/spec.md, SP1 and "Limits"). Sizes in bytes, lengths in characters. */
export const limits = {
  components: 200,
  groups: 60,
  name: 120,
  description: 500,
  title: 300,
  body: 20_000,
  url: 500,
  id: 64,
  /** For an e-mail address (RFC 5321, 4.5.3.1.3). */
  address: 254,
  links: 12,
  languages: 12,
  announcement: 1_000,
  variable: 256,
  logoBytes: 24_576,
  logoElements: 500,
  /** Pictures of one review, and the characters of all of them as addresses that hold them. */
  pictures: 8,
  picturesLength: 700_000,
  updates: 20_000,
  componentsOfUpdate: 200,
  intervals: 20_000,
  maintenance: 500,
  maintenanceUpdates: 200,
  exceptions: 400,
  rule: 200,
  /** Per repeating maintenance, between the first and the last day shown. */
  occurrences: 200,
  maintenanceMinutes: 90 * 1_440,
  /** The largest size of one page without images. */
  pageBytes: 50_000,
  /** How many incidents the JSON and the feeds contain. */
  incidentsTold: 50,
  /** How many of the team's open incidents a page for the company shows. */
  teamIncidents: 100,
  daysBack: 90,
  daysAhead: 90,
} as const;

const dayMs = 86_400_000;
/**
 * How long servers keep what a page may still tell of the past: its days, today, and the day before the first one, in
 * which work of the first one may have begun.
 */
export const pastKeptMs = (limits.daysBack + 2) * dayMs;
