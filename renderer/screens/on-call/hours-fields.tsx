import { Button, Checkbox, TextInput } from '@mantine/core';
import { strings } from '../../strings/index.ts';
import type { WorkingHours } from '#room/feed/feed.ts';
import type { Hours } from './schedule.ts';
import styles from './on-call.module.css';

const words = strings.onCall.form;

type HoursProps = {
  label: string;
  hours: WorkingHours;
  onChange: (hours: Hours) => void;
  onRemove: () => void;
  /** The server's error for `days`, `from` or `to`. */
  expected: (field: string) => string | undefined;
};

/** Hours on chosen days; `to` may be on the next morning. */
export function HoursFields({ label, hours, onChange, onRemove, expected }: HoursProps) {
  const change = (part: Partial<Hours>) => onChange({ ...hours, days: [...hours.days], ...part });
  return (
    <div className={styles.hoursLine}>
      <Checkbox.Group
        label={label}
        value={hours.days.map(String)}
        error={expected('days')}
        onChange={(days) => change({ days: days.map(Number).toSorted((a, b) => a - b) })}
      >
        <div className={styles.dayChoice}>
          {strings.onCall.dayNames.map((name, index) => (
            <Checkbox key={name} value={String(index + 1)} label={name} />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        label={words.hoursFrom}
        value={hours.from}
        error={expected('from')}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        label={words.hoursTo}
        value={hours.to}
        error={expected('to')}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
      <Button size="compact-sm" variant="subtle" aria-label={words.removeHours} onClick={onRemove}>
        {strings.onCall.override.remove}
      </Button>
    </div>
  );
}

export const usualHours: Hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
