// SP121: turns another tool's ids into ours: long enough ones are kept, as they are unique; others are derived from
// the tool's name.
import { opaqueId } from '#status-page/opaque-id.ts';
import type { ToolName } from './import-plan.ts';

/** `isTaken`: something else has this id, so another is made. The same arguments always give the same id. */
export function ownId(
  tool: ToolName,
  kind: string,
  foreign: string,
  isTaken: (id: string) => boolean,
): string {
  const kept = /^[A-Za-z0-9][A-Za-z0-9_-]{9,63}$/u.test(foreign)
    ? foreign
    : /^[A-Za-z0-9_-]{1,30}$/u.test(foreign)
      ? `${tool}-${kind}-${foreign}`
      : opaqueId(tool, kind, foreign);
  return isTaken(kept) ? opaqueId(tool, kind, foreign, 'another') : kept;
}
