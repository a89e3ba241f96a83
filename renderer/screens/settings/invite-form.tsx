import { useState, type FormEvent } from 'react';
import { Select } from '@mantine/core';
import type { Role } from '#room/team/scales.ts';
import type { MadeInvitation } from '#wire/api/access.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { Sentence } from '#renderer/ui/sentence.tsx';
import { SaveButton } from '../../fields/save-button.tsx';
import { When } from '../../ui/time.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Hub } from './connection/hub.tsx';
import { Invitations } from './invitations.tsx';
import { roleNames, roleWords } from './role-words.ts';
import styles from '../../ui/section.module.css';

const words = strings.settings;

const options = (['responder', 'viewer', 'owner'] as const).map((value) => ({
  value,
  label: roleWords[value],
}));

export function InviteForm() {
  const api = useApi();
  const { team, server, bridge } = useSession();
  const { snapshot } = useFeed();
  const [role, setRole] = useState<Role>('responder');
  const [busy, setBusy] = useState(false);
  const [invitation, setInvitation] = useState<MadeInvitation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setInvitation(await api.post<MadeInvitation>('/invitations', { role }));
    } catch (error) {
      setProblem(words.notInvited(sayProblem(error)));
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void make();
  };
  return (
    <section className={styles.block} aria-labelledby="invite">
      <h2 id="invite">{words.inviteSomebody}</h2>
      <form className={styles.form} onSubmit={submit}>
        <Select
          label={words.inviteRole}
          data={options}
          value={role}
          allowDeselect={false}
          maw={400}
          onChange={(value) => value && setRole(value)}
        />
        <div className={styles.buttons}>
          <SaveButton variant={invitation ? 'default' : 'filled'} loading={busy}>
            {invitation ? words.makeAnotherLink : words.makeInvitationLink}
          </SaveButton>
        </div>
        {problem && <Problem>{problem}</Problem>}
        {bridge && !team && isLocal(server) && <p>{snapshot?.hub ? words.inHub : words.elsewhere}</p>}
        {invitation && (
          <>
            <CopyField
              label={words.invitationLinkFor(roleNames[invitation.role].toLowerCase())}
              value={invitation.url}
            />
            <p className="label">
              <Sentence
                says={bridge && !team && isLocal(server) ? words.worksOnceHere : words.worksOnce}
                parts={{ time: <When at={invitation.expiresAt} /> }}
              />
            </p>
          </>
        )}
      </form>
      <Invitations of="/invitations" after={invitation?.code ?? ''} />
      {bridge && !team && isLocal(server) && <Hub />}
    </section>
  );
}

function isLocal(server: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(server).hostname);
}
