import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import {
  factsAt,
  hour,
  minute,
  monday,
  onCall,
  person,
  policy,
  step,
  team,
  tell,
  to,
  withMail,
} from './testing/story.ts';

describe('steps', () => {
  const twoSteps = policy('p', {
    steps: [step(to('ana')), step([...to('bo'), { kind: 'channel', id: 'slack' }])],
  });

  test('[ES2] Ana at once, Bo and Slack after five minutes, then the owners are told that nobody came', () => {
    const story = tell(team([twoSteps]));
    expect(story.sent()).toEqual(['desktop ana', 'mail ana']);
    expect(story.why()).toBe('declared');
    story.forward(5 * minute - 1);
    expect(story.sent()).toEqual([]);
    story.forward(1);
    expect(story.sent()).toEqual(['slack', 'desktop bo', 'mail bo']);
    expect(story.why()).toBe('not-acknowledged-in-time');
    expect(story.open()).toEqual(['ana', 'bo']);
    story.forward(5 * minute);
    expect(story.sent()).toEqual(['desktop owner']);
    expect([story.why(), story.phase(), story.said()]).toEqual([
      'asked-everybody',
      'exhausted',
      ['asked-everybody'],
    ]);
    story.forward(240 * hour);
    expect(story.sent()).toEqual([]);
  });

  test('[ES5] repeated twice, everybody is asked three times', () => {
    const story = tell(team([policy('p', { steps: [step(to('ana'))], repeat: 2 })]));
    story.forward(10 * minute);
    expect(story.sent()).toEqual(Array.from({ length: 3 }, () => ['desktop ana', 'mail ana']).flat());
    story.forward(10 * minute);
    expect(story.sent()).toEqual(['desktop owner']);
  });

  test('[ES5] a P1 goes on past its repeats, but not faster than every five minutes, until somebody acknowledges', () => {
    const story = tell(team([policy('p', { steps: [step(to('ana'), 1)] })]), { severity: 'P1' });
    story.forward(61 * minute);
    expect(story.why()).toBe('p1-goes-on');
    expect(story.sent()).toHaveLength(2 * 14);
    story.acknowledges('ana');
    story.forward(10 * hour);
    expect(story.sent()).toEqual([]);
  });

  test('[ES2] after a night without the server it goes on with the next step, not with all that were missed', () => {
    const first = decide(null, factsAt(monday), team([twoSteps]), monday);
    const late = decide(first.state, factsAt(monday), team([twoSteps]), monday + 8 * hour);
    expect(late.sends.map(({ channel, person: who }) => `${channel} ${who}`)).toEqual([
      'slack null',
      'desktop bo',
      'mail bo',
    ]);
    expect(late.nextAt).toBe(monday + 8 * hour + 5 * minute);
  });

  test('[ES4] ways of their own: the desktop at once, mail after three minutes, and no more once acknowledged', () => {
    const notify = [
      { channel: 'desktop', afterMinutes: 0 },
      { channel: 'mail', afterMinutes: 3 },
      { channel: 'slack', afterMinutes: 4 },
    ];
    const story = tell(team([twoSteps], { people: [withMail('ana', { notify })] }));
    expect(story.sent()).toEqual(['desktop ana']);
    story.forward(3 * minute);
    expect(story.sent()).toEqual(['mail ana']);
    story.acknowledges('ana');
    story.forward(hour);
    expect(story.sent()).toEqual([]);
  });

  test('[ES4] a way for other severities is left out; without any that fits it is as without rules', () => {
    const slack = { channel: 'slack', afterMinutes: 0 };
    const ways = (severities: readonly ('P1' | 'P2')[]) => {
      const notify = [{ ...slack, severities }];
      return tell(team([twoSteps], { people: [withMail('ana', { notify })] }), { severity: 'P1' }).sent();
    };
    expect(ways(['P1'])).toEqual(['slack ana']);
    expect(ways(['P2'])).toEqual(['desktop ana', 'mail ana']);
  });

  test('[ES4] a way whose channel was removed is left out; without any left it is as without rules', () => {
    const gone = { channel: 'gone', afterMinutes: 0 };
    const slack = { channel: 'slack', afterMinutes: 0 };
    const ways = (notify: (typeof gone)[]) =>
      tell(team([twoSteps], { people: [withMail('ana', { notify })] })).sent();
    expect(ways([gone, slack])).toEqual(['slack ana']);
    expect(ways([gone])).toEqual(['desktop ana', 'mail ana']);
  });

  test('[ES4] without an address, or with the mail paused, the desktop alone', () => {
    expect(tell(team([twoSteps], { people: [person('ana')] })).sent()).toEqual(['desktop ana']);
    const paused = [{ id: 'mail', kind: 'email', name: 'Mail', isPaused: true }];
    expect(tell(team([twoSteps], { channels: paused })).sent()).toEqual(['desktop ana']);
  });
});

