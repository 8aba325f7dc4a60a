// Starts the demo LMS, the demo record store and the tool for one test file, on free loopback ports, with their files in a temporary folder.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const build = resolve(root, process.env.PRECEPTOR_BUILD ?? 'build/release');

// Below the range that the system gives to whoever asks for any port; each test file is a process of its own and begins elsewhere in it.
let nextPort = process.pid * 16;
export const freePort = () => new Promise((done) => {
  const port = 20_000 + nextPort++ % 12_000;
  const server = createServer().listen(port, '127.0.0.1', () => server.close(() => done(port)));
  server.once('error', () => done(freePort()));
});

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Starts a program; with `ready`, waits for its first line and gives it back parsed.
function start(folder, name, args, ready, environment = {}) {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(join(build, name), args, { stdio: ['ignore', ready ? 'pipe' : log, log], env: { ...process.env, ...environment } });
  if (!ready) return { child };
  const first = new Promise((done, failed) => {
    createInterface({ input: child.stdout }).once('line', (line) => done(JSON.parse(line)));
    child.once('exit', () => failed(new Error(`${name} ended: ${readFileSync(join(folder, `${name}.log`), 'utf8')}`)));
    child.once('error', failed);
  });
  return { child, first };
}

// lms: 'generic', 'moodle' or 'canvas'; registered: false begins with an LMS that has never heard of the tool, and a tool without platforms.
// `content`: folders beside the samples, whole or from the root; `units`: 'ID=TITLE' of those the course links to after the samples (link-4 ...).
// `front(port)`: gives the address of a server that stands before the tool. `platforms(address)`: more platforms, as configured. `more`: further members of the configuration.
// `environment`: of the tool and the LMS, beside that of the tests.
export async function startStage({ lrs: otherLrs, lms: character = 'generic', registered = character === 'generic', front, platforms, content = [], units = [], more = {}, environment = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-browser-'));
  const toolPort = await freePort();
  const tool = front ? await front(toolPort) : `http://127.0.0.1:${toolPort}`;
  const children = [];
  const lmsProgram = start(folder, 'preceptor-demo-lms', ['--lms', character, '--listen', '127.0.0.1:0', ...(registered ? ['--tool', tool] : []),
    ...units.flatMap((unit) => ['--unit', unit]), '--state', join(folder, 'lms'), '--print-json', '--test-hooks'], true, environment);
  children.push(lmsProgram.child);
  const lms = await lmsProgram.first;
  let lrs = otherLrs;
  if (!lrs) {
    const lrsProgram = start(folder, 'preceptor-demo-lrs', ['--listen', '127.0.0.1:0', '--print-json'], true);
    children.push(lrsProgram.child);
    lrs = await lrsProgram.first;
  }
  const config = {
    public_url: tool, listen: `127.0.0.1:${toolPort}`, store: `sqlite:${folder}/preceptor.db`, content: ['manifests/samples', ...content].map((path) => resolve(root, path)),
    platforms: [...(!registered ? [] : [{ name: 'Demo', lms: character, issuer: lms.issuer, client_id: lms.client_id, deployment_ids: [lms.deployment_id],
      authorization_endpoint: lms.authorization_endpoint, token_endpoint: lms.token_endpoint, jwks_uri: lms.jwks_uri }]), ...(platforms ? await platforms(tool) : [])],
    lrs: [{ name: 'demo', endpoint: lrs.endpoint, username: lrs.username, password: lrs.password, version: 'auto' }],
    allow_loopback: true,
    ...more,
  };
  const configFile = join(folder, 'preceptor.json');
  writeFileSync(configFile, JSON.stringify(config));
  const toolProgram = start(folder, 'preceptor', ['serve', '--config', configFile], false, environment);
  children.push(toolProgram.child);
  const stop = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null) continue;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await Promise.race([ended, pause(4000).then(() => child.kill('SIGKILL'))]);
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const log = () => readFileSync(join(folder, 'preceptor.log'), 'utf8');
  for (let tries = 0; ; ++tries) {
    const good = await fetch(`${tool}/readyz`).then((r) => r.status === 200, () => false);
    if (good) break;
    if (tries > 200 || toolProgram.child.exitCode !== null) {
      const words = log();
      await stop();
      throw new Error(`preceptor serve did not get ready: ${words}`);
    }
    await pause(50);
  }
  return { folder, tool, lms, lrs, stop, log, configFile, build };
}

const readHeaders = (lrs, version = '1.0.3') => ({
  Authorization: `Basic ${Buffer.from(`${lrs.username}:${lrs.password}`).toString('base64')}`,
  'X-Experience-API-Version': version,
});

// Every statement of the record store, oldest first.
// What `preceptor check` prints. Not waited for in place: a fake platform may live in this process, and the check asks it for its keys.
export const checkOf = (stage) => new Promise((done) => {
  execFile(join(stage.build, 'preceptor'), ['check', '--config', stage.configFile], (failed, said) => done(said));
});

export async function statements(lrs) {
  const all = [];
  let url = new URL('statements?ascending=true&limit=100', lrs.endpoint);
  while (url) {
    const answer = await fetch(url, { headers: readHeaders(lrs) });
    if (answer.status !== 200) throw new Error(`the record store answered ${answer.status}: ${await answer.text()}`);
    const page = await answer.json();
    all.push(...page.statements);
    url = page.more ? new URL(page.more, lrs.endpoint) : null;
  }
  return all;
}

export const verb = (statement) => statement.verb.id.split('/').pop();

// Waits until a statement with that verb is there; the milliseconds it took, or throws.
export async function awaitVerb(lrs, name, patience = 20_000) {
  const begin = Date.now();
  let seen = [];
  while (Date.now() - begin <= patience) {
    seen = (await statements(lrs)).map(verb);
    if (seen.includes(name)) return Date.now() - begin;
    await pause(50);
  }
  throw new Error(`no ${name} after ${patience} ms; there are: ${seen.join(', ')}`);
}
