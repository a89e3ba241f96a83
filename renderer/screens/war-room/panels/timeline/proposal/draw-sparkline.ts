import type { Sample } from '#room/feed/feed.ts';

const width = 96;
const height = 18;
/** Leaves space for the failure ticks and for the line's stroke at the top. */
const [top, bottom] = [2, height - 5];

export type Drawing = {
  width: number;
  height: number;
  /** Unbroken runs of answers, each as the points of a polyline. */
  lines: readonly string[];
  /** The x positions of failed samples. */
  failures: readonly number[];
};

export function drawSparkline(
  samples: readonly Sample[],
  { from, to }: { from: number; to: number },
): Drawing {
  const shown = samples.filter(({ at }) => at >= from && at <= to);
  const worst = Math.max(1, ...shown.map(({ latencyMs }) => latencyMs ?? 0));
  const x = (at: number) => round(((at - from) / (to - from)) * width);
  const rows: string[][] = [[]];
  const failures = new Set<number>();
  for (const { at, status, latencyMs } of shown) {
    if (status === 'down' || latencyMs === null) {
      failures.add(x(at));
      rows.push([]);
    } else rows.at(-1)!.push(`${x(at)},${round(bottom - (latencyMs / worst) * (bottom - top))}`);
  }
  const lines = rows.filter((row) => row.length > 0).map((row) => row.join(' '));
  return { width, height, lines, failures: [...failures] };
}

const round = (value: number): number => Math.round(value * 10) / 10;
