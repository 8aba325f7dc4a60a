// What the planner's tables must say of the script: computed here, by no code of the product, and compared with the CSV of every plot.
import assert from 'node:assert/strict';
import { brief, long, script, sent, stages } from './planner_learners.mjs';

const question = 'What is asked?', commitment = 'One thing that can be done', commitmentAsked = 'What will you do next week?', relevance = 'Useful for a patient you have now?';

const rank = (sorted, share) => {
  const place = share * (sorted.length - 1), below = Math.floor(place);
  return below + 1 >= sorted.length ? sorted.at(-1) : sorted[below] * (1 - (place - below)) + sorted[below + 1] * (place - below);
};
const middle = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted.length, rank(sorted, 0.5), rank(sorted, 0.25), rank(sorted, 0.75)];
};
const wilson = (k, n) => {   // 95 %, in per cent
  const z = 1.959964, p = k / n, d = 1 + z * z / n, c = p + z * z / (2 * n), w = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return [n, 100 * p, 100 * (c - w) / d, 100 * (c + w) / d];
};
const isUseful = (one) => one.useful === 'a';
const done = (unit, stage) => sent.filter((one) => one.unit === unit && (!stage || one.stage === stage));

// A planner's CSV as rows of cells, the head first: numbers as numbers, texts without their quotes.
export async function csvTable(page, address) {
  const response = await page.request.get(address);
  assert.equal(response.status(), 200, address);
  const cell = ([, text, number]) => (number !== undefined ? Number(number) : (text ?? '').replaceAll('""', '"'));
  return (await response.text()).replace(/^\uFEFF/, '').split('\r\n').filter((line) => line)
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)|(?<=,|^)(?=,|$)/g)].map(cell));
}
// The numbers of the row of that name.
export async function csvRow(page, address, name) {
  const row = (await csvTable(page, address)).find((cells) => cells[0] === name);
  assert.ok(row, `${name} in ${address}`);
  return row.filter((cell) => typeof cell === 'number');
}
function near(found, expected, about, what) {
  assert.ok(found.length >= expected.length, `${what}: ${found} for ${expected}`);
  expected.forEach((value, i) => assert.ok(Math.abs(found[i] - value) <= about, `${what}: ${found} for ${expected}`));
}

// The table of measures, of everybody and of each career stage.
export async function measures(page, unit, burden) {
  for (const stage of ['', ...stages]) {
    const own = done(unit, stage), asked = own.filter((one) => one.useful), what = `${unit} ${stage}`;
    const address = `${burden}/unit/${unit}/csv/measures${stage && `?stage=${encodeURIComponent(stage)}`}`;
    near(await csvRow(page, address, 'Active minutes'), middle(own.map((one) => one.minutes)), 0.0061, `${what} minutes`);
    if (asked.length >= 10) near(await csvRow(page, address, 'Useful now, %'), wilson(asked.filter(isUseful).length, asked.length), 0.061, `${what} useful`);
  }
}

// Plots 1, 2, 3, 5 and 6, of one unit.
export async function plots(page, unit, burden) {
  const own = done(unit), asked = own.filter((one) => one.useful), table = async (name) => (await csvTable(page, `${burden}/unit/${unit}/${name}`)).slice(1);
  const bins = (await table('csv/time')).map((cells) => cells[1]);
  assert.deepEqual(bins, bins.map((_, i) => own.filter((one) => Math.floor(one.minutes) === i).length), `${unit}: attempts by minutes`);
  assert.deepEqual((await table('csv/usefulness')).map((cells) => cells.slice(1)), [[...'abc'].map((choice) => asked.filter((one) => one.useful === choice).length)], `${unit}: yes, not now, no`);
  assert.deepEqual((await table('csv/commitments')).map((cells) => cells.slice(0, 2)), [[commitment, asked.length]], `${unit}: chosen`);
  const prices = await table('prices?csv=1');
  assert.deepEqual(prices.map((cells) => cells[0]).sort(), [commitmentAsked, relevance].sort(), `${unit}: what teaches nothing has a price`);
  for (const cells of prices) assert.deepEqual([cells[3], cells.at(-1)], [asked.length, 0], `${unit}: asked, and of no use yet`);
  const [, ...change] = (await table('csv/knowledge')).find((cells) => cells[0] === question);
  if (unit === long) return assert.equal(change[0], '', 'nobody did it twice');
  const paired = script.filter((person) => person.again), right = paired.filter((person) => !person.wrong).length;
  near(change, [paired.length, 100 * right / paired.length, 100, 100 - 100 * right / paired.length], 0.051, 'right at first, and when done again');
}

// Plot 3 over the two formats of one gap.
export async function formats(page, burden) {
  const rows = (await csvTable(page, `${burden}/unit/${brief}/csv/formats`)).slice(1);
  assert.equal(rows.length, 2);
  for (const [unit, format] of [[brief, 'micro'], [long, 'session']]) {
    const own = done(unit), asked = own.filter((one) => one.useful), [n, share, low, high] = wilson(asked.filter(isUseful).length, asked.length);
    near(rows.find((cells) => cells[0].endsWith(`(${format})`)).slice(1), [middle(own.map((one) => one.minutes))[1], share, low, high, n], 0.061, `${format} beside the other`);
  }
}

// Plot 4: what they say they prefer beside what they begin. Who began the brief one more often than the long one is counted for it.
export async function preference(page, burden) {
  const rows = (await csvTable(page, `${burden}/preference?csv=1`)).slice(1);
  const names = { '': 'Everybody', trainee: 'In training', '6-10': '6-10 years after training', '21+': '21+ years after training' };
  assert.deepEqual(rows.map((cells) => cells[0]).sort(), Object.values(names).sort());
  for (const [stage, name] of Object.entries(names)) {
    const own = script.filter((person) => !stage || person.stage === stage), said = own.filter((person) => person.says !== 'either');
    const [n, does, low, high] = wilson(own.filter((person) => person.again).length, own.length);
    near(rows.find((cells) => cells[0] === name).slice(1), [100 * said.filter((person) => person.says === 'micro').length / said.length, said.length, does, low, high, n], 0.061, name);
  }
}
export const hoursSpent = () => sent.reduce((sum, one) => sum + one.minutes, 0) / 60;
