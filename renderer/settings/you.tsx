import { useState } from 'react';
import { Button, SegmentedControl, Switch } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';
import { sayProblem } from '../api.ts';
import { forgetBrowserCopies } from '../room/browser-copy.ts';
import { usePreferences } from '../state/preferences.tsx';
import { useSession } from '../state/session.tsx';
import { useSessionHandle } from '../state/session-control.ts';
import { Problem } from '../ui/problem.tsx';
import { ContactDetails } from './contact-details.tsx';
import { DeskSettings } from './desk-settings.tsx';
import { Fact } from './fact.tsx';
import { roleWords } from './role-words.ts';
import styles from './settings.module.css';

const themes: { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

export function You() {
  const { me, bridge } = useSession();
  const { settings, change } = usePreferences();
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (part: Partial<Settings>) => {
    change(part).then(
      () => setProblem(null),
      (error: unknown) => setProblem(`Not changed. ${sayProblem(error)}`),
    );
  };
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Name">{me.name}</Fact>
        <Fact name="Role">{roleWords[me.role]}</Fact>
        <Fact name="Theme">
          <SegmentedControl
            aria-label="Theme"
            data={themes}
            value={settings.theme}
            onChange={(theme) => apply({ theme })}
          />
        </Fact>
        {bridge && (
          <Fact name="Notifications">
            <Switch
              label="Tell me about new incidents, mentions and what is due on this computer; pages always come"
              checked={settings.notifications}
              onChange={(event) => apply({ notifications: event.currentTarget.checked })}
            />
          </Fact>
        )}
        {bridge && <DeskSettings apply={apply} />}
        {!bridge && <LeaveBrowser />}
      </dl>
      {problem && <Problem>{problem}</Problem>}
      <ContactDetails />
    </>
  );
}

function LeaveBrowser() {
  const { leave } = useSessionHandle();
  const end = () => {
    forgetBrowserCopies().catch(reportError);
    leave();
  };
  return (
    <Fact name="This browser">
      <p className="soft">
        Stays signed in and keeps a copy of the rooms you opened. Signing out removes both; coming back needs
        a new invitation.
      </p>
      <Button mt={4} onClick={end}>
        Sign out and forget
      </Button>
    </Fact>
  );
}
