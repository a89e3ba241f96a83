import { initials } from './first-name.ts';
import styles from './face.module.css';

type FaceProps = { name: string; color: string; size?: 'usual' | 'small' };

/** Somebody's initials on their colour; the name itself is for whoever shows it to say. */
export function Face({ name, color, size = 'usual' }: FaceProps) {
  return (
    <span
      className={styles.face}
      data-size={size}
      style={{ background: color }}
      title={name}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
