// Status pages as the API returns them (SP60, SP61, SP68).
import type { PageAnswer, Texts } from '#wire/api/status-pages.ts';

export type StatusPage = PageAnswer;
export type PageComponent = PageAnswer['components'][number];
export type TargetAnswer = NonNullable<PageAnswer['targets']>[number];

export const pagePath = (id: string, part = ''): string => `/pages/${encodeURIComponent(id)}${part}`;

/** The text in the page's own language, else in the first one available. */
export const plainText = (texts: Texts): string =>
  typeof texts === 'string' ? texts : (texts[''] ?? Object.values(texts)[0] ?? '');
