import { describe, expect, test } from 'vitest';
import type { LineContext } from './line.ts';
import { withActionType } from './action-command.ts';
import { parseLine } from './parse-line.ts';

const now = new Date(2026, 10, 21, 14, 30, 20).getTime();
const at = (hours: number, minutes: number, day = 21) => new Date(2026, 10, day, hours, minutes).getTime();
const minute = 60_000;

const context: LineContext = {
  now,
  me: 'me',
  people: [
    { id: 'me', name: 'Ana Kovač' },
    { id: 'bo', name: 'Bo Lindqvist' },
    { id: 'bea', name: 'Bea Lind' },
    { id: 'bea2', name: 'Bea Lindgren' },
  ],
  roles: ['commander', 'communications', 'technical', 'operations', 'scribe'],
  mine: ['scribe'],
  down: [],
  hypotheses: [
    { id: 'h1', text: 'The pool is exhausted' },
    { id: 'h2', text: 'DNS' },
  ],
  observations: [{ id: 'o1', text: 'Errors in eu-2' }],
  tasks: [
    { id: 't1', text: 'Drain eu-2' },
    { id: 't2', text: 'Call the vendor' },
  ],
  answers: null,
};

function written(line: string, change: Partial<LineContext> = {}) {
  const parsed = parseLine(line, { ...context, ...change });
  if (parsed.state !== 'ready') throw new Error(`not ready: ${JSON.stringify(parsed)}`);
  return parsed.drafts;
}

function refused(line: string, change: Partial<LineContext> = {}): string {
  const parsed = parseLine(line, { ...context, ...change });
  if (parsed.state !== 'wrong') throw new Error(`not refused: ${JSON.stringify(parsed)}`);
  return parsed.error;
}

describe('plain text', () => {
  test('is a note, over several lines too', () => {
    expect(written('p95 is 4 s\nand rising')).toEqual([{ kind: 'note', text: 'p95 is 4 s\nand rising' }]);
  });

  test('nothing but space is nothing', () => {
    expect(parseLine('  \n ', context)).toEqual({ state: 'empty' });
  });

  test('a doubled slash is a note that begins with one', () => {
    expect(written('//etc/hosts is wrong')).toEqual([{ kind: 'note', text: '/etc/hosts is wrong' }]);
  });
});

