// RT: which template a review follows, and where the texts that people write for it are stored. Pure.
import type {
  ReviewPart,
  ReviewTemplate,
  TeamTemplate,
  TemplateSection,
} from '../../facts/review-template.ts';
import type { Severity } from '../../facts/fact.ts';
import { shippedTemplates, standardTemplate } from './shipped.ts';

/** The text name of each part that has a text. */
const names: Partial<Record<ReviewPart, string>> = {
  summary: 'review/executive-summary',
  impact: 'review/impact',
  changes: 'review/lead-up',
  cause: 'review/root-cause',
  factors: 'review/factors',
  detection: 'review/detection',
  people: 'review/response',
  resolution: 'review/resolution',
  wentWell: 'review/went-well',
  lucky: 'review/lucky',
  improve: 'review/improve',
};

/** Prefix of the texts of a team's own sections; the heading follows. */
export const ownTexts = 'review/own/';

/** The name of the room's text for this section; null for a section without typed text. */
export const textNameOf = ({ part, heading }: Pick<TemplateSection, 'part' | 'heading'>): string | null =>
  part === 'text' ? `${ownTexts}${heading.trim().toLowerCase()}` : (names[part] ?? null);

/** RT4: the headings of all texts by text name: those of every chosen template and of the standard template. */
export function textsOf(chosen: readonly ReviewTemplate[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { sections } of [...chosen.toReversed(), ...moreTexts, standardTemplate])
    for (const section of sections) {
      const name = textNameOf(section);
      if (name !== null && !found.has(name)) found.set(name, section.heading);
    }
  return found;
}

/** Headings of the parts without a section in the standard template. */
const moreTexts: readonly Pick<ReviewTemplate, 'sections'>[] = [
  {
    sections: [
      { part: 'factors', heading: 'Contributing factors' },
      { part: 'lucky', heading: 'Where we were lucky' },
      { part: 'impact', heading: 'Impact' },
      { part: 'changes', heading: 'Lead-up' },
      { part: 'people', heading: 'Response' },
      { part: 'resolution', heading: 'Resolution' },
    ],
  },
];

export const hasPart = ({ sections }: Pick<ReviewTemplate, 'sections'>, wanted: ReviewPart): boolean =>
  sections.some(({ part }) => part === wanted);

/** Parts printed below another part when they have no section of their own. */
const beside: Partial<Record<ReviewPart, TemplateSection>> = {
  cause: { part: 'factors', heading: 'Contributing factors' },
  wentWell: { part: 'lucky', heading: 'Where we were lucky' },
};

type Typed = TemplateSection & { name: string };

const named = (sections: readonly TemplateSection[]): Typed[] =>
  sections.flatMap((section) => {
    const name = textNameOf(section);
    return name === null ? [] : [{ ...section, name }];
  });

/** Compares as rooms store templates, so it also works for a room's copy. */
const isStandard = (template: ReviewTemplate): boolean =>
  JSON.stringify(toRoom(template)) === JSON.stringify(toRoom(standardTemplate));

/** The sections with typed text, in order; for the standard template also the parts in `beside`. */
export const typedSections = (template: ReviewTemplate): readonly Typed[] =>
  isStandard(template)
    ? named(
        template.sections.flatMap((section) => {
          const also = beside[section.part];
          return also === undefined ? [section] : [section, also];
        }),
      )
    : named(template.sections);

/** The names of the texts that this template prints in its sections. */
export const placedTexts = (template: ReviewTemplate): ReadonlySet<string> => {
  const others = template.sections.flatMap(({ part }) => beside[part] ?? []);
  return new Set(named([...template.sections, ...others]).map(({ name }) => name));
};

type Kept = Pick<TeamTemplate, 'name' | 'severities'>;

/** RT2: the template that reviews of this severity begin with: the team's own or changed ones first, then by name. */
export function templateFor<T extends Kept>(templates: readonly T[], severity: Severity): T | null {
  const fits = templates.filter(({ severities = [] }) => severities.includes(severity));
  return (
    fits.toSorted((a, b) => Number(isShipped(a)) - Number(isShipped(b)) || (a.name < b.name ? -1 : 1))[0] ??
    null
  );
}

/** Whether the template is an unchanged shipped one. */
export const isShipped = (template: Kept): boolean =>
  shippedTemplates.some((each) => JSON.stringify(pick(each)) === JSON.stringify(pick(template)));

/** Puts the fields in a fixed order, so that two templates compare as JSON text. */
const pick = (template: Kept & Partial<TeamTemplate>) => ({
  name: template.name,
  severities: [...(template.severities ?? [])].toSorted(),
  appendices: template.appendices ?? true,
  public: template.public ?? false,
  sections: (template.sections ?? []).map(({ heading, part, ask }) => ({ heading, part, ask })),
});

/** The copy stored in a room. */
export function toRoom({ name, sections, appendices, public: isPublic }: TeamTemplate): ReviewTemplate {
  return {
    name,
    sections: sections.map(({ heading, part, ask }) => ({
      heading,
      part,
      ...(ask !== undefined && { ask }),
    })),
    ...(appendices !== undefined && { appendices }),
    ...(isPublic !== undefined && { public: isPublic }),
  };
}
