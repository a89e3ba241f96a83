// Uptime Kuma's webhook. Its status: 0 down, 1 up, 2 pending, 3 maintenance; certificate notices have only `msg`.
import { z } from 'zod';
import { clip, linkTo, type Alert } from './alert.ts';
import { alertFields, defineIntake, readPayload } from './kind.ts';

const notice = z.looseObject({
  heartbeat: z
    .looseObject({
      status: z.int().min(0).max(3),
      msg: z.string().nullish(),
    })
    .nullish(),
  monitor: z
    .looseObject({
      id: z.union([z.number(), z.string()]),
      name: z.string().min(1),
      url: z.string().nullish(),
      hostname: z.string().nullish(),
    })
    .nullish(),
  msg: z.string().max(20_000),
});

export const uptimeKuma = defineIntake({
  label: 'Uptime Kuma',
  fields: alertFields,
  parse: (body) => {
    const { heartbeat, monitor, msg } = readPayload(notice, body);
    const nothing = { severity: null, service: null };
    if (!heartbeat || !monitor) {
      // A certificate that expires, or the test button: told once, until somebody resolves it.
      const text = { dedupKey: `msg:${msg}`, summary: clip(msg, 1_024), source: null, details: null };
      const isTest = /testing/i.test(msg);
      const alert: Alert = { ...nothing, ...text, action: 'trigger', links: [] };
      return { alerts: isTest ? [] : [alert], changes: [] };
    }
    if (heartbeat.status === 2 || heartbeat.status === 3) return { alerts: [], changes: [] };
    const alert: Alert = {
      ...nothing,
      dedupKey: `monitor:${monitor.id}`,
      action: heartbeat.status === 0 ? 'trigger' : 'resolve',
      summary: `${monitor.name} is ${heartbeat.status === 0 ? 'down' : 'up'}`,
      source: monitor.hostname ?? null,
      details: heartbeat.msg ?? msg,
      links: linkTo(monitor.url, monitor.name),
    };
    return { alerts: [alert], changes: [] };
  },
});
