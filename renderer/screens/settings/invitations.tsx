// AU6: invitations that can still be used, and revoking them.
import { useEffect, useState } from 'react';
import type { Invitation } from '#wire/api/access.ts';
import type { Items } from '#wire/api/list.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { TableHead } from '../../ui/table-head.tsx';
import { When } from '../../ui/time.tsx';
import { roleNames } from './role-words.ts';
import styles from '../../ui/section.module.css';

const words = strings.people.invitations;

type InvitationsProps = {
  of: '/invitations' | '/hub/invitations';
  /** Changes when there may be a new invitation. */
  after: string;
};

export function Invitations({ of, after }: InvitationsProps) {
  const { items, problem, revoke } = useInvitations(of, after);
  if (items.length === 0 && problem === null) return null;
  return (
    <section aria-label={words.head}>
      {items.length > 0 && (
        <table className={styles.table}>
          <caption>{words.head}</caption>
          <TableHead columns={[words.role, words.madeBy, words.until]} actions={words.actions} />
          <tbody>
            {items.map(({ id, role, madeBy, expiresAt }) => (
              <tr key={id}>
                <th scope="row">{roleNames[role]}</th>
                <td>{madeBy?.name ?? words.unknown}</td>
                <td>
                  <When at={expiresAt} />
                </td>
                <td>
                  <ServerButton size="compact-sm" variant="subtle" onClick={() => void revoke(id)}>
                    {words.revoke}
                  </ServerButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {problem && <Problem>{problem}</Problem>}
    </section>
  );
}

function useInvitations(of: InvitationsProps['of'], after: string) {
  const api = useApi();
  const [read, setRead] = useState<{ items: readonly Invitation[]; turn: string } | null>(null);
  const [revoked, setRevoked] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const turn = `${after} ${revoked}`;
  useEffect(() => {
    let isOver = false;
    api.get<Items<Invitation>>(of).then(
      ({ items }) => !isOver && setRead({ items, turn }),
      (error: unknown) => !isOver && setProblem(words.notRead(sayProblem(error))),
    );
    return () => {
      isOver = true;
    };
  }, [api, of, turn]);
  const revoke = async (id: string) => {
    setProblem(null);
    try {
      await api.delete(`${of}/${id}`);
    } catch (error) {
      setProblem(words.notRevoked(sayProblem(error)));
    }
    setRevoked((count) => count + 1);
  };
  return { items: read?.items ?? [], problem, revoke };
}
