// Settings for desktops only: sounds, and the scribe bar's shortcut.
import { Fragment, useState, type KeyboardEvent } from 'react';
import { Button, Slider, Switch } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';
import { usePreferences } from '../../state/preferences.tsx';
import { useDesk } from '../../server/use-desk.ts';
import { strings } from '../../strings/index.ts';
import { readPress, sayAccelerator } from './accelerator.ts';
import { Fact } from './fact.tsx';
import section from '../../ui/section.module.css';
import styles from './settings.module.css';

const words = strings.desk.settings;

export function DeskSettings({ apply }: { apply: (part: Partial<Settings>) => void }) {
  const { settings } = usePreferences();
  return (
    <>
      <Fact name={words.sounds}>
        <Switch
          label={words.soundsSwitch}
          description={words.soundsHint}
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

/** Shows the shortcut's keys. Pressing new keys records them. */
function ScribeKey({ kept, apply }: { kept: string; apply: (part: Partial<Settings>) => void }) {
  const { scribeKey: state } = useDesk();
  const [isRecording, setRecording] = useState(false);
  const shown = sayAccelerator(kept);
  const record = (event: KeyboardEvent) => {
    if (!isRecording || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.key === 'Escape' ? null : readPress(event);
    if (event.key === 'Escape' || pressed !== null) setRecording(false);
    if (pressed !== null) apply({ scribeKey: pressed });
  };
  return (
    <div className={styles.recorder}>
      <div className={section.buttons}>
        <Button
          aria-label={words.scribeKeys(shown.join(' '))}
          aria-pressed={isRecording}
          onClick={() => setRecording(true)}
          onKeyDown={record}
          onBlur={() => setRecording(false)}
        >
          {isRecording ? words.press : shown.length === 0 ? words.none : <ShownKeys keys={shown} />}
        </Button>
        {kept !== '' && (
          <Button variant="subtle" onClick={() => apply({ scribeKey: '' })}>
            {words.clear}
          </Button>
        )}
      </div>
      <p className="label">{words.scribeHint}</p>
      <p className={state === 'taken' || state === 'unknown' ? undefined : 'label'} role="status">
        {words.states[state]}
      </p>
    </div>
  );
}

function ShownKeys({ keys }: { keys: readonly string[] }) {
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <Fragment key={key}>
          <kbd>{key}</kbd>{' '}
        </Fragment>
      ))}
    </span>
  );
}
