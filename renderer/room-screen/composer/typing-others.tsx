import { usePresence } from '#renderer/room/room-provider.tsx';
import styles from './composer.module.css';

export function TypingOthers() {
  const { others } = usePresence();
  const names = [...new Set(others.filter(({ typing }) => typing).map(({ name }) => name))];
  if (names.length === 0) return null;
  const words =
    names.length > 2
      ? `${names.length} people are writing`
      : `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} writing`;
  return <span className={styles.typing}>{words}</span>;
}