describe('back-dating', () => {
  test('a time in front is when it happened, and says so before it is sent', () => {
    expect(written('14:02 saw errors')).toEqual([{ kind: 'note', text: 'saw errors', at: at(14, 2) }]);
    expect(parseLine('14:02 saw errors', context)).toMatchObject({ says: 'Add a note, as of 14:02' });
  });

  test('a time later than now was yesterday', () => {
    expect(written('23:58 first alert')).toEqual([{ kind: 'note', text: 'first alert', at: at(23, 58, 20) }]);
    expect(parseLine('23:58 first alert', context)).toMatchObject({ says: 'Add a note, as of 20 Nov 23:58' });
  });

  test('a length with a minus counts back from now, and stands in front of commands too', () => {
    expect(written('-1h30m /decision roll back')).toEqual([
      { kind: 'decision', text: 'roll back', at: now - 90 * minute },
    ]);
  });

  test('text that only looks like one is text', () => {
    expect(written('- a point')).toEqual([{ kind: 'note', text: '- a point' }]);
    for (const text of [
      '-5 degrees',
      '99.95 of 100 answers',
      '3.14 is pi',
      '1402 errors',
      '2000 pods',
      '9 ampere',
    ])
      expect(written(text)).toEqual([{ kind: 'note', text }]);
  });

  test('[IN6] every usual way to write a time is understood', () => {
    for (const time of ['9:05', '09:05', '09.05', '0905', '9:05am', '9:05 AM'])
      expect(written(`${time} saw errors`)).toEqual([{ kind: 'note', text: 'saw errors', at: at(9, 5) }]);
    for (const time of ['9am', '9 am'])
      expect(written(`${time} saw errors`)).toEqual([{ kind: 'note', text: 'saw errors', at: at(9, 0) }]);
    for (const back of ['-5m', '-5min', '-5 min', '-5 minutes', '- 5m', '−5m'])
      expect(written(`${back} saw errors`)).toEqual([
        { kind: 'note', text: 'saw errors', at: now - 5 * minute },
      ]);
    expect(written('12 am saw errors')).toMatchObject([{ at: at(0, 0) }]);
    for (const time of [
      '9:05 a.m.',
      '9:05 am.',
      '9h05',
      '9:05,',
      '9:05:',
      '9:05 -',
      '０９：０５',
      '٠٩:٠٥',
      '9：05',
    ])
      expect(written(`${time} saw errors`)).toEqual([{ kind: 'note', text: 'saw errors', at: at(9, 5) }]);
    expect(written('2:10 p.m. saw errors')).toMatchObject([{ text: 'saw errors', at: at(14, 10) }]);
    for (const time of ['9:05:33', '9:05:33.120', '9:05:33,120'])
      expect(written(`${time} saw errors`)).toMatchObject([{ text: 'saw errors', at: at(9, 5) + 33_000 }]);
    for (const back of ['-1h30', '1h 30m ago', '90 minutes ago:'])
      expect(written(`${back} saw errors`)).toMatchObject([{ text: 'saw errors', at: now - 90 * minute }]);
    expect(written('/impact-began 1402')).toMatchObject([{ at: at(14, 2) }]);
    for (const time of ['14.02', '１４：０２'])
      expect(written(`/impact-began ${time}`)).toMatchObject([{ at: at(14, 2) }]);
    expect(written('/task 20 min call them')).toMatchObject([{ text: 'call them', due: now + 20 * minute }]);
  });

  test('[IN6] a time with UTC behind it is of UTC, one of another zone is refused, and a number is none', () => {
    const utc = new Date(now - 30 * minute).toISOString().slice(11, 16);
    const then = Math.floor((now - 30 * minute) / minute) * minute;
    for (const time of [`${utc} UTC`, `${utc}Z`, `${utc} GMT:`])
      expect(written(`${time} saw errors`)).toEqual([{ kind: 'note', text: 'saw errors', at: then }]);
    for (const time of ['9:05 CEST', '9:05 EST', '9am PST', '9:05 +02:00', '9:05+02:00', '9:05 UTC+2'])
      expect(refused(`${time} saw errors`)).toContain('is a time of another zone');
    expect(written('9:05 est tombé')).toMatchObject([{ text: 'est tombé', at: at(9, 5) }]);
    expect(written('9:05 +5 pods, -2 hosts')).toMatchObject([{ text: '+5 pods, -2 hosts', at: at(9, 5) }]);
    expect(written('5 more pods')).toEqual([{ kind: 'note', text: '5 more pods' }]);
    expect(refused('/task @bo 1h30 call')).toContain('may be a time or a length');
  });

  test('[IN6] text that looks like a time and is none is refused in words', () => {
    for (const line of ['25:99 is no time', '14:60 saw', '13 pm saw', '0999 saw', '/impact-began 25.99'])
      expect(refused(line)).toContain('is not a time of day');
    expect(refused('/task @bo 25:99 call')).toContain('25:99 is not a time of day');
    expect(refused('/task -5min call')).toContain('is over');
    expect(refused('/experiment 1 25:99 drain; it stays')).toContain('25:99 is not a time of day');
    expect(written('/note 25:99 is no time')).toEqual([{ kind: 'note', text: '25:99 is no time' }]);
  });

  test('[IN6] [DE14] the tags mean the same in the room as in the scribe bar', () => {
    expect(written('!rolled back v412')).toEqual([{ kind: 'action', text: 'rolled back v412' }]);
    expect(written('? the pool')).toMatchObject([{ kind: 'hypothesis', text: 'the pool' }]);
    expect(written('#freeze deploys')).toEqual([{ kind: 'decision', text: 'freeze deploys' }]);
    expect(written('Decision: no deploys')).toEqual([{ kind: 'decision', text: 'no deploys' }]);
    expect(written('14:02 action: drained')).toEqual([{ kind: 'action', text: 'drained', at: at(14, 2) }]);
    expect(written('hypothesis:dns')).toMatchObject([{ kind: 'hypothesis', text: 'dns' }]);
    expect(written('TODO: drain eu-2')).toEqual([{ kind: 'task', text: 'drain eu-2' }]);
    expect(written('@bo 3m drain')).toMatchObject([{ kind: 'task', owner: 'bo', due: now + 3 * minute }]);
    expect(written('@bo 14:45 drain')).toMatchObject([{ kind: 'task', owner: 'bo', due: at(14, 45) }]);
    expect(written('@bo look at this')).toMatchObject([{ kind: 'note', mentions: ['bo'] }]);
    expect(written('14:02 !rolled back')).toEqual([{ kind: 'action', text: 'rolled back', at: at(14, 2) }]);
    expect(written('-5m ?dns')).toMatchObject([{ kind: 'hypothesis', text: 'dns', at: now - 5 * minute }]);
    for (const text of [
      'todos are open',
      'errors went up',
      'why? nobody knows',
      'decision needed',
      'action:',
      '!!! the site is down',
      '??',
      '## Head of a list',
      'todo.txt is missing',
      'todo-list of eu-2',
    ])
      expect(written(text)).toEqual([{ kind: 'note', text }]);
    // As an input method of East Asia writes them.
    expect(written('！rolled back')).toEqual([{ kind: 'action', text: 'rolled back' }]);
    expect(written('？ dns')).toMatchObject([{ kind: 'hypothesis', text: 'dns' }]);
    expect(written('＃freeze')).toEqual([{ kind: 'decision', text: 'freeze' }]);
    expect(written('Decision：no deploys')).toEqual([{ kind: 'decision', text: 'no deploys' }]);
    expect(written('＠bo 3m drain')).toMatchObject([{ kind: 'task', owner: 'bo', text: 'drain' }]);
    expect(written('／note ok')).toEqual([{ kind: 'note', text: 'ok' }]);
    expect(written('/note !important')).toEqual([{ kind: 'note', text: '!important' }]);
  });

  test('a time alone asks what happened, two times ask for one', () => {
    expect(refused('14:02')).toContain('Say what happened at 14:02');
    expect(refused('14:02 /impact-began 13:40')).toContain('once');
  });
});

