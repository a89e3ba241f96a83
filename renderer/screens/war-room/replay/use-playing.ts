import { useEffect, useState } from 'react';
import type { Replay } from '#room/log/replay.ts';

export const speeds = [1, 2, 5, 10, 30, 60] as const;
export type Speed = (typeof speeds)[number];

const stepMs = 100;

export type Playing = {
  isPlaying: boolean;
  speed: Speed;
  /** Starts at the beginning when the replay is at its end. */
  toggle: () => void;
  pause: () => void;
  setSpeed: (speed: Speed) => void;
};

/** Advances a replay by real time multiplied by its speed, until its end. */
export function usePlaying(replay: Replay, span: { from: number; to: number }): Playing {
  const { from, to } = span;
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(10);
  useEffect(() => {
    if (!isPlaying) return undefined;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const next = Math.min(to, replay.view().time + (now - last) * speed);
      last = now;
      replay.goTo(next);
      if (next >= to) setPlaying(false);
    }, stepMs);
    return () => clearInterval(timer);
  }, [isPlaying, speed, replay, to]);
  const toggle = () => {
    if (!isPlaying && replay.view().time >= to) replay.goTo(from);
    setPlaying(!isPlaying);
  };
  return { isPlaying, speed, setSpeed, toggle, pause: () => setPlaying(false) };
}
