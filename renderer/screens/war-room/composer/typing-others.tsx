import { useOthers } from '#renderer/live-room/room-provider.tsx';
import { strings } from '../../../strings/index.ts';
import styles from './composer.module.css';

export function TypingOthers() {
  const others = useOthers();
  const names = [...new Set(others.filter(({ typing }) => typing).map(({ name }) => name))];
  if (names.length === 0) return null;
  const words =
    names.length > 2
      ? strings.composer.peopleWriting(names.length)
      : names.length === 2
        ? strings.composer.bothWriting(strings.ui.list(names))
        : strings.composer.writing(names.join(''));
  return <span className={styles.typing}>{words}</span>;
}