describe('commands', () => {
  test('action knows temporary and permanent repairs', () => {
    expect(written('/action restart pool')).toEqual([{ kind: 'action', text: 'restart pool' }]);
    expect(written('/action temporary restart pool')).toEqual([
      { kind: 'action', text: 'restart pool', repair: 'temporary' },
    ]);
    expect(refused('/action permanent')).toContain('what was done');
  });

  test('task takes a person, a time box and a text, each but the text at will', () => {
    expect(written('/task @bo 10m drain eu-2')).toEqual([
      { kind: 'task', text: 'drain eu-2', owner: 'bo', mentions: ['bo'], due: now + 10 * minute },
    ]);
    expect(written('/task 15:00 call them')).toEqual([{ kind: 'task', text: 'call them', due: at(15, 0) }]);
    expect(written('/task 02:00 check again')).toEqual([
      { kind: 'task', text: 'check again', due: at(2, 0, 22) },
    ]);
    expect(written('/task @me look')).toEqual([{ kind: 'task', text: 'look', owner: 'me' }]);
    expect(written('/task look')).toEqual([{ kind: 'task', text: 'look' }]);
  });

  test('[TA3] task repeats by the words at its end', () => {
    const everyMs = 10 * minute;
    const checks = { kind: 'task', text: 'check the queue', everyMs, due: now + everyMs };
    for (const typed of ['every 10m', 'every 10 min', ', every 10 minutes', 'every 10m until resolved'])
      expect(written(`/task check the queue ${typed}`)).toEqual([checks]);
    expect(written('/task @bo 5m check the queue every hour')).toMatchObject([
      { owner: 'bo', due: now + 5 * minute, everyMs: 60 * minute },
    ]);
    expect(written('/task look at every host')).toEqual([{ kind: 'task', text: 'look at every host' }]);
    expect(refused('/task check the queue every 10s')).toContain('at most once a minute');
    expect(refused('/task check the queue every 2 days')).toContain('at least once a day');
    expect(refused('/task every 10m')).toContain('Say what to do');
  });

  test('task finds whole names and asks when a name fits several people or none', () => {
    expect(written('/task @Bea Lind 5m look')).toEqual([
      { kind: 'task', text: 'look', owner: 'bea', mentions: ['bea'], due: now + 5 * minute },
    ]);
    expect(refused('/task @bea look')).toContain('Bea Lind or Bea Lindgren');
    expect(refused('/task @zoe look')).toContain('Nobody here is called zoe');
    expect(refused('/task @bo 10m')).toContain('what to do');
  });

  test('severity and status are read generously and refused with what is possible', () => {
    expect(written('/sev p1 cannot pay')).toEqual([{ kind: 'severity', severity: 'P1', why: 'cannot pay' }]);
    expect(written('/sev 2')).toEqual([{ kind: 'severity', severity: 'P2' }]);
    expect(refused('/sev high')).toContain('P1, P2, P3, P4');
    expect(written('/status mon fix is in')).toEqual([
      { kind: 'status', status: 'monitoring', why: 'fix is in' },
    ]);
    expect(refused('/status fixed')).toContain('triage, investigating');
  });

  test('resolving while a check is down asks first and names it', () => {
    expect(parseLine('/status resolved', { ...context, down: ['payments-api'] })).toMatchObject({
      confirm: 'payments-api is still down. Resolve anyway?',
    });
    expect(parseLine('/status resolved', context)).toMatchObject({ confirm: null });
    expect(parseLine('/status monitoring', { ...context, down: ['x'] })).toMatchObject({ confirm: null });
  });

  test('roles are claimed and released by name, by their beginning, or by what people call them', () => {
    const claim = { kind: 'claimed', person: 'me', as: 'primary' };
    expect(written('/claim ic')).toEqual([{ ...claim, role: 'commander' }]);
    expect(written('/claim tech backup')).toEqual([{ ...claim, role: 'technical', as: 'backup' }]);
    expect(written('/release scribe')).toEqual([{ kind: 'released', role: 'scribe', person: 'me' }]);
    expect(refused('/claim com')).toContain('commander, communications');
    expect(refused('/claim scribe please')).toContain('backup');
  });

  test('impact takes levels in front of its words', () => {
    expect(written('/impact users major, data none, one in four fails')).toEqual([
      { kind: 'impact', users: 'major', data: 'none', text: 'one in four fails' },
    ]);
    expect(written('/impact everybody')).toEqual([{ kind: 'impact', text: 'everybody' }]);
    expect(refused('/impact')).toContain('who is affected');
  });

  test('impact begins and ends now or at a time', () => {
    expect(written('/impact-began')).toEqual([{ kind: 'impact-began' }]);
    expect(written('/impact-began 13:40')).toEqual([{ kind: 'impact-began', at: at(13, 40) }]);
    expect(written('/impact-ended -2m')).toEqual([{ kind: 'impact-ended', at: now - 2 * minute }]);
    expect(refused('/impact-ended soon')).toContain('soon is not a time');
  });

  test('a link needs an address that cannot run anything', () => {
    expect(written('/link https://meet.example/x Call')).toEqual([
      { kind: 'link', url: 'https://meet.example/x', label: 'Call' },
    ]);
    expect(refused('/link javascript:alert(1)')).toContain('begins with https://');
  });

  test('an unknown command is not sent as a note, and the nearest is named', () => {
    expect(refused('/actions x')).toContain('Did you mean /action?');
    expect(refused('/frobnicate')).toContain('no command /frobnicate');
    expect(refused('/ac')).toContain('Choose a command');
    expect(written('/ack')).toEqual([{ kind: 'acknowledged' }]);
  });
});