describe('who is on call', () => {
  const shop = { kind: 'schedule', id: 'shop' };
  const p2 = policy('p', { steps: [step([{ ...shop, backup: true }])] });

  test('[ES2] a P2 pages who is on call and one backup', () => {
    expect(tell(team([p2], { onCall: [onCall('ana', 'bo')] })).sent()).toEqual([
      'desktop ana',
      'mail ana',
      'desktop bo',
      'mail bo',
    ]);
  });

  test('[ES2] the next round pages who is on call by then', () => {
    const story = tell(
      team([policy('p', { steps: [step([shop])], repeat: 1 })], { onCall: [onCall('ana')] }),
    );
    story.sent();
    story.changes({ onCall: [onCall('bo')] });
    story.forward(5 * minute);
    expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
  });

  test('[ES5] nobody on call, a schedule or a person gone: said out loud, and the owners are paged', () => {
    const empty = tell(team([p2], { onCall: [onCall(null)] }));
    expect([empty.sent(), empty.why(), empty.said()]).toEqual([
      ['desktop owner'],
      'nobody-on-call',
      ['nobody-on-call'],
    ]);
    expect(tell(team([p2])).sent()).toEqual(['desktop owner']);
    expect(tell(team([policy('p', { steps: [step(to('gone'))] })])).sent()).toEqual(['desktop owner']);
    const noChannel = policy('p', { steps: [step([{ kind: 'channel', id: 'gone' }])] });
    expect(tell(team([noChannel])).sent()).toEqual(['desktop owner']);
    // The rest of the step is paged all the same.
    const partly = policy('p', { steps: [step([shop, ...to('ana')])] });
    expect(tell(team([partly], { onCall: [onCall(null)] })).sent()).toEqual([
      'desktop ana',
      'mail ana',
      'desktop owner',
    ]);
  });
});

