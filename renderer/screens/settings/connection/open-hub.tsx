// HU1: this laptop as an open hub: its addresses, who is here, and who was invited.
import { useState } from 'react';
import { Button } from '@mantine/core';
import type { HubInvitation, HubView } from '#wire/api/hub.ts';
import { sayProblem, useApi } from '../../../server/api.ts';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import { Ago } from '../../../ui/time.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Fact } from '../fact.tsx';
import { Invitations } from '../invitations.tsx';
import styles from '../../../ui/section.module.css';

type OpenHubProps = {
  view: HubView;
  busy: boolean;
  stop: () => void;
  sendAway: (id: string) => void;
  letIn: (id: string) => void;
};

const words = strings.hub;

export function OpenHub({ view, busy, stop, sendAway, letIn }: OpenHubProps) {
  const { me, team } = useSession();
  const others = view.people.filter(({ id }) => id !== me.id);
  return (
    <>
      <dl className={styles.facts}>
        <Fact
          name={words.openSince}
          action={
            <Button size="compact-sm" variant="default" loading={busy} onClick={stop}>
              {words.stop}
            </Button>
          }
        >
          {view.since !== null && <Ago at={view.since} />}
          {view.plain && <p className={styles.trouble}>{words.plain}</p>}
        </Fact>
        <Fact name={words.here}>
          {others.length === 0 ? words.nobody : [words.you, ...others.map(({ name }) => name)].join(', ')}
          {others.map(({ id, name }) => (
            <Button key={id} size="compact-sm" variant="subtle" disabled={busy} onClick={() => sendAway(id)}>
              {words.sendAway(name)}
            </Button>
          ))}
        </Fact>
        {view.sentAway.length > 0 && (
          <Fact name={words.sentAway}>
            {view.sentAway.map(({ id, name }) => (
              <p key={id}>
                {name}{' '}
                <Button size="compact-sm" variant="subtle" disabled={busy} onClick={() => letIn(id)}>
                  {words.letIn(name)}
                </Button>
              </p>
            ))}
          </Fact>
        )}
      </dl>
      {team && (
        <div className={styles.form}>
          {view.addresses.map((address, index) => (
            <CopyField key={address} label={index === 0 ? words.forMembers : words.link} value={address} />
          ))}
        </div>
      )}
      <Invite view={view} />
    </>
  );
}

function Invite({ view }: { view: HubView }) {
  const api = useApi();
  const { team } = useSession();
  const [urls, setUrls] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setProblem(null);
    try {
      setUrls((await api.post<HubInvitation>('/hub/invitations', {})).urls);
    } catch (error) {
      setProblem(words.notInvited(sayProblem(error)));
    }
  };
  return (
    <div className={styles.form}>
      <div className={styles.buttons}>
        <Button size="compact-sm" variant="default" onClick={() => void make()}>
          {team ? words.invite : words.inviteAlone}
        </Button>
      </div>
      {urls.map((url) => (
        <CopyField key={url} label={words.invitation} value={url} />
      ))}
      {urls.length > 0 && <p className="label">{words.once}</p>}
      {!view.plain && view.fingerprint !== null && (
        <CopyField label={words.fingerprint} value={sayFingerprint(view.fingerprint)} />
      )}
      {!view.plain && <p className="label">{words.compare}</p>}
      {problem && <Problem>{problem}</Problem>}
      <Invitations of="/hub/invitations" after={urls.join()} />
    </div>
  );
}

/** The format that browsers use. */
const sayFingerprint = (fingerprint: string) => fingerprint.toUpperCase().match(/../g)?.join(':') ?? '';
