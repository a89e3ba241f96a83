import type { Entered } from '#wire/api/sign-in.ts';
import { useEffect, useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Session } from '#main/bridge.ts';
import { createApi, sayProblem } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { beginCompanySignIn, endCompanySignIn, isBackFromCompany, useCompany } from './company.ts';
import { Entrance } from './entrance.tsx';
import styles from './entrance.module.css';

const words = strings.firstRun;

/** The invitation code, from a link or typed alone. */
function readInvitationCode(text: string): string {
  const trimmed = text.trim();
  const hash = trimmed.indexOf('#');
  return hash < 0 ? trimmed : trimmed.slice(hash + 1);
}

type SignInProps = { onSession: (session: Session) => void };

/** Ends a sign-in through the company's provider, and accepts invitations. `problem` is the last error in words. */
function useSigningIn({ onSession }: SignInProps) {
  const [busy, setBusy] = useState(() => isBackFromCompany());
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const ending = endCompanySignIn(location.origin);
    if (ending === null) return;
    ending.then(
      ({ token }) => onSession({ server: location.origin, token, team: null }),
      (error: unknown) => {
        setProblem(sayProblem(error));
        setBusy(false);
      },
    );
  }, [onSession]);
  const accept = async (typed: string, name: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const open = createApi({ server: location.origin, token: '' });
      const body = { code: readInvitationCode(typed), name: name.trim() };
      const { token } = await open.post<Entered>('/invitations/accept', body);
      // The code works only once and must not stay in the URL.
      history.replaceState(null, '', '/#/');
      onSession({ server: location.origin, token, team: null });
    } catch (error) {
      setProblem(sayProblem(error));
      setBusy(false);
    }
  };
  return { busy, problem, accept };
}

/** A guest's first visit. `/join#code` contains the code; other addresses ask for it. */
export function SignIn({ onSession }: SignInProps) {
  const invited = location.pathname.endsWith('/join') && location.hash.length > 1;
  const { busy, problem, accept } = useSigningIn({ onSession });
  const offered = useCompany(location.origin);
  // An invited guest uses the invitation.
  const company = invited ? null : offered;
  const title = invited ? words.invitedTitle : words.needsInvitation;
  const lead = invited ? words.invitedTo(location.host) : words.pasteLinkOf(location.host);
  return (
    <Entrance
      title={company === null ? title : words.signIn}
      lead={company === null ? lead : words.onHost(location.host)}
    >
      {company !== null && (
        <div className={styles.form}>
          <Button variant="filled" loading={busy} onClick={() => beginCompanySignIn(location.origin)}>
            {words.withCompany(company.host)}
          </Button>
          <h2>{words.orInvitation}</h2>
        </div>
      )}
      <InvitationForm
        code={invited ? location.hash.slice(1) : null}
        isOnlyWay={company === null}
        busy={busy}
        onAccept={(code, name) => void accept(code, name)}
      />
      {problem && (
        <div className={styles.problem}>
          <Problem>{problem}</Problem>
        </div>
      )}
    </Entrance>
  );
}

type InvitationProps = {
  /** The code from the address; null asks for it. */
  code: string | null;
  isOnlyWay: boolean;
  busy: boolean;
  onAccept: (code: string, name: string) => void;
};

function InvitationForm({ code: given, isOnlyWay, busy, onAccept }: InvitationProps) {
  const [code, setCode] = useState(given ?? '');
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAccept(code, name);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {given === null && (
        <TextInput
          label={words.invitationLink}
          value={code}
          spellCheck={false}
          autoFocus={isOnlyWay}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={words.yourName}
        autoFocus={given !== null}
        description={words.nameHint}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant={isOnlyWay ? 'filled' : 'default'}
        loading={busy}
        disabled={!name.trim() || !code.trim()}
      >
        {words.join}
      </Button>
    </form>
  );
}
