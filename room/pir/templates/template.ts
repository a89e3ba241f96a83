// RT: which template a review follows, and where what people write for it is kept. Pure.
import type {
  ReviewPart,
  ReviewTemplate,
  TeamTemplate,
  TemplateSection,
} from '../../facts/review-template.ts';
import type { Severity } from '../../fact.ts';
import { shippedTemplates, standardTemplate } from './shipped.ts';

/** The text of a part; the others have none. */
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

/** What a team asks under a heading of its own is kept under that heading. */
export const ownTexts = 'review/own/';

/** The name of the room's text that is typed in this section; null where nothing is typed. */
export const textNameOf = ({ part, heading }: Pick<TemplateSection, 'part' | 'heading'>): string | null =>
  part === 'text' ? `${ownTexts}${heading.trim().toLowerCase()}` : (names[part] ?? null);

/** RT4: the texts of every template that was chosen, by name, with their headings; the standard one's among them. */
export function textsOf(chosen: readonly ReviewTemplate[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { sections } of [...chosen.toReversed(), ...moreTexts, standardTemplate])
    for (const section of sections) {
      const name = textNameOf(section);
      if (name !== null && !found.has(name)) found.set(name, section.heading);
    }
  return found;
}

/** What the parts are called that the standard template has no section for. */
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

/** What stands under another part where it has no section of its own. */
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

/** Also as a room keeps it. */
const isStandard = (template: ReviewTemplate): boolean =>
  JSON.stringify(toRoom(template)) === JSON.stringify(toRoom(standardTemplate));

/** What is asked for it, in the order of its sections; in the standard one also what stands beside them. */
export const typedSections = (template: ReviewTemplate): readonly Typed[] =>
  isStandard(template)
    ? named(
        template.sections.flatMap((section) => {
          const also = beside[section.part];
          return also === undefined ? [section] : [section, also];
        }),
      )
    : named(template.sections);

/** The texts that a review by this template prints in their place, once each. */
export const placedTexts = (template: ReviewTemplate): ReadonlySet<string> => {
  const others = template.sections.flatMap(({ part }) => beside[part] ?? []);
  return new Set(named([...template.sections, ...others]).map(({ name }) => name));
};

type Kept = Pick<TeamTemplate, 'name' | 'severities'>;

/** RT2: the template that reviews of this severity begin with: one the team wrote or changed before one as it was shipped, then by name. */
export function templateFor<T extends Kept>(templates: readonly T[], severity: Severity): T | null {
  const fits = templates.filter(({ severities = [] }) => severities.includes(severity));
  return (
    fits.toSorted((a, b) => Number(isShipped(a)) - Number(isShipped(b)) || (a.name < b.name ? -1 : 1))[0] ??
    null
  );
}

/** Whether it is still as it was shipped. */
export const isShipped = (template: Kept): boolean =>
  shippedTemplates.some((each) => JSON.stringify(pick(each)) === JSON.stringify(pick(template)));

/** In one order of fields, so that two of them compare as text. */
const pick = (template: Kept & Partial<TeamTemplate>) => ({
  name: template.name,
  severities: [...(template.severities ?? [])].toSorted(),
  appendices: template.appendices ?? true,
  public: template.public ?? false,
  sections: (template.sections ?? []).map(({ heading, part, ask }) => ({ heading, part, ask })),
});

/** The copy that a room keeps. */
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
