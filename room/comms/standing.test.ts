import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '../fixtures/random.ts';
import { openRoom, type OpenRoom } from '../log/room.ts';
import { makeUlidSource } from '../facts/ulid.ts';
import { sayFact } from '../facts/say.ts';
import { hashOf } from './hash.ts';
import { findUnfilled } from './placeholders.ts';
import { decideSend } from './send.ts';
import { approvedText, draftStanding, wasApproved, type DraftStanding } from './standing.ts';

const name = 'draft/customers';

/** One clock for everybody; each screen has its own document and meets the others when told to. */
function people(...ids: string[]) {
  let clock = 1_700_000_000_000;
  const random = createRandom(5);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => random.below(256));
  const now = () => (clock += 1000);
  const screens = ids.map((by) => {
    const doc = new Y.Doc();
    const open = openRoom(doc);
    const makeId = makeUlidSource(bytes, () => clock);
    const write = (draft: Parameters<OpenRoom['append']>[0]) => open.append(draft, { by, now, makeId });
    const type = (at: number, words: string, erase = 0) => {
      doc.transact(() => {
        open.text(name).delete(at, erase);
        open.text(name).insert(at, words);
      });
    };
    const standing = (): DraftStanding =>
      draftStanding(open.room().drafts[0]!, open.text(name).toJSON(), open.room());
    const approve = () => {
      const { hash, rendered } = standing();
      return write({ kind: 'approved', draft: 'customers', hash, text: rendered.text });
    };
    const send = (override: string | null = null) => {
      const room = open.room();
      const text = open.text(name).toJSON();
      return decideSend({
        draft: room.drafts[0]!,
        text,
        room,
        channel: 'page',
        label: 'status page',
        override,
      });
    };
    return { doc, open, write, type, standing, approve, send };
  });
  const meet = () => {
    for (const from of screens)
      for (const to of screens) if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
  };
  const [first] = screens;
  first!.write([
    { kind: 'declared', title: 'Payments are down', source: { type: 'person' }, severity: 'P1' },
    { kind: 'impact', text: 'Some cards are refused.' },
    { kind: 'draft', draft: 'customers', audience: 'customers', stage: 'investigating' },
  ]);
  first!.type(0, 'Some payments fail.\n\n{impact}');
  meet();
  const states = () => screens.map((screen) => screen.standing().state);
  return { screens, meet, states };
}

test('the hash is SHA-256 of the UTF-8 of the text', () => {
  const text = 'Wir prüfen ein Problem. 🙂';
  expect(hashOf(text)).toBe('cc410f6a9a61a86e6eeaf70d17230c419085a16e73f677ed4eab7993008e81ef');
  expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe('[CM3] an approval', () => {
  test('holds on every screen for the very text', () => {
    const { screens, meet, states } = people('ana', 'bo', 'cy');
    expect(states()).toEqual(['drafting', 'drafting', 'drafting']);
    screens[1]!.approve();
    meet();
    expect(states()).toEqual(['approved', 'approved', 'approved']);
  });

  test('is stale after an edit by anybody, and holds again when the edit is undone', () => {
    const { screens, meet, states } = people('ana', 'bo');
    screens[0]!.approve();
    meet();
    screens[1]!.type(0, 'Hmm. ');
    meet();
    expect(states()).toEqual(['stale', 'stale']);
    screens[0]!.type(0, '', 5);
    meet();
    expect(states()).toEqual(['approved', 'approved']);
  });

  test('is stale after an offline edit that arrives later', () => {
    const { screens, meet, states } = people('ana', 'bo');
    screens[1]!.type(0, 'All ', 5);
    screens[0]!.approve();
    expect(states()).toEqual(['approved', 'drafting']);
    meet();
    expect(states()).toEqual(['stale', 'stale']);
  });

  test('is stale when a fact that the text names changes, and not for one that it does not name', () => {
    const { screens, meet, states } = people('ana', 'bo');
    screens[0]!.approve();
    screens[1]!.write({ kind: 'note', text: 'looking' });
    meet();
    expect(states()).toEqual(['approved', 'approved']);
    screens[1]!.write({ kind: 'impact', text: 'One in four payments fails.' });
    meet();
    expect(states()).toEqual(['stale', 'stale']);
    const standing = screens[0]!.standing();
    expect(standing.state === 'stale' && approvedText(standing.approval)).toContain(
      'Some cards are refused.',
    );
  });

  test('with a text that is not what it hashed shows no difference at all', () => {
    const { screens, states } = people('ana');
    const { hash } = screens[0]!.standing();
    screens[0]!.write({ kind: 'approved', draft: 'customers', hash, text: 'Something else.' });
    expect(states()).toEqual(['approved']);
    const standing = screens[0]!.standing();
    expect(standing.state === 'approved' && approvedText(standing.approval)).toBeNull();
  });

  test('that was taken back is none', () => {
    const { screens, states } = people('ana');
    const [approval] = screens[0]!.approve();
    screens[0]!.write({ kind: 'retracted', target: approval!.id });
    expect(states()).toEqual(['drafting']);
  });

  test('of one update does not cover the next, even when the old words come back', () => {
    const { screens, states } = people('ana');
    const { approve, send, type, write } = screens[0]!;
    approve();
    type(0, 'All ', 5);
    approve();
    const sent = send();
    expect(sent.ok).toBe(true);
    if (sent.ok) write(sent.fact);
    expect(states()).toEqual(['sent']);
    type(0, 'Some ', 4);
    expect(states()).toEqual(['drafting']);
  });

  test('cannot be fooled: 200 random histories of three people apart', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = createRandom(seed);
      const { screens, meet } = people('ana', 'bo', 'cy');
      const approved = new Set<string>();
      for (let step = 0; step < 12; step += 1) {
        const screen = screens[random.below(3)]!;
        const length = screen.open.text(name).length;
        const at = random.below(length);
        const act = random.next();
        if (act < 0.35) screen.type(at, String.fromCodePoint(97 + random.below(26)));
        else if (act < 0.5) screen.type(at, '', Math.min(3, length - at));
        else if (act < 0.6) screen.write({ kind: 'impact', text: `impact ${step}` });
        else if (act < 0.8) {
          const { rendered } = screen.standing();
          // CM9: a letter typed into a placeholder's name makes it one that nobody may approve.
          if (findUnfilled(rendered).length > 0) continue;
          approved.add(rendered.text);
          screen.approve();
        } else meet();
      }
      meet();
      meet();
      const standings = screens.map((screen) => screen.standing());
      const texts = new Set(standings.map(({ rendered }) => rendered.text));
      expect(texts.size, `seed ${seed}`).toBe(1);
      const shouldHold = approved.has([...texts][0]!);
      for (const { state } of standings)
        expect(state === 'approved', `seed ${seed}: ${state}`).toBe(shouldHold);
    }
  });
});