test('[GR1] an action says how long its effect is watched, and may be about watching', () => {
  expect(written('/action temporary watch 5m Restarted the pool')).toEqual([
    { kind: 'action', text: 'Restarted the pool', repair: 'temporary', watchMs: 5 * minute },
  ]);
  expect(written('/action watch the queue drain')).toEqual([
    { kind: 'action', text: 'watch the queue drain' },
  ]);
  expect(refused('/action watch 2h x')).toContain('10 s to 1 h');
  expect(refused('/action watch 5m')).toContain('what was done');
});

test('[GR6] the kind of an action is read from its words or chosen, and said before it is sent', () => {
  expect(parseLine('!rolled back v412', context)).toMatchObject({ says: 'Log an action (rollback)' });
  expect(parseLine('!called the vendor', context)).toMatchObject({ says: 'Log an action' });
  expect(written('!as failover moved it')).toEqual([{ kind: 'action', text: 'moved it', type: 'failover' }]);
  expect(written('/action watch 5m as block temporary closed the door')).toEqual([
    { kind: 'action', text: 'closed the door', repair: 'temporary', type: 'block', watchMs: 5 * minute },
  ]);
  expect(written('!as usual nobody answered')).toEqual([
    { kind: 'action', text: 'as usual nobody answered' },
  ]);
  expect(refused('/action as restart')).toContain('what was done');
});

