// Tests paging as stories. The decision is pure: a story is a room, a team and a clock that moves forward, and
// records what was sent to whom.
import type { Person } from '#room/feed/feed.ts';
import { decide } from '../decide.ts';
import type { Decision, PagingState, RoomFacts, Send, PagingTeam } from '../paging-state.ts';
import { policySchema, type Policy } from '#wire/api/policies.ts';

export const minute = 60_000;
export const hour = 60 * minute;
/** A Monday, 10:00 UTC. */
export const monday = Date.UTC(2026, 5, 1, 10);

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  role: 'responder',
  ...more,
});
export const withMail = (id: string, more: Partial<Person> = {}) =>
  person(id, { contact: { email: `${id}@example.org` }, ...more });
export const berlin = (id: string) =>
  withMail(id, {
    contact: {
      email: `${id}@example.org`,
      timeZone: 'Europe/Berlin',
      workingHours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '17:00' },
    },
  });
export const policy = (id: string, more: object): Policy => ({
  id,
  ...policySchema.parse({ name: id, steps: [], ...more }),
});
export const to = (...ids: string[]) => ids.map((id) => ({ kind: 'person', id }));
export const step = (targets: object[], waitMinutes = 5) => ({ targets, waitMinutes });
export const onCall = (holder: string | null, backup: string | null = null) => ({
  schedule: 'shop',
  name: 'Shop',
  service: null,
  person: holder,
  backup,
  until: null,
  next: null,
});

export const team = (policies: readonly Policy[], more: Partial<PagingTeam> = {}): PagingTeam => ({
  policies,
  people: [person('owner', { role: 'owner' }), withMail('ana'), withMail('bo'), withMail('cleo')],
  onCall: [],
  channels: [
    { id: 'mail', kind: 'email', name: 'Mail', isPaused: false },
    { id: 'slack', kind: 'slack', name: 'Slack', isPaused: false },
  ],
  ...more,
});

/** Throws when anything is sent twice. */
export function tell(given: PagingTeam, first: Partial<RoomFacts> = {}, begins = monday) {
  let state: PagingState | null = null;
  let now = begins;
  let last: Decision | null = null;
  let current = given;
  let room: RoomFacts = { ...factsAt(begins), ...first };
  const out: Send[] = [];
  const seen = new Set<string>();
  const look = (event: { kind: 'declined'; person: string } | null = null) => {
    last = decide(state, room, current, now, event);
    state = last.state;
    for (const send of last.sends) {
      if (seen.has(send.key)) throw new Error(`sent twice: ${send.key}`);
      seen.add(send.key);
      out.push(send);
    }
    // Deciding again at once must change nothing, as after a crash.
    if (decide(state, room, current, now).state !== state) throw new Error('decided twice');
  };
  const nextAt = () => last?.nextAt ?? Infinity;
  const said: string[] = [];
  const record = () => said.push(...(last?.says ?? []).map(({ why }) => why));
  const story = {
    /** Everything sent since the last call, as `channel person`. */
    sent: () =>
      out
        .splice(0)
        .map(({ person: who, channel, purpose }) =>
          [purpose === 'page' || purpose === 'incident' ? null : purpose, channel, who]
            .filter(Boolean)
            .join(' '),
        ),
    said: () => said.splice(0),
    why: () => last?.reason,
    phase: () => state?.phase,
    open: () => (state?.open ?? []).map((page) => page.person),
    cancels: () => last?.cancels ?? null,
    happens: (change: Partial<RoomFacts>) => {
      room = { ...room, ...change };
      look();
      record();
    },
    acknowledges: (who: string) =>
      story.happens({
        answers: [...room.answers, { person: who, at: now, by: 'acknowledging' }],
        lastHumanAt: now,
      }),
    declines: (who: string) => {
      look({ kind: 'declined', person: who });
      record();
    },
    changes: (change: Partial<PagingTeam>) => {
      current = { ...current, ...change };
    },
    /** Moves from one due time to the next, as the alarm does. */
    forward: (ms: number) => {
      const end = now + ms;
      for (let stops = 0; nextAt() <= end; stops++) {
        if (stops > 500) throw new Error('it does not come to rest');
        now = Math.max(now, nextAt());
        look();
        record();
      }
      now = end;
    },
    now: () => now,
  };
  look();
  record();
  return story;
}

export function factsAt(at: number): RoomFacts {
  return {
    incident: 'i',
    severity: 'P2',
    severityAt: at,
    severityBy: 'monitor:m',
    status: 'triage',
    service: null,
    drill: false,
    answers: [],
    lastHumanAt: null,
    missing: [],
  };
}
