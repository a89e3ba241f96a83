import { isUnansweredName } from '../outgoing/name-failure.ts';
import { degraded, down, up, type CheckContext, type CheckResult } from './check.ts';
import { cutBody, type Certificate, type Evidence, type Phases } from './evidence.ts';
import { explainFailure } from './explain.ts';
import { UnexpectedAnswer } from './socket.ts';
import { optionalNumberField } from '../forms/fields.ts';

/** The result of a measurement besides its duration. `wrong` makes it down, `warning` makes it degraded. */
export type Finding = {
  wrong?: string | null;
  warning?: string | null;
  certificate?: Certificate;
  evidence?: Partial<Evidence>;
  phases?: Phases;
};

export const slowField = optionalNumberField({
  label: 'Slow after',
  hint: 'A slower answer counts as degraded, which pages nobody',
  group: 'Answer',
  unit: 'ms',
  min: 1,
  max: 10_000,
});

/** CK12: whether the words are in the text, however either of them composes its accents. */
export function hasWords(text: string, words: string): boolean {
  return text.includes(words) || text.normalize('NFC').includes(words.normalize('NFC'));
}

/** CH1: runs `work`, times it, and turns any outcome into a result. */
export async function measure(
  context: CheckContext,
  slowAfterMs: number | null,
  work: () => Promise<Finding>,
): Promise<CheckResult> {
  const startedAt = performance.now();
  try {
    context.signal.throwIfAborted();
    const { wrong = null, warning = null, evidence, ...more } = await work();
    const latencyMs = performance.now() - startedAt;
    const found = {
      ...more,
      ...((wrong ?? warning) && evidence && { evidence: { at: context.now(), ...evidence } }),
    };
    if (wrong !== null) return down(wrong, latencyMs, found);
    if (warning !== null) return degraded(warning, latencyMs, found);
    const isSlow = slowAfterMs !== null && latencyMs > slowAfterMs;
    return isSlow ? degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs, found) : up(latencyMs, found);
  } catch (error) {
    const elapsedMs = performance.now() - startedAt;
    const phases = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: elapsedMs };
    const body = error instanceof UnexpectedAnswer ? { body: cutBody(error.text) } : {};
    const reason = explainFailure(error, context.signal, elapsedMs);
    return down(reason, null, {
      evidence: { at: context.now(), phases, ...body },
      isUnresolved: isUnansweredName(error),
    });
  }
}

/** Rejects when the signal ends, for libraries that take none; to be raced against their work. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => reject(new Error('aborted'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
