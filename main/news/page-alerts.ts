// DE10: a page stays until it is answered and repeats: every minute for a P1, every five minutes otherwise.
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import type { Severity } from '#room/facts/fact.ts';

const repeatMs = (severity: Severity): number => (severity === 'P1' ? 60_000 : 300_000);

export type PageAlert = {
  page: OpenPage;
  incident: IncidentSummary | null;
  /** Counts from 1. Above 1 the page was shown before and nobody answered. */
  time: number;
};

type Options = {
  /** Ms of a clock that nobody can set. */
  now: () => number;
  /** Shows the alert; the returned function removes it. */
  say: (alert: PageAlert) => () => void;
};

/** A page may arrive before its incident; it waits this long for the incident's name. */
const nameWithinMs = 2_000;

type Said = { alert: PageAlert; at: number; close: () => void };

export type PageAlerts = {
  /** Shows due pages and removes ended ones. Returns when to ask again, on that clock, or null. */
  show(pages: readonly OpenPage[], incidents: ReadonlyMap<string, IncidentSummary>): number | null;
  stop(): void;
};

export function createPageAlerts({ now, say }: Options): PageAlerts {
  const said = new Map<string, Said>();
  const seen = new Map<string, number>();
  const close = (id: string) => {
    said.get(id)?.close();
    said.delete(id);
  };
  return {
    show(pages, incidents) {
      const waiting = new Set(pages.map(({ id }) => id));
      for (const id of said.keys()) if (!waiting.has(id)) close(id);
      for (const id of seen.keys()) if (!waiting.has(id)) seen.delete(id);
      let next: number | null = null;
      for (const page of pages) {
        const incident = incidents.get(page.incident) ?? null;
        const seenAt = seen.get(page.id) ?? now();
        seen.set(page.id, seenAt);
        if (incident === null && now() - seenAt < nameWithinMs) {
          next = Math.min(next ?? Infinity, seenAt + nameWithinMs);
          continue;
        }
        const everyMs = repeatMs(incident?.severity ?? 'P1');
        let last = said.get(page.id);
        if (last === undefined || now() - last.at >= everyMs) {
          const alert = { page, incident, time: (last?.alert.time ?? 0) + 1 };
          last?.close();
          last = { alert, at: now(), close: say(alert) };
          said.set(page.id, last);
        }
        next = Math.min(next ?? Infinity, last.at + everyMs);
      }
      return next;
    },
    stop: () => [...said.keys()].forEach(close),
  };
}
