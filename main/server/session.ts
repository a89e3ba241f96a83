// The membership of this desktop: a person's own war room, or a team's. Runs the embedded server and knows its address
// and its person. What only a first run or a hub needs is loaded then.
import { setTimeout as wait } from 'node:timers/promises';
import type { Session } from '../bridge.ts';
import { startEmbeddedServer, type EmbeddedServer, type ServerAddress } from './embedded-server.ts';
import { openToken, sealToken, type KeptServer, type Membership, type SettingsStore } from '../settings.ts';

const recogniseWithinMs = 5_000;

type Options = {
  settings: SettingsStore;
  dataFolder: string;
  log: (line: string) => void;
  tell: (session: Session) => void;
  /** Shows an address in the person's own browser. */
  openExternal: (address: string) => Promise<void>;
};

export type SessionHolder = {
  current: () => Promise<Session | null>;
  startHere: (choice: { name: string }) => Promise<Session>;
  joinTeam: (choice: { link: string; name: string }) => Promise<Session>;
  /** HU7: adds a hub as another upstream of this desktop's server. */
  joinHub: (choice: { link: string }) => Promise<{ url: string; host: string }>;
  leaveHub: (choice: { url: string }) => Promise<void>;
  /** The embedded server's address; waits for the first run's choice if necessary. */
  address: () => Promise<ServerAddress>;
  stop: () => Promise<void>;
};

export function holdSession(options: Options): SessionHolder {
  const { settings } = options;
  // During the first run's choice the window waits for its answer; a session announcement would interrupt it.
  let isChoosing = false;
  const server = holdServer(options, () => !isChoosing);

  async function choose(work: () => Promise<void>): Promise<Session> {
    isChoosing = true;
    try {
      await work();
      return await server.session();
    } finally {
      isChoosing = false;
    }
  }

  const membership = settings.membership();
  if (membership) server.start(membership);
  return {
    current: async () => (settings.membership() ? server.session() : null),
    startHere: ({ name }) => choose(() => startHere(name, settings, server)),
    joinTeam: (choice) => choose(() => joinTeam(choice, options, server)),
    ...keepHubs(settings, server),
    address: server.address,
    stop: server.stop,
  };
}

type Server = ReturnType<typeof holdServer>;

async function startHere(name: string, settings: SettingsStore, server: Server) {
  if (settings.membership()) return;
  if (!server.isStarted()) server.start({ team: null });
  await takeName(await server.address(), name);
  settings.keepMembership({ name, team: null });
}

async function joinTeam(
  { link, name }: { link: string; name: string },
  { settings, openExternal }: Options,
  server: Server,
) {
  const { team, person } = await joinAs(name, link, openExternal);
  settings.keepMembership({ name, team });
  await server.restart({ team });
  await recognise(await server.address(), person);
}

/** HU7: joins and leaves hubs. */
function keepHubs(settings: SettingsStore, server: Server): Pick<SessionHolder, 'joinHub' | 'leaveHub'> {
  /** Restarts the server with other hubs on the same port; windows treat it as a normal restart. */
  async function changeHubs(change: (hubs: readonly KeptServer[]) => readonly KeptServer[]) {
    const before = settings.membership();
    if (!before) throw new Error('Choose first whose war room this is.');
    const after = { ...before, hubs: change(before.hubs ?? []) };
    settings.keepMembership(after);
    await server.restart(after);
    await server.address();
  }
  return {
    joinHub: async ({ link }) => {
      const { joined, host } = await enterAsMember(link, settings, server.address);
      await changeHubs((hubs) => [...hubs.filter((hub) => hub.url !== joined.url), joined]);
      return { url: joined.url, host };
    },
    leaveHub: ({ url }) => changeHubs((hubs) => hubs.filter((hub) => hub.url !== url)),
  };
}

type Upstreams = Pick<Membership, 'team' | 'hubs'>;

