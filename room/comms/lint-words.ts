// Words that outside readers may not understand, and replacements. English only.
import { table } from '../text/words.ts';

export const jargon: readonly [pattern: RegExp, instead: string][] = table([
  [/\bp(?:50|9[059](?:\.9)?)\b/giu, 'say how slow it is for people'],
  [/\b(?:5xx|4xx|[45]\d\ds?(?= errors?\b| response| status)|http [45]\d\d)/giu, 'say what fails'],
  [
    /\b(?:k8s|kubernetes|kubelet|pods?|containers?|clusters?|nodes?|shards?)\b/giu,
    'say which part of the service',
  ],
  [
    /\b(?:upstream|downstream|backend|frontend|microservices?|middleware)\b/giu,
    'say which part of the service',
  ],
  [/\b(?:latency|throughput|saturation|backpressure)\b/giu, 'say that it is slow'],
  [
    /\b(?:failover|failed over|replicas?|primary database|connection pools?)\b/giu,
    'say what people can do again',
  ],
  [
    /\b(?:roll(?:ed|ing)? ?back|rollbacks?|hotfix|deploy(?:ed|ment|ments)?|redeploy(?:ed)?)\b/giu,
    'say “undid a change” or “changed”',
  ],
  [
    /\b(?:OOM|out of memory|heap|garbage collect\w*|deadlocks?|race condition|segfault\w*)\b/gu,
    'leave it out, or say what people saw',
  ],
  [/\b(?:RCA|SLO|SLA|SLI|MTTR|MTTA|SEV-?\d|P[1-4]|SRE|on-?call)\b/gu, 'leave out the team’s own words'],
  [/\b(?:degraded (?:performance|service)|degradation)\b/giu, 'say what is slow or fails'],
  [/\boutages?\b/giu, 'say what people cannot do'],
  [
    /\b(?:mitigat(?:e|ed|ing|ion)|remediat(?:e|ed|ing|ion)|root[- ]cause)\b/giu,
    'say “fixed for now”, “fixed” or “the cause”',
  ],
]);

export const promises: readonly [pattern: RegExp, why: string][] = table([
  [
    /\b(?:we|it) (?:expect|anticipate|hope)\w*\b[^.\n]{0,60}\b(?:minutes?|hours?|today|tonight|soon|shortly)\b/giu,
    'promises a time. Say when the next update comes instead.',
  ],
  [
    /\b(?:will|should) be (?:fixed|resolved|restored|back|solved)\b[^.\n]{0,40}/giu,
    'promises a result. Say what is being done.',
  ],
  [/\bguarantee(?:d|s)?\b/giu, 'is absolute. Say what was checked.'],
  [/\b(?:will )?never (?:happen )?again\b/giu, 'is absolute. Say what will be changed.'],
  [
    /\b(?:100 ?%|completely|fully|entirely) (?:fixed|resolved|restored|safe|secure|back)\b/giu,
    'is absolute. Say what was verified.',
  ],
  [
    /\bno (?:customer |user |personal )?data (?:was|were|is|has been) (?:lost|affected|exposed|leaked|compromised)\b/giu,
    'needs proof. Say it only when somebody has verified it, and say who.',
  ],
  [/\b(?:as soon as possible|asap|shortly|any moment)\b/giu, 'says nothing. Say when the next update comes.'],
]);

/** Names and numbers of machines: by their form, since no list knows them all. */
export const hosts: readonly RegExp[] = [
  /\b(?:10|127)(?:\.\d{1,3}){3}\b|\b192\.168(?:\.\d{1,3}){2}\b|\b172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}\b/gu,
  /\b(?:[a-z0-9-]+\.)+(?:internal|intranet|local|localdomain|lan|corp|svc|cluster|consul|priv|private|home\.arpa)(?:\.[a-z0-9-]+)*\b/giu,
  /\blocalhost\b(?::\d+)?/giu,
  /\b(?:db|sql|mysql|postgres|pg|redis|cache|web|app|api|srv|host|node|worker|queue|kafka|es|lb|proxy|gw|vm|prod|stg|staging|eu|us|ap)[a-z]*(?:-[a-z0-9]+)*-\d+[a-z]?\b/giu,
  /\b[a-z][a-z0-9-]*\.(?:prod|stage|staging|dev|eu|us|int)\.[a-z0-9.-]*[a-z]\b/giu,
  /\bi-[0-9a-f]{8,17}\b|\bip-\d+-\d+-\d+-\d+\b/gu,
];

export const impactWords =
  /\b(?:affect(?:s|ed|ing)?|notic(?:e|ed)|unable|can ?not|can[’']t|could not|couldn[’']t|fail(?:s|ed|ing)?|slow(?:er|ly)?|unavailable|errors?|not (?:work|load|arriv|receiv)\w*|impact)\b/iu;

export const nextWords =
  /\b(?:(?<!\bno )(?:next|another|further) updates?|update (?:you )?(?:again|by|at|in|within)|(?:write|post|report) again|more (?:news )?(?:at|by))\b/iu;

export const timeWords =
  /\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:in|within)(?: about| around| approximately| the next)? (?:\d+|an?|one|two|three|half an)(?: ?(?:-|–|to) ?\d+)? ?(?:minutes?|mins?|hours?|hrs?)\b|\btomorrow\b/iu;
