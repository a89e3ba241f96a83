// SP83: words, place and colours of a page. The preview beside the form shows each change.
import { useState } from 'react';
import { Button, FileButton, Select, Textarea, TextInput } from '@mantine/core';
import { wordsIn } from '#status-page/languages/index.ts';
import { limits } from '#status-page/limits.ts';
import { expectedUnder } from '../../../fields/field.ts';
import { readFile } from '../../../fields/read-file.ts';
import { ZoneSelect } from '../../../fields/zone-select.tsx';
import { strings } from '../../../strings/index.ts';
import {
  colourOf,
  lookFields,
  withColour,
  type ColourName,
  type LookDraft,
  type Side,
} from './look-draft.ts';
import type { PageDraft } from './page-draft.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.look;
const colourNames = Object.keys(words.colours) as ColourName[];
const sides: readonly Side[] = ['light', 'dark'];

type Props = { draft: PageDraft; setDraft: (draft: PageDraft) => void; problem: unknown };
type LookProps = { look: LookDraft; change: (part: Partial<LookDraft>) => void; problem: unknown };

export function LookInput({ draft, setDraft, problem }: Props) {
  const { look } = draft;
  const change = (part: Partial<LookDraft>) => setDraft({ ...draft, look: { ...look, ...part } });
  const isFaulty = lookFields.some((field) => expectedUnder(problem, field) !== undefined);
  return (
    <details className={styles.fold} open={isFaulty || undefined}>
      <summary>{words.title}</summary>
      <div className={styles.form}>
        <Words look={look} change={change} problem={problem} />
        <Place look={look} change={change} problem={problem} />
        <Logo look={look} change={change} problem={problem} />
        <Colours look={look} change={change} problem={problem} />
      </div>
    </details>
  );
}

function Words({ look, change, problem }: LookProps) {
  return (
    <>
      <Textarea
        label={words.announcement}
        description={words.announcementHint}
        autosize
        minRows={2}
        maxLength={limits.announcement}
        value={look.announcement}
        error={expectedUnder(problem, 'announcement')}
        onChange={(event) => change({ announcement: event.currentTarget.value })}
      />
      <Textarea
        label={words.description}
        autosize
        minRows={1}
        maxLength={limits.announcement}
        value={look.description}
        error={expectedUnder(problem, 'description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
    </>
  );
}

function Place({ look, change, problem }: LookProps) {
  const methods =
    look.method === 'own'
      ? [...Object.entries(words.methods), ['own', words.ownMethod]]
      : Object.entries(words.methods);
  return (
    <>
      <TextInput
        label={words.url}
        description={words.urlHint}
        maxLength={limits.url}
        value={look.url}
        error={expectedUnder(problem, 'url')}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <ZoneSelect
        label={words.timeZone}
        allowDeselect={false}
        value={look.timeZone}
        error={expectedUnder(problem, 'timeZone')}
        onChange={(timeZone) => timeZone !== null && change({ timeZone })}
      />
      <Select
        label={words.language}
        description={words.languageHint}
        allowDeselect={false}
        data={Object.entries(wordsIn).map(([value, { name }]) => ({ value, label: name }))}
        value={look.language}
        error={expectedUnder(problem, 'language')}
        onChange={(language) => language !== null && change({ language })}
      />
      <Select
        label={words.method}
        description={words.methodHint}
        allowDeselect={false}
        data={methods.map(([value = '', label = '']) => ({ value, label }))}
        value={look.method}
        error={expectedUnder(problem, 'method')}
        onChange={(method) => method !== null && change({ method })}
      />
    </>
  );
}

function Logo({ look, change, problem }: LookProps) {
  const [tooLarge, setTooLarge] = useState(false);
  const take = async (file: File | null) => {
    if (file === null) return;
    setTooLarge(file.size > limits.logoBytes);
    if (file.size <= limits.logoBytes) change({ logo: await readFile(file) });
  };
  const fault = tooLarge ? words.logoTooLarge : expectedUnder(problem, 'logo');
  return (
    <div role="group" aria-label={words.logo}>
      <p className={`label ${styles.label}`}>{words.logo}</p>
      <div className={styles.buttons}>
        {look.logo !== '' && (
          <img
            className={styles.logo}
            src={`data:image/svg+xml,${encodeURIComponent(look.logo)}`}
            alt={words.logoAlt}
          />
        )}
        <FileButton accept=".svg,image/svg+xml" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="compact-sm">
              {look.logo === '' ? words.chooseLogo : words.anotherLogo}
            </Button>
          )}
        </FileButton>
        {look.logo !== '' && (
          <Button size="compact-sm" variant="subtle" onClick={() => change({ logo: '' })}>
            {words.noLogo}
          </Button>
        )}
      </div>
      <p className="soft">{words.logoHint}</p>
      {fault !== undefined && <p className={styles.fault}>{fault}</p>}
    </div>
  );
}

function Colours({ look, change, problem }: LookProps) {
  return (
    <table className={styles.colours}>
      <caption>{words.colourTitle}</caption>
      <thead>
        <tr>
          <td />
          {sides.map((side) => (
            <th key={side} scope="col">
              {words.sides[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {colourNames.map((name) => (
          <tr key={name}>
            <th scope="row">{words.colours[name]}</th>
            {sides.map((side) => (
              <Colour key={side} {...{ look, change, problem, side, name }} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Colour({ look, change, problem, side, name }: LookProps & { side: Side; name: ColourName }) {
  const label = words.colourOf(words.colours[name], words.sides[side]);
  const fault = expectedUnder(problem, `theme.${side}.${name}`);
  const set = (colour: string | null) => change({ colours: withColour(look, side, name, colour).colours });
  const isChosen = look.colours[side][name] !== undefined;
  return (
    <td>
      <input
        type="color"
        aria-label={label}
        aria-invalid={fault !== undefined}
        value={colourOf(look, side, name)}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {isChosen && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={words.resetOf(label)}
          onClick={() => set(null)}
        >
          {words.reset}
        </Button>
      )}
      {fault !== undefined && <p className={styles.fault}>{fault}</p>}
    </td>
  );
}
