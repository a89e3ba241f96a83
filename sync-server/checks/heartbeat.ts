import { sayMoment } from '#room/time/time.ts';
import { nextRun } from '../cron.ts';
import { choiceField, numberField, optionalNumberField, textField } from '../forms/fields.ts';
import { defineCheck, degraded, down, unknown, up, type BeatState, type CheckResult } from './check.ts';
import { judgeSilence, saySpan } from './silence.ts';

const minuteMs = 60_000;

/** HB: a job reports its runs; down when no report comes or a run failed. */
export const heartbeat = defineCheck({
  label: 'Heartbeat (cron job)',
  about: 'Waits for a job to say that it ran, and is down when it stays silent or says that it failed.',
  isPassive: true,
  intervalSeconds: 30,
  area: 'infrastructure',
  fields: {
    schedule: choiceField({
      label: 'Expected',
      isMain: true,
      options: ['at a period', 'at times of a cron line'],
    }),
    periodMinutes: numberField({
      label: 'Period',
      hint: 'How often the job runs. 1440 is a day',
      isMain: true,
      unit: 'min',
      min: 0.5,
      max: 527_040,
      fallback: 1_440,
    }),
    graceMinutes: optionalNumberField({
      label: 'Grace',
      hint: 'How late the job may be and how long it may run. Empty means a fifth of the period, or an hour with a cron line.',
      isMain: true,
      unit: 'min',
      min: 0.1,
      max: 44_640,
    }),
    cron: textField({
      label: 'Cron line',
      hint: 'Such as 30 2 * * 1-5',
      group: 'Cron',
      max: 200,
      fallback: '0 3 * * *',
      check: wrongInCron,
    }),
    timeZone: textField({
      label: 'Time zone',
      hint: 'Such as Europe/Vienna',
      group: 'Cron',
      fallback: 'UTC',
      max: 60,
      check: wrongInZone,
    }),
  },
  target: () => ({ url: '', hostname: '', port: '' }),
  run: async (settings, { beats, now }) =>
    beats === null ? unknown('it waits for reports, and cannot be asked') : judge(settings, beats, now()),
});

type Settings = {
  schedule: string;
  periodMinutes: number;
  graceMinutes: number | null;
  cron: string;
  timeZone: string;
};

function judge(settings: Settings, beats: BeatState, now: number): CheckResult {
  const periodMs = settings.periodMinutes * minuteMs;
  const isCron = settings.schedule !== 'at a period';
  const ownGraceMs = isCron ? 60 * minuteMs : periodMs / 5;
  const graceMs = settings.graceMinutes === null ? ownGraceMs : settings.graceMinutes * minuteMs;
  const heardAt = sinceThen(beats.lastBeatAt, beats.since);
  const failedAt = sinceThen(beats.lastFailAt, beats.since);
  if (failedAt !== null && failedAt > (heardAt ?? 0)) return down(sayFailure(beats.lastExit));
  const stuck = judgeRuns(beats, graceMs, now);
  if (stuck !== null) return stuck;
  const from = heardAt ?? beats.since;
  const expectedAfter = isCron
    ? (at: number) => runAfter(settings, at, at === heardAt)
    : (at: number) => at + periodMs;
  const silence = judgeSilence({ from, expectedAfter, graceMs, deafness: beats.deafness, now });
  const last = heardAt === null ? 'no beat yet' : `no beat since ${sayMoment(heardAt)}`;
  if (silence.state === 'missed') return down(`${last}; it was expected by ${sayMoment(silence.deadline)}`);
  if (silence.state === 'excused') {
    const { from: gone, to } = silence.away;
    const words = `${last}; this server was away from ${sayMoment(gone)} for ${saySpan(to - gone)}, when it may have come`;
    return heardAt === null ? unknown(words) : degraded(words, null);
  }
  if (silence.state === 'in-time')
    return heardAt === null ? unknown('no beat yet') : up(beats.lastDurationMs);
  if (heardAt === null) return unknown(`${last}; it is expected by ${sayMoment(silence.deadline)}`);
  return degraded(`late: ${last}; it may come until ${sayMoment(silence.deadline)}`, beats.lastDurationMs);
}

/** Ignores a time before the monitor began to wait. */
const sinceThen = (at: number | null, since: number): number | null =>
  at !== null && at >= since ? at : null;

const sayFailure = (exit: number | null) =>
  exit === null || exit === 0
    ? 'the job says that it failed'
    : `the job says that it failed (exit code ${exit})`;

/** The run that has taken too long, if there is one. */
function judgeRuns(
  { runs, since, lastBeatAt, deafness }: BeatState,
  graceMs: number,
  now: number,
): CheckResult | null {
  for (const { at } of runs) {
    if (at < since) continue;
    const silence = judgeSilence({ from: at, expectedAfter: (from) => from, graceMs, deafness, now });
    if (silence.state !== 'missed') continue;
    // HB3: the run may have ended while this server was away; a later beat shows that the job works.
    const wasMissed = deafness.some(
      ({ from, to }) => to > at && from < at + graceMs && (lastBeatAt ?? 0) > to,
    );
    if (wasMissed) continue;
    return down(`the job began at ${sayMoment(at)} and has not ended within ${saySpan(graceMs)}`);
  }
  return null;
}

/** Clocks differ a little: a beat just before its minute counts for that minute. */
const earlyBeatMs = 10_000;

/** A cron line without a next run is never late. */
function runAfter({ cron, timeZone }: Settings, at: number, isBeat: boolean): number {
  const next = nextRun(cron, timeZone, at) ?? Infinity;
  if (!isBeat || next - at > earlyBeatMs) return next;
  const following = nextRun(cron, timeZone, next) ?? Infinity;
  return next - at <= Math.min(earlyBeatMs, (following - next) / 4) ? following : next;
}

function wrongInCron(text: string): string | null {
  try {
    if (nextRun(text, 'UTC', 0) !== null && text.trim().split(/\s+/).length === 5) return null;
  } catch {
    // The text below says which form is expected; the library's error does not.
  }
  return 'five parts: minute, hour, day of the month, month, day of the week, such as 30 2 * * 1-5';
}

function wrongInZone(text: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format(0) === '' ? 'a time zone' : null;
  } catch {
    return 'a time zone such as Europe/Vienna or UTC';
  }
}
