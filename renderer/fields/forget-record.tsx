import { ServerButton } from './server-button.tsx';
import { useApi } from '../server/api.ts';
import { onward, type Route } from '../state/router.ts';
import { Problem } from '../ui/problem.tsx';
import { sayRefusal } from './field.ts';
import { useAttempt } from './use-attempt.ts';
import styles from './record-form.module.css';

type Props = {
  /** For example `/services/01ABC`. */
  path: string;
  words: { remove: string; removeWhy: string };
  /** Where to go when the record is gone. */
  list: Route;
};

/** The foot of a record's page: removes the record, and says what stays. */
export function ForgetRecord({ path, words, list }: Props) {
  const api = useApi();
  const { busy, problem, attempt } = useAttempt();
  const forget = async () => {
    const goOn = onward();
    await api.delete(path);
    goOn(list);
  };
  return (
    <footer className={styles.forget}>
      <ServerButton size="compact-sm" loading={busy} onClick={() => void attempt(forget)}>
        {words.remove}
      </ServerButton>
      <p className="soft">{words.removeWhy}</p>
      {problem !== null && <Problem>{sayRefusal(problem)}</Problem>}
    </footer>
  );
}
