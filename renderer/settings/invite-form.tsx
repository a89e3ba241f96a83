import { useState, type FormEvent } from 'react';
import { Button, Select } from '@mantine/core';
import type { Role } from '#room/feed.ts';
import { sayProblem, useApi } from '../api.ts';
import { useSession } from '../state/session.tsx';
import { Problem } from '../ui/problem.tsx';
import { When } from '../ui/time.tsx';
import { CopyField } from './copy-field.tsx';
import { roleNames, roleWords } from './role-words.ts';
import styles from './settings.module.css';

type Invitation = { code: string; url: string; link: string; role: Role; expiresAt: number };

const options = (['responder', 'viewer', 'owner'] as const).map((value) => ({
  value,
  label: roleWords[value],
}));

export function InviteForm() {
  const api = useApi();
  const { team, server, bridge } = useSession();
  const [role, setRole] = useState<Role>('responder');
  const [busy, setBusy] = useState(false);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setInvitation(await api.post<Invitation>('/invitations', { role }));
    } catch (error) {
      setProblem(`No invitation was made. ${sayProblem(error)}`);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void make();
  };
  return (
    <section className={styles.block} aria-labelledby="invite">
      <h2 id="invite">Invite somebody</h2>
      <form className={styles.form} onSubmit={submit}>
        <Select
          label="They will be"
          data={options}
          value={role}
          allowDeselect={false}
          maw={400}
          onChange={(value) => value && setRole(value)}
        />
        <div className={styles.buttons}>
          <Button type="submit" variant={invitation ? 'default' : 'filled'} loading={busy}>
            {invitation ? 'Make another link' : 'Make an invitation link'}
          </Button>
        </div>
        {problem && <Problem>{problem}</Problem>}
        {invitation && (
          <>
            <CopyField
              label={`Invitation link, for one ${roleNames[invitation.role].toLowerCase()}`}
              value={invitation.url}
            />
            <p className="label">
              Works once; good until <When at={invitation.expiresAt} />. Shown only now.
              {bridge &&
                !team &&
                isLocal(server) &&
                ' It leads to this computer, so it works for browsers on this computer.'}
            </p>
          </>
        )}
      </form>
    </section>
  );
}

function isLocal(server: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(server).hostname);
}
