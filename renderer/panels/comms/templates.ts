import type { Room } from '#room/incident.ts';
import type { Audience } from './draft-state.ts';

/** A plain first text, filled with what is known; what is not known is left as a question in brackets. */
export function firstText(
  audience: Audience,
  room: Pick<Room, 'title' | 'severity' | 'status' | 'impact' | 'updateDueAt' | 'number'>,
): string {
  const impact = room.impact.text ?? '[who is affected and how]';
  if (audience === 'customers') {
    return [
      'We are looking into a problem.',
      '',
      `What you may notice: ${impact}`,
      '',
      'What we are doing: [one sentence]',
      '',
      'Next update: [time]',
      '',
    ].join('\n');
  }
  return [
    `${room.number ?? 'Incident'} ${room.title}`,
    `Severity ${room.severity.value}, ${room.status.value}.`,
    '',
    `Impact: ${impact}`,
    'Known so far: [what we know]',
    'Needed from you: [nothing, or what]',
    '',
  ].join('\n');
}

/** Brackets still to be filled in, and words that promise or puzzle; each with what to do. Not a barrier. */
export function lintText(text: string, audience: Audience): readonly string[] {
  const found: string[] = [];
  const open = text.match(/\[[^\]\n]{2,60}\]/gu);
  if (open) found.push(`Fill in ${open.join(', ')}.`);
  if (audience === 'customers') {
    const promise = /\b(?:will be fixed|guarantee|we expect .{0,40}\b(?:minutes|hours?))\b/iu.exec(text);
    if (promise) found.push(`“${promise[0]}” promises a time. Say when the next update comes instead.`);
    const jargon = text.match(/\b(?:p9[59]|k8s|pods?|nodes?|upstream|replica|failover|500s|5xx)\b/giu);
    if (jargon)
      found.push(`Customers may not know ${[...new Set(jargon)].map((word) => `“${word}”`).join(', ')}.`);
  }
  return found;
}
