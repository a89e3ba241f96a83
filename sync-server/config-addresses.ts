// The settings that list other machines: upstreams, proxies and uplinks.
import {
  withoutSecrets,
  ConfigRefused,
  fromEnvironment,
  refuse,
  splitList,
  type Environment,
  type Given,
  type Upstream,
} from './config-values.ts';
import { isNetwork, proxyExpected } from './http/trusted-proxies.ts';
import { isForbidden } from './outgoing/forbidden.ts';

/** From the flags, else from the variable; each with its token. */
export function readUpstreams(flags: readonly string[] | undefined, environment: Environment): Upstream[] {
  const variable = fromEnvironment(environment, 'MUSTER_UPSTREAM');
  const given: Given[] = flags
    ? flags.map((value) => ({ name: '--upstream', value }))
    : splitList(variable).map((value) => ({ name: 'MUSTER_UPSTREAM', value }));
  const tokens = splitList(fromEnvironment(environment, 'MUSTER_UPSTREAM_TOKEN'));
  if (tokens.length > given.length) {
    throw new ConfigRefused(
      `MUSTER_UPSTREAM_TOKEN has ${tokens.length} tokens for ${given.length} upstreams; ` +
        'expected at most one for each --upstream (or entry of MUSTER_UPSTREAM), in the same order.',
    );
  }
  const read = given.map(readUpstream);
  if (new Set(read.map(({ url }) => url)).size < read.length)
    throw new ConfigRefused('The same upstream is given twice; expected each once.');
  return read.map((upstream, index) => ({ ...upstream, token: tokens[index] ?? null }));
}

function readUpstream(given: Given): Pick<Upstream, 'url' | 'fingerprint'> {
  const url = URL.canParse(given.value) ? new URL(given.value) : null;
  const isPlain = url !== null && url.search === '' && url.username === '' && url.password === '';
  const fingerprint = url === null || url.hash === '' ? null : url.hash.slice(1);
  const isPinned = url?.protocol === 'https:' && /^[0-9a-f]{64}$/.test(fingerprint ?? '');
  if (!isPlain || !['http:', 'https:'].includes(url.protocol) || (fingerprint !== null && !isPinned)) {
    refuse(
      { ...given, value: withoutSecrets(given.value) },
      "the server's address alone, such as https://muster.example.org (its token goes in MUSTER_UPSTREAM_TOKEN), " +
        "or a hub's with # and the 64 digits of its fingerprint",
    );
  }
  url.hash = '';
  return { url: url.href.replace(/\/+$/, ''), ...(fingerprint !== null && { fingerprint }) };
}

/** OP20: the networks of trusted proxies. */
export function readProxies(flag: string | undefined, environment: Environment): string[] {
  const given =
    flag === undefined
      ? fromEnvironment(environment, 'MUSTER_TRUSTED_PROXIES')
      : { name: '--trusted-proxies', value: flag };
  const networks = splitList(given);
  for (const value of networks)
    if (!isNetwork(value)) refuse({ name: given?.name ?? '', value }, proxyExpected);
  return networks;
}

export const mostUplinks = 10;
export const uplinkExpected = 'a host and a port, such as 1.1.1.1:53';
export const isUplink = (text: string): boolean =>
  /^([\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i.test(text) && Number(text.split(':').at(-1)) <= 65_535;

/** CH9: the targets that answer while our own network works. */
export function readUplinks(
  flags: readonly string[] | undefined,
  environment: Environment,
  allowsLinkLocal: boolean,
): string[] {
  const given: Given[] = flags
    ? flags.map((value) => ({ name: '--uplink', value }))
    : splitList(fromEnvironment(environment, 'MUSTER_UPLINK')).map((value) => ({
        name: 'MUSTER_UPLINK',
        value,
      }));
  for (const each of given) {
    if (!isUplink(each.value)) refuse(each, uplinkExpected);
    // CK1: it would never be contacted, and so count as unreachable.
    if (!allowsLinkLocal && isForbidden(new URL(`tcp://${each.value}`).hostname))
      refuse(each, 'an address that is no link-local or metadata address, or --allow-link-local as well');
  }
  if (given.length > mostUplinks) throw new ConfigRefused(`Expected at most ${mostUplinks} uplinks.`);
  return given.map(({ value }) => value);
}
