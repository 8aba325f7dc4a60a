// What a member of staff does by hand: the judge as a second record store, a month of activity sent to it with progress to be seen, the one refusal with its reason,
// the cause mended, the same bytes again; then a bundle of evidence, which the program alone tells from a changed copy.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from '../browser/browser.mjs';
import { zipMembers } from '../browser/files.mjs';
import { pause, startStage, statements, verb } from '../browser/stage.mjs';
import { startJudge } from './judge.mjs';
import { Learner } from './learner.mjs';

const days = 30;
const limit = 2000;      // bytes a statement: what the gate before the judge takes, until it is mended
const wordy = `---
id: wordy
kind: unit
title: A unit with one long question
language: en
stated-minutes: 2
pass: 0
objectives: Be refused by a record store with a small limit.
references: None; everything in this unit is invented for a test.
author: Preceptor project (test)
disclosure: none
commercial-support: none
ai: none
gap: none (test)
format: enduring material
review-by: 2027-11-01
notice: A test. Not accredited, not reviewed. No credit.
---
# Case
Nobody is ill here.

## ? long | single | required
${'Read this sentence slowly, and the next one after it. '.repeat(80)}
- One
- Two
`;
const clockLibrary = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/faketime/libfaketimeMT.so.1`).find(existsSync);

// Stands before the judge as a proxy of the house would: says nothing but that a statement is too large, passes everything else on, and holds answers back on demand.
async function startGate(judge) {
  const gate = { limit, held: null, refused: 0, batches: 0 };
  const server = createServer(async (request, answer) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (request.method === 'POST') {
      const sent = JSON.parse(body);
      if (sent.length) {
        if (gate.batches >= 1 && gate.held) await gate.held.promise;
        ++gate.batches;
      }
      if (sent.some((one) => Buffer.byteLength(JSON.stringify(one)) > gate.limit)) {
        ++gate.refused;
        answer.writeHead(413, { 'Content-Type': 'text/plain' }).end(`no statement over ${gate.limit} bytes`);
        return;
      }
    }
    const { host, connection, 'transfer-encoding': encoding, ...headers } = request.headers;
    const asked = await fetch(new URL(request.url, judge.endpoint), { method: request.method, headers, body: request.method === 'POST' ? body : undefined });
    answer.writeHead(asked.status, { 'Content-Type': asked.headers.get('content-type') ?? 'text/plain', 'X-Experience-API-Version': '1.0.3' }).end(Buffer.from(await asked.arrayBuffer()));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  gate.hold = () => { gate.held = {}; gate.held.promise = new Promise((done) => { gate.held.open = done; }); };
  gate.letGo = () => { gate.held?.open(); gate.held = null; };
  gate.endpoint = `http://127.0.0.1:${server.address().port}/xAPI/`;
  gate.stop = () => { gate.letGo(); server.closeAllConnections(); server.close(); };
  return gate;
}

