// Login and launch: `preceptor serve` with SQLite, beside ltijs, with the same driver in the same run. Also start-up and idle memory.
//   node launch.mjs [BUILD_FOLDER]      LAUNCHES=3000 ROUNDS=3 in the environment
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, configure, folder, freePort, median, pause, platformKey, residentMib, root, row, serve, start } from './support.mjs';

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
const [port, peerPort] = [await freePort(), await freePort()];

// -- ours
const config = configure(place, { port, issuer, client, jwks });
const first = await serve(config);
await first.stop();
const starts = [];
for (let i = 0; i < 7; ++i) {
  const again = await serve(config);
  starts.push(again.milliseconds);
  await again.stop();
}
const tool = await serve(config);
await pause(3000);
const idle = residentMib(tool.pid);
const tools = { login: `http://127.0.0.1:${port}/lti/login`, launch: `http://127.0.0.1:${port}/lti/launch`, target: `http://127.0.0.1:${port}/`, pid: tool.pid, key };
const ours = [];
const theirs = [];

// -- ltijs, whose storage is a Map
const peerFolder = join(root, 'tests/bench/peers');
let peer = null;
if (existsSync(join(peerFolder, 'node_modules/ltijs'))) {
  peer = await start(process.execPath, [join(peerFolder, 'ltijs_server.js'), peerPort, issuer, client, jwks].map(String), (line) => line.startsWith('{'));
}
const peers = peer && { login: `http://127.0.0.1:${peerPort}/login`, launch: `http://127.0.0.1:${peerPort}/`, target: `http://127.0.0.1:${peerPort}/`, pid: peer.pid, key };

// By turns, so that what else the machine does hits both alike.
for (let i = 0; i < rounds; ++i) {
  ours.push(await drive(tools));
  if (peers) theirs.push(await drive(peers));
}
// What a page takes while half of what the machine can do is asked of it, at an even pace.
const half = Math.max(1, Math.round(median(ours.map((run) => run.per_second)) / 2));
const calm = await drive({ ...tools, rate: half, 'warm-up': 0 });
const peerHalf = peers ? Math.max(1, Math.round(median(theirs.map((run) => run.per_second)) / 2)) : 0;
const calmPeer = peers && await drive({ ...peers, rate: peerHalf, 'warm-up': 0 });
const of = (runs, name) => median(runs.map((run) => run[name]));
const [mine, other] = [of(ours, 'cpu_s_per_1000'), peers ? of(theirs, 'cpu_s_per_1000') : NaN];
const floor = median([...ours, ...theirs].map((run) => run.floor_cpu_s_per_1000));
const spread = (runs) => `${Math.min(...runs.map((r) => r.cpu_s_per_1000))} to ${Math.max(...runs.map((r) => r.cpu_s_per_1000))}`;
row('login+launch, SQLite durable, 16 at once', mine.toFixed(3), 'CPU s per 1,000', `bound 0.20, goal 0.10; ${rounds} rounds ${spread(ours)}`);
row('  RS256 verify floor', floor.toFixed(3), 'CPU s per 1,000', `ours is ${(mine / floor).toFixed(1)} times the floor`);
if (peers) row('  ltijs 5.9.9, in memory', other.toFixed(3), 'CPU s per 1,000', `${(other / mine).toFixed(1)} times ours; ${spread(theirs)}`);
else row('  ltijs 5.9.9, in memory', 'not run', '', 'npm ci --ignore-scripts in tests/bench/peers did not succeed');
row('  ltijs 5.9.9, SQLite', 'not run', '', 'its driver, the npm package sqlite3, fetches or builds its binary in an install script');
row('  launches a second, ours', of(ours, 'per_second').toFixed(0), '1/s', peers ? `ltijs ${of(theirs, 'per_second').toFixed(0)}; the driver shares the cores` : '');
row('  launch answered, p50 / p99', `${of(ours, 'launch_p50_ms')} / ${of(ours, 'launch_p99_ms')}`, 'ms', peers ? `ltijs ${of(theirs, 'launch_p50_ms')} / ${of(theirs, 'launch_p99_ms')}; 16 at once, cores full` : '');
row('page of a launch at half load, p50 / p99', `${calm.launch_p50_ms} / ${calm.launch_p99_ms}`, 'ms', `bound 20 (p99); ${half} launches a second, ${calm.late} of ${calm.launches} begun late${peers ? `; ltijs ${calmPeer.launch_p50_ms} / ${calmPeer.launch_p99_ms} at ${peerHalf} a second` : ''}`);
row('start-up, store exists', median(starts).toFixed(0), 'ms', `bound 200; first start ${first.milliseconds.toFixed(0)}; node ${peer ? 'with ltijs ' + peer.milliseconds.toFixed(0) : '-'}`);
row('idle memory', idle.toFixed(1), 'MiB resident', `bound 40; after ${rounds} rounds ${residentMib(tool.pid).toFixed(0)}${peer ? '; ltijs ' + residentMib(peer.pid).toFixed(0) : ''}`);
await tool.stop();
await peer?.stop();
process.exit(0);
