import { initials } from './first-name.ts';
import styles from './face.module.css';

type FaceProps = {
  name: string;
  /** A colour of the room, or a neutral tint (0 to 5) outside it. */
  color: string | number;
  size?: 'usual' | 'small';
};

/** A person's initials on their colour. The parent component shows the name. */
export function Face({ name, color, size = 'usual' }: FaceProps) {
  return (
    <span
      className={styles.face}
      data-size={size}
      data-tinted={typeof color === 'number'}
      style={{ background: typeof color === 'number' ? `var(--tint-${color})` : color }}
      title={name}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}
