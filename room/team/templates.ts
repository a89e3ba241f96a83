// Parses the shipped templates of drafts: one Markdown text per audience, with one `## stage` section per stage.
import { isStage, stages, type Stage } from './audiences.ts';

export type Templates = Readonly<Record<Stage, string>>;

/** Never fails: a stage without a section is empty. */
export function parseTemplates(markdown: string): Templates {
  const found = new Map<Stage, string[]>();
  let lines: string[] | null = null;
  for (const line of markdown.split(/\r\n|\r|\n/u)) {
    const heading = /^##\s+(.+?)\s*$/u.exec(line)?.[1]?.toLowerCase() ?? '';
    if (isStage(heading)) found.set(heading, (lines = []));
    else lines?.push(line);
  }
  return Object.fromEntries(
    stages.map((stage) => [stage, (found.get(stage) ?? []).join('\n').trim()]),
  ) as Record<Stage, string>;
}
