import { impactAreas, impactLevels } from '#room/facts/fact.ts';
import type { Impact, ImpactLevel } from '#room/view/room-view.ts';
import { strings } from '../../../strings/index.ts';
import styles from './impact.module.css';

const words = strings.panels;

export const areaWords = {
  users: words.users,
  business: words.business,
  availability: words.availability,
  data: words.data,
  security: words.security,
} as const;

type Levels = Impact['levels'];

/** One answer for each area. An area without an answer is unknown, which differs from "none". */
export function ImpactLevels({ levels, onChange }: { levels: Levels; onChange: (levels: Levels) => void }) {
  return (
    <div className={styles.grid}>
      {impactAreas.map((area) => (
        <label key={area}>
          <span className="soft">{areaWords[area]}</span>
          <select
            value={levels[area] ?? ''}
            onChange={(event) => {
              const level = impactLevels.find((each) => each === event.currentTarget.value);
              onChange(withLevel(levels, area, level));
            }}
          >
            <option value="">{words.notKnown}</option>
            {impactLevels.map((level) => (
              <option key={level} value={level}>
                {words.levels[level]}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

function withLevel(levels: Levels, area: keyof Levels, level: ImpactLevel | undefined): Levels {
  const after = { ...levels };
  if (level === undefined) delete after[area];
  else after[area] = level;
  return after;
}
