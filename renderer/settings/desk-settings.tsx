// What only a desktop has: sounds, and the keys of the scribe bar.
import { useState, type FormEvent } from 'react';
import { Button, Slider, Switch, TextInput } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';
import { usePreferences } from '../state/preferences.tsx';
import { useDesk } from '../state/use-desk.ts';
import { strings } from '../strings/index.ts';
import { Fact } from './fact.tsx';
import styles from './settings.module.css';

const words = strings.desk.settings;

export function DeskSettings({ apply }: { apply: (part: Partial<Settings>) => void }) {
  const { settings } = usePreferences();
  return (
    <>
      <Fact name={words.sounds}>
        <Switch
          label={words.soundsSwitch}
          checked={settings.sounds}
          onChange={(event) => apply({ sounds: event.currentTarget.checked })}
        />
        <Slider
          key={settings.volume}
          aria-label={words.volume}
          thumbLabel={words.volume}
          maw={240}
          mt={8}
          min={0}
          max={100}
          step={5}
          disabled={!settings.sounds}
          defaultValue={Math.round(settings.volume * 100)}
          onChangeEnd={(value) => apply({ volume: value / 100 })}
        />
      </Fact>
      <Fact name={words.scribe}>
        <ScribeKey key={settings.scribeKey} kept={settings.scribeKey} apply={apply} />
      </Fact>
    </>
  );
}

function ScribeKey({ kept, apply }: { kept: string; apply: (part: Partial<Settings>) => void }) {
  const { scribeKey: state } = useDesk();
  const [typed, setTyped] = useState(kept);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply({ scribeKey: typed.trim() });
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        aria-label={words.scribeLabel}
        description={words.scribeHint}
        value={typed}
        spellCheck={false}
        maxLength={60}
        maw={360}
        error={state === 'taken' || state === 'unknown' ? words.states[state] : null}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {state !== 'taken' && state !== 'unknown' && <p className="soft">{words.states[state]}</p>}
      <div className={styles.buttons}>
        <Button type="submit" variant="default" disabled={typed.trim() === kept}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
