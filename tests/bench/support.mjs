// What the benchmarks in node share: the tool as a process of its own, its processor time and memory, and lines for the table of scripts/bench.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve, dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const build = resolve(process.argv[2] ?? join(root, 'build/release'));
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const ticks = Number(spawnSync('getconf', ['CLK_TCK']).stdout) || 100;

export const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// name, value, unit and what stands beside it
export const row = (name, value, unit, beside = '') => console.log([name, value, unit, beside].join('\t'));

process.setMaxListeners(100);

// A platform's key: its private half in a file, its public half served as a key set.
export async function platformKey(path) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = join(path, 'platform.pem');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', use: 'sig', alg: 'RS256' }] });
  const server = createHttpServer((request, response) => response.setHeader('Content-Type', 'application/json').setHeader('Cache-Control', 'max-age=3600').end(keys));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { file, privateKey, jwks: `http://127.0.0.1:${server.address().port}/jwks.json` };
}

export function folder() {
  const path = mkdtempSync(join(process.env.PRECEPTOR_BENCH_DIR ?? tmpdir(), 'preceptor-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

// Starts a program and waits for the first line that `ready` takes. Ends with this process at the latest.
export async function start(command, args, ready = () => true) {
  const begun = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  process.on('exit', () => child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (data) => { said = (said + data).slice(-4000); });
  const line = await new Promise((done, failed) => {
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      const found = text.split('\n').slice(0, -1).find(ready);
      if (found !== undefined) done(found);
    });
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`${command} ended with ${code}: ${said}`)));
  });
  const ended = new Promise((done) => child.once('exit', done));
  return { child, pid: child.pid, line, milliseconds: performance.now() - begun, stop: () => { child.kill('SIGTERM'); return ended; } };
}

// The PostgreSQL server that scripts/bench has started, or why there is none.
const server = process.env.PRECEPTOR_BENCH_POSTGRESQL;
export const postgresql = { there: Boolean(server), why: process.env.PRECEPTOR_BENCH_NO_POSTGRESQL ?? 'scripts/bench starts the server', pid: Number(process.env.PRECEPTOR_BENCH_POSTGRESQL_PID ?? 0) };

// The address of a new site there: a schema, gone at the end.
export function postgresqlSite(name) {
  const schema = `bench_${name}_${process.pid}`;
  const say = (sql) => spawnSync('psql', ['-X', '-q', '-d', server, '-c', 'SET lock_timeout = 5000; SET client_min_messages = warning', '-c', sql], { encoding: 'utf8' });
  const { status, stderr } = say(`CREATE SCHEMA ${schema}`);
  if (status !== 0) throw new Error(`no schema could be made: ${stderr}`);
  process.on('exit', () => say(`DROP SCHEMA ${schema} CASCADE`));
  return `${server}&options=-csearch_path%3D${schema}`;
}

// `store`: where the record lies; SQLite in the folder when nothing is said.
export function configure(path, { port, issuer, client, jwks, lrs = [], store = `sqlite:${path}/preceptor.db` }) {
  const keyFile = store.startsWith('sqlite:') ? null : join(path, 'site.key');
  if (keyFile) {   // made by hand there
    writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  }
  const config = {
    public_url: `http://127.0.0.1:${port}`, listen: `127.0.0.1:${port}`, store, ...(keyFile && { vault: { key_file: keyFile } }), content: [join(root, 'manifests/samples')],
    platforms: [{ name: 'Bench', lms: 'moodle', issuer, client_id: client, deployment_ids: ['1'], authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`, jwks_uri: jwks }],
    lrs, allow_loopback: true, session: { requests_per_minute: 0, launches_per_minute: 0 },
  };
  const file = join(path, 'preceptor.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

export const serve = (config) => start(join(build, 'preceptor'), ['serve', '--config', config], (line) => line.startsWith('Preceptor serves'));

export const residentMib = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

// User and system time of a process so far, in seconds.
export const cpuSeconds = (pid) => times(pid).own;

// Of a server and its children, those that ended included (processor_time.hpp says how). 0 for no server.
export function familySeconds(first) {
  while (first !== 0) {
    const before = times(first);
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(times).filter(({ parent }) => parent === first);
    if (times(first).reaped === before.reaped) return [before, ...children].reduce((sum, { own, reaped }) => sum + own + reaped, 0);
  }
  return 0;
}

function times(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').map(Number);
    return { parent: fields[1], own: (fields[11] + fields[12]) / ticks, reaped: (fields[13] + fields[14]) / ticks };
  } catch (failed) {
    if (failed.code !== 'ENOENT' && failed.code !== 'ESRCH') throw failed;
    return { parent: 0, own: 0, reaped: 0 };   // gone meanwhile
  }
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
