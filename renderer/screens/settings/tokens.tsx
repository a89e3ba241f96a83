// AU7: the person's signed-in devices and tokens for programs; owners see everybody's.
import { useState } from 'react';
import { Button } from '@mantine/core';
import type { MadeToken, Token, Tokens } from '#wire/api/access.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { AwaitedPart } from '../../ui/awaited.tsx';
import { useNow } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Ago, When } from '../../ui/time.tsx';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useResource } from '../../server/use-resource.ts';
import { Computers } from './computers.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import styles from '../../ui/section.module.css';
import { TokenForm } from './token-form.tsx';

const words = strings.tokens;

export function Tokens() {
  const { isOwner, me } = useSession();
  const { value, problem, reload } = useResource<Tokens>('/tokens');
  const [secret, setSecret] = useState<MadeToken | null>(null);
  const show = (made: MadeToken) => {
    setSecret(made);
    reload();
  };
  if (value === null) return <AwaitedPart problem={problem && words.notRead(problem)} again={reload} />;
  // Mine first, then by person's name.
  const items = value.items.toSorted(
    (a, b) =>
      Number(b.person.id === me.id) - Number(a.person.id === me.id) ||
      a.person.name.localeCompare(b.person.name),
  );
  return (
    <>
      <table className={styles.table}>
        <caption>{isOwner ? words.headOfAll : words.head}</caption>
        <TableHead
          columns={[words.name, isOwner && words.whose, words.may, words.used, words.ends]}
          actions={words.actions}
        />
        <tbody>
          {items.map((token) => (
            <TokenLine key={token.id} token={token} onSecret={show} onChange={reload} />
          ))}
        </tbody>
      </table>
      {secret && (
        <section className={styles.block} aria-live="polite">
          <CopyField label={words.secret(secret.name ?? '')} value={secret.token} />
          <p className="label">{words.shownOnce}</p>
        </section>
      )}
      <Computers onEnded={reload} />
      <TokenForm scopes={value.scopes} onSecret={show} />
    </>
  );
}

const nameOf = ({ name, kind }: Token): string => name ?? (kind === 'api' ? '' : words.kinds[kind]);

function TokenLine(props: { token: Token; onSecret: (made: MadeToken) => void; onChange: () => void }) {
  const { token } = props;
  const { isOwner } = useSession();
  const now = useNow();
  const { expiresAt, lastUsedAt, scopes } = token;
  return (
    <tr>
      <th scope="row">
        {nameOf(token)} {token.isThis && <span className="label">{words.thisOne}</span>}
      </th>
      {isOwner && <td>{token.person.name}</td>}
      <td data-label={words.may}>
        {scopes === null ? words.everything : scopes.map(words.scope).join(', ')}
      </td>
      <td data-label={words.used}>{lastUsedAt === null ? words.never : <Ago at={lastUsedAt} />}</td>
      <td data-label={words.ends}>
        {expiresAt === null ? words.never : expiresAt <= now ? words.ended : <When at={expiresAt} />}
      </td>
      <td>{token.kind !== 'owner-file' && <TokenActions {...props} />}</td>
    </tr>
  );
}

function TokenActions(props: { token: Token; onSecret: (made: MadeToken) => void; onChange: () => void }) {
  const { token, onSecret, onChange } = props;
  const api = useApi();
  const { me } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const { problem, attempt } = useAttempt(onChange);
  const name = nameOf(token);
  const renew = () =>
    attempt(async () => onSecret(await api.post<MadeToken>(`/tokens/${token.id}/rotate`, {})));
  const revoke = () => {
    setIsAsking(false);
    void attempt(() => api.delete(`/tokens/${token.id}`));
  };
  return (
    <>
      <div className={styles.actions}>
        {isAsking ? (
          <>
            <Button variant="subtle" onClick={() => setIsAsking(false)}>
              {words.keep}
            </Button>
            <ServerButton variant="default" onClick={revoke}>
              {token.isThis ? words.reallyThis : words.reallyRevoke(name)}
            </ServerButton>
          </>
        ) : (
          <>
            {token.kind === 'api' && token.person.id === me.id && (
              <ServerButton variant="subtle" aria-label={words.renewNamed(name)} onClick={() => void renew()}>
                {words.renew}
              </ServerButton>
            )}
            <Button variant="subtle" aria-label={words.revokeNamed(name)} onClick={() => setIsAsking(true)}>
              {words.revoke}
            </Button>
          </>
        )}
      </div>
      {problem !== null && <Problem>{words.notDone(sayProblem(problem))}</Problem>}
    </>
  );
}
