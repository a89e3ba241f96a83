import { cleanLine, cleanName, cleanStrings, cleanText } from '../text/clean-text.ts';
import { whyUnfilled } from '../comms/placeholders.ts';
import { factKinds, isFactKind, type Fact, type FactDraft, type FactId } from '../facts/fact.ts';
import { FactRefused } from '../facts/fact-refused.ts';
import type { Room } from '../view/room-view.ts';
import { parseFact, type FieldError } from '../facts/parse-fact.ts';
import { findFault } from '../text/plain.ts';
import { isWrongClock } from '../time/typed-time.ts';

/** The writer, the clock and the source of ids. `now` is epoch milliseconds on the team's clock. */
export type Pen = { by: string; now: () => number; makeId: () => string };

/** The largest clock lag behind the newest known fact that is corrected (FA8). */
const skewMs = 10_000;

/** Makes facts from drafts: fills in `id`, `noted`, `by`, `at` and `supersedes`. Throws FactRefused. */
export function completeDrafts(drafts: readonly FactDraft[], pen: Pen, room: Room): Fact[] {
  const noted = timeToNote(pen, room.lastNoted);
  // What each new severity and status replaces: the room's current heads, or the previous one in this list.
  const heads: Record<'severity' | 'status', readonly FactId[]> = {
    severity: room.severity.heads.map(({ id }) => id),
    status: room.status.heads.map(({ id }) => id),
  };
  const errors: { field: string; expected: string }[] = [];
  const facts = drafts.map((draft, index) => {
    const made = complete(draft, pen, noted, heads);
    const checked = check(made);
    if (checked.fact !== null) return checked.fact;
    for (const { field, expected } of checked.errors) {
      errors.push({
        field: drafts.length > 1 ? [index, field].filter((part) => part !== '').join('.') : field,
        expected,
      });
    }
    return made as Fact;
  });
  if (errors.length > 0) throw new FactRefused(errors);
  return facts;
}

/** FA8: a fact sorts after the facts its writer has seen, even if the writer's clock is slightly behind. */
function timeToNote(pen: Pen, lastNoted: number | null): number {
  const now = Math.round(pen.now());
  return lastNoted !== null && lastNoted > now && lastNoted - now <= skewMs ? Math.floor(lastNoted) + 1 : now;
}

function complete(
  draft: FactDraft,
  pen: Pen,
  noted: number,
  heads: Record<string, readonly FactId[]>,
): unknown {
  if (typeof draft !== 'object' || draft === null || Array.isArray(draft)) return draft;
  const given = Object.entries(draft).filter(([field, value]) => value !== undefined && !fromPen.has(field));
  const { kind, at = noted, ...payload } = Object.fromEntries(given);
  const fact: Record<string, unknown> = { id: pen.makeId(), kind, at, noted, by: pen.by, ...payload };
  if (kind === 'severity' || kind === 'status') {
    fact.supersedes ??= heads[kind] ?? [];
    heads[kind] = [fact.id as FactId];
  }
  return fact;
}

const fromPen = new Set(['id', 'noted', 'by']);

/** TX1: validates a fact and cleans its texts for writing. */
function check(fact: unknown): { fact: Fact } | { fact: null; errors: readonly FieldError[] } {
  const isObject = typeof fact === 'object' && fact !== null && !Array.isArray(fact);
  const kind = isObject && 'kind' in fact ? fact.kind : undefined;
  if (isObject && (typeof kind !== 'string' || !isFactKind(kind))) {
    return { fact: null, errors: [{ field: 'kind', expected: `one of ${factKinds.join(', ')}` }] };
  }
  // A value that is not plain JSON cannot be cleaned, so it is refused.
  const isPlain = isObject && findFault(fact) === null;
  const parsed = parseFact(isPlain ? written(fact as Record<string, unknown>) : fact);
  if (!parsed.ok) return { fact: null, errors: parsed.errors };
  const errors = faultsIn(parsed.fact);
  return errors.length === 0 ? { fact: parsed.fact } : { fact: null, errors };
}

function written(fact: Record<string, unknown>): Record<string, unknown> {
  const clean = cleanStrings(fact, cleanText);
  const { kind, title, name, service } = clean;
  return {
    ...clean,
    ...(typeof title === 'string' ? { title: cleanLine(title) } : {}),
    ...(kind === 'joined' && typeof name === 'string' ? { name: cleanName(name) } : {}),
    ...(typeof service === 'string' ? { service: cleanName(service) } : {}),
  };
}

/** Faults that are refused on writing but accepted on reading. */
function faultsIn(fact: Fact): readonly FieldError[] {
  if (fact.kind === 'draft' && typeof fact.eta === 'string' && isWrongClock(fact.eta))
    return [{ field: 'eta', expected: 'a time of day such as 14:30, or words' }];
  if (fact.kind === 'status' && fact.withdrawn !== undefined && fact.status !== 'closed')
    return [{ field: 'status', expected: 'closed, for an incident that is withdrawn' }];
  // CM9: a hash says nothing about its text, so the approved text is checked again. What a status page published was
  // checked there, and a review may have brackets.
  const goesOut = fact.kind === 'approved' || (fact.kind === 'sent' && fact.draft !== 'status-page');
  const left = goesOut ? whyUnfilled(fact.text ?? '') : null;
  return left === null ? [] : [{ field: 'text', expected: left }];
}
