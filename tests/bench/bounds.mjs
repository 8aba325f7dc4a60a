// The bounds of the design beside what was measured, on both engines, as Markdown: which are kept. Measures nothing.
//   node bounds.mjs RESULTS.TSV      lines of name, value, unit and what stands beside it
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// The second number of "p50 / p99", else the only one.
const last = ({ value }) => Number(value.split('/').at(-1));
const number = (text) => text.toLocaleString('en', { maximumFractionDigits: 3 });
const peak = (line) => Number(line?.beside.match(/peak (\d+) MiB/)?.[1] ?? NaN);
const most = (lines, name) => {
  const found = lines.filter((line) => line.name.startsWith(name) && line.value !== 'not run');
  return found.length > 0 ? found.reduce((a, b) => (last(b) > last(a) ? b : a)) : undefined;
};

// One bound: what it says, the beginning of the lines it is measured by on either engine (`exact`: SQLite's whole name), and when it is kept; of several lines
// the largest counts. `none`: why an engine has no line of its own. `least`: the line of what nobody can do better on that machine.
const atMost = (limit) => (value) => value <= limit;
const atLeast = (limit) => (value) => value >= limit;
const whole = ({ beside }) => beside.startsWith('every one of 1000000 ') && / 0 doubled, 0 out of order/.test(beside);
export const bounds = [
  { says: 'login + launch, durable, 16 at once <= 0.20 CPU s per 1,000 (goal 0.10)', unit: 's', sqlite: 'login+launch, SQLite durable', postgresql: 'login+launch, PostgreSQL durable',
    kept: atMost(0.2), note: { postgresql: 'our process alone' }, least: '  the least: ' },
  { says: 'page p99 <= 20 ms at half load', unit: 'ms', sqlite: 'page of a launch at half load, ', postgresql: 'page of a launch at half load on PostgreSQL', kept: atMost(20) },
  { says: 'events accepted >= 5,000/s', unit: '/s', sqlite: 'events accepted, ', postgresql: 'events accepted on PostgreSQL', kept: atLeast(5000) },
  { says: 'delivery >= 10,000 statements/s into a null sink', unit: '/s', sqlite: 'delivery into a null sink', postgresql: 'delivery on PostgreSQL into a null sink', kept: atLeast(10000) },
  { says: 'a backlog of 1,000,000 statements drains in order, each once', unit: '/s', sqlite: 'a served backlog drains', postgresql: 'a served backlog drains from PostgreSQL', exact: true,
    kept: (value, line) => whole(line), long: true },
  { says: '  its memory is flat: at most 16 MiB over the start', unit: 'MiB more', sqlite: '  memory: start', postgresql: '  memory from PostgreSQL: start',
    read: ({ value }) => { const [start, top] = value.split(',').map(Number); return top - start; }, kept: atMost(16), long: true },
  { says: '  launch p99 <= 20 ms meanwhile', unit: 'ms', sqlite: '  launch answered meanwhile, ', postgresql: '  launch answered meanwhile from PostgreSQL', kept: atMost(20), long: true },
  { says: 'a report of 1,000,000 rows needs the memory of one of 100,000 (at most a quarter more)', unit: 'MiB', sqlite: 'report (csv) of 1000000 rows', read: peak,
    kept: (value, line, lines) => value <= 1.25 * peak(lines.find(({ name }) => name === 'report (csv) of 100000 rows')), none: 'asks no engine' },
  { says: 'idle memory <= 40 MiB', unit: 'MiB', sqlite: 'idle memory', exact: true, postgresql: 'idle memory on PostgreSQL', kept: atMost(40), note: { postgresql: 'our process alone' } },
  { says: 'start-up <= 200 ms', unit: 'ms', sqlite: 'start-up, store exists', postgresql: 'start-up on PostgreSQL', kept: atMost(200) },
  { says: 'learner page <= 14 kB gzip, one request', unit: 'bytes', sqlite: 'largest page of', kept: atMost(14000), none: 'the same pages' },
];

function cell(bound, engine, lines) {
  const name = bound[engine];
  if (name === undefined) return bound.none;
  const line = bound.exact && engine === 'sqlite' ? lines.find((one) => one.name === name && one.value !== 'not run') : most(lines, name);
  if (line === undefined) {
    const why = engine === 'postgresql' && lines.find((one) => one.value === 'not run' && one.name.includes('PostgreSQL'))?.beside;
    return why ? `not run: ${why}` : bound.long ? 'not measured: `scripts/bench --long`' : 'not measured';
  }
  const value = (bound.read ?? last)(line), kept = bound.kept(value, line, lines);
  const note = bound.note?.[engine] ? ` (${bound.note[engine]})` : '';
  const least = engine === 'sqlite' && bound.least && lines.find(({ name }) => name.startsWith(bound.least));
  return `${number(value)} ${bound.unit}${note}: ${kept ? 'kept' : '**not kept**'}${least ? `; the least that it can cost here: ${least.value} ${bound.unit}` : ''}`;
}

export function table(text) {
  const lines = text.split('\n').filter(Boolean).map((line) => { const [name, value, unit, beside = ''] = line.split('\t'); return { name, value, unit, beside }; });
  return ['| bound | SQLite | PostgreSQL |', '|---|---|---|', ...bounds.map((bound) => `| ${bound.says} | ${cell(bound, 'sqlite', lines)} | ${cell(bound, 'postgresql', lines)} |`)].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(table(readFileSync(process.argv[2], 'utf8')));
