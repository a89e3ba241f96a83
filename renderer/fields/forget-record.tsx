import { ServerButton } from './server-button.tsx';
import { useApi } from '../server/api.ts';
import { Problem } from '../ui/problem.tsx';
import { sayRefusal } from './field.ts';
import { useAttempt } from './use-attempt.ts';
import styles from './record-form.module.css';

type Props = {
  /** For example `/services/01ABC`. */
  path: string;
  words: { remove: string; removeWhy: string };
  /** Called when the record is gone. */
  onGone: () => void;
};

/** The foot of a record's page: removes the record, and says what stays. */
export function ForgetRecord({ path, words, onGone }: Props) {
  const api = useApi();
  const { busy, problem, attempt } = useAttempt(onGone);
  return (
    <footer className={styles.forget}>
      <ServerButton size="compact-sm" loading={busy} onClick={() => void attempt(() => api.delete(path))}>
        {words.remove}
      </ServerButton>
      <p className="soft">{words.removeWhy}</p>
      {problem !== null && <Problem>{sayRefusal(problem)}</Problem>}
    </footer>
  );
}