test('[GR6] a kind is put into the line, changed there, and taken away again', () => {
  expect(withActionType('!moved it', 'failover')).toBe('!as failover moved it');
  expect(withActionType('!as failover moved it', 'other')).toBe('!as other moved it');
  expect(withActionType('!as failover moved it', null)).toBe('!moved it');
  expect(withActionType('14:02 /action temporary restarted it', 'config')).toBe(
    '14:02 /action temporary as config restarted it',
  );
  expect(withActionType('a note', 'config')).toBe('a note');
});

describe('[TH3] people named in a line', () => {
  test('are kept by their ids, wherever they stand, and said before they are told', () => {
    expect(written('ask @bo or @Ana Kovač.')).toEqual([
      { kind: 'note', text: 'ask @bo or @Ana Kovač.', mentions: ['bo', 'me'] },
    ]);
    expect(parseLine('/decision roll back, @bo', context)).toMatchObject({
      says: 'Record a decision; telling Bo Lindqvist',
      drafts: [{ kind: 'decision', mentions: ['bo'] }],
    });
    expect(written('/task @bo 10m drain')).toMatchObject([{ owner: 'bo', mentions: ['bo'] }]);
  });

  test('a task for a name that fits two people is given to nobody, and that is said', () => {
    expect(parseLine('ask @Bea', context)).toMatchObject({
      says: 'Add a note; @Bea could be Bea Lind or Bea Lindgren',
      drafts: [{ kind: 'note', text: 'ask @Bea' }],
    });
  });
});

describe('[TH1] a line that answers an entry', () => {
  const answers = { id: 'e1', kind: 'note' } as const;
  test('says so in its fact, whatever may answer one', () => {
    expect(written('I did', { answers })).toEqual([{ kind: 'note', text: 'I did', target: 'e1' }]);
    expect(written('/action rolled back', { answers })).toMatchObject([{ target: 'e1' }]);
    expect(written('/sev P1', { answers })).toEqual([{ kind: 'severity', severity: 'P1' }]);
  });
});

