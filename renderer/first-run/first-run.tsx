import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { DesktopBridge, Session } from '#main/bridge.ts';
import { sayProblem } from '../http.ts';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';

const words = strings.firstRun;

type Way = 'here' | 'join';

/** A desktop's first start: who are you, and is this room your own or a team's. */
export function FirstRun({
  bridge,
  onSession,
}: {
  bridge: DesktopBridge;
  onSession: (session: Session) => void;
}) {
  const [name, setName] = useState('');
  const [link, setLink] = useState('');
  const [busy, setBusy] = useState<Way | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const nameField = useRef<HTMLInputElement>(null);

  useEffect(() => {
    // Without a suggestion the field is simply empty.
    bridge.suggestedName().then(
      (suggested) => setName((typed) => typed || suggested),
      () => undefined,
    );
    return bridge.onDestination((destination) => {
      if (destination.screen === 'join') setLink(destination.link);
    });
  }, [bridge]);

  const choose = async (way: Way) => {
    const trimmed = name.trim();
    if (!trimmed) {
      setProblem(words.sayWhoYou);
      nameField.current?.focus();
      return;
    }
    setBusy(way);
    setProblem(null);
    try {
      onSession(
        await (way === 'here'
          ? bridge.startHere({ name: trimmed })
          : bridge.joinTeam({ link: link.trim(), name: trimmed })),
      );
    } catch (error) {
      setProblem(sayBridgeProblem(error));
      setBusy(null);
    }
  };
  const join = (event: FormEvent) => {
    event.preventDefault();
    void choose('join');
  };

  return (
    <Entrance title={words.whereDoYou} lead={words.musterKeepsDurable}>
      <TextInput
        ref={nameField}
        className={styles.name ?? ''}
        label={words.yourName}
        description={words.onEverythingYou}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={styles.ways}>
        <section className={styles.way} aria-labelledby="way-here">
          <h2 id="way-here">{words.startWarRoom}</h2>
          <p>{words.nothingSetUp}</p>
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
        </section>
        <form className={styles.way} aria-labelledby="way-join" onSubmit={join}>
          <h2 id="way-join">{words.joinTeam}</h2>
          <p>{words.pasteInvitationLink}</p>
          <TextInput
            aria-label={words.invitationLink}
            placeholder={words.httpsMusterExample}
            value={link}
            spellCheck={false}
            onChange={(event) => setLink(event.currentTarget.value)}
          />
          <div className={styles.step}>
            <Button
              type="submit"
              variant={link ? 'filled' : 'default'}
              loading={busy === 'join'}
              disabled={busy === 'here' || !link.trim()}
            >
              {words.joinTeamLabel}
            </Button>
          </div>
        </form>
      </div>
      {problem && (
        <div className={styles.problem}>
          <Problem>{problem}</Problem>
        </div>
      )}
    </Entrance>
  );
}

/** Electron wraps what the desktop said: `Error invoking remote method '…': Error: <what it said>`. */
function sayBridgeProblem(error: unknown): string {
  return sayProblem(error).replace(/^Error invoking remote method '[^']*': (?:Error: )?/, '');
}
