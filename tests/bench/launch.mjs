// Login and launch: `preceptor serve` with SQLite and with PostgreSQL, beside ltijs and beside the least that it can cost (floor_server.cpp), with the same
// driver in the same run. Also start-up and idle memory.
//   node launch.mjs [BUILD_FOLDER]      LAUNCHES=3000 ROUNDS=3 in the environment
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, configure, folder, freePort, median, pause, platformKey, postgresql, postgresqlSite, residentMib, root, row, serve, start } from './support.mjs';

const launches = process.env.LAUNCHES ?? '3000';
const rounds = Number(process.env.ROUNDS ?? 3);
const issuer = 'https://lms.bench.example', client = 'bench-client', unit = 'apixaban-dose';

async function drive(tool) {
  const args = Object.entries({ issuer, client, custom: unit, count: launches, ...tool }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { stdout, stderr } = await promisify(execFile)(join(build, 'tests/bench/preceptor_launch_driver'), args, { timeout: 600_000 });
  if (stderr) console.error(stderr);
  return JSON.parse(stdout);
}

const place = folder();
const { file: key, jwks } = await platformKey(place);

// `preceptor serve`: started for the first time, then again and again, then idle, then driven.
async function tool(path, more = {}) {
  const port = await freePort();
  const config = configure(path, { port, issuer, client, jwks, ...more.site });
  const first = await serve(config);
  await first.stop();
  const starts = [];
  for (let i = 0; i < 7; ++i) {
    const again = await serve(config);
    starts.push(again.milliseconds);
    await again.stop();
  }
  const running = await serve(config);
  await pause(3000);
  const at = `http://127.0.0.1:${port}/`;
  return { first: first.milliseconds, starts, running, idle: residentMib(running.pid), runs: [],
    driven: { login: `${at}lti/login`, launch: `${at}lti/launch`, target: at, pid: running.pid, key, ...more.driver } };
}

const ours = await tool(place);
const onPostgresql = postgresql.there ? await tool(folder(), { site: { store: postgresqlSite('launch') }, driver: { server: postgresql.pid } }) : null;

// ltijs, whose storage is a Map
const peerFolder = join(root, 'tests/bench/peers');
const peerPort = await freePort();
let peer = null;
if (existsSync(join(peerFolder, 'node_modules/ltijs'))) {
  const at = `http://127.0.0.1:${peerPort}/`;
  const running = await start(process.execPath, [join(peerFolder, 'ltijs_server.js'), peerPort, issuer, client, jwks].map(String), (line) => line.startsWith('{'));
  peer = { running, runs: [], driven: { login: `${at}login`, launch: at, target: at, pid: running.pid, key } };
}
// The least: rows and a page as ours are, and nothing else.
const floorPort = await freePort(), floorAt = `http://127.0.0.1:${floorPort}/`;
const { page_bytes: pageBytes } = await drive({ ...ours.driven, count: 20, 'warm-up': 0 });
const leastRunning = await start(join(build, 'tests/bench/preceptor_bench_floor'), [floorPort, key, `${place}/preceptor.db`, `${place}/floor.db`, pageBytes].map(String));
const least = { running: leastRunning, runs: [], driven: { login: `${floorAt}lti/login`, launch: `${floorAt}lti/launch`, target: floorAt, pid: leastRunning.pid, key } };
const all = [ours, least, onPostgresql, peer].filter(Boolean);

// By turns, so that what else the machine does hits all alike.
for (let i = 0; i < rounds; ++i) {
  for (const one of all) one.runs.push(await drive(one.driven));
}
// What a page takes while half of what the machine can do is asked of it, at an even pace.
for (const one of all) {
  one.half = Math.max(1, Math.round(median(one.runs.map((run) => run.per_second)) / 2));
  one.calm = await drive({ ...one.driven, rate: one.half, 'warm-up': 0 });
}
const of = ({ runs }, name) => median(runs.map((run) => run[name]));
const spread = ({ runs }) => `${Math.min(...runs.map((r) => r.cpu_s_per_1000))} to ${Math.max(...runs.map((r) => r.cpu_s_per_1000))}`;
const mine = of(ours, 'cpu_s_per_1000');
const bare = of(least, 'cpu_s_per_1000');
const floor = median(all.flatMap(({ runs }) => runs).map((run) => run.floor_cpu_s_per_1000));
row('login+launch, SQLite durable, 16 at once', mine.toFixed(3), 'CPU s per 1,000', `bound 0.20, goal 0.10; ${rounds} rounds ${spread(ours)}`);
row('  the least: the same rows and bytes, nothing else', bare.toFixed(3), 'CPU s per 1,000', `ours is ${(mine / bare).toFixed(1)} times that; ${of(least, 'per_second').toFixed(0)} launches a second; ${spread(least)}`);
row('  RS256 verify floor', floor.toFixed(3), 'CPU s per 1,000', `ours is ${(mine / floor).toFixed(1)} times the floor`);
if (peer) row('  ltijs 5.9.9, in memory', of(peer, 'cpu_s_per_1000').toFixed(3), 'CPU s per 1,000', `${(of(peer, 'cpu_s_per_1000') / mine).toFixed(1)} times ours; ${spread(peer)}`);
else row('  ltijs 5.9.9, in memory', 'not run', '', 'npm ci --ignore-scripts in tests/bench/peers did not succeed');
row('  ltijs 5.9.9, SQLite', 'not run', '', 'its driver, the npm package sqlite3, fetches or builds its binary in an install script');
row('  launches a second, ours', of(ours, 'per_second').toFixed(0), '1/s', peer ? `ltijs ${of(peer, 'per_second').toFixed(0)}; the driver shares the cores` : '');
row('  launch answered, p50 / p99', `${of(ours, 'launch_p50_ms')} / ${of(ours, 'launch_p99_ms')}`, 'ms', peer ? `ltijs ${of(peer, 'launch_p50_ms')} / ${of(peer, 'launch_p99_ms')}; 16 at once, cores full` : '');
const halfWay = ({ half, calm }) => `bound 20 (p99); ${half} launches a second, ${calm.late} of ${calm.launches} begun late`;
row('page of a launch at half load, p50 / p99', `${ours.calm.launch_p50_ms} / ${ours.calm.launch_p99_ms}`, 'ms', `${halfWay(ours)}${peer ? `; ltijs ${peer.calm.launch_p50_ms} / ${peer.calm.launch_p99_ms} at ${peer.half} a second` : ''}`);
row('start-up, store exists', median(ours.starts).toFixed(0), 'ms', `bound 200; first start ${ours.first.toFixed(0)}; node ${peer ? 'with ltijs ' + peer.running.milliseconds.toFixed(0) : '-'}`);
row('idle memory', ours.idle.toFixed(1), 'MiB resident', `bound 40; after ${rounds} rounds ${residentMib(ours.running.pid).toFixed(0)}${peer ? '; ltijs ' + residentMib(peer.running.pid).toFixed(0) : ''}`);

const name = 'login+launch, PostgreSQL durable, 16 at once';
if (onPostgresql) {
  const it = onPostgresql, own = of(it, 'cpu_s_per_1000'), servers = of(it, 'server_cpu_s_per_1000');
  row(name, own.toFixed(3), 'CPU s per 1,000', `bound 0.20 for SQLite; our process alone; ${rounds} rounds ${spread(it)}; ${(own / mine).toFixed(2)} times what it is on SQLite`);
  row("  PostgreSQL's own processes", servers.toFixed(3), 'CPU s per 1,000', `both together ${(own + servers).toFixed(3)}, ${((own + servers) / mine).toFixed(2)} times SQLite`);
  row('  launches a second on PostgreSQL', of(it, 'per_second').toFixed(0), '1/s', `SQLite ${of(ours, 'per_second').toFixed(0)}; driver and database share the cores`);
  row('page of a launch at half load on PostgreSQL, p50 / p99', `${it.calm.launch_p50_ms} / ${it.calm.launch_p99_ms}`, 'ms', `${halfWay(it)}; SQLite ${ours.calm.launch_p50_ms} / ${ours.calm.launch_p99_ms} at ${ours.half} a second`);
  row('start-up on PostgreSQL, store exists', median(it.starts).toFixed(0), 'ms', `bound 200; first start ${it.first.toFixed(0)}; SQLite ${median(ours.starts).toFixed(0)}`);
  row('idle memory on PostgreSQL', it.idle.toFixed(1), 'MiB resident', `bound 40; after ${rounds} rounds ${residentMib(it.running.pid).toFixed(0)}; our process alone`);
} else {
  row(name, 'not run', '', postgresql.why);
}
for (const { running } of all) await running.stop();
process.exit(0);
