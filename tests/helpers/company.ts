// A company's accounts: a real OpenID provider on loopback. Tests can remove people, move them to other groups, and
// make the provider unavailable.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { Provider, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider';

export type Account = {
  name: string;
  email?: string;
  isVerified?: boolean;
  groups: readonly string[];
  isDisabled?: boolean;
  /** The groups stand in the ID token, not in the userinfo answer, as Entra ID does it. */
  isGroupedByToken?: boolean;
};

export type Company = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** By the name that people type at the provider's sign-in. */
  accounts: Map<string, Account>;
  /** Closes every other connection and answers the rest with an error. */
  goAway(): void;
  comeBack(): void;
  /** How many requests came while it was away. */
  turnedAway(): number;
  /** How often it was asked about a person. */
  asked(): number;
  [Symbol.asyncDispose](): Promise<void>;
};

const clientId = 'muster';
const clientSecret = 'a-secret-of-the-company';
/** Seconds; short, so that tests see tokens being renewed. */
const accessSeconds = 60;

export async function openCompany(
  given: Record<string, Account>,
  { accessTtl = accessSeconds }: { accessTtl?: number } = {},
): Promise<Company> {
  const accounts = new Map(Object.entries(given));
  let asked = 0;
  const server = createServer();
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    adapter: keepInMemory(),
    jwks: {
      keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) }],
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        // RFC 8252: any port of this computer.
        redirect_uris: ['http://127.0.0.1/signin/callback'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    // ID tokens hold what `claims` below gives for them.
    conformIdTokenClaims: false,
    cookies: { keys: ['of this test alone'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: {
      AccessToken: accessTtl,
      IdToken: 3_600,
      Grant: 86_400,
      Session: 86_400,
      Interaction: 3_600,
      RefreshToken: 86_400,
    },
    findAccount: (_context, id) => {
      asked += 1;
      const account = accounts.get(id);
      if (account === undefined || account.isDisabled === true) return undefined;
      const { name, email, isVerified = true, groups, isGroupedByToken = false } = account;
      const mail = email === undefined ? {} : { email, email_verified: isVerified };
      const claims = async (use: string) => ({
        sub: id,
        ...(use === 'userinfo' && { name, ...mail }),
        ...((use === 'id_token') === isGroupedByToken && { groups: [...groups] }),
      });
      return { accountId: id, claims };
    },
  });
  const handle = provider.callback();
  let isAway = false;
  let turnedAway = 0;
  server.on('request', (request, response) => {
    if (isAway) {
      turnedAway += 1;
      if (turnedAway % 2 === 0) response.destroy();
      else response.writeHead(503, { 'content-type': 'text/plain' }).end('in trouble');
      return;
    }
    const isAsk = request.url?.startsWith('/interaction/') === true;
    const done = isAsk ? interact(provider, request, response) : handle(request, response);
    Promise.resolve(done).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    issuer,
    clientId,
    clientSecret,
    accounts,
    goAway: () => void (isAway = true),
    comeBack: () => void (isAway = false),
    turnedAway: () => turnedAway,
    asked: () => asked,
    [Symbol.asyncDispose]: close,
  };
}

/** The provider's storage. Its own memory store warns at every start that it is not for production. */
function keepInMemory(): AdapterFactory {
  const kept = new Map<string, AdapterPayload & { until: number }>();
  const findBy = (fits: (payload: AdapterPayload, key: string) => boolean) =>
    [...kept].find(([key, payload]) => payload.until > Date.now() && fits(payload, key))?.[1];
  return (model): Adapter => {
    const find = async (id: string) => findBy((_payload, key) => key === `${model}:${id}`);
    return {
      find,
      upsert: async (id, payload, expiresIn = Infinity) =>
        void kept.set(`${model}:${id}`, { ...payload, until: Date.now() + expiresIn * 1_000 }),
      findByUid: async (uid) => findBy((payload, key) => key.startsWith(`${model}:`) && payload.uid === uid),
      findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
      consume: async (id) => void Object.assign((await find(id)) ?? {}, { consumed: Date.now() / 1_000 }),
      destroy: async (id) => void kept.delete(`${model}:${id}`),
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The provider's sign-in page: a field for the account. Consent is given automatically. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    if (request.method !== 'POST')
      return response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          '<!doctype html><html lang="en"><title>Company</title><form method="post"><label>Account <input name="account"></label><button>Continue</button></form></html>',
        );
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const account = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('account') ?? '';
    return provider.interactionFinished(request, response, { login: { accountId: account } });
  }
  const grant =
    (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
    new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
  grant.addOIDCScope(String(params['scope']));
  grant.addOIDCClaims(['name', 'groups', 'email', 'email_verified']);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

/** The start options of a server that accepts these accounts. */
export const companyFlags = (company: Company, roles: string) => ({
  flags: ['--oidc-issuer', company.issuer, '--oidc-client-id', clientId, '--oidc-roles', roles],
  environment: { MUSTER_OIDC_CLIENT_SECRET: clientSecret },
});
