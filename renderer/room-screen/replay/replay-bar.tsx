// Under the header: which moment this is, and how to get to another.
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useSay } from '#renderer/panels/timeline/use-say.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayExactly } from '#renderer/ui/say-time.ts';
import { momentFrom, type ReplayView } from '#room/replay.ts';
import { sayDateTime, sayHonestly } from './words.ts';
import { speeds, usePlaying, type Playing } from './use-playing.ts';
import type { Opened } from './use-replay.ts';
import styles from './replay.module.css';

type ReplayBarProps = { opened: Opened; view: ReplayView; now: string; onLeave: () => void };

export function ReplayBar({ opened, view, now, onLeave }: ReplayBarProps) {
  const { replay, moments, trouble } = opened;
  const { time, late } = view;
  const { say } = useSay();
  const playing = usePlaying(replay, opened);
  const last = moments.findLast(({ noted }) => noted <= time);
  const jump = (step: 1 | -1) => {
    const moment = momentFrom(moments, time, step);
    if (moment) replay.goTo(moment.noted);
  };
  useReplayKeys(playing, jump, onLeave);
  const honestly = sayHonestly({ time, late: late.length, textsFrom: replay.textsFrom, trouble });
  return (
    <div className={styles.bar}>
      <div className={styles.said}>
        <strong className={styles.tag}>Replay, not live</strong>
        <time className={styles.time} dateTime={new Date(time).toISOString()} title={sayExactly(time)}>
          {sayDateTime(time)}
        </time>
        <span className={`mono label`}>{sayExactly(time).slice(11)}</span>
        <span className={`clip ${styles.last}`}>{last ? say(last.fact) : 'Before the first key event'}</span>
        <span className="soft" role="status">
          {now}
        </span>
        <button type="button" className={styles.back} onClick={onLeave}>
          Back to now <Kbd keys="escape" />
        </button>
      </div>
      <div className={styles.controls}>
        <button type="button" className={styles.step} onClick={() => jump(-1)}>
          <IconPlayerSkipBack size={14} aria-hidden="true" /> Key event before <Kbd keys="[" />
        </button>
        <button type="button" className={styles.play} onClick={playing.toggle}>
          {playing.isPlaying ? (
            <IconPlayerPause size={14} aria-hidden="true" />
          ) : (
            <IconPlayerPlay size={14} aria-hidden="true" />
          )}
          {playing.isPlaying ? 'Pause' : 'Play'} <Kbd keys="space" />
        </button>
        <button type="button" className={styles.step} onClick={() => jump(1)}>
          Next <IconPlayerSkipForward size={14} aria-hidden="true" /> <Kbd keys="]" />
        </button>
        <Scrubber opened={opened} time={time} />
        <Speeds playing={playing} />
      </div>
      {honestly !== null && <p className={styles.honest}>{honestly}</p>}
    </div>
  );
}

function useReplayKeys(playing: Playing, jump: (step: 1 | -1) => void, onLeave: () => void) {
  const group = 'Replay';
  const change = (step: 1 | -1) => {
    const next = speeds[speeds.indexOf(playing.speed) + step];
    if (next !== undefined) playing.setSpeed(next);
  };
  useKeys({
    space: { run: playing.toggle, label: 'Play or pause', group },
    '[': { run: () => jump(-1), label: 'Key event before', group },
    ']': { run: () => jump(1), label: 'Next key event', group },
    '<': { run: () => change(-1), label: 'Slower', group },
    '>': { run: () => change(1), label: 'Faster', group },
    g: { run: onLeave, label: 'Back to now', group },
  });
}

function Scrubber({ opened, time }: { opened: Opened; time: number }) {
  const { replay, moments, from, to } = opened;
  const length = Math.max(1, to - from);
  return (
    <div className={styles.scrubber}>
      <span className="mono label">{sayDateTime(from).slice(-8, -3)}</span>
      <div className={styles.track}>
        <div className={styles.marks} aria-hidden="true">
          {moments.map(({ noted, fact }) => (
            <span
              key={fact.id}
              data-past={noted <= time}
              style={{ left: `${Math.min(1, Math.max(0, (noted - from) / length)) * 100}%` }}
            />
          ))}
        </div>
        <input
          type="range"
          aria-label="Moment shown"
          aria-valuetext={sayDateTime(time)}
          min={from}
          max={to}
          step={length > 1000 ? 1000 : 1}
          value={time}
          autoFocus
          onChange={(event) => replay.goTo(Math.min(to, Number(event.currentTarget.value)))}
        />
      </div>
      <span className="mono label">{sayDateTime(to).slice(-8, -3)}</span>
    </div>
  );
}

function Speeds({ playing }: { playing: Playing }) {
  return (
    <div className={styles.speeds} role="group" aria-label="Speed">
      {speeds.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={speed === playing.speed}
          onClick={() => playing.setSpeed(speed)}
        >
          {speed}x
        </button>
      ))}
    </div>
  );
}