describe('answers', () => {
  const twoSteps = policy('p', { steps: [step(to('ana')), step(to('bo'))], ackTimeoutMinutes: 30 });

  test('[ES7] acknowledged stops it, takes back what is queued, and closes the open pages', () => {
    const story = tell(team([twoSteps]));
    story.sent();
    story.acknowledges('cleo');
    expect([story.why(), story.phase(), story.open(), story.cancels()]).toEqual([
      'acknowledged',
      'acknowledged',
      [],
      'page.i.1.',
    ]);
    story.forward(29 * minute);
    expect(story.sent()).toEqual([]);
  });

  test('[ES7] taking command acknowledges too; an incident that somebody is at pages nobody', () => {
    const answers = [{ person: 'ana', at: monday, by: 'taking command' as const }];
    const story = tell(team([twoSteps]), { answers });
    expect([story.sent(), story.phase()]).toEqual([[], 'acknowledged']);
  });

  test('[ES7] an acknowledgement or a command that is taken back pages again, from the first step', () => {
    for (const by of ['acknowledging', 'taking command'] as const) {
      const story = tell(team([twoSteps]));
      story.forward(5 * minute);
      story.sent();
      story.happens({ answers: [{ person: 'ana', at: story.now(), by }] });
      expect(story.phase()).toBe('acknowledged');
      story.happens({ answers: [] });
      expect([story.why(), story.phase(), story.sent()]).toEqual([
        'answer-taken-back',
        'paging',
        ['desktop ana', 'mail ana'],
      ]);
      story.forward(5 * minute);
      expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
    }
  });

  test('[ES8] acknowledged and then silent for half an hour: paged again; who goes on working is left alone', () => {
    const story = tell(team([twoSteps]));
    story.sent();
    story.acknowledges('ana');
    story.forward(20 * minute);
    story.happens({ lastHumanAt: story.now() });
    story.forward(29 * minute);
    expect(story.sent()).toEqual([]);
    story.forward(minute);
    expect(story.sent()).toEqual(['desktop ana', 'mail ana']);
    expect(story.said()).toEqual(['silent-after-acknowledging']);
    // The old answer does not count any more; a new one does.
    story.forward(5 * minute);
    expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
    story.acknowledges('ana');
    story.forward(29 * minute);
    expect(story.sent()).toEqual([]);
  });

  test('[ES13] declined: the next is paged at once, and who declined is left alone', () => {
    const story = tell(team([policy('p', { steps: [step(to('ana')), step(to('bo'))], repeat: 1 })]));
    story.sent();
    story.forward(minute);
    story.declines('ana');
    expect(story.sent()).toEqual(['desktop bo', 'mail bo']);
    expect([story.why(), story.said(), story.open()]).toEqual(['declined', ['declined'], ['bo']]);
    // In the next round Ana is not asked again, so the owners are.
    story.forward(5 * minute);
    expect(story.sent()).toEqual(['desktop owner']);
    expect(story.why()).toBe('all-declined');
  });

  test('[ES7] resolved: told once to those who were paged, by one way each; open again, paged again', () => {
    const story = tell(
      team([policy('p', { steps: [step([...to('ana'), { kind: 'channel', id: 'slack' }])] })]),
    );
    story.sent();
    story.happens({ status: 'resolved' });
    expect(story.sent().toSorted()).toEqual(['resolved mail ana', 'resolved slack']);
    story.happens({ status: 'closed' });
    expect(story.sent()).toEqual([]);
    story.happens({ status: 'investigating' });
    expect([story.sent(), story.why()]).toEqual([['slack', 'desktop ana', 'mail ana'], 'reopened']);
    expect(tell(team([twoSteps]), { status: 'resolved' }).sent()).toEqual([]);
  });
});

const due = (since: number) => [{ about: 'update', since } as const];

describe('reminders', () => {
  const missing = [{ about: 'commander', since: monday } as const];
  const reminding = { reminders: true, steps: [step([...to('ana'), { kind: 'channel', id: 'slack' }], 60)] };

  test('[ES9] without a commander the channels that were told are reminded after 2 min, every 2 min, five times', () => {
    const story = tell(team([policy('p', reminding)]), { missing });
    story.sent();
    const times: number[] = [];
    for (let at = 0; at < 30; at++) {
      story.forward(minute);
      if (story.sent().includes('nag slack')) times.push(at + 1);
    }
    expect(times).toEqual([2, 4, 6, 8, 10]);
  });

  test('[ES9] an unset severity every 5 min, five times; set, no more; who asked for no reminders gets none', () => {
    const unset = [{ about: 'severity', since: monday } as const];
    const story = tell(team([policy('p', reminding)]), { missing: unset });
    story.sent();
    story.forward(11 * minute);
    expect(story.sent()).toEqual(['nag slack', 'nag slack']);
    story.happens({ missing: [] });
    story.forward(20 * minute);
    expect(story.sent()).toEqual([]);
    const quiet = tell(team([policy('p', { ...reminding, reminders: false })]), { missing });
    quiet.sent();
    quiet.forward(30 * minute);
    expect(quiet.sent()).toEqual([]);
  });

  test('[ES9] an update that is due 2 min ago, every 10 min, five times; sent, the next one counts', () => {
    const story = tell(team([policy('p', reminding)]), { missing: due(monday + 30 * minute) });
    story.sent();
    const times: number[] = [];
    for (let at = 1; at <= 100; at++) {
      story.forward(minute);
      if (story.sent().includes('nag slack')) times.push(at);
    }
    expect(times).toEqual([32, 42, 52, 62, 72]);
    story.happens({ missing: due(monday + 130 * minute) });
    story.forward(33 * minute);
    expect(story.sent()).toEqual(['nag slack']);
  });

  test('[ES9] without a channel the person who acknowledged is reminded, and reminders missed while away are one', () => {
    const story = tell(team([policy('p', { reminders: true, steps: [step(to('ana'))] })]), { missing });
    story.sent();
    story.acknowledges('bo');
    story.forward(2 * minute);
    expect(story.sent()).toEqual(['nag mail bo']);
  });
});

