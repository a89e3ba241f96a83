// SP4: a dozen variables brand a page. The colour format allows its contrast to be computed.
import { z } from 'zod';
import { limits } from '../limits.ts';

const colourNames = [
  'paper',
  'ink',
  'soft',
  'line',
  'accent',
  'operational',
  'degraded',
  'partial',
  'major',
  'maintenance',
  'unknown',
] as const;
type ColourName = (typeof colourNames)[number];
type Colours = Record<ColourName, string>;

export const defaultColours: { light: Colours; dark: Colours } = {
  light: {
    paper: '#fbfaf6',
    ink: '#1b1a17',
    soft: '#625e54',
    line: '#dcd8cc',
    accent: '#1b1a17',
    operational: '#2c7d55',
    degraded: '#a87900',
    partial: '#c4560b',
    major: '#b8232f',
    maintenance: '#2f62b0',
    unknown: '#8a8578',
  },
  dark: {
    paper: '#141310',
    ink: '#efe9da',
    soft: '#aaa494',
    line: '#33302a',
    accent: '#efe9da',
    operational: '#4db483',
    degraded: '#dcb03f',
    partial: '#ee8b41',
    major: '#f0656b',
    maintenance: '#78a7f2',
    unknown: '#807a6d',
  },
};

/** Required contrast with the background (WCAG 2.2: text 4.5, marks 3; a hairline only separates). */
const contrastOf: Record<Exclude<ColourName, 'paper'>, number> = {
  ink: 4.5,
  soft: 4.5,
  accent: 4.5,
  line: 1,
  operational: 3,
  degraded: 3,
  partial: 3,
  major: 3,
  maintenance: 3,
  unknown: 3,
};

const colour = z
  .string()
  .max(limits.variable)
  .regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/iu, 'a colour such as #1b1a17');
const colours = z.partialRecord(z.enum(colourNames), colour).default({});
const font = z
  .string()
  .max(limits.variable)
  .regex(/^[A-Za-z0-9 ,'-]+$/u, "names of fonts, such as 'IBM Plex Sans', sans-serif")
  .refine((text) => text.split("'").length % 2 === 1, 'quotes in pairs');

/** Missing colours come from our defaults; a set in which text or marks would be unreadable is refused. */
export const themeSchema = z
  .strictObject({ light: colours, dark: colours, font: font.optional() })
  .transform(({ light, dark, font: stack }, context) => {
    const theme = {
      light: { ...defaultColours.light, ...light },
      dark: { ...defaultColours.dark, ...dark },
      font: stack ?? null,
    };
    for (const side of ['light', 'dark'] as const)
      for (const [name, message] of faultsOf(theme[side]))
        context.addIssue({ code: 'custom', path: [side, name], message });
    return theme;
  });
export type Theme = z.output<typeof themeSchema>;

function faultsOf(set: Colours): [ColourName, string][] {
  return Object.entries(contrastOf).flatMap(([name, least]): [ColourName, string][] => {
    const key = name as Exclude<ColourName, 'paper'>;
    const found = contrast(set[key], set.paper);
    if (found >= least) return [];
    return [[key, `a contrast of at least ${least} to the paper ${set.paper}; it has ${found.toFixed(2)}`]];
  });
}

/** WCAG 2.2 contrast of two `#rgb` or `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(text: string): number {
  const digits = text.slice(1);
  const long = digits.length === 3 ? digits.replaceAll(/./gu, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
