// Status pages as the API returns them (SP60, SP61, SP68).
import type { Texts } from '#wire/api/status-pages.ts';

export type PageComponent = {
  id?: string;
  name: string;
  monitor?: string;
  group?: string;
  /** Fields that the form does not show are kept unchanged. */
  readonly [other: string]: unknown;
};

export type Target = { kind: 'folder' | 'put' | 's3' | 'git' | 'ssh'; readonly [setting: string]: unknown };

export type StatusPage = {
  id: string;
  name: string;
  slug: string;
  visibility: string;
  components: readonly PageComponent[];
  targets?: readonly Target[];
  address: string;
  createdAt: number;
  updatedAt: number;
  /** SP110: whose desktops may publish it while the team's server is away. */
  awayPublishing?: 'owners' | 'responders';
  /** SP111: set while the server is away: the data's time, where this desktop publishes, and where it cannot. */
  away?: { asOf: number; places: readonly string[]; leftOut: readonly string[] };
  readonly [other: string]: unknown;
};

export const pagePath = (id: string, part = ''): string => `/pages/${encodeURIComponent(id)}${part}`;

/** The text in the page's own language, else in the first one available. */
export const plainText = (texts: Texts): string =>
  typeof texts === 'string' ? texts : (texts[''] ?? Object.values(texts)[0] ?? '');
