// Says that this is practice, explains the next step, and ticks finished ones.
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useRoom } from '../../live-room/room-provider.tsx';
import { useRest } from '../../paging/rest-store.ts';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { sayLength } from '../../ui/say-time.ts';
import { practiceSteps, stepsDone } from './script.ts';
import styles from './practice.module.css';

const words = strings.practice;
/** Alt+0 does the same on every screen. */
const leave = () => go({ screen: 'lobby' });

export function Coach({ onAgain }: { onAgain: () => void }) {
  const room = useRoom();
  const { me } = useSession();
  const done = stepsDone(room, me.id);
  const next = practiceSteps.find((step) => !done.has(step)) ?? null;
  useKeys(next === null ? { 'shift+n': { run: onAgain, label: words.again, group: words.title } } : {});
  return (
    <section className={styles.coach} aria-label={words.title}>
      <div className={styles.line}>
        <strong className={styles.tag}>{words.tag}</strong>
        <ol className={styles.steps} aria-label={words.steps}>
          {practiceSteps.map((step, index) => (
            <li key={step} data-done={done.has(step)} aria-current={step === next ? 'step' : undefined}>
              <span className={styles.number}>
                {done.has(step) ? <IconCheck size={12} aria-hidden="true" /> : index + 1}
              </span>
              <span className={styles.word}>{words.step[step].short}</span>
              {done.has(step) && <span className="spoken"> {words.done}</span>}
            </li>
          ))}
        </ol>
        {next === null && (
          <Button size="compact-sm" onClick={onAgain} rightSection={<Kbd keys="shift+n" isAlways />}>
            {words.again}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant={next === null ? 'filled' : 'default'}
          onClick={leave}
          rightSection={<Kbd keys="alt+0" isAlways />}
        >
          {words.leave}
        </Button>
      </div>
      <p role="status" className={styles.how}>
        {next === null ? (
          <>
            {words.finished(sayLength(tookMs(room)))}{' '}
            <a href={routeHash({ screen: 'handbook', page: null })}>{strings.handbook.afterPractice}</a>
          </>
        ) : (
          <How next={next} />
        )}
      </p>
    </section>
  );
}

/** A page that is no practice stands above and has the key that the first step names. */
function How({ next }: { next: (typeof practiceSteps)[number] }) {
  const hasKey = useRest(({ page }) => page === null);
  if (next === 'acknowledge' && !hasKey) return words.realPageFirst;
  return (
    <>
      {words.how[next]} <Kbd keys={words.step[next].key} isAlways />
    </>
  );
}

const tookMs = ({ declared, resolvedAt }: ReturnType<typeof useRoom>): number =>
  (resolvedAt ?? 0) - (declared?.at ?? 0);
