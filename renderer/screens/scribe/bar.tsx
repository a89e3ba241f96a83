// DE14: adds one line to the timeline from any program. Shows what Enter will do, where, and for which time.
import { nameIncident } from '#room/text/words.ts';
import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { DesktopBridge } from '#main/bridge.ts';
import type { Session } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { sayTimeOfDay } from '../../ui/say-time.ts';
import { Clips, type Taken } from './clips.tsx';
import styles from './scribe.module.css';
import { takeClip, takePasted, takeScreen } from './take.ts';
import { useScribe } from './use-scribe.ts';

const words = strings.scribe;

export function Bar({ session, bridge }: { session: Session; bridge: DesktopBridge }) {
  const scribe = useScribe(session, bridge);
  const { line, incidents, target, at, says, busy } = scribe;
  const field = useRef<HTMLInputElement>(null);
  const frame = useFittedHeight(bridge);
  useEffect(() => bridge.onScribe(() => field.current?.focus()), [bridge]);

  const attach = (take: Promise<Taken | null>) => {
    take.then(
      (taken) => (taken ? scribe.attach(taken) : scribe.complain(words.clipboardEmpty)),
      (error: Error) => scribe.complain(error.message),
    );
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isInField = event.target === field.current;
    if (event.key === 'Escape') scribe.escape();
    else if (event.key === 'Enter' && isInField) void scribe.send();
    else if (event.key === 'Tab' && !event.shiftKey && isInField && incidents.length > 1) scribe.nextTarget();
    else if (event.altKey && event.code === 'KeyS') attach(takeScreen(bridge, at));
    else if (event.altKey && event.code === 'KeyV') attach(takeClip(bridge, at));
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = takePasted(event.clipboardData, at);
    if (!pasted) return;
    event.preventDefault();
    scribe.attach(pasted);
  };
  const where = incidents.find(({ id }) => id === target);
  return (
    <main ref={frame} className={styles.bar} onKeyDown={onKeyDown} aria-label={words.label}>
      <h1 className="spoken">{words.label}</h1>
      <div className={styles.row}>
        <span className={styles.target} title={where && nameIncident(where)}>
          {where ? `${words.to} ${where.number ?? where.title}` : words.to}
        </span>
        <input
          ref={field}
          className={styles.field}
          value={line}
          aria-label={words.label}
          aria-describedby="scribe-says"
          placeholder={words.placeholder}
          maxLength={20_000}
          spellCheck={false}
          onChange={(event) => scribe.change(event.currentTarget.value)}
          onPaste={onPaste}
        />
        <span className={styles.at}>{words.at(sayTimeOfDay(at))}</span>
      </div>
      <div className={styles.row}>
        <span id="scribe-says" className={styles.says} data-tone={says.tone} role="status">
          {busy ? words.busy : says.text}
        </span>
        <button type="button" className={styles.button} onClick={() => attach(takeScreen(bridge, at))}>
          {words.screenshot} <Kbd keys="alt+s" />
        </button>
        <button type="button" className={styles.button} onClick={() => attach(takeClip(bridge, at))}>
          {words.clipboard} <Kbd keys="alt+v" />
        </button>
      </div>
      {where && (
        <p className={styles.where}>
          {nameIncident(where)}
          {incidents.length > 1 && ` · ${words.nextTarget}`}
        </p>
      )}
      <Clips taken={scribe.taken} onRemove={scribe.detach} />
    </main>
  );
}

/** Before anybody is signed in. */
export function EmptyBar({ bridge }: { bridge: DesktopBridge }) {
  useEffect(
    () =>
      bridge.onNote(({ id }) => {
        bridge.noteDone({ id, ok: false, says: words.notSetUp }).catch(reportError);
      }),
    [bridge],
  );
  return (
    <main className={styles.bar} aria-label={words.label}>
      <h1 className="spoken">{words.label}</h1>
      <p className={styles.says}>{words.notSetUp}</p>
      <button
        type="button"
        className={styles.button}
        autoFocus
        onClick={() => void bridge.closeScribe()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') void bridge.closeScribe();
        }}
      >
        {words.ok}
      </button>
    </main>
  );
}

/** Fits the window's height to its content. */
function useFittedHeight(bridge: DesktopBridge) {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() => {
      const height = Math.min(600, Math.max(40, Math.ceil(element.getBoundingClientRect().height)));
      bridge.resizeScribe({ height }).catch(reportError);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [bridge]);
  return frame;
}
