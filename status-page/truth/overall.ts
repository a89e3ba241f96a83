// SP15: the one sentence on top.
import type { Shown } from '../levels.ts';
import type { Impact } from './reports.ts';

export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance';
export type Trouble = Exclude<Shown, 'operational'>;
/** What the sentence says; the words are a matter of the language. */
export type Overall = { indicator: Indicator; shown: Shown } & (
  | { says: 'all-well' }
  /** The page's only component, or one of many. */
  | { says: 'one'; component: string; isOnly: boolean; state: Trouble }
  /** Every component alike. */
  | { says: 'all'; state: Trouble }
  /** Several, one step milder than the worst of them. */
  | { says: 'some'; state: Trouble }
  /** People say that it is worse than the components show. */
  | { says: 'report'; impact: Exclude<Impact, 'none'> }
);

type Input = {
  components: readonly { name: string; shown: Shown }[];
  /** What people said of the impact of the incidents that are open. */
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

const milder = (state: Trouble): Trouble =>
  state === 'major' ? 'partial' : state === 'partial' ? 'degraded' : state;

/** A page of which nobody knows how it is must not look well to a program. */
function indicatorOf(state: Trouble): Indicator {
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
