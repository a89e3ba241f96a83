import { sayMoment } from '#room/time/time.ts';
import { optionalNumberField, numberField, textField } from '../forms/fields.ts';
import { defineCheck, degraded, down, unknown, up, type BeatState, type CheckResult } from './check.ts';
import { judgeSilence } from './silence.ts';

const range = { min: -1e15, max: 1e15 };
const minuteMs = 60_000;

/** HB: a number that a program posts to us, such as how full a pool is. */
export const metric = defineCheck({
  label: 'Metric (posted number)',
  about:
    'Takes numbers that a program posts. It is down when a number passes a threshold, or when none comes.',
  isPassive: true,
  intervalSeconds: 30,
  fields: {
    criticalAbove: optionalNumberField({ label: 'Down above', isMain: true, ...range }),
    warnAbove: optionalNumberField({ label: 'Degraded above', isMain: true, ...range }),
    criticalBelow: optionalNumberField({ label: 'Down below', group: 'Lower limits', ...range }),
    warnBelow: optionalNumberField({ label: 'Degraded below', group: 'Lower limits', ...range }),
    unit: textField({ label: 'Unit', hint: 'Such as %, ms or jobs', isMain: true, max: 20 }),
    staleMinutes: numberField({
      label: 'Down after a silence of',
      isMain: true,
      unit: 'min',
      min: 0.1,
      max: 44_640,
      fallback: 10,
    }),
  },
  target: () => ({ url: '', hostname: '', port: '' }),
  run: async (settings, { beats, now }) =>
    beats === null ? unknown('it waits for reports, and cannot be asked') : judge(settings, beats, now()),
});

type Settings = {
  criticalAbove: number | null;
  warnAbove: number | null;
  criticalBelow: number | null;
  warnBelow: number | null;
  unit: string;
  staleMinutes: number;
};

function judge(settings: Settings, beats: BeatState, now: number): CheckResult {
  const { lastValueAt, lastValue, since, deafness } = beats;
  const heardAt = lastValueAt !== null && lastValueAt >= since ? lastValueAt : null;
  const from = heardAt ?? since;
  const silence = judgeSilence({
    from,
    // A value may come at any moment, so one may have been missed whenever this server was away.
    expectedAfter: (at) => at,
    graceMs: settings.staleMinutes * minuteMs,
    deafness,
    now,
  });
  if (silence.state === 'missed')
    return down(heardAt === null ? 'no number has come yet' : `no number since ${sayMoment(heardAt)}`);
  if (heardAt === null || lastValue === null) return unknown('no number yet');
  return compare(settings, lastValue);
}

function compare(settings: Settings, value: number): CheckResult {
  const unit = settings.unit === '' ? '' : ` ${settings.unit}`;
  const say = (word: string, limit: number) => `${value}${unit} is ${word} ${limit}${unit}`;
  const passed = (above: number | null, below: number | null): string | null => {
    if (above !== null && value > above) return say('above', above);
    return below !== null && value < below ? say('below', below) : null;
  };
  const critical = passed(settings.criticalAbove, settings.criticalBelow);
  if (critical !== null) return down(critical, null, { value });
  const warning = passed(settings.warnAbove, settings.warnBelow);
  return warning === null ? up(null, { value }) : degraded(warning, null, { value });
}
