import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { DayField } from '../../ui/day-field.tsx';
import { clockOf } from '../../ui/say-time.ts';
import { strings } from '../../strings/index.ts';
import { HoursFields, usualHours } from './hours-fields.tsx';
import type { Layer, Unit } from './schedule.ts';
import { Turns } from './turns.tsx';
import styles from './on-call.module.css';

const words = strings.onCall.form;
const units = (['hour', 'day', 'week'] as const).map((value) => ({ value, label: words.units[value] }));
const weekdays = [
  { value: '', label: words.sameDay },
  ...strings.onCall.dayNames.map((label, index) => ({ value: String(index + 1), label })),
];

type LayerProps = {
  index: number;
  layer: Layer;
  onChange: (layer: Layer) => void;
  /** Null for the only layer. */
  onRemove: (() => void) | null;
  /** The server's error for a part of this layer. */
  expected: (part: string) => string | undefined;
};

export function LayerFields({ index, layer, onChange, onRemove, expected }: LayerProps) {
  const { rotation } = layer;
  const change = (part: Partial<Layer>) => onChange({ ...layer, ...part });
  return (
    <fieldset className={styles.part}>
      <legend>{words.layer(index + 1)}</legend>
      <TextInput
        label={words.layerName}
        maxLength={120}
        value={layer.name}
        error={expected('.name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <DayField
        label={words.startsOn}
        value={layer.startsOn}
        error={expected('.startsOn')}
        onChange={(startsOn) => change({ startsOn })}
      />
      <Turns
        people={layer.people}
        onChange={(people) => change({ people })}
        expected={(part) => expected(`.people${part}`)}
      />
      <RotationFields
        rotation={rotation}
        onChange={(next) => change({ rotation: next })}
        expected={expected}
      />
      <div className={styles.wide}>
        <HoursList hours={layer.hours ?? []} onChange={(hours) => change({ hours })} expected={expected} />
        <div className={styles.actions}>
          <Button size="compact-sm" onClick={() => change({ hours: [...(layer.hours ?? []), usualHours] })}>
            {words.addHours}
          </Button>
          {onRemove !== null && (
            <Button size="compact-sm" variant="subtle" onClick={onRemove}>
              {words.removeLayer}
            </Button>
          )}
        </div>
      </div>
    </fieldset>
  );
}

type RotationProps = Pick<LayerProps, 'expected'> & {
  rotation: Layer['rotation'];
  onChange: (rotation: Layer['rotation']) => void;
};

function RotationFields({ rotation, onChange, expected }: RotationProps) {
  const turn = (part: Partial<Layer['rotation']>) => onChange({ ...rotation, ...part });
  return (
    <>
      <NumberInput
        label={words.every}
        min={1}
        allowDecimal={false}
        value={rotation.every}
        error={expected('.rotation.every')}
        onChange={(every) => turn({ every: Number(every) })}
      />
      <Select
        label={words.unit}
        data={units}
        allowDeselect={false}
        value={rotation.unit}
        onChange={(unit) => turn({ unit: unit as Unit })}
      />
      <TextInput
        label={words.handoffAt}
        value={rotation.handoffAt}
        error={expected('.rotation.handoffAt')}
        onChange={(event) => turn({ handoffAt: event.currentTarget.value })}
        // On blur, `9am` becomes 09:00. The server rejects text that is no time of day.
        onBlur={() => turn({ handoffAt: clockOf(rotation.handoffAt) })}
      />
      {rotation.unit === 'week' && (
        <Select
          label={words.handoffDay}
          data={weekdays}
          allowDeselect={false}
          value={String(rotation.handoffDay ?? '')}
          error={expected('.rotation.handoffDay')}
          onChange={(day) => {
            const { handoffDay: _before, ...rest } = rotation;
            onChange(day ? { ...rest, handoffDay: Number(day) } : rest);
          }}
        />
      )}
    </>
  );
}

type HoursProps = Pick<LayerProps, 'expected'> & {
  hours: NonNullable<Layer['hours']>;
  onChange: (hours: NonNullable<Layer['hours']>) => void;
};

function HoursList({ hours, onChange, expected }: HoursProps) {
  return (
    <>
      {hours.map((each, place) => (
        <HoursFields
          key={place}
          label={words.hours}
          hours={each}
          onChange={(next) => onChange(hours.with(place, next))}
          onRemove={() => onChange(hours.filter((_, other) => other !== place))}
          expected={(part) => expected(`.hours.${place}.${part}`)}
        />
      ))}
      <p className="label">{hours.length === 0 ? words.hoursNone : words.hoursHint}</p>
    </>
  );
}
