// IT14: what Icinga, Nagios, Checkmk, Sensu, PRTG and their like tell of one check of one host, under whatever names a
// person gave their macros. The check and its host are the outage: the words of its output change.
import { fieldsOf, firstText, isFields, textOf, type Fields } from './read.ts';
import { readEnd } from './state-words.ts';
import type { FoundParts } from './usual-alert.ts';

const hosts =
  'hostName hostAlias hostDisplayName host deviceName device entityMetadataName entityName clientName'.split(
    ' ',
  );
const checks =
  'serviceDesc serviceName serviceDisplayName serviceDescription checkMetadataName checkName sensorName sensor'.split(
    ' ',
  );
/** Other tools call other things so: only beside a number as the state do these name a check. */
const perhapsChecks = ['service', 'check'];
const checkStates = 'serviceState checkState checkStatus'.split(' ');
const anyStates = 'state status lastStatus lastState'.split(' ');
const outputs = 'serviceOutput checkOutput hostOutput output longOutput message msg'.split(' ');
const kinds = 'notificationType messageType action type'.split(' ');
const titles = ['title', 'subject', 'summary'];
/** The exit codes of Nagios's plugins. */
const codes: Readonly<Record<string, string>> = { 0: 'ok', 1: 'warning', 2: 'critical', 3: 'unknown' };

/** Null for a body that tells of something else, or has a title of its own. */
export function readCheckNotice(payload: Fields): FoundParts | null {
  const named = namesOf(payload);
  const first = (names: readonly string[]) =>
    firstText(...names.map((name) => named.get(name.toLowerCase())));
  const host = first(hosts);
  if (host === null || first(titles) !== null) return null;
  const ofCheck = first(checkStates);
  const ofHost = first(['hostState', 'hostStatus']);
  const state = ofCheck ?? ofHost ?? first(anyStates);
  const check =
    first(checks) ?? (state !== null && Object.hasOwn(codes, state) ? first(perhapsChecks) : null);
  if (state === null || (check === null && ofHost === null)) return null;
  const place = check === null ? host : `${check} on ${host}`;
  const isEnd = [first(kinds)].find((kind) => readEnd(kind) !== null);
  const word = codes[state] ?? state;
  return {
    title: place,
    dedupKey: place,
    action: isEnd ?? word,
    severityFrom: word,
    details: first(outputs),
  };
}

/** `service: { name }`, `service.name`, `SERVICE_NAME` and `servicename` are one name. */
function namesOf(payload: Fields): ReadonlyMap<string, unknown> {
  const named = new Map<string, unknown>();
  const add = (before: string, fields: Fields, depth: number) => {
    for (const [name, value] of Object.entries(fields)) {
      const whole = before + name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
      if (isFields(value) && depth > 1) add(whole, fieldsOf(value), depth - 1);
      else if (textOf(value) !== null && !named.has(whole)) named.set(whole, value);
    }
  };
  add('', payload, 3);
  return named;
}