describe('[CM4] sending', () => {
  test('is refused without approval, and for a text that changed since', () => {
    const { screens } = people('ana');
    const { approve, send, type } = screens[0]!;
    expect(send()).toEqual({ ok: false, reason: 'not-approved' });
    approve();
    expect(send()).toMatchObject({ ok: true, fact: { channel: 'status page' } });
    type(0, 'x');
    expect(send()).toEqual({ ok: false, reason: 'not-approved' });
    expect(send('   ')).toEqual({ ok: false, reason: 'not-approved' });
  });

  test('with an override is logged with its reason, in words', () => {
    const { screens } = people('ana');
    const { open, send, write } = screens[0]!;
    const decided = send('Nobody to ask at 3 a.m.');
    expect(decided).toMatchObject({ ok: true, fact: { override: 'Nobody to ask at 3 a.m.' } });
    if (!decided.ok) return;
    const [sent] = write(decided.fact);
    expect(sayFact(sent!, () => 'Ana')).toMatch(/^Ana sent by status page without approval \(Nobody to ask/u);
    const [draft] = open.room().drafts;
    expect(wasApproved(draft!.sent[0]!, draft!)).toBe(false);
  });

  test('logs the approved text, its hash and its approval, for each channel', () => {
    const { screens, states } = people('ana');
    const { approve, open, send, write } = screens[0]!;
    const [approval] = approve();
    for (let copy = 0; copy < 2; copy += 1) {
      const decided = send();
      expect(decided).toMatchObject({ ok: true, fact: { approval: approval!.id } });
      if (decided.ok) write(decided.fact);
    }
    expect(states()).toEqual(['sent']);
    const [draft] = open.room().drafts;
    expect(draft!.sent).toHaveLength(2);
    expect(draft!.sent.map((sent) => wasApproved(sent, draft!))).toEqual([true, true]);
  });

  test('says of a copy that claims an approval which was of another text that it had none', () => {
    const { screens } = people('ana');
    const { approve, open, write } = screens[0]!;
    const [approval] = approve();
    write({ kind: 'sent', draft: 'customers', channel: 'mail', text: 'Other.', approval: approval!.id });
    const [draft] = open.room().drafts;
    expect(wasApproved(draft!.sent[0]!, draft!)).toBe(false);
  });
});

test('[CM1] settings that two people made while apart both stand, and asking for approval ends with any setting', () => {
  const { screens, meet } = people('ana', 'bo');
  const set = { kind: 'draft', draft: 'customers', audience: 'customers' } as const;
  screens[0]!.write({ ...set, eta: 'around noon', ready: true });
  screens[1]!.write({ ...set, next: 1_700_000_900_000 });
  meet();
  for (const { open } of screens) {
    expect(open.room().drafts[0]).toMatchObject({
      stage: 'investigating',
      eta: 'around noon',
      isReady: false,
    });
    expect(open.room().drafts[0]?.next).toBe(1_700_000_900_000);
  }
  const [fact] = screens[0]!.write({ ...set, eta: null });
  expect(sayFact(fact!, () => 'Ana')).toBe('Ana set when customers are told it works again: not known yet');
  expect(screens[0]!.open.room().drafts[0]).toMatchObject({ eta: null, next: 1_700_000_900_000 });
});

test('[FO9] [CM8] messages to colleagues and support leave the clock of customers running', () => {
  const { screens } = people('ana');
  const { open, write } = screens[0]!;
  const due = open.room().updateDueAt;
  write({ kind: 'draft', draft: 'support', audience: 'support' });
  write({ kind: 'sent', draft: 'support', channel: 'chat', text: 'Say this.' });
  expect(open.room().updateDueAt).toBe(due);
  const [sent] = write({ kind: 'sent', draft: 'customers', channel: 'status page', text: 'Some fail.' });
  expect(open.room().updateDueAt).toBe(sent!.at + 15 * 60_000);
});
