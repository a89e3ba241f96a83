import { describe, expect, test } from 'vitest';
import type { UpstreamState } from '#room/feed/feed.ts';
import { describeConnection, type ConnectionParts } from './connection-words.ts';

const link = (change: Partial<ConnectionParts> = {}): ConnectionParts => ({
  own: 'open',
  since: null,
  refusal: null,
  unsaved: 0,
  upstreams: [],
  hub: null,
  isDesktop: true,
  ...change,
});
const upstream = (change: Partial<UpstreamState> = {}): UpstreamState => ({
  url: 'http://team',
  state: 'connected',
  since: 5,
  unsent: 0,
  reason: null,
  ...change,
});

describe('connection words', () => {
  test('live alone, and live with the team', () => {
    expect(describeConnection(link())).toMatchObject({ state: 'live', words: 'Live' });
    expect(describeConnection(link({ upstreams: [upstream()] })).words).toBe('Live');
    expect(describeConnection(link({ unsaved: 1 })).words).toBe('Live: saving 1 change');
  });

  test('[RE2] nothing is live until our own server has said whether the team is in reach', () => {
    expect(describeConnection(link({ upstreams: null }))).toMatchObject({
      state: 'connecting',
      words: 'Connecting',
    });
    expect(describeConnection(link({ upstreams: null, own: 'lost' })).state).toBe('offline');
  });

  test('[RE2] with the team away the count is what the team has not got, from here and from our server', () => {
    const away = upstream({ state: 'away', unsent: 12, since: 77 });
    expect(describeConnection(link({ upstreams: [away], unsaved: 2 }))).toEqual({
      state: 'local',
      unsaved: 2,
      unsent: 12,
      since: 77,
      words: 'On this computer only: 14 changes not sent',
    });
    const idle = upstream({ state: 'away' });
    expect(describeConnection(link({ upstreams: [idle] })).words).toBe(
      'On this computer only: no unsent changes',
    );
  });

  test('a hub that answers is as good as the team', () => {
    const upstreams = [upstream({ state: 'away', unsent: 3 }), upstream()];
    expect(describeConnection(link({ upstreams })).state).toBe('live');
  });

  test('[HU2] at a hub one is not alone, and what the team has not got is still counted', () => {
    const hub = { host: 'Ana', since: 1, people: 3 };
    const away = upstream({ state: 'away', unsent: 14, since: 77 });
    const joined = link({ upstreams: [away, upstream({ hub })] });
    expect(describeConnection(joined)).toMatchObject({
      state: 'hub',
      since: 77,
      words: 'Hub: 3 people. 14 changes not with the team yet',
    });
    const hosting = link({ upstreams: [away], hub });
    expect(describeConnection(hosting).words).toBe('Hub: 3 people. 14 changes not with the team yet');
    const idle = link({ upstreams: [upstream({ state: 'away' })], hub: { ...hub, people: 1 } });
    expect(describeConnection(idle).words).toBe('Hub: only you so far');
    expect(describeConnection(link({ upstreams: [upstream({ hub })] })).words).toBe('Hub: 3 people');
    const back = link({ upstreams: [upstream(), upstream({ hub })] });
    expect(describeConnection(back)).toMatchObject({ state: 'live', words: 'Live' });
    const open = link({ upstreams: [upstream()], hub });
    expect(describeConnection(open)).toMatchObject({ state: 'live', words: 'Live. Hub: 3 people' });
    const lost = link({ upstreams: [away, upstream({ state: 'away', unsent: 2, hub })] });
    expect(describeConnection(lost).words).toBe('On this computer only: 14 changes not sent');
  });

  test('[RE6] a refused token is said plainly', () => {
    const words = describeConnection(link({ upstreams: [upstream({ state: 'refused', unsent: 1 })] })).words;
    expect(words).toBe('Refused by the team’s server: 1 change not sent. Ask for a new invitation');
    expect(describeConnection(link({ own: 'refused', refusal: 'you may only read' })).words).toBe(
      'Refused: you may only read',
    );
  });

  test('a lost own server: a desktop waits for it, a browser says where the changes are', () => {
    expect(describeConnection(link({ own: 'lost', unsaved: 3 })).words).toBe(
      'Muster’s own server is starting again: 3 changes not saved yet',
    );
    const browser = link({ own: 'lost', isDesktop: false });
    expect(describeConnection(browser).words).toBe('Offline: reading the copy in this browser');
    expect(describeConnection({ ...browser, unsaved: 2 }).words).toBe(
      'Offline: 2 changes only in this browser',
    );
  });
});
