// SP120: request and response of `POST …/import`.
import { importToolSchema, type ImportLine, type ImportTool } from '#wire/api/status-pages.ts';
export const tools = importToolSchema.options;

export type ChosenFile = { name: string; content: string };

/** Guesses the tool that exported the files. The user can choose another one. */
export function guessTool(files: readonly Pick<ChosenFile, 'content'>[]): ImportTool {
  const text = files.map(({ content }) => content).join('\n');
  if (/"type"\s*:\s*"status_(?:page|report|update)/u.test(text)) return 'better-stack';
  if (/"(?:statusReport\w*|STATUS_REPORT_\w*|pageComponent\w*|acceptedAt)"/u.test(text)) return 'openstatus';
  if (/"(?:OPERATIONAL|INVESTIGATING|RESOLVED|NOTSTARTEDYET|messageHtml|uniqueEmail)"/u.test(text))
    return 'instatus';
  return 'statuspage';
}

/** The number of things a plan adds or changes. */
export const changesIn = (items: readonly ImportLine[]): number =>
  items.reduce((sum, { kind, name, done }) => {
    if (done !== 'added' && done !== 'changed') return sum;
    return sum + (kind === 'subscribers' ? Number(name) : 1);
  }, 0);
