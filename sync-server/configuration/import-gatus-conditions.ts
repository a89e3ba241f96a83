// Gatus's conditions (its README, "Conditions"). Each is imported exactly, imported with a note on the difference, or
// reported as not imported.

export type Conditions = {
  /**
   * `accepted` of a web check: the codes that satisfy every [STATUS] condition. All codes without one; empty for
   * none.
   */
  accepted: string;
  slowAfterMs: number | null;
  keyword: string | null;
  absent: string | null;
  /** `[BODY] == words`, as used for DNS. */
  body: string | null;
  query: { query: string; operator: string; expected: string } | null;
};

const placeholder =
  /\[(?:STATUS|RESPONSE_TIME|IP|BODY|CONNECTED|CERTIFICATE_EXPIRATION|DOMAIN_EXPIRATION|DNS_RCODE|CONTEXT)\]/gu;
const operator = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/su;
const codes = Array.from({ length: 500 }, (_, index) => 100 + index);

/** `left` gets a line for each condition that is not imported exactly. */
export function readConditions(conditions: readonly string[], left: string[]): Conditions {
  const read: Conditions = {
    accepted: '100-599',
    slowAfterMs: null,
    keyword: null,
    absent: null,
    body: null,
    query: null,
  };
  let accepted = codes;
  for (const condition of conditions) {
    const [, subject = '', sign = '', value = ''] = operator.exec(condition.trim()) ?? [];
    const isOne = [...condition.matchAll(placeholder)].length === 1;
    const takes = isOne && subject === '[STATUS]' ? readStatus(sign, value) : null;
    if (takes !== null) accepted = accepted.filter(takes);
    else if (!isOne || !readOne(read, { subject, sign, value, condition }, left))
      left.push(`condition ${condition}: not imported`);
  }
  return { ...read, accepted: sayRanges(accepted) };
}

type Parts = { subject: string; sign: string; value: string; condition: string };

/** False when it cannot be imported. */
function readOne(read: Conditions, parts: Parts, left: string[]): boolean {
  const { subject, sign, value, condition } = parts;
  if (subject === '[CONNECTED]') return sign === '==' && value === 'true';
  if (subject === '[DNS_RCODE]') return sign === '==' && value === 'NOERROR';
  if (subject === '[RESPONSE_TIME]') {
    const limit = Number(value);
    if (!sign.startsWith('<') || !(limit >= 1 && limit <= 10_000)) return false;
    read.slowAfterMs = Math.min(read.slowAfterMs ?? limit, Math.round(limit));
    left.push(
      `condition ${condition}: a slower answer is degraded here, which pages nobody; there it is down`,
    );
    return true;
  }
  if (subject === '[BODY]') return readBody(read, sign, value);
  const path = /^\[BODY\](.+)$/su.exec(subject)?.[1];
  if (path === undefined || read.query !== null) return false;
  const query = toJsonata(path);
  const compared = toComparison(sign, value);
  if (query === null || compared === null) return false;
  read.query = { query, ...compared };
  return true;
}

/** The words between two stars; null for a pattern with other special characters. */
const wordsOf = (value: string): string | null => /^pat\(\*([^*?[\]\\]+)\*\)$/su.exec(value)?.[1] ?? null;
const isFunction = (value: string): boolean => /^(?:pat|any|len|has|age)\(/u.test(value);

function readBody(read: Conditions, sign: string, value: string): boolean {
  const words = wordsOf(value);
  const field = sign === '!=' ? 'absent' : 'keyword';
  if (words !== null && (sign === '==' || sign === '!=')) {
    if (read[field] !== null && read[field] !== words) return false;
    read[field] = words;
    return true;
  }
  if (sign !== '==' || isFunction(value) || (read.body !== null && read.body !== value)) return false;
  read.body = value;
  return true;
}

function toComparison(sign: string, value: string): { operator: string; expected: string } | null {
  const words = wordsOf(value);
  if (words !== null) return sign === '==' ? { operator: 'contains', expected: words } : null;
  return isFunction(value) ? null : { operator: sign, expected: value };
}

/** `[0].id`, `.data.first-name`, `.items[2].id` as JSONata; null for more complex paths. */
function toJsonata(path: string): string | null {
  const [, first = '', rest = ''] = /^((?:\[\d+\])?)(.*)$/su.exec(path) ?? [];
  if (rest !== '' && !rest.startsWith('.')) return null;
  const steps = rest === '' ? [] : rest.slice(1).split('.').map(toStep);
  if (steps.includes(null) || (first === '' && steps.length === 0)) return null;
  return [...(first === '' ? [] : [`$${first}`]), ...steps].join('.');
}

const reserved = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

function toStep(step: string): string | null {
  const [, name = '', index = ''] = /^([^[\]`"']+)((?:\[\d+\])?)$/su.exec(step) ?? [];
  if (name === '') return null;
  const isPlain = /^[A-Za-z_]\w*$/u.test(name) && !reserved.has(name);
  return `${isPlain ? name : `\`${name}\``}${index}`;
}

function readStatus(sign: string, value: string): ((code: number) => boolean) | null {
  const glob = /^pat\(([\d*]+)\)$/u.exec(value)?.[1];
  if (glob !== undefined && (sign === '==' || sign === '!=')) {
    const pattern = new RegExp(`^${glob.replaceAll(/\*+/gu, '\\d*')}$`, 'u');
    return (code) => pattern.test(String(code)) === (sign === '==');
  }
  const any = /^any\(([\d,\s]+)\)$/u.exec(value)?.[1];
  if (any !== undefined && (sign === '==' || sign === '!=')) {
    const listed = new Set(any.split(',').map(Number));
    return (code) => listed.has(code) === (sign === '==');
  }
  const limit = /^\d+$/u.test(value) ? Number(value) : null;
  if (limit === null) return null;
  switch (sign) {
    case '==':
      return (code) => code === limit;
    case '!=':
      return (code) => code !== limit;
    case '<':
      return (code) => code < limit;
    case '<=':
      return (code) => code <= limit;
    case '>':
      return (code) => code > limit;
    default:
      return (code) => code >= limit;
  }
}

function sayRanges(accepted: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const code of accepted) {
    const last = ranges.at(-1);
    if (last?.[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
