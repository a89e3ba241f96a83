// The list of checks, in the order in which the form offers them. A new kind is one file and one line here.
import { browser } from './browser.ts';
import type { Check } from './check.ts';
import { dns } from './dns.ts';
import { domain } from './domain.ts';
import { grpc } from './grpc.ts';
import { heartbeat } from './heartbeat.ts';
import { http } from './http.ts';
import { journey } from './journey.ts';
import { json } from './json.ts';
import { keyword } from './keyword.ts';
import { metric } from './metric.ts';
import { ping } from './ping.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { smtp } from './smtp.ts';
import { supplier } from './supplier.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';
import { websocket } from './websocket.ts';

export const checks: Readonly<Record<string, Check>> = {
  http,
  keyword,
  json,
  supplier,
  journey,
  browser,
  tcp,
  tls,
  domain,
  dns,
  ping,
  websocket,
  grpc,
  smtp,
  postgres,
  redis,
  heartbeat,
  metric,
};

/**
 * Adds the fallbacks of fields that are newer than the stored settings. Settings that no longer fit are returned as
 * they are.
 */
export function completeSettings(kind: string, settings: Record<string, unknown>): Record<string, unknown> {
  const check = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  const result = check?.schema.safeParse(settings);
  return result?.success === true ? result.data : settings;
}
