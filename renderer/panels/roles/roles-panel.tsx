import { useRoom } from '#renderer/room/room-provider.tsx';
import type { Room } from '#room/incident.ts';
import { RoleRow } from './role-row.tsx';
import styles from './roles.module.css';

export function RolesPanel() {
  const { roles } = useRoom();
  return (
    <ul className={styles.roles}>
      {roles.map((role) => (
        <RoleRow key={role.role} role={role} />
      ))}
    </ul>
  );
}

export function rolesBrief({ roles }: Room): string {
  const conflicts = roles.filter(({ conflict }) => conflict).length;
  if (conflicts > 0) return conflicts === 1 ? '1 conflict' : `${conflicts} conflicts`;
  return `${roles.filter(({ primary }) => primary.length > 0).length} of ${roles.length}`;
}
