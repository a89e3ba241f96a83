// Uptime Kuma's webhook. Its status: 0 down, 1 up, 2 pending, 3 maintenance; certificate notices have only `msg`.
import { clip, linkTo, PayloadRefused, type Alert } from './alert.ts';
import { alertFields, defineIntake } from './kind.ts';
import { fieldsOf, firstText, shortLine, textOf, type Fields } from './read.ts';

/** The message of its test button: the notification's name and this word. */
const test = /(?:^|\s)Testing$/;
/** `[Shop][https://…] server certificate shop.example will expire in 7 days`: the number of days does not matter. */
const countdown = /\s*(?:will\s+)?(?:be\s+)?expir\w*\s+in\s+-?\d+(?:\.\d+)?\s+days?\.?\s*$/i;

export const uptimeKuma = defineIntake({
  label: 'Uptime Kuma',
  formats: ['uptime-kuma'],
  fields: alertFields,
  parse: (body) => {
    const given = fieldsOf(body);
    const heartbeat = fieldsOf(given['heartbeat']);
    const monitor = fieldsOf(given['monitor']);
    const msg = textOf(given['msg']);
    const status = readStatus(heartbeat['status']) ?? saidIn(msg);
    const name = firstText(monitor['name'], monitor['pathName'], monitor['hostname'], monitor['url']);
    const key = firstText(monitor['id'], heartbeat['monitorID'], heartbeat['monitor_id'], name);
    if (status === null) return { alerts: notice(msg), changes: [] };
    if (status > 1) return { alerts: [], changes: [] };
    if (key === null) return { alerts: notice(msg, saidIn(msg)), changes: [] };
    return {
      alerts: [beat({ monitor, heartbeat, isDown: status === 0, name: name ?? key, key, msg })],
      changes: [],
    };
  },
});

/** Null when it is not one of the four. */
function readStatus(value: unknown): 0 | 1 | 2 | 3 | null {
  const status = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return status === 0 || status === 1 || status === 2 || status === 3 ? status : null;
}

/** The status in its message: `[Shop] [🔴 Down] timeout`. */
function saidIn(msg: string | null): 0 | 1 | null {
  const word = /^\[.{1,200}\] \[\P{L}{0,4}(Down|Up)\]/u.exec(msg ?? '')?.[1];
  return word === undefined ? null : word === 'Down' ? 0 : 1;
}

type Beat = {
  monitor: Fields;
  heartbeat: Fields;
  isDown: boolean;
  name: string;
  key: string;
  msg: string | null;
};

function beat({ monitor, heartbeat, isDown, name, key, msg }: Beat): Alert {
  return {
    severity: null,
    service: null,
    dedupKey: `monitor:${key}`,
    action: isDown ? 'trigger' : 'resolve',
    summary: clip(`${name} is ${isDown ? 'down' : 'up'}`, 1_024),
    source: textOf(monitor['hostname']),
    details: textOf(heartbeat['msg']) ?? msg,
    links: linkTo(monitor['url'], name),
  };
}

/** `[Shop] [✅ Up] 200 - OK`, without the state and what follows it. */
const ofMonitor = /^(\[.{1,200}\]) \[\P{L}{0,4}(?:Down|Up)\].*$/su;

/** An expiring certificate: reported once, until somebody resolves it. `state`: of a message that names its monitor. */
function notice(msg: string | null, state: 0 | 1 | null = null): Alert[] {
  if (msg === null)
    throw new PayloadRefused([{ field: 'msg', expected: 'some text, or a heartbeat with its monitor' }]);
  if (test.test(msg.slice(-20))) return [];
  const nothing = { severity: null, service: null, source: null, details: null, links: [] };
  const dedupKey = `msg:${shortLine(msg).replace(countdown, '').replace(ofMonitor, '$1')}`;
  return [{ ...nothing, dedupKey, summary: clip(msg, 1_024), action: state === 1 ? 'resolve' : 'trigger' }];
}
