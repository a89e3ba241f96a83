// SP83: targets other than a folder. Each has a form that opens below it.
import { useState } from 'react';
import { Button } from '@mantine/core';
import { expectedIn, expectedUnder } from '../../../fields/field.ts';
import { FieldForm } from '../../../fields/field-form.tsx';
import { strings } from '../../../strings/index.ts';
import { sayPlace, type PageDraft } from './page-draft.ts';
import { placeFormOf, placeKinds, placeValues, type PlaceKind } from './place-form.ts';
import type { TargetAnswer } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.places;
const most = 5;

type Props = { draft: PageDraft; setDraft: (draft: PageDraft) => void; problem: unknown };

export function PlacesInput({ draft, setDraft, problem }: Props) {
  const [open, setOpen] = useState<number | null>(null);
  const set = (others: readonly TargetAnswer[]) => setDraft({ ...draft, others });
  // The folder is sent first, so it shifts the server's indexes.
  const before = draft.folder.trim() === '' ? 0 : 1;
  const add = (kind: PlaceKind) => {
    setOpen(draft.others.length);
    set([...draft.others, { kind }]);
  };
  const remove = (index: number) => {
    setOpen(null);
    set(draft.others.toSpliced(index, 1));
  };
  return (
    <div role="group" aria-label={words.title}>
      <p className={`label ${styles.label}`}>{words.title}</p>
      {draft.others.length > 0 && (
        <ul className={styles.items} aria-label={words.title}>
          {draft.others.map((target, index) => (
            // Places are never reordered.
            <li key={index} className={styles.place}>
              <Place
                target={target}
                isOpen={open === index || expectedUnder(problem, `targets.${index + before}`) !== undefined}
                expected={(field) => expectedIn(problem)(`targets.${index + before}.${field}`)}
                onOpen={() => setOpen(open === index ? null : index)}
                onChange={(changed) => set(draft.others.with(index, changed))}
                onRemove={() => remove(index)}
              />
            </li>
          ))}
        </ul>
      )}
      {draft.others.length + before < most ? (
        <div className={styles.buttons}>
          {placeKinds.map((kind) => (
            <Button key={kind} size="compact-sm" onClick={() => add(kind)}>
              {words.add[kind]}
            </Button>
          ))}
        </div>
      ) : (
        <p className="soft">{words.most(most)}</p>
      )}
    </div>
  );
}

type PlaceProps = {
  target: TargetAnswer;
  isOpen: boolean;
  expected: (field: string) => string | undefined;
  onOpen: () => void;
  onChange: (target: TargetAnswer) => void;
  onRemove: () => void;
};

function Place({ target, isOpen, expected, onOpen, onChange, onRemove }: PlaceProps) {
  const fields = placeFormOf(target.kind);
  const said = sayPlace(target);
  const name = said === '' ? words.unnamed[target.kind] : said;
  return (
    <>
      <div className={styles.placeHead}>
        <span className={styles.name}>{strings.statusPages.one.kinds[target.kind]}</span>
        <span className="mono">{said === '' ? words.toBeFilledIn : said}</span>
        {fields !== null && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isOpen}
            aria-label={isOpen ? words.foldPlace(name) : words.edit(name)}
            onClick={onOpen}
          >
            {isOpen ? words.fold : words.open}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={strings.statusPages.form.removePlace(name)}
          onClick={onRemove}
        >
          {strings.statusPages.form.removeComponent}
        </Button>
      </div>
      {isOpen && fields !== null && (
        <FieldForm
          fields={fields}
          values={placeValues(target)}
          expected={(field) => expected(field.replace(/^settings\./u, ''))}
          onChange={(values) => onChange({ ...values, kind: target.kind })}
        />
      )}
    </>
  );
}
