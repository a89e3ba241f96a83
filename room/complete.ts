import { factKinds, isFactKind, type Fact, type FactDraft, type FactId } from './fact.ts';
import { FactRefused } from './fact-refused.ts';
import type { Room } from './incident.ts';
import { parseFact } from './parse-fact.ts';

/** Who writes, when and under which ids. `now` is epoch milliseconds on the team's clock. */
export type Pen = { by: string; now: () => number; makeId: () => string };

/** How far a clock may be behind what its owner has read and still be set right (FA8). */
const skewMs = 10_000;

/** Makes facts of drafts: `id`, `noted`, `by`, `at` and `supersedes` filled in. Throws FactRefused. */
export function completeDrafts(drafts: readonly FactDraft[], pen: Pen, room: Room): Fact[] {
  const noted = timeToNote(pen, room.lastNoted);
  // What each new severity and status replaces: what stood in the room, or the one before it in this list.
  const heads: Record<'severity' | 'status', readonly FactId[]> = {
    severity: room.severity.heads.map(({ id }) => id),
    status: room.status.heads.map(({ id }) => id),
  };
  const errors: { field: string; expected: string }[] = [];
  const facts = drafts.map((draft, index) => {
    const fact = complete(draft, pen, noted, heads);
    for (const { field, expected } of faultsOf(fact)) {
      errors.push({
        field: drafts.length > 1 ? [index, field].filter((part) => part !== '').join('.') : field,
        expected,
      });
    }
    return fact as Fact;
  });
  if (errors.length > 0) throw new FactRefused(errors);
  return facts;
}

/** FA8: what I write after having read yours sorts after yours, although my clock is a little behind. */
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

function faultsOf(fact: unknown): readonly { field: string; expected: string }[] {
  const kind = typeof fact === 'object' && fact !== null && 'kind' in fact ? fact.kind : undefined;
  if (typeof fact === 'object' && fact !== null && (typeof kind !== 'string' || !isFactKind(kind))) {
    return [{ field: 'kind', expected: `one of ${factKinds.join(', ')}` }];
  }
  const parsed = parseFact(fact);
  return parsed.ok ? [] : parsed.errors;
}
