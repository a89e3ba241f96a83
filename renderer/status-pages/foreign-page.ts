// SP120: request and response of `POST …/import`.
export const tools = ['statuspage', 'openstatus', 'instatus', 'better-stack'] as const;
export type Tool = (typeof tools)[number];

export type ImportLine = {
  kind: 'component' | 'incident' | 'maintenance' | 'subscribers' | 'file';
  name: string;
  done: 'added' | 'changed' | 'kept' | 'left';
  left: readonly string[];
};
export type ImportReport = { items: readonly ImportLine[]; plan: string; isDone: boolean };
export type ChosenFile = { name: string; content: string };

/** Guesses the tool that exported the files. The user can choose another one. */
export function guessTool(files: readonly Pick<ChosenFile, 'content'>[]): Tool {
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
