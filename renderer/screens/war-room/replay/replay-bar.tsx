// Under the header: the shown moment, and controls to go to another.
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { useSay } from '#renderer/screens/war-room/panels/timeline/use-say.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayExactly } from '#renderer/ui/say-time.ts';
import { momentFrom, type ReplayView } from '#room/log/replay.ts';
import { strings } from '../../../strings/index.ts';
import { sayDateTime, sayHonestly } from './words.ts';
import { speeds, usePlaying, type Playing } from './use-playing.ts';
import type { Opened } from './use-replay.ts';
import styles from './replay.module.css';

const words = strings.replay;

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
        <strong className={styles.tag}>{words.badge}</strong>
        <time className={styles.time} dateTime={new Date(time).toISOString()} title={sayExactly(time)}>
          {sayDateTime(time)}
        </time>
        <span className={`mono label`}>{sayExactly(time).slice(11)}</span>
        <span className={`clip ${styles.last}`}>{last ? say(last.fact) : words.beforeFirst}</span>
        <span className="soft" role="status">
          {now}
        </span>
        <button type="button" className={styles.back} onClick={onLeave}>
          {words.backToNow} <Kbd keys="escape" />
        </button>
      </div>
      <div className={styles.controls}>
        <button type="button" className={styles.step} onClick={() => jump(-1)}>
          <IconPlayerSkipBack size={14} aria-hidden="true" /> {words.keyEventBefore} <Kbd keys="[" />
        </button>
        <button type="button" className={styles.play} onClick={playing.toggle}>
          {playing.isPlaying ? (
            <IconPlayerPause size={14} aria-hidden="true" />
          ) : (
            <IconPlayerPlay size={14} aria-hidden="true" />
          )}
          {playing.isPlaying ? words.pause : words.play} <Kbd keys="space" />
        </button>
        <button type="button" className={styles.step} onClick={() => jump(1)}>
          {words.next} <IconPlayerSkipForward size={14} aria-hidden="true" /> <Kbd keys="]" />
        </button>
        <Scrubber opened={opened} time={time} />
        <Speeds playing={playing} />
      </div>
      {honestly !== null && <p className={styles.honest}>{honestly}</p>}
    </div>
  );
}

function useReplayKeys(playing: Playing, jump: (step: 1 | -1) => void, onLeave: () => void) {
  const group = words.replay;
  const change = (step: 1 | -1) => {
    const next = speeds[speeds.indexOf(playing.speed) + step];
    if (next !== undefined) playing.setSpeed(next);
  };
  useKeys({
    space: { run: playing.toggle, label: words.playOrPause, group },
    '[': { run: () => jump(-1), label: words.previousKeyEvent, group },
    ']': { run: () => jump(1), label: words.nextKeyEvent, group },
    '<': { run: () => change(-1), label: words.slower, group },
    '>': { run: () => change(1), label: words.faster, group },
    g: { run: onLeave, label: words.backToNow, group },
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
          aria-label={words.momentShown}
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
    <div className={styles.speeds} role="group" aria-label={words.speed}>
      {speeds.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={speed === playing.speed}
          onClick={() => playing.setSpeed(speed)}
        >
          {`${speed}x`}
        </button>
      ))}
    </div>
  );
}
