// SP83: a page's description and look, as its form edits them.
import type { Texts } from '#wire/api/status-pages.ts';
import { defaultColours } from '#status-page/schema/theme.ts';
import { ownText, withOwnText } from './own-text.ts';
import type { StatusPage } from '../status-page.ts';

export type ColourName = keyof typeof defaultColours.light;
export type Side = 'light' | 'dark';

export type LookDraft = {
  announcement: string;
  description: string;
  timeZone: string;
  language: string;
  /** The page's own address; '' means that of this server. */
  url: string;
  /** A preset, or 'own' for weights that a file or the API set. */
  method: string;
  /** An SVG; '' means none. */
  logo: string;
  /** Only colours that differ from ours. */
  colours: Readonly<Record<Side, Readonly<Partial<Record<ColourName, string>>>>>;
};

/** The fields that `lookBody` sets. */
export const lookFields = [
  'announcement',
  'description',
  'timeZone',
  'language',
  'url',
  'method',
  'logo',
  'theme',
] as const;

type Theme = { light?: Record<string, string>; dark?: Record<string, string>; font?: string };
const textIn = (page: StatusPage | null, field: string): Texts | undefined =>
  page?.[field] as Texts | undefined;
const lineIn = (page: StatusPage | null, field: string): string =>
  typeof page?.[field] === 'string' ? page[field] : '';

export function lookOf(page: StatusPage | null): LookDraft {
  const { light = {}, dark = {} } = (page?.['theme'] ?? {}) as Theme;
  const method = page?.['method'];
  return {
    announcement: ownText(textIn(page, 'announcement')),
    description: ownText(textIn(page, 'description')),
    timeZone: lineIn(page, 'timeZone') || 'UTC',
    language: lineIn(page, 'language') || 'en',
    url: lineIn(page, 'url'),
    method: typeof method === 'object' ? 'own' : lineIn(page, 'method') || 'default',
    logo: lineIn(page, 'logo'),
    colours: { light, dark },
  };
}

/** The fields to send; what says the default is left out unless it was there before. */
export function lookBody(look: LookDraft, before: StatusPage | null): Record<string, unknown> {
  const { font } = (before?.['theme'] ?? {}) as Theme;
  const { light, dark } = look.colours;
  const isPlain = font === undefined && Object.keys({ ...light, ...dark }).length === 0;
  const texts = (field: 'announcement' | 'description') =>
    look[field].trim() === '' ? {} : { [field]: withOwnText(textIn(before, field), look[field]) };
  const unless = (field: 'timeZone' | 'language' | 'method', usual: string) =>
    look[field] === usual && before?.[field] === undefined ? {} : { [field]: look[field] };
  return {
    ...texts('announcement'),
    ...texts('description'),
    ...unless('timeZone', 'UTC'),
    ...unless('language', 'en'),
    ...(look.method === 'own' ? { method: before?.['method'] } : unless('method', 'default')),
    ...(look.url.trim() !== '' && { url: look.url.trim() }),
    ...(look.logo !== '' && { logo: look.logo }),
    ...(!(isPlain && before?.['theme'] === undefined) && {
      theme: { light, dark, ...(font !== undefined && { font }) },
    }),
  };
}

/** The colour that the page shows; ours where the team chose none. */
export const colourOf = ({ colours }: LookDraft, side: Side, name: ColourName): string =>
  colours[side][name] ?? defaultColours[side][name];

/** Sets a colour; one that is ours is not stored, so that it follows a later change of ours. */
export function withColour(look: LookDraft, side: Side, name: ColourName, colour: string | null): LookDraft {
  const { [name]: _before, ...others } = look.colours[side];
  const isOurs = colour === null || colour.toLowerCase() === defaultColours[side][name];
  return { ...look, colours: { ...look.colours, [side]: isOurs ? others : { ...others, [name]: colour } } };
}
