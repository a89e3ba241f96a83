// FO14: what impact is counted in, in words.
import { impactFigures, type ImpactFigure } from '../team/scales.ts';
import { table } from '../text/words.ts';

/** The most characters of a figure. */
export const longestFigure = 200;

export const figureWords = table({
  users: 'Users affected',
  requests: 'Requests failed',
  money: 'Money lost',
  compliance: 'Compliance',
});

/** The figures that somebody gave, as one line; empty without any. */
export const sayFigures = (figures: Partial<Record<ImpactFigure, string>> = {}): string =>
  impactFigures
    .flatMap((figure) => {
      const said = figures[figure]?.trim() ?? '';
      return said === '' ? [] : [`${figureWords[figure]}: ${said}`];
    })
    .join(' · ');
