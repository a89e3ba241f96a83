// SP121: ids of another tool as ours: kept where they are long enough to be nobody else's, else named after the tool.
import { opaqueId } from '#status-page/opaque-id.ts';
import type { ToolName } from './import-plan.ts';

/** `isTaken`: by something else, so that another one is made; the same question has the same answer. */
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