describe('/role', () => {
  test('takes, backs up, gives up, hands over, gives and adds', () => {
    expect(written('/role comms')).toMatchObject([{ kind: 'claimed', role: 'communications', person: 'me' }]);
    expect(written('/role comms backup')).toMatchObject([{ kind: 'claimed', as: 'backup' }]);
    expect(written('/role release scribe')).toMatchObject([{ kind: 'released', role: 'scribe' }]);
    expect(written('/role scribe to @bo')).toEqual([
      { kind: 'handover-offered', role: 'scribe', from: 'me', to: 'bo' },
    ]);
    expect(written('/role commander to @bo')).toMatchObject([{ kind: 'claimed', person: 'bo' }]);
    expect(written('/role new Liaison')).toMatchObject([{ kind: 'claimed', role: 'liaison', as: 'primary' }]);
  });

  test('names what is missing', () => {
    expect(refused('/role pilot')).toContain('/role new name');
    expect(refused('/role new commander')).toContain('The role commander already exists');
    expect(refused('/role scribe to @nobody')).toContain('Nobody here is called nobody');
  });
});

describe('[IN1] the investigation in lines', () => {
  test('a test of a hypothesis, by its number, with its time box and what would refute it', () => {
    expect(written('/experiment 1 10m drain eu-2; refuted if errors stay')).toEqual([
      {
        kind: 'experiment',
        target: 'h1',
        text: 'drain eu-2',
        refutes: 'errors stay',
        due: now + 10 * minute,
      },
    ]);
    expect(refused('/experiment drain eu-2')).toContain('Which hypothesis?');
    expect(written('/experiment look', { answers: { id: 'h2', kind: 'hypothesis' } })).toMatchObject([
      { target: 'h2', text: 'look' },
    ]);
    expect(refused('/experiment x', { hypotheses: [] })).toContain('no open hypothesis');
  });

  test('a finding, a confirmation, an owner and how sure', () => {
    expect(written('/finding 2 ref resolves everywhere')).toEqual([
      { kind: 'finding', target: 'h2', verdict: 'refuted', text: 'resolves everywhere' },
    ]);
    expect(refused('/finding 2 maybe')).toContain('supported, refuted, inconclusive');
    expect(written('/confirm')).toEqual([{ kind: 'confirmed', target: 'o1' }]);
    expect(written('/hypothesis @bo high the pool')).toMatchObject([
      { owner: 'bo', confidence: 'high', text: 'the pool' },
    ]);
  });
});

describe('/done, /accept and /call', () => {
  test('a task by its number or its words', () => {
    expect(written('/done 2')).toEqual([{ kind: 'task-done', target: 't2' }]);
    const turns = { firstDue: 0, doneAt: [0, 1] };
    const repeats = { everyMs: 10 * minute, turn: 3, done: 2, missed: 0, ...turns };
    expect(written('/done', { tasks: [{ id: 't3', text: 'Check the queue', repeats }] })).toEqual([
      { kind: 'task-done', target: 't3', turn: 3 },
    ]);
    expect(written('/accept drain')).toEqual([{ kind: 'task-accepted', target: 't1' }]);
    expect(refused('/done')).toContain('Which task?');
  });

  test('the bridge is a link to talk', () => {
    expect(written('/call https://meet.example.com/x Main')).toEqual([
      { kind: 'link', url: 'https://meet.example.com/x', use: 'bridge', label: 'Main' },
    ]);
    expect(refused('/call meet')).toContain('/call https://');
  });
});

test('[IN7] a command is understood by other words for it, which lead to the same facts', () => {
  for (const [other, own] of [
    ['/assign technical @Bo', '/role technical @Bo'],
    ['/give technical to @Bo', '/role technical to @Bo'],
    ['/severity P1 all of Europe', '/sev P1 all of Europe'],
    ['/decide no deploys', '/decision no deploys'],
    ['/acknowledge', '/ack'],
    ['/todo drain eu-2', '/task drain eu-2'],
    ['/saw errors in eu-3', '/observation errors in eu-3'],
    ['/did drained eu-2', '/action drained eu-2'],
  ] as const)
    expect(written(other), other).toEqual(written(own));
  expect(refused('/constructor x')).toContain('There is no command /constructor');
});
