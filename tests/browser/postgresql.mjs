// A PostgreSQL server of the tests' own, under a temporary folder and on a free port of the loopback. It ends with this process, however that ends.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, pause } from './stage.mjs';

const versions = '/usr/lib/postgresql';

// The newest version's programs, or undefined.
function programs() {
  if (!existsSync(versions)) return undefined;
  const found = readdirSync(versions).map((name) => join(versions, name, 'bin')).filter((folder) => existsSync(join(folder, 'initdb')));
  return found.sort((a, b) => parseInt(a.split('/').at(-2), 10) - parseInt(b.split('/').at(-2), 10)).at(-1);
}

// Why no test can have one here, or false, as node's `skip` wants it.
export const noPostgresql = () => (programs() ? false : 'PostgreSQL is not installed');

const numberOf = (kind, user) => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }));
// Listening is not enough: it starts to listen before it lets anybody in.
const answers = (bin, port) => spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }).status === 0;

// What a stage's configuration needs to keep the record there, and how to stop it.
export async function startPostgresql() {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-browser-pg-'));
  const bin = programs();
  const as = [];
  if (process.getuid() === 0) {   // the server refuses to run as root
    const uid = numberOf('-u', 'postgres'), gid = numberOf('-g', 'postgres');
    chownSync(folder, uid, gid);
    as.push('--reuid', String(uid), '--regid', String(gid), '--clear-groups');
  }
  const data = join(folder, 'data');
  execFileSync('setpriv', [...as, join(bin, 'initdb'), '-D', data, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], { cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const server = spawn('setpriv', [...as, '--pdeathsig', 'SIGQUIT', join(bin, 'postgres'), '-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1',
    '-c', 'unix_socket_directories=', '-c', 'shared_buffers=32MB'], { cwd: folder, stdio: 'ignore' });
  const stop = async () => {
    if (server.exitCode === null) {
      const ended = new Promise((done) => { server.once('exit', done); });
      server.kill('SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !answers(bin, port); ++tries) {
    if (tries > 200 || server.exitCode !== null) {
      await stop();
      throw new Error('PostgreSQL did not start on the loopback');
    }
    await pause(100);
  }
  const keyFolder = mkdtempSync(join(tmpdir(), 'preceptor-browser-key-'));
  const keyFile = join(keyFolder, 'site.key');
  writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  return {
    more: { store: `postgresql://tester@127.0.0.1:${port}/postgres?sslmode=disable`, vault: { key_file: keyFile } },
    stop: async () => { await stop(); rmSync(keyFolder, { recursive: true, force: true }); },
  };
}
