// Adding in ten seconds: guesses the check from a pasted address.

export type Guess = {
  kind: string;
  name: string;
  settings: Readonly<Record<string, string | number | boolean>>;
};

const mostOfName = 120;
const scheme = /^[a-z][a-z\d+.-]*:\/\//i;
const hostAndPort = /^(\[[\da-f:.]+\]|[\p{L}\d_](?:[\p{L}\d_.-]*[\p{L}\d_])?):(\d{1,5})$/iu;
const address4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const webName = /^([\p{L}\d-]+\.)+[\p{L}\d-]{2,}\.?([/?#].*)?$|^localhost([/?#].*)?$/iu;

/** The kind, name and settings for an address; null when the text is not an address. */
export function guessTarget(typed: string): Guess | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  if (scheme.test(text)) return URL.canParse(text) ? fromUrl(new URL(text), text) : null;
  const [, host = '', port = ''] = hostAndPort.exec(text) ?? [];
  if (host !== '') return fromPort(bare(host), Number(port));
  if (address4.test(text) || isAddress6(text)) return named('ping', text, { host: text });
  return webName.test(text) && URL.canParse(`https://${text}`)
    ? fromUrl(new URL(`https://${text}`), `https://${text}`)
    : null;
}

function fromUrl(url: URL, text: string): Guess | null {
  const protocol = url.protocol.slice(0, -1);
  const host = bare(url.hostname);
  if (host === '') return null;
  const target: HostAndPort = { host, ...(url.port !== '' && { port: Number(url.port) }) };
  switch (protocol) {
    case 'http':
    case 'https':
      return named('http', sayUrl(url), { url: withoutUser(url, text), ...signInOf(url) });
    case 'ws':
    case 'wss':
      return named('websocket', sayUrl(url), { url: withoutUser(url, text) });
    case 'postgres':
    case 'postgresql':
      return fromPostgres(url, target);
    case 'redis':
    case 'rediss':
      return fromRedis(url, target);
    case 'grpc':
    case 'grpcs':
      return fromGrpc(url, target);
    case 'smtp':
      return named('smtp', placeOf(target), target);
    case 'smtps':
      return named('smtp', placeOf(target), { host, port: Number(url.port || 465), security: 'TLS' });
    case 'tls':
    case 'ssl':
      return named('tls', placeOf(target), target);
    case 'dns':
      return named('dns', host, { name: host });
    case 'ping':
    case 'icmp':
      return named('ping', host, { host });
    default:
      return url.port === '' ? null : fromPort(host, Number(url.port));
  }
}

type HostAndPort = { host: string; port?: number };

const placeOf = ({ host, port }: HostAndPort): string => (port === undefined ? host : `${host}:${port}`);

function fromPostgres(url: URL, target: HostAndPort): Guess {
  const database = decodeURIComponent(url.pathname.slice(1));
  const isSecure = /^(require|verify-)/.test(url.searchParams.get('sslmode') ?? '');
  const security = isSecure ? { security: 'TLS' } : {};
  const settings = { ...target, ...signInOf(url), ...(database && { database }), ...security };
  return named('postgres', database ? `${target.host}/${database}` : placeOf(target), settings);
}

function fromRedis(url: URL, target: HostAndPort): Guess {
  const database = /^\/\d+$/.test(url.pathname) ? { database: Number(url.pathname.slice(1)) } : {};
  const security = url.protocol === 'rediss:' ? { isSecure: true } : {};
  return named('redis', placeOf(target), { ...target, ...signInOf(url), ...database, ...security });
}

function fromGrpc(url: URL, target: HostAndPort): Guess {
  const isSecure = url.protocol === 'grpcs:';
  const service = url.pathname.slice(1);
  const place = placeOf(target);
  const port = target.port ?? (isSecure ? 443 : 80);
  const settings = { ...target, port, ...(service && { service }), ...(isSecure && { isSecure }) };
  return named('grpc', service ? `${place}/${service}` : place, settings);
}

const fromPort = (host: string, port: number): Guess | null =>
  port < 1 || port > 65_535 ? null : named('tcp', `${host}:${port}`, { host, port });

const named = (kind: string, name: string, settings: Guess['settings']): Guess => ({
  kind,
  name: name.slice(0, mostOfName),
  settings,
});

const isAddress6 = (text: string): boolean => text.includes('::') && URL.canParse(`http://[${text}]`);

/** An IPv6 address without its brackets. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** The host, with the path when there is one. */
function sayUrl({ host, pathname }: URL): string {
  return pathname === '/' || pathname === '' ? host : `${host}${pathname.replace(/\/$/, '')}`;
}

function signInOf(url: URL) {
  const user = decode(url.username);
  const password = decode(url.password);
  return { ...(user && { user }), ...(password && { password }) };
}

/** Removes user and password: they have their own fields, and everybody sees the address. */
function withoutUser(url: URL, text: string): string {
  if (url.username === '' && url.password === '') return text;
  const clean = new URL(url);
  clean.username = '';
  clean.password = '';
  return clean.href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded, for example a lone %: keep the text as typed.
    return text;
  }
}
