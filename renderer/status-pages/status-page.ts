// Status pages as the API returns them (SP60, SP61, SP68).
import type { ComponentStatus, Shown } from '#status-page/levels.ts';

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

export type TargetState = {
  kind: Target['kind'];
  place: string;
  sequence: number | null;
  at: number | null;
  problem: string | null;
};

export type ComponentState = {
  id: string;
  name: string;
  level: Shown;
  since: number | null;
  silentSince: number | null;
  conflict: { people: Shown; checks: Shown } | null;
};

export type PageState = {
  sequence: number | null;
  renderedAt: number | null;
  components: readonly ComponentState[];
  targets: readonly TargetState[];
};

/** The response of `POST …/publish`. */
export type Published = { sequence: number; renderedAt: number; targets: readonly TargetState[] };

/** One text, or one per language. */
export type Texts = string | Readonly<Record<string, string>>;

export type PageUpdate = {
  id: string;
  incident: string;
  at: number;
  by: string;
  status: string;
  title: Texts | null;
  body: Texts;
  impact: string | null;
  components: readonly { id: string; status: ComponentStatus }[];
  /** SP111: this desktop published it and has not handed it over yet. */
  isWaiting?: boolean;
  /** Where the desktop published it. */
  targets?: readonly TargetState[];
};

export const pagePath = (id: string, part = ''): string => `/pages/${encodeURIComponent(id)}${part}`;

/** The text in the page's own language, else in the first one available. */
export const plainText = (texts: Texts): string =>
  typeof texts === 'string' ? texts : (texts[''] ?? Object.values(texts)[0] ?? '');
