// A real OpenSSH server on loopback with its own keys, running as the user of the tests.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

const program = '/usr/sbin/sshd';
/** Without it, tests say that they are skipped. */
export const hasSshServer = existsSync(program);

export type SshServer = {
  port: number;
  user: string;
  /** The private key that the server accepts. */
  key: string;
  hostKey: string;
  /** On this computer; published files are in it. */
  folder: string;
  [Symbol.asyncDispose](): Promise<void>;
};

const makeKey = (file: string) => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-ssh-'));
  const hostKey = makeKey(join(folder, 'host'));
  const own = makeKey(join(folder, 'own'));
  writeFileSync(join(folder, 'authorized'), `${own}\n`);
  // As root, sshd drops its rights in this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  const settings = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${join(folder, 'host')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized')}`,
    `PidFile ${join(folder, 'pid')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(join(folder, 'settings'), `${settings.join('\n')}\n`);
  const child = spawn(program, ['-D', '-e', '-f', join(folder, 'settings')], { stdio: 'ignore' });
  await vi.waitFor(
    async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'data').finally(() => socket.destroy());
    },
    { timeout: 60_000, interval: 50 },
  );
  return {
    port,
    user: userInfo().username,
    key: readFileSync(join(folder, 'own'), 'utf8'),
    hostKey,
    folder,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
