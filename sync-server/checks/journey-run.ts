// The run of an HTTP journey: step by step, with cookies, until one fails. Clean-up steps always run.
import { strikeOut } from '../forms/secret.ts';
import { degraded, down, up, type CheckContext, type CheckResult } from './check.ts';
import { makeCookieJar, type CookieJar } from './web/cookies.ts';
import { redactEvidence, type Evidence } from './evidence.ts';
import { explainFailure, quote } from './explain.ts';
import { NoAnswer, type HttpAnswer } from './web/http-request.ts';
import type { Step } from './journey.ts';
import { fillIn, parseSecrets, parseStore } from './placeholders.ts';
import { evaluateJson, findMatch } from '../outgoing/expressions.ts';
import { hasWords } from './measure.ts';
import { isUnansweredName } from '../outgoing/name-failure.ts';
import { wrongInHeaders } from './web/headers.ts';
import { asText, isTruthy, sayWrongJson } from './query.ts';
import { evidenceOf, follow, isIn, mostText, parseRanges, sayStatus, sayUnread } from './web/web.ts';

type Settings = {
  steps: readonly Step[];
  secrets: string;
  slowAfterMs: number | null;
  stepSeconds: number;
  ignoresTls: boolean;
};

/** A run's state between steps. */
type Run = { settings: Settings; context: CheckContext; known: Map<string, string>; cookies: CookieJar };
type Outcome = {
  wrong: string | null;
  answer: HttpAnswer | null;
  phases?: Evidence['phases'];
  isUnresolved?: boolean;
};
type Failure = Outcome & { reason: string };

const longestStored = 10_000;
/** Shorter cookie values are words such as `en`; masking them would make texts unreadable. */
const shortestCookieSecret = 12;

export async function runJourney(settings: Settings, context: CheckContext): Promise<CheckResult> {
  const known = new Map(parseSecrets(settings.secrets));
  const secrets = new Set(known.keys());
  const run = { settings, context, known, cookies: makeCookieJar(context.now) };
  const startedAt = performance.now();
  const log: string[] = [];
  let failure: Failure | null = null;
  for (const [index, step] of settings.steps.entries()) {
    const label = `${index + 1}. ${step.name}`;
    if (context.signal.aborted || (failure !== null && !step.always)) {
      log.push(`${label}: not run`);
      // A journey whose time ran out before this step has failed too.
      failure ??= {
        reason: explainFailure(null, context.signal, performance.now() - startedAt),
        wrong: null,
        answer: null,
      };
      continue;
    }
    const stepStartedAt = performance.now();
    const outcome = await runStep(step, run);
    const tookMs = Math.round(performance.now() - stepStartedAt);
    const answered = outcome.answer === null ? '' : `${sayStatus(outcome.answer)} `;
    log.push(
      `${label}: ${answered}in ${tookMs} ms${outcome.wrong === null ? '' : `, failed: ${outcome.wrong}`}`,
    );
    if (outcome.wrong !== null)
      failure ??= { ...outcome, reason: `step ${index + 1} (${step.name}): ${outcome.wrong}` };
  }
  const latencyMs = performance.now() - startedAt;
  const stored = [...known].filter(([name]) => !secrets.has(name)).map(([, value]) => value);
  const cookies = run.cookies.values().filter((value) => value.length >= shortestCookieSecret);
  const redact = strikeOut([...stored, ...cookies]);
  if (failure !== null) return sayFailure(failure, { log, redact, latencyMs, at: context.now() });
  const isSlow = settings.slowAfterMs !== null && latencyMs > settings.slowAfterMs;
  if (!isSlow) return up(latencyMs);
  const evidence = redactEvidence({ at: context.now(), log }, redact);
  return degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs, { evidence });
}

type Telling = { log: string[]; redact: (text: string) => string; latencyMs: number; at: number };

function sayFailure(
  { reason, answer, phases, isUnresolved = false }: Failure,
  { log, redact, latencyMs, at }: Telling,
): CheckResult {
  const seen = answer === null ? { at, ...(phases && { phases }) } : evidenceOf(answer, at);
  const { certificate } = seen;
  return down(redact(reason), answer === null ? null : latencyMs, {
    ...(seen.phases && { phases: seen.phases }),
    ...(certificate && { certificate }),
    isUnresolved,
    evidence: redactEvidence({ ...seen, log }, redact),
  });
}

async function runStep(step: Step, run: Run): Promise<Outcome> {
  const { context, settings } = run;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(settings.stepSeconds * 1000)]);
  const startedAt = performance.now();
  try {
    const answer = await ask(step, run, signal);
    return { answer, wrong: await judge(step, answer, run) };
  } catch (error) {
    if (!(error instanceof NoAnswer)) return { answer: null, wrong: sayError(error) };
    const wrong = explainFailure(error.cause, signal, performance.now() - startedAt);
    return { answer: null, wrong, phases: error.phases, isUnresolved: isUnansweredName(error) };
  }
}

const plainRequest = {
  slowAfterMs: null,
  user: '',
  password: '',
  bearer: '',
  followsRedirects: true,
  mostRedirects: 10,
};

function ask(
  step: Step,
  { settings, context, known, cookies }: Run,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = fillIn(step.url, known).trim();
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  if (!isWeb) throw new Error('its address is not a web address once its names are filled in');
  const headers = fillIn(step.headers, known);
  const wrong = wrongInHeaders(headers);
  if (wrong !== null) throw new Error(`its headers, once their names are filled in, are not ${wrong}`);
  const request = {
    url,
    headers,
    method: step.method,
    body: fillIn(step.body, known),
    accepted: step.expect,
    ...plainRequest,
    ignoresTls: settings.ignoresTls,
  };
  return follow(request, parseRanges(step.expect) ?? [], {
    signal,
    egress: context.egress,
    cookies,
    mostBytes: mostText,
  });
}

/** The fault of an answer, or null. Stores this step's values for later steps. */
async function judge(step: Step, answer: HttpAnswer, { known }: Run): Promise<string | null> {
  if (!isIn(answer.status, parseRanges(step.expect) ?? [])) return sayStatus(answer);
  const { text, unread } = answer;
  const words = fillIn(step.contains, known);
  if (!hasWords(text, words))
    return unread === null
      ? `${quote(words)} is not in the answer, which begins ${quote(text)}`
      : sayUnread(words, unread);
  const find = (query: string) => evaluateJson(query, text, Object.fromEntries(known));
  try {
    const found = step.query === '' ? true : await find(step.query);
    if (!isTruthy(found)) return `${quote(step.query)} is not true: it is ${quote(asText(found ?? null))}`;
    for (const { name, from } of parseStore(step.store) ?? []) {
      const value = await ('query' in from ? find(from.query) : findMatch(from.pattern, text));
      if (value === undefined || value === null)
        return `there is no ${name} to store in the answer${unread === null ? '' : `: ${unread}`}`;
      const stored = asText(value);
      if (stored.length > longestStored) return `${name} is longer than ${longestStored} characters`;
      known.set(name, stored);
    }
    return null;
  } catch (error) {
    return sayWrongJson(error, text, unread);
  }
}

const sayError = (error: unknown) => (error instanceof Error ? error.message : String(error));
