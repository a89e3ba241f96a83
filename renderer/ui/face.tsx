import { initials } from './first-name.ts';
import styles from './face.module.css';

type FaceProps = { name: string; color: string; size?: 'usual' | 'small' };

/** A person's initials on their colour. The parent component shows the name. */
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
