// SP15: the sentence at the top of the page.
import type { Impact, Shown } from '../levels.ts';

export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance';
export type TroubledLevel = Exclude<Shown, 'operational'>;
/** The meaning of the sentence; each language has its own text. */
export type Overall = { indicator: Indicator; shown: Shown } & (
  | { says: 'all-well' }
  /** One component has a problem: the only one of the page, or one of many. */
  | { says: 'one'; component: string; isOnly: boolean; state: TroubledLevel }
  /** All components have the same problem. */
  | { says: 'all'; state: TroubledLevel }
  /** Several have a problem; the sentence is one step milder than the worst. */
  | { says: 'some'; state: TroubledLevel }
  /** People report a greater impact than the components show. */
  | { says: 'report'; impact: Exclude<Impact, 'none'> }
);

type Input = {
  components: readonly { name: string; shown: Shown }[];
  /** The impacts that people stated for open incidents. */
  impacts: readonly Impact[];
  isMaintenanceOn: boolean;
};

const strength: Record<Indicator, number> = { none: 0, maintenance: 1, minor: 2, major: 3, critical: 4 };
const order = ['major', 'partial', 'degraded', 'unknown', 'maintenance'] as const;

export function tellOverall({ components, impacts, isMaintenanceOn }: Input): Overall {
  const byComponents = tellComponents(components, isMaintenanceOn);
  const worst = (['critical', 'major', 'minor'] as const).find((impact) => impacts.includes(impact));
  if (worst === undefined || strength[worst] <= strength[byComponents.indicator]) return byComponents;
  const shown = ({ critical: 'major', major: 'partial', minor: 'degraded' } as const)[worst];
  return { says: 'report', impact: worst, indicator: worst, shown };
}

function tellComponents(components: Input['components'], isMaintenanceOn: boolean): Overall {
  const state = order.find((each) => components.some(({ shown }) => shown === each));
  if (state === undefined)
    return isMaintenanceOn
      ? { says: 'some', state: 'maintenance', indicator: 'maintenance', shown: 'maintenance' }
      : { says: 'all-well', indicator: 'none', shown: 'operational' };
  const isOnly = components.length === 1;
  const affected = components.filter(({ shown }) => shown !== 'operational');
  const [first] = affected;
  if (affected.length === 1 && first)
    return {
      says: 'one',
      component: first.name,
      isOnly,
      state,
      indicator: indicatorOf(isOnly ? state : milder(state)),
      shown: state,
    };
  const isAll = components.every(({ shown }) => shown === state);
  return {
    says: isAll ? 'all' : 'some',
    state,
    indicator: indicatorOf(isAll ? state : milder(state)),
    shown: isAll ? state : milder(state),
  };
}

const milder = (state: TroubledLevel): TroubledLevel =>
  state === 'major' ? 'partial' : state === 'partial' ? 'degraded' : state;

/** A page with unknown state must not look healthy to programs. */
function indicatorOf(state: TroubledLevel): Indicator {
  switch (state) {
    case 'major':
      return 'critical';
    case 'partial':
      return 'major';
    case 'degraded':
    case 'unknown':
      return 'minor';
    case 'maintenance':
      return 'maintenance';
    default:
      return state satisfies never;
  }
}
