// SI: the company's OpenID Connect provider: the address where a person signs in, their claims when they return, and
// whether the provider still knows them. Knows nothing of people here.
import * as oidc from 'openid-client';
import { joinClaims, readTold, type Claims, type ToldClaims } from './claims.ts';
import { fetchBounded } from './fetch-bounded.ts';
import type { OidcSettings } from './oidc-settings.ts';

export type ProviderTokens = {
  access: string;
  accessUntil: number;
  refresh: string | null;
  /** SI3: from the newest ID token; null where there is none of this person. */
  told: ToldClaims | null;
};

/** `refused`: the provider no longer knows them. `away`: it cannot be reached, which says nothing about them. */
export type Look =
  | { kind: 'known'; claims: Claims; tokens: ProviderTokens }
  | {
      kind: 'refused' | 'away';
      reason: string;
      /** They were renewed before it failed: the old refresh token is spent. */
      tokens?: ProviderTokens;
    };

export type Going = { url: URL; state: string; verifier: string; nonce: string };

export type Provider = {
  /** Rejects when the provider is unreachable. */
  begin(redirectUri: string): Promise<Going>;
  /** Rejects when the callback is not the provider's answer to this sign-in. */
  finish(going: Omit<Going, 'url'>, callback: URL): Promise<{ claims: Claims; tokens: ProviderTokens }>;
  /** Never rejects. */
  look(subject: string, tokens: ProviderTokens): Promise<Look>;
};

const timeoutSeconds = 10;
const usualSeconds = 300;
/** The provider's addresses and keys are asked for again after this time; it may have moved them. */
const foundForMs = 3_600_000;
const scope = 'openid profile email offline_access';

/** Reads what the provider answers about a person. */
function readAnswers({ issuer, groupsClaim }: OidcSettings, now: () => number) {
  /** Without an ID token of this person in a renewal (Core 12.2) the one before stands. */
  const tokensOf = (
    answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
    subject: string,
    before: ProviderTokens | null,
  ): ProviderTokens => {
    const said = answer.claims();
    return {
      access: answer.access_token,
      accessUntil: now() + (answer.expires_in ?? usualSeconds) * 1_000,
      refresh: answer.refresh_token ?? before?.refresh ?? null,
      told: said?.sub === subject ? readTold(said, groupsClaim) : (before?.told ?? null),
    };
  };
  const askUser = async (config: oidc.Configuration, { access, told }: ProviderTokens, subject: string) => {
    const said = await oidc.fetchUserInfo(config, access, subject);
    return joinClaims({ issuer, subject: said.sub }, readTold(said, groupsClaim), told);
  };
  return { tokensOf, askUser };
}

export function makeProvider(settings: OidcSettings, now: () => number): Provider {
  const discover = makeDiscovery(settings, now);
  const { tokensOf, askUser } = readAnswers(settings, now);
  const renew = async (config: oidc.Configuration, subject: string, spent: ProviderTokens): Promise<Look> => {
    const tokens = tokensOf(await oidc.refreshTokenGrant(config, spent.refresh ?? ''), subject, spent);
    try {
      return { kind: 'known', claims: await askUser(config, tokens, subject), tokens };
    } catch (error) {
      return { ...failed(error), tokens };
    }
  };

  return {
    begin: async (redirectUri) => begin(await discover(), redirectUri),
    finish: async ({ state, verifier, nonce }, callback) => {
      const config = await discover();
      const answer = await oidc.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const subject = answer.claims()?.sub ?? '';
      if (!subjectShape.test(subject))
        throw new Error('the provider’s sub is not 1 to 255 characters of ASCII (OpenID Connect Core 8)');
      const tokens = tokensOf(answer, subject, null);
      return { claims: await askUser(config, tokens, subject), tokens };
    },
    look: async (subject, tokens) => {
      try {
        const config = await discover();
        const isFresh = tokens.accessUntil > now() + timeoutSeconds * 1_000;
        if (isFresh || tokens.refresh === null)
          return { kind: 'known', claims: await askUser(config, tokens, subject), tokens };
        return await renew(config, subject, tokens);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

async function begin(config: oidc.Configuration, redirectUri: string): Promise<Going> {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    // Providers give a refresh token only with this.
    prompt: 'consent',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return { url, state, verifier, nonce };
}

/** One discovery at a time. While a later one fails, the earlier result stays. */
function makeDiscovery(settings: OidcSettings, now: () => number): () => Promise<oidc.Configuration> {
  let found: { config: oidc.Configuration; at: number } | null = null;
  let searching: Promise<oidc.Configuration> | null = null;
  const search = async () => {
    const isPlain = settings.issuer.startsWith('http:');
    const config = await oidc.discovery(
      new URL(settings.issuer),
      settings.clientId,
      settings.clientSecret ?? undefined,
      settings.clientSecret === null ? oidc.None() : undefined,
      {
        timeout: timeoutSeconds,
        [oidc.customFetch]: fetchBounded,
        // Core 3.1.3.7 lets TLS stand for the signature of an ID token; this checks it all the same.
        execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
      },
    );
    found = { config, at: now() };
    return config;
  };
  return async () => {
    if (found !== null && now() - found.at < foundForMs) return found.config;
    const before = found;
    searching ??= search().finally(() => (searching = null));
    if (before === null) return searching;
    return searching.catch(() => before.config);
  };
}

const failed = (error: unknown) =>
  ({ kind: isRefusal(error) ? 'refused' : 'away', reason: sayFailure(error) }) as const;

/** OpenID Connect Core 8. Half a surrogate pair would be stored as another account's. */
const subjectShape = /^[\u0020-\u007E]{1,255}$/u;

/** Only the provider's own refusal of the grant or token counts; any other error may be the network. */
function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return error.status === 401 || error.status === 403;
  return error instanceof oidc.ResponseBodyError && ['invalid_grant', 'invalid_token'].includes(error.error);
}

/** RFC 6749 4.1.2.1 and 5.2; the caller of the callback writes it, so it is not trusted. */
const errorShape = /^[\u0020-\u007E]{1,60}$/u;

/** Leaves out text that the provider put into its answer, except the error code. */
export function sayFailure(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError)
    return `the provider answers ${errorShape.test(error.error) ? error.error : 'an error without a usual code'}`;
  if (error instanceof oidc.WWWAuthenticateChallengeError) return `the provider answers ${error.status}`;
  return error instanceof Error ? error.message : String(error);
}
