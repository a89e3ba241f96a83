// RT1: the texts of the review that people write, with their titles on the screen.
import { useMemo } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import type { ReviewPart } from '#room/facts/review-template.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { typedSections } from '#room/pir/templates/template.ts';
import { strings } from '../../../../../strings/index.ts';

/** The standard template prints headings in title case; the screen shows them as sentences. */
const usual: Partial<Record<ReviewPart, string>> = strings.review.usualHeadings;

/** `name`: of the room's text. `ask`: the template's question to the writer. */
export type WrittenSection = { name: string; title: string; part: ReviewPart; ask?: string | undefined };

/** The sections of the review's template that people write, in order. */
export function useSections(): readonly WrittenSection[] {
  const { templates } = useRoom().review;
  return useMemo(() => {
    const template = templates.at(-1) ?? standardTemplate;
    const isUsual = template === standardTemplate;
    return typedSections(template).map(({ heading, ...section }) => ({
      ...section,
      title: isUsual ? (usual[section.part] ?? heading) : heading,
    }));
  }, [templates]);
}

/** The id of the element that holds this text. */
export const sectionId = (name: string): string => `text-${name.replaceAll(/[^\p{L}\d]+/gu, '-')}`;
