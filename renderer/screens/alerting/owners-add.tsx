import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import styles from '../../ui/section.module.css';

type AddProps = { label: string; onAdd: () => void; children?: ReactNode };

/** The add button, for owners. Others see that only owners can add. */
export function OwnersAdd({ label, onAdd, children }: AddProps) {
  const { isOwner } = useSession();
  if (!isOwner) return <p className="label">{strings.alerting.onlyOwners}</p>;
  return (
    <div className={styles.form}>
      <div className={styles.buttons}>
        {children}
        <Button onClick={onAdd}>{label}</Button>
      </div>
    </div>
  );
}
