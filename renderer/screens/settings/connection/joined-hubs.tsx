// HU7: the hubs that this desktop connects to besides its team's server.
import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { DesktopBridge } from '#main/bridge.ts';
import type { UpstreamState } from '#room/feed/feed.ts';
import { sayProblem } from '../../../server/http.ts';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { Fact } from '../fact.tsx';
import styles from '../../../ui/section.module.css';

const words = strings.hub;

export function JoinedHubs({ bridge }: { bridge: DesktopBridge }) {
  const { team } = useSession();
  const { snapshot } = useFeed();
  const upstreams = snapshot?.upstreams ?? [];
  const hubs = upstreams.filter(({ url }) => url !== team);
  const isTeamBack = upstreams.some(
    ({ url, state, unsent }) => url === team && state === 'connected' && unsent === 0,
  );
  return (
    <section className={styles.block} aria-labelledby="join-hub">
      <h2 id="join-hub">{hubs.length > 0 ? words.joined : words.join}</h2>
      {hubs.length > 0 && (
        <dl className={styles.facts}>
          {hubs.map((hub) => (
            <JoinedHub key={hub.url} upstream={hub} isTeamBack={isTeamBack} bridge={bridge} />
          ))}
        </dl>
      )}
      <JoinForm bridge={bridge} />
    </section>
  );
}

type JoinedHubProps = { upstream: UpstreamState; isTeamBack: boolean; bridge: DesktopBridge };

function JoinedHub({ upstream, isTeamBack, bridge }: JoinedHubProps) {
  const { url, state, hub } = upstream;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = () => {
    setBusy(true);
    bridge
      .leaveHub({ url })
      .catch((error: unknown) => setProblem(words.notRemoved(sayProblem(error))))
      .finally(() => setBusy(false));
  };
  return (
    <Fact
      name={hub?.host ?? ''}
      action={
        <Button size="compact-sm" variant="default" loading={busy} onClick={leave}>
          {words.remove}
        </Button>
      }
    >
      <p>
        {state === 'connected' ? words.connected(hub?.people ?? 1) : words[state]}{' '}
        <span className="mono soft">{url}</span>
      </p>
      {state !== 'connected' && isTeamBack && <p className="label">{words.needless}</p>}
      {problem && <Problem>{problem}</Problem>}
    </Fact>
  );
}

function JoinForm({ bridge }: { bridge: DesktopBridge }) {
  const [link, setLink] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const join = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await bridge.joinHub({ link: link.trim() });
      setLink('');
    } catch (error) {
      setProblem(words.notJoined(sayProblem(error)));
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (link.trim() !== '') void join();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p className="soft">{words.joinLead}</p>
      <TextInput
        label={words.joinField}
        placeholder={strings.settings.http}
        value={link}
        spellCheck={false}
        maw={400}
        onChange={(event) => setLink(event.currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="default" loading={busy}>
          {words.joinButton}
        </Button>
      </div>
      {problem && <Problem>{problem}</Problem>}
    </form>
  );
}
