// CM1: the team's templates for drafts: the shipped ones, the owners' replacements of these, and the team's own.
import { cleanName } from '../text/clean-text.ts';
import { z } from 'zod';
import { writtenOver, type Changed } from './levels.ts';
import { audiences, stages, type Audience, type Stage } from './audiences.ts';
import { customers } from './shipped/customers.ts';
import { executives } from './shipped/executives.ts';
import { internal } from './shipped/internal.ts';
import { support } from './shipped/support.ts';
import { parseTemplates, type Templates } from './templates.ts';

/** The name of a shipped one is audience and stage: `customers-investigating`. `stage` null: fits every stage. */
export type CommsTemplate = { name: string; audience: Audience; stage: Stage | null; text: string };

/** An owner's change; absent fields keep the shipped value. A template of the team's own has audience and text. */
export type CommsTemplateChange = { name: string } & Changed<Omit<CommsTemplate, 'name'>>;

export const mostCommsTemplates = 100;

/** An owner's change of a template; with an empty text the draft begins empty. */
export const commsTemplateSchema = z.strictObject({
  name: z.string().overwrite(cleanName).min(1).max(80),
  audience: z.enum(audiences).optional(),
  stage: z.enum(stages).nullable().optional(),
  text: z.string().trim().max(4_000).optional(),
});

const markdown: Record<Audience, string> = { customers, internal, executives, support };

/** The shipped templates. */
const shipped: readonly CommsTemplate[] = audiences.flatMap((audience) => {
  const texts = parseTemplates(markdown[audience]);
  return stages.map((stage) => ({ name: `${audience}-${stage}`, audience, stage, text: texts[stage] }));
});

export const isShippedTemplate = (name: string): boolean => shipped.some((each) => each.name === name);

/** The reason why a change is invalid; null when it is valid. */
export function expectTemplate(change: CommsTemplateChange): { field: string; expected: string } | null {
  const ships = shipped.find(({ name }) => name === change.name);
  if (ships === undefined) {
    if (change.audience === undefined)
      return { field: 'audience', expected: `one of ${audiences.join(', ')}` };
    return change.text ? null : { field: 'text', expected: 'the text that a draft begins with' };
  }
  if ((change.audience ?? ships.audience) !== ships.audience)
    return { field: 'audience', expected: `${ships.audience}, which ${ships.name} is for` };
  return (change.stage ?? ships.stage) === ships.stage
    ? null
    : { field: 'stage', expected: `${ships.stage ?? ''}, which ${ships.name} is for` };
}

/** The shipped ones in their order, then the team's own by name. */
export function templatesFrom(changes: readonly CommsTemplateChange[]): readonly CommsTemplate[] {
  const known = shipped.map((each) =>
    writtenOver(
      each,
      changes.find(({ name }) => name === each.name),
    ),
  );
  const own = changes.flatMap(({ name, audience, stage = null, text = '' }) =>
    isShippedTemplate(name) || audience === undefined ? [] : [{ name, audience, stage, text }],
  );
  return [...known, ...own.toSorted((one, other) => (one.name < other.name ? -1 : 1))];
}

/** The text of each stage for one audience. */
export function stageTexts(templates: readonly CommsTemplate[], audience: Audience): Templates {
  const textOf = (stage: Stage) => templates.find(({ name }) => name === `${audience}-${stage}`)?.text ?? '';
  return Object.fromEntries(stages.map((stage) => [stage, textOf(stage)])) as Record<Stage, string>;
}

/**
 * Whether a text is empty or equals a template of its audience, the team's or a shipped one, so that another can
 * replace it without loss.
 */
export const isUntouched = (text: string, audience: Audience, templates: readonly CommsTemplate[]): boolean =>
  text.trim() === '' ||
  [...templates, ...shipped].some((each) => each.audience === audience && each.text === text.trim());
