import { describe, expect, test } from 'vitest';
import { policySchema, type Policy } from '#wire/api/policies.ts';
import { pickPolicy, usualPolicies } from './policy.ts';
import { berlin, hour, minute, onCall, policy, step, team, tell, to } from '../testing/story.ts';

const policies = [
  policy('all', { steps: [step(to('cleo'))] }),
  policy('p1', { severities: ['P1'], steps: [step(to('bo'))] }),
  policy('shop', { services: ['shop'], steps: [step(to('ana'))] }),
  policy('shop-p1', { services: ['shop'], severities: ['P1'], steps: [step(to('owner'))] }),
];

/** Ana acknowledges a P2; somebody makes a P1 of it. */
const raise = (by: string) => {
  const story = tell(team(policies));
  story.acknowledges('ana');
  story.sent();
  story.forward(minute);
  story.happens({ severity: 'P1', severityAt: story.now(), severityBy: by });
  return [story.sent(), story.why()];
};

describe('which policy, and when not', () => {
  test('[ES1] the most specific: service and severity, service, severity, neither', () => {
    const pick = (severity: 'P1' | 'P2', service: string | null) =>
      pickPolicy(policies, { severity, service })?.id;
    expect([pick('P1', 'shop'), pick('P2', 'shop'), pick('P1', 'mail'), pick('P2', null)]).toEqual([
      'shop-p1',
      'shop',
      'p1',
      'all',
    ]);
    expect(pickPolicy(policies.slice(1), { severity: 'P2', service: null })).toBeNull();
  });

  test('[ES3] drills page nobody unless the policy asks for it, and the room says why', () => {
    const story = tell(team(policies), { drill: true });
    expect([story.sent(), story.why(), story.said()]).toEqual([[], 'drill', ['drill']]);
    expect(
      tell(team([policy('p', { drills: true, steps: [step(to('ana'))] })]), { drill: true }).sent(),
    ).toEqual(['desktop ana', 'mail ana']);
  });

  test('[TK4] a policy that pages in drills makes no ticket for them', () => {
    const channels = ['jira', 'slack'].map((id) => ({ id, kind: id, name: id, isPaused: false }));
    const targets = channels.map(({ id }) => ({ kind: 'channel' as const, id }));
    const world = team([policy('p', { drills: true, steps: [step(targets)] })], { channels });
    expect(tell(world, { drill: true }).sent()).toEqual(['slack']);
    expect(tell(world).sent()).toEqual(['jira', 'slack']);
  });

  test('[ES3] a policy without steps pages nobody, no policy that fits neither; no policy at all is not worth a word', () => {
    expect(tell(team([policy('p4', {})])).said()).toEqual(['policy-pages-nobody']);
    expect(tell(team([policy('p1', { severities: ['P1'] })])).said()).toEqual(['no-policy-fits']);
    const none = tell(team([]));
    expect([none.why(), none.said(), none.sent()]).toEqual(['no-policies', [], []]);
  });

  test('[ES6] severity raised: the policy is chosen anew and its first step paged at once', () => {
    const story = tell(team(policies));
    expect(story.sent()).toEqual(['desktop cleo', 'mail cleo']);
    story.forward(minute);
    story.happens({ severity: 'P1', severityAt: story.now(), severityBy: 'ana' });
    expect([story.sent(), story.why(), story.cancels()]).toEqual([
      ['desktop bo', 'mail bo'],
      'severity-raised',
      'page.i.1.',
    ]);
  });

  test('[ES6] an answer to less does not answer for more, unless who answered raised it', () => {
    expect(raise('bo')).toEqual([['desktop bo', 'mail bo'], 'severity-raised']);
    expect(raise('ana')).toEqual([[], 'raised-by-who-acknowledged']);
  });

  test('[ES6] lowered to what pages nobody, paging stops', () => {
    const story = tell(
      team([policy('p1', { severities: ['P1'], steps: [step(to('bo'))] }), policy('rest', {})]),
      {
        severity: 'P1',
      },
    );
    story.sent();
    story.happens({ severity: 'P4', severityAt: story.now() });
    story.forward(hour);
    expect([story.sent(), story.phase(), story.open()]).toEqual([[], 'quiet', []]);
  });

  test('[ES2] changing a policy does not change what is under way', () => {
    const story = tell(team([policy('p', { steps: [step(to('ana')), step(to('bo'))] })]));
    story.sent();
    story.changes({ policies: [policy('p', { steps: [] })] });
    story.forward(5 * minute);
    expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
  });
});

describe('business hours', () => {
  const p3 = policy('p3', { hours: 'business', steps: [step(to('ana'), 60)] });
  const friday = Date.UTC(2026, 5, 5, 20);

  test('[ES3] a P3 of Friday evening pages on Monday at eight by the clock of who is paged', () => {
    const story = tell(team([p3], { people: [berlin('ana')] }), { severity: 'P3' }, friday);
    expect([story.sent(), story.why(), story.said()]).toEqual([
      [],
      'outside-business-hours',
      ['outside-business-hours'],
    ]);
    story.forward(Date.UTC(2026, 5, 8, 6) - friday - 1);
    expect(story.sent()).toEqual([]);
    story.forward(1);
    expect([story.sent(), story.why()]).toEqual([['desktop ana', 'mail ana'], 'business-hours-began']);
  });

  test('[ES3] raised to P1 in the night, it waits no longer', () => {
    const p1 = policy('p1', { severities: ['P1'], steps: [step(to('bo'))] });
    const story = tell(team([p3, p1]), { severity: 'P3' }, friday);
    story.happens({ severity: 'P1', severityAt: story.now() });
    expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
  });

  test('[ES3] in their hours at once; acknowledged while it waits, nobody is paged', () => {
    expect(tell(team([p3], { people: [berlin('ana')] }), { severity: 'P3' }).sent()).toEqual([
      'desktop ana',
      'mail ana',
    ]);
    const story = tell(team([p3]), { severity: 'P3' }, friday);
    story.acknowledges('bo');
    story.forward(100 * hour);
    expect(story.sent()).toEqual([]);
  });
});

describe('the usual four', () => {
  test('[ES1] are valid, P1 pages at once, P2 with a backup, P3 in business hours, P4 nobody', () => {
    const usual = usualPolicies(['shop'], []).map((settings, index): Policy => ({
      id: String(index),
      ...policySchema.parse(settings),
    }));
    const story = (severity: 'P1' | 'P2' | 'P3' | 'P4') =>
      tell(team(usual, { onCall: [onCall('ana', 'bo')] }), { severity }, Date.UTC(2026, 5, 6, 3));
    expect(story('P1').sent()).toEqual(['desktop ana', 'mail ana']);
    expect(story('P2').sent()).toEqual(['desktop ana', 'mail ana', 'desktop bo', 'mail bo']);
    expect(story('P3').why()).toBe('outside-business-hours');
    expect(story('P4').why()).toBe('policy-pages-nobody');
    const alone = usualPolicies([], ['owner']);
    expect(alone[0]?.steps[0]?.targets).toEqual([{ kind: 'person', id: 'owner' }]);
  });
});
