import { usePersonName } from '#renderer/state/feed.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { findDoubleDuty } from '#room/command/orders.ts';
import type { Room } from '#room/incident.ts';
import { AddRole } from './add-role.tsx';
import { RoleRow } from './role-row.tsx';
import styles from './roles.module.css';

export function RolesPanel() {
  const { roles } = useRoom();
  const names = usePersonName();
  return (
    <>
      <ul className={styles.roles}>
        {roles.map((role) => (
          <RoleRow key={role.role} role={role} />
        ))}
      </ul>
      <AddRole />
      {findDoubleDuty(roles).map((duty) => (
        <p key={duty.person} className={styles.warning} role="status">
          {names(duty.person)} commands and also holds {duty.roles.join(' and ')}. Hand one of them over.
        </p>
      ))}
    </>
  );
}

export function rolesBrief({ roles }: Room): string {
  const conflicts = roles.filter(({ conflict }) => conflict).length;
  if (conflicts > 0) return conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`;
  return `${roles.filter(({ primary }) => primary.length > 0).length} of ${roles.length}`;
}
