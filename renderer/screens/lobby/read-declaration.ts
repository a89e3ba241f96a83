import type { Severity } from '#room/team/scales.ts';

/** `p1 payments are down` sets the severity and leaves the title. Any other text is the title unchanged. */
export function readDeclaration(text: string): { severity: Severity | null; title: string } {
  const found = /^\s*(p[1-4])(?:[\s:]+|$)/i.exec(text);
  if (!found?.[1]) return { severity: null, title: text };
  return { severity: found[1].toUpperCase() as Severity, title: text.slice(found[0].length) };
}