/** The team's server and the hubs, as the embedded server takes them. */
const openUpstreams = ({ team, hubs = [] }: Upstreams) =>
  [...(team ? [team] : []), ...hubs].map(({ url, token, fingerprint }) => ({
    url,
    token: openToken(token),
    fingerprint,
  }));

/** The embedded server. `mayTell`: whether windows may hear of its new session. */
function holdServer({ settings, dataFolder, log, tell }: Options, mayTell: () => boolean) {
  const chosen = Promise.withResolvers<void>();
  let server: EmbeddedServer | null = null;
  let team: string | null = null;
  const port = holdPort(settings);
  const sessionAt = ({ url, token }: ServerAddress): Session => {
    const lostPort = port.lost();
    return { server: url, token, team, ...(lostPort !== null && { lostPort }) };
  };
  const address = async (): Promise<ServerAddress> => {
    await chosen.promise;
    if (!server) throw new Error('There is no room server on this computer yet.');
    return server.address();
  };
  const start = (above: Upstreams) => {
    team = above.team?.url ?? null;
    const wanted = settings.port();
    const upstreams = openUpstreams(above);
    server = startEmbeddedServer({ dataFolder, upstreams, log, ...(wanted && { port: String(wanted) }) });
    server.onReady((ready) => {
      port.found(Number(new URL(ready.url).port));
      if (mayTell()) tell(sessionAt(ready));
    });
    chosen.resolve();
  };
  return {
    start,
    isStarted: () => server !== null,
    restart: async (upstreams: Upstreams) => {
      await server?.stop();
      start(upstreams);
    },
    address,
    session: async (): Promise<Session> => sessionAt(await address()),
    stop: async () => server?.stop(),
  };
}

/** The port of the embedded server. `lost`: the one that it had before and could not have again. */
function holdPort(settings: SettingsStore) {
  let lost: number | null = null;
  return {
    lost: () => lost,
    found: (port: number) => {
      const before = settings.port();
      if (before !== null && before !== port) lost = before;
      if (lost === port) lost = null;
      settings.keepPort(port);
    },
  };
}

/** Joins the team behind this link; throws an error with the words to show. */
async function joinAs(name: string, link: string, openExternal: Options['openExternal']) {
  const { joinByLink } = await import('./join.ts');
  const joined = await joinByLink(link, name, openExternal);
  if (!joined.ok) throw new Error(joined.message);
  const { server: url, fingerprint } = joined;
  const team = { url, token: sealToken(joined.token), ...(fingerprint && { fingerprint }) };
  return { team, person: joined.person.id };
}

/** HU7: enters the hub behind this link; throws an error with the words to show. */
async function enterAsMember(
  link: string,
  settings: SettingsStore,
  address: () => Promise<ServerAddress>,
): Promise<{ joined: KeptServer; host: string }> {
  if (!settings.membership()?.team) {
    throw new Error('This war room is only on this computer. To join you, people need a link from you.');
  }
  const { enterHub } = await import('./hub.ts');
  const { url, host, token, fingerprint } = await enterHub(link, await address());
  if (url === settings.membership()?.team?.url) throw new Error(`${url} is your team's server already.`);
  return { joined: { url, token: sealToken(token), ...(fingerprint !== null && { fingerprint }) }, host };
}

/** The owner of a fresh server has no name of their own yet. */
async function takeName(server: ServerAddress, name: string) {
  const { whoAmI } = await import('./who-am-i.ts');
  const me = await whoAmI(server);
  if (me.name === name) return;
  const response = await fetch(`${server.url}/api/v1/people/${me.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, role: me.role }),
  });
  if (!response.ok) throw new Error(`Your name could not be kept: the server answered ${response.status}.`);
}

/**
 * Waits until our replica learned from the team's server who we are; continues without the answer after a timeout.
 */
async function recognise(server: ServerAddress, person: string) {
  const { whoAmI } = await import('./who-am-i.ts');
  for (const deadline = performance.now() + recogniseWithinMs; performance.now() < deadline; await wait(50)) {
    const me = await whoAmI(server).catch(() => null);
    if (me?.id === person) return;
  }
}
