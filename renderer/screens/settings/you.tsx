import { useState } from 'react';
import { Button, SegmentedControl, Switch } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { forgetNotices, stopNotices, thisDevice } from '../../notices/browser-push.ts';
import { TestPage } from '../../paging/test-page.tsx';
import { forgetBrowserCopies } from '../../live-room/browser-copy.ts';
import { usePreferences } from '../../state/preferences.tsx';
import { useSession } from '../../server/session.tsx';
import { useSessionHandle } from '../../server/session-control.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { PushDevices } from '../../notices/push-devices.tsx';
import { ContactDetails } from './people/contact-details.tsx';
import { DeskSettings } from './desk-settings.tsx';
import { Fact } from './fact.tsx';
import { OwnData } from './people/personal-data.tsx';
import { roleWords } from './role-words.ts';
import styles from '../../ui/section.module.css';

const words = strings.settings;

const themes: { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: words.asSystem },
  { value: 'dark', label: words.dark },
  { value: 'light', label: words.light },
];

const textSizes: readonly Settings['textSize'][] = [90, 100, 110, 125, 150];
const zones: { value: Settings['times']; label: string }[] = [
  { value: 'local', label: words.myZone },
  { value: 'utc', label: words.utc },
];
const motions: { value: Settings['motion']; label: string }[] = [
  { value: 'system', label: words.asSystem },
  { value: 'less', label: words.less },
];

export function You() {
  const { me, bridge } = useSession();
  const { settings, change } = usePreferences();
  const [problem, setProblem] = useState<string | null>(null);
  const apply = (part: Partial<Settings>) => {
    change(part).then(
      () => setProblem(null),
      (error: unknown) => setProblem(words.notChanged(sayProblem(error))),
    );
  };
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={words.name}>{me.name}</Fact>
        <Fact name={words.role}>{roleWords[me.role]}</Fact>
        <Fact name={words.theme}>
          <SegmentedControl
            aria-label={words.theme}
            data={themes}
            value={settings.theme}
            onChange={(theme) => apply({ theme })}
          />
        </Fact>
        {bridge && (
          <Fact name={words.textSize}>
            <SegmentedControl
              aria-label={words.textSize}
              data={textSizes.map((size) => ({ value: String(size), label: words.percent(size) }))}
              value={String(settings.textSize)}
              onChange={(size) => apply({ textSize: Number(size) as Settings['textSize'] })}
            />
          </Fact>
        )}
        <Fact name={words.times}>
          <SegmentedControl
            aria-label={words.times}
            data={zones}
            value={settings.times}
            onChange={(times) => apply({ times })}
          />
        </Fact>
        <Fact name={words.motion}>
          <SegmentedControl
            aria-label={words.motion}
            data={motions}
            value={settings.motion}
            onChange={(motion) => apply({ motion })}
          />
        </Fact>
        {bridge && (
          <Fact name={words.notifications}>
            <Switch
              label={words.notifyMe}
              description={words.notifyHint}
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
      <PushDevices />
      <TestPage />
      <OwnData />
    </>
  );
}

function LeaveBrowser() {
  const { leave } = useSessionHandle();
  const api = useApi();
  const end = async () => {
    const device = thisDevice();
    // Runs while the token is still known. Without the server, notices stop only in this browser.
    await (device === null ? Promise.resolve() : stopNotices(api, device).catch(forgetNotices));
    forgetBrowserCopies().catch(reportError);
    leave();
  };
  return (
    <Fact name={words.thisBrowser}>
      <p className="soft">{words.staysSignedIn}</p>
      <Button mt={4} onClick={() => void end()}>
        {words.signOut}
      </Button>
    </Fact>
  );
}