const outage = (noted: number, began = noted) => ({ noted, began });

describe('another outage', () => {
  const one = policy('p', { steps: [step(to('ana'))] });

  test('[ES17] a check that begins to fail after the acknowledgement pages anew, and an answer ends that too', () => {
    const story = tell(team([one]), { outages: [outage(monday)] });
    story.sent();
    story.forward(minute);
    story.acknowledges('ana');
    story.forward(20 * hour);
    expect(story.sent()).toEqual([]);
    story.happens({ outages: [outage(monday), outage(story.now())] });
    expect([story.sent(), story.why(), story.said()]).toEqual([
      ['desktop ana', 'mail ana'],
      'another-outage',
      ['another-outage'],
    ]);
    story.acknowledges('ana');
    story.forward(hour);
    expect([story.sent(), story.phase()]).toEqual([[], 'acknowledged']);
  });

  test('[ES17] checks that had begun to fail by then are part of the acknowledgement', () => {
    const story = tell(team([one]), { outages: [outage(monday)] });
    story.forward(minute);
    story.acknowledges('ana');
    story.sent();
    story.forward(minute);
    story.happens({ outages: [outage(monday), outage(story.now(), monday + 30_000)] });
    expect(story.sent()).toEqual([]);
  });

  test('[ES17] after everybody was asked it pages anew; with a policy that pages nobody it does not', () => {
    const story = tell(team([one]), { severity: 'P2', outages: [outage(monday)] });
    story.forward(2 * hour);
    story.sent();
    expect(story.phase()).toBe('exhausted');
    story.happens({ outages: [outage(monday), outage(story.now())] });
    expect(story.sent()).toEqual(['desktop ana', 'mail ana']);
    const quiet = tell(team([policy('none', {})]), { outages: [outage(monday)] });
    expect(quiet.phase()).toBe('quiet');
    quiet.said();
    quiet.forward(hour);
    quiet.happens({ outages: [outage(monday), outage(quiet.now())] });
    expect([quiet.sent(), quiet.said()]).toEqual([[], []]);
    quiet.changes({ policies: [one] });
    quiet.forward(hour);
    quiet.happens({ outages: [outage(monday), outage(monday + hour), outage(quiet.now())] });
    expect(quiet.sent()).toEqual(['desktop ana', 'mail ana']);
  });

  test('[ES17] state of an older version, without a count, pages for nothing that is there already', () => {
    const answers = [{ person: 'ana', at: monday, by: 'acknowledging' as const }];
    const room = { ...factsAt(monday), answers, outages: [outage(monday)] };
    const { outagesSeen: _seen, ...old } = decide(null, room, team([one]), monday).state;
    const acknowledged = { ...old, phase: 'acknowledged' as const, answer: { person: 'ana', at: monday } };
    expect(decide(acknowledged, room, team([one]), monday + minute).sends).toEqual([]);
  });
});
