import { Button, Select } from '@mantine/core';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import styles from './on-call.module.css';

const words = strings.onCall.form;

type TurnsProps = {
  people: readonly string[];
  onChange: (people: string[]) => void;
  /** The server's error for the whole list ('') or for one person (`.2`). */
  expected: (part: string) => string | undefined;
};

/** People in rotation order. A person may appear several times. */
export function Turns({ people, onChange, expected }: TurnsProps) {
  const { snapshot } = useFeed();
  const nameOf = usePersonName();
  const move = (from: number, to: number) => {
    const next = [...people];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <div className={styles.wide}>
      <Select
        label={words.people}
        placeholder={words.addPerson}
        data={(snapshot?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        // Cleared after each choice, for the next one.
        value={null}
        error={expected('')}
        onChange={(person) => person !== null && onChange([...people, person])}
      />
      {people.length === 0 && <p className="label">{words.nobodyYet}</p>}
      <ol>
        {people.map((person, index) => (
          <li key={`${person} ${index}`} className={styles.turn}>
            <span className="label">{index + 1}</span>
            <span className="clip">{nameOf(person)}</span>
            <span className={styles.actions}>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={words.up(nameOf(person))}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                ↑
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={words.down(nameOf(person))}
                disabled={index === people.length - 1}
                onClick={() => move(index, index + 1)}
              >
                ↓
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={words.remove(nameOf(person))}
                onClick={() => onChange(people.filter((_, each) => each !== index))}
              >
                {strings.onCall.override.remove}
              </Button>
            </span>
            {expected(`.${index}`) && <span className={styles.fault}>{expected(`.${index}`)}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
