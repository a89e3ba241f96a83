import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { DesktopBridge, Session } from '#main/bridge.ts';
import { sayProblem } from '../../server/http.ts';
import { go, type Route } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';

const words = strings.firstRun;

type Way = 'here' | 'join';
/** An error, shown at the field or button that caused it. */
type Fault = { at: 'name' | Way; says: string };

type FirstRunProps = { bridge: DesktopBridge; onSession: (session: Session) => void };

/** What a person enters, and the two ways from there. */
function useWays({ bridge, onSession }: FirstRunProps, focusName: () => void) {
  const [name, setName] = useState('');
  const [link, setLink] = useState('');
  const [busy, setBusy] = useState<Way | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    // Without a suggestion the field stays empty.
    bridge.suggestedName().then(
      (suggested) => setName((typed) => typed || suggested),
      () => undefined,
    );
    return bridge.onDestination((destination) => {
      if (destination.screen === 'join') setLink(destination.link);
    });
  }, [bridge]);
  const choose = async (way: Way, first?: Route) => {
    // Enter may come twice.
    if (busy !== null) return;
    const trimmed = name.trim();
    if (!trimmed) {
      setFault({ at: 'name', says: words.nameFirst });
      focusName();
      return;
    }
    setBusy(way);
    setFault(null);
    try {
      const session = await (way === 'here'
        ? bridge.startHere({ name: trimmed })
        : bridge.joinTeam({ link: link.trim(), name: trimmed }));
      if (first) go(first);
      onSession(session);
    } catch (error) {
      setFault({ at: way, says: sayBridgeProblem(error) });
      setBusy(null);
    }
  };
  const faultAt = (at: Fault['at']) => (fault?.at === at ? fault.says : null);
  return { name, setName, link, setLink, busy, faultAt, choose };
}

type Ways = ReturnType<typeof useWays>;

/** A desktop's first start: asks for the name, and whether to work alone or join a team. */
export function FirstRun(props: FirstRunProps) {
  const nameField = useRef<HTMLInputElement>(null);
  const ways = useWays(props, () => nameField.current?.focus());
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    void ways.choose(ways.link.trim() === '' ? 'here' : 'join');
  };
  return (
    <Entrance title={words.title} lead={words.lead}>
      {/* Enter takes the way whose button is filled. */}
      <form onSubmit={goOn} noValidate>
        <TextInput
          ref={nameField}
          className={styles.name ?? ''}
          label={words.yourName}
          description={words.nameHint}
          value={ways.name}
          maxLength={120}
          error={ways.faultAt('name')}
          // It is the first question, and on most computers the only one.
          autoFocus
          onChange={(event) => ways.setName(event.currentTarget.value)}
        />
      </form>
      <div className={styles.ways}>
        <StartHere ways={ways} />
        <JoinTeam ways={ways} />
      </div>
    </Entrance>
  );
}

function StartHere({ ways: { link, busy, choose, faultAt } }: { ways: Ways }) {
  return (
    <section className={styles.way} aria-labelledby="way-here">
      <h2 id="way-here">{words.startTitle}</h2>
      <p>{words.startWhy}</p>
      <div className={styles.step}>
        <Button
          variant={link ? 'default' : 'filled'}
          loading={busy === 'here'}
          disabled={busy === 'join'}
          onClick={() => void choose('here')}
        >
          {words.startHere}
        </Button>
      </div>
      <div className={styles.others}>
        <Button
          variant="subtle"
          disabled={busy !== null}
          onClick={() => void choose('here', { screen: 'practice' })}
        >
          {strings.practice.atFirstRun}
        </Button>
        <Button
          variant="subtle"
          disabled={busy !== null}
          onClick={() => void choose('here', { screen: 'handbook', page: null })}
        >
          {strings.handbook.atFirstRun}
        </Button>
      </div>
      {faultAt('here') !== null && <Problem>{faultAt('here')}</Problem>}
    </section>
  );
}

function JoinTeam({ ways: { link, setLink, busy, choose, faultAt } }: { ways: Ways }) {
  const join = (event: FormEvent) => {
    event.preventDefault();
    void choose('join');
  };
  return (
    <form className={styles.way} aria-labelledby="way-join" onSubmit={join}>
      <h2 id="way-join">{words.joinTeam}</h2>
      <p>{words.joinWhy}</p>
      <TextInput
        label={words.invitationLink}
        placeholder={words.linkExample}
        value={link}
        spellCheck={false}
        error={faultAt('join')}
        onChange={(event) => setLink(event.currentTarget.value)}
      />
      <div className={styles.step}>
        <Button
          type="submit"
          variant={link ? 'filled' : 'default'}
          loading={busy === 'join'}
          disabled={busy === 'here' || !link.trim()}
        >
          {words.joinTeamButton}
        </Button>
      </div>
    </form>
  );
}

/** Removes Electron's prefix: `Error invoking remote method '…': Error: <message>`. */
function sayBridgeProblem(error: unknown): string {
  return sayProblem(error).replace(/^Error invoking remote method '[^']*': (?:Error: )?/, '');
}