let stage, judge, gate, folder, clock;
before(async () => {
  assert.ok(clockLibrary, 'libfaketime is not here: scripts/packages install test');
  folder = mkdtempSync(join(tmpdir(), 'preceptor-month-'));
  clock = join(folder, 'clock');
  mkdirSync(join(folder, 'content'));
  writeFileSync(join(folder, 'content/wordy.md'), wordy);
  writeFileSync(clock, `-${days}d`);
  // The wall clock of the tool and the LMS is what the file says; time spans stay true.
  const environment = { LD_PRELOAD: clockLibrary, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  judge = await startJudge();
  gate = await startGate(judge.lrs);
  stage = await startStage({ content: [join(folder, 'content')], units: ['wordy=A unit with one long question'], environment });
});
after(async () => {
  gate?.stop();
  await stage?.stop();
  judge?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const command = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile], { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
const exported = () => command('export', 'xapi').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

// As it was sent: without what a record store adds.
function bare({ stored, authority, version, ...statement }) { return statement; }

async function everythingIn(store, count, patience = 30_000) {
  const end = Date.now() + patience;
  let held = await statements(store);
  while (held.length < count && Date.now() < end) {
    await pause(100);
    held = await statements(store);
  }
  return held;
}

test('a month of activity, each day by its own clock', { timeout: 180_000 }, async () => {
  for (let ago = days; ago > 0; --ago) {
    writeFileSync(clock, `-${ago}d`);
    await new Learner().finish(stage.lms.url, 'link-1', 'en', `day-${ago}`);
    if (ago === 14) await new Learner().finish(stage.lms.url, 'link-4', 'en', 'wordy-1');
  }
  writeFileSync(clock, '+0');
  const made = exported();
  assert.ok(new Set(made.map((one) => one.timestamp.slice(0, 10))).size >= days, 'each day has statements');
  assert.equal(made.filter((one) => verb(one) === 'completed').length, days + 1);
  assert.equal(made.filter((one) => Buffer.byteLength(JSON.stringify(one)) > limit).length, 1, 'one is too large for the gate');
  assert.equal((await everythingIn(stage.lrs, made.length)).length, made.length, 'the first record store has them all');
  writeFileSync(join(folder, 'month.jsonl'), made.map((one) => JSON.stringify(one)).join('\n'));
  execFileSync(join(stage.build, 'preceptor'), ['xapi', 'check', join(folder, 'month.jsonl'), '--profile']);   // throws unless each fits a template, each attempt a pattern
});

test('the judge is connected by hand and gets the month; one refusal is mended and sent again', { timeout: 180_000 }, async () => {
  const made = exported();
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(JSON.parse(command('admin', 'link', '--json')).url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('nav').getByRole('link', { name: 'Record stores' }).click();
    await page.getByLabel('Name, as staff call it').fill('The judge');
    await page.getByLabel('xAPI address').fill(gate.endpoint);
    await page.getByLabel('User name or key').fill(judge.lrs.username);
    await page.getByLabel('Password or secret').fill(judge.lrs.password);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Connected. It gets every statement from now on.').waitFor();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('It works.').waitFor();

    gate.hold();
    await page.getByLabel('From this day on; empty: everything').fill(day(days + 1));
    await page.getByRole('button', { name: 'Begin' }).click();
    const progress = page.locator('progress');
    await progress.waitFor();
    assert.equal(await progress.getAttribute('max'), String(made.length));
    const reached = async () => Number(await page.locator('progress').getAttribute('value'));
    for (let looks = 0; looks < 200 && (await reached()) === 0; ++looks) await page.waitForTimeout(100);   // the page looks again by itself
    const part = await reached();
    assert.ok(part > 0 && part < made.length, `${part} of ${made.length} at the first batch`);
    await screenshot(page, 'judge-under-way');
    await check(page, 'under way');
    await page.getByRole('button', { name: 'Pause' }).click();
    gate.letGo();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Done, from').waitFor({ timeout: 60_000 });
    assert.equal(await reached(), made.length);

    const group = page.locator('ul.rows').first();
    assert.match(await group.innerText(), /^1 statement lrs\.refused HTTP 413/, 'one statement, no other');
    await page.getByText(`HTTP 413: no statement over ${limit} bytes`).first().waitFor();
    await screenshot(page, 'judge-refused');
    await check(page, 'refused');
    const held = await everythingIn(judge.lrs, made.length - 1);
    assert.equal(held.length, made.length - 1, 'it stopped no other');

    gate.limit = 1 << 20;
    await page.getByRole('button', { name: 'Send all of these again' }).click();
    await page.getByText('Nothing was refused.').waitFor({ timeout: 20_000 });
    const all = await everythingIn(judge.lrs, made.length);
    const byId = (list) => Object.fromEntries(list.map((one) => [one.id, one]));
    assert.deepEqual(byId(all.map(bare)), byId(made), 'each statement once, as it was made');
    assert.match(await page.locator('main').innerText(), /HTTP 200/, 'what the store answered is kept');
  } finally {
    await close();
  }
});

test('a bundle of the month is accepted, and a copy with one byte changed is not', { timeout: 120_000 }, async () => {
  const made = exported();
  const { id } = JSON.parse(command('staff', 'add', '--name', 'Evidence desk', '--role', 'accreditation', '--json'));
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(JSON.parse(command('staff', 'link', id, '--json')).url);
    await page.locator('main form button').first().click();
    await page.waitForURL('**/staff');
    await page.goto(`${stage.tool}/staff/evidence`);
    const thumbprint = await page.locator('main code').first().innerText();
    await page.locator('#from').fill(day(days + 1));
    await page.locator('#to').fill(day(0));
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('form[action$="/evidence"] button').click()]);
    const file = join(folder, 'bundle.zip');
    await download.saveAs(file);
    const verify = (name) => spawnSync(join(stage.build, 'preceptor'), ['verify', name, '--thumbprint', thumbprint], { encoding: 'utf8', timeout: 60_000 });
    const good = verify(file);
    assert.equal(good.status, 0, good.stdout + good.stderr);
    const bytes = readFileSync(file), members = zipMembers(bytes);
    const lines = members.get('statements.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((one) => one.id).sort(), made.map((one) => one.id).sort());
    const stores = new Set(members.get('deliveries.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line).store));
    assert.equal(stores.size, 2, 'receipts of both record stores');
    const changed = Buffer.from(bytes);
    changed[changed.indexOf(lines[7].id)] ^= 1;
    writeFileSync(join(folder, 'changed.zip'), changed);
    const bad = verify(join(folder, 'changed.zip'));
    assert.equal(bad.status, 1, bad.stdout + bad.stderr);
    assert.ok(bad.stdout.includes(`changed: statements.jsonl line 8 (statement ${lines[7].id})`), bad.stdout);
  } finally {
    await close();
  }
});
