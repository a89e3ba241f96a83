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
  const protocol = url.protocol.slice(0, -1).toLowerCase();
  const host = bare(url.hostname);
  if (host === '') return null;
  const port = url.port === '' ? {} : { port: Number(url.port) };
  const { user, password } = readUser(url);
  const signIn = { ...(user && { user }), ...(password && { password }) };
  const place = url.port === '' ? host : `${host}:${url.port}`;
  switch (protocol) {
    case 'http':
    case 'https':
      return named('http', sayUrl(url), { url: withoutUser(url, text), ...signIn });
    case 'ws':
    case 'wss':
      return named('websocket', sayUrl(url), { url: withoutUser(url, text) });
    case 'postgres':
    case 'postgresql': {
      const database = decodeURIComponent(url.pathname.slice(1));
      const isSecure = /^(require|verify-)/.test(url.searchParams.get('sslmode') ?? '');
      const security = isSecure ? { security: 'TLS' } : {};
      const settings = { host, ...port, ...signIn, ...(database && { database }), ...security };
      return named('postgres', database ? `${host}/${database}` : place, settings);
    }
    case 'redis':
    case 'rediss': {
      const database = /^\/\d+$/.test(url.pathname) ? { database: Number(url.pathname.slice(1)) } : {};
      const security = protocol === 'rediss' ? { isSecure: true } : {};
      return named('redis', place, { host, ...port, ...signIn, ...database, ...security });
    }
    case 'grpc':
    case 'grpcs': {
      const isSecure = protocol === 'grpcs';
      const service = url.pathname.slice(1);
      const own = url.port === '' ? { port: isSecure ? 443 : 80 } : port;
      const settings = { host, ...own, ...(service && { service }), ...(isSecure && { isSecure }) };
      return named('grpc', service ? `${place}/${service}` : place, settings);
    }
    case 'smtp':
      return named('smtp', place, { host, ...port });
    case 'smtps': {
      const settings = { host, port: Number(url.port || 465), security: 'TLS' };
      return named('smtp', place, settings);
    }
    case 'tls':
    case 'ssl':
      return named('tls', place, { host, ...port });
    case 'dns':
      return named('dns', host, { name: host });
    case 'ping':
    case 'icmp':
      return named('ping', host, { host });
    default:
      return url.port === '' ? null : fromPort(host, Number(url.port));
  }
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

function readUser({ username, password }: URL): { user: string; password: string } {
  return { user: decode(username), password: decode(password) };
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
