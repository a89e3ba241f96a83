import type { TeamRole } from '#room/team/team-roles.ts';
import { strings } from '../../strings/index.ts';
import styles from './scheme.module.css';

const words = strings.teamRoles;

/** SL4: a role's scope, limits and authority; empty parts are left out. */
export function RoleWords({ role: { scope, limits, authority } }: { role: TeamRole }) {
  const said = [
    [words.scope, scope],
    [words.limits, limits],
    [words.authority, authority],
  ].filter(([, text]) => text !== '');
  if (said.length === 0) return <p>{words.notDescribed}</p>;
  return (
    <dl className={styles.words}>
      {said.map(([name, text]) => (
        <div key={name} className={styles.said}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
