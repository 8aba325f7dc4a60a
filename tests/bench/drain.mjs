// A backlog of 1,000,000 statements drains from `preceptor serve` into a record store that had been away, while learners launch at an even rate: what the
// launches take, beside the same launches without a backlog; whether every statement came once and in order; memory.
//   node drain.mjs [BUILD_FOLDER] [sqlite|postgresql]      STATEMENTS=1000000 RATE=50 in the environment; RATE: launches a second
// PostgreSQL: where scripts/bench has started a server.
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, configure, cpuSeconds, familySeconds, folder, freePort, pause, platformKey, postgresql, postgresqlSite, residentMib, row, serve } from './support.mjs';

const statements = Number(process.env.STATEMENTS ?? 1_000_000), rate = Number(process.env.RATE ?? 50);
const issuer = 'https://lms.bench.example', client = 'bench-client', unit = 'apixaban-dose';
const seededBy = 'https://lms.example.org';   // whose learners the seeded statements are of
const run = promisify(execFile);
const onPostgresql = process.argv[3] === 'postgresql', words = onPostgresql ? ' from PostgreSQL' : '';
const name = `a served backlog drains${words}`;
if (onPostgresql && !postgresql.there) {
  row(name, 'not run', '', postgresql.why);
  process.exit(0);
}

// The record store: answers the ids, and remembers what came. Until `open` is called nobody is answered.
class Sink {
  constructor() {
    this.seeded = this.doubled = this.disordered = this.requests = 0;
    this.ids = new Set();
    this.last = new Map();   // attempt -> time of its last statement
    this.opened = new Promise((done) => { this.open = done; });
  }
  async start() {
    const server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', async () => {
        await this.opened;
        const ids = request.method === 'POST' ? this.take(JSON.parse(Buffer.concat(parts).toString())) : [];
        response.setHeader('Content-Type', 'application/json').setHeader('X-Experience-API-Version', '1.0.3').end(JSON.stringify(ids));
      });
    });
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${server.address().port}/xapi/`;
  }
  take(sent) {
    const all = Array.isArray(sent) ? sent : [sent];
    this.requests += 1;
    for (const { id, timestamp, actor, context } of all) {
      if (this.ids.has(id)) this.doubled += 1;
      this.ids.add(id);
      if (actor.account.homePage === seededBy) this.seeded += 1;
      if ((this.last.get(context.registration) ?? '') > timestamp) this.disordered += 1;
      this.last.set(context.registration, timestamp);
    }
    return all.map(({ id }) => id);
  }
}

const place = folder();
const { file: key, jwks } = await platformKey(place);
const port = await freePort();
const sink = new Sink();
const lrs = [{ name: 'sink', endpoint: await sink.start(), username: 'bench', password: 'bench', version: '1.0.3' }];
const store = onPostgresql ? postgresqlSite('drain') : `sqlite:${place}/preceptor.db`, server = onPostgresql ? postgresql.pid : 0;
const config = configure(place, { port, issuer, client, jwks, lrs, store });

// The first start makes the store and the cursors; then the backlog is written behind them.
await (await serve(config)).stop();
await run(join(build, 'tests/bench/preceptor_bench_growth'), ['seed', store, String(statements)], { maxBuffer: 1 << 20 })
  .then(({ stderr }) => console.error(stderr.trim())).catch((failed) => { console.error(failed.stderr); process.exit(1); });
const tool = await serve(config);

const until = join(place, 'drained');
async function launches(more) {
  const at = `http://127.0.0.1:${port}/`;
  const args = Object.entries({ issuer, client, custom: unit, login: `${at}lti/login`, launch: `${at}lti/launch`, target: at, pid: tool.pid, key, rate,
    'warm-up': 0, ...more }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { stdout, stderr } = await run(join(build, 'tests/bench/preceptor_launch_driver'), args, { timeout: 3_600_000 });
  if (stderr) console.error(stderr);
  return JSON.parse(stdout);
}

await launches({ count: 4 * rate });   // keys fetched, everything seen once
const memory = { start: residentMib(tool.pid), most: 0 };
const measured = launches({ count: 100_000_000, until });
await pause(500);
const [begun, cpu, serverCpu] = [performance.now(), cpuSeconds(tool.pid), familySeconds(server)];
sink.open();
for (let still = sink.seeded, quiet = 0; sink.seeded < statements && quiet < 600; still = sink.seeded) {
  await pause(100);
  quiet = sink.seeded === still ? quiet + 1 : 0;   // a minute without one: what is missing will not come
  memory.most = Math.max(memory.most, residentMib(tool.pid));
}
const [seconds, used, serverUsed] = [(performance.now() - begun) / 1000, cpuSeconds(tool.pid) - cpu, familySeconds(server) - serverCpu];
writeFileSync(until, '');
const busy = await measured;
rmSync(until);
await pause(5000);
const end = residentMib(tool.pid);
const calm = await launches({ count: Math.max(20 * rate, 1000) });

const whole = sink.seeded === statements ? 'every one' : `only ${sink.seeded}`;
const own = onPostgresql ? `, PostgreSQL itself ${(serverUsed * 1000 / sink.seeded).toFixed(3)}` : '';
row(name, (sink.seeded / seconds).toFixed(0), 'statements/s', `${whole} of ${statements} in ${seconds.toFixed(1)} s, ${sink.doubled} doubled, ${sink.disordered} out of order; ${(used * 1000 / sink.seeded).toFixed(3)} CPU s per 1,000${own}, launches included; the record store shares the cores`);
row(`  launch answered meanwhile${words}, p50 / p99`, `${busy.launch_p50_ms} / ${busy.launch_p99_ms}`, 'ms', `bound 20 (p99); ${busy.launches} launches, ${rate} a second, ${busy.late} begun late; without a backlog ${calm.launch_p50_ms} / ${calm.launch_p99_ms}, ratio of p99 ${(busy.launch_p99_ms / calm.launch_p99_ms).toFixed(1)}`);
row(`  memory${words}: start, most, end`, `${memory.start.toFixed(0)}, ${memory.most.toFixed(0)}, ${end.toFixed(0)}`, 'MiB resident', 'before the first statement, while it drains, 5 s after');
await tool.stop();
process.exit(sink.seeded === statements && sink.doubled === 0 && sink.disordered === 0 ? 0 : 1);
