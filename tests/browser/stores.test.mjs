// A staff member connects a second record store by hand, tests it, sends what came before with progress to be seen, sees the one refusal with the
// store's own words, mends the cause there and sends the same bytes again. Staff see each store's queue over time, and the audit log names who did it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awaitVerb, startStage, statements } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

const password = 'hush-hush-7';
const learners = 6;
const planted = 'learner-planted';

// Takes all or nothing of a request, keeps what it has by id; refuses `planted` until it is mended; holds answers back while it is told to.
async function secondStore() {
  const state = { held: new Map(), changed: 0, refuses: planted, gate: null };
  const server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const say = (status, text) => answer.writeHead(status, { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' }).end(text);
    if (request.url === '/xAPI/about') return say(200, '{"version":["1.0.3"]}');
    if (!request.url.startsWith('/xAPI/statements')) return say(404, '{}');
    if (request.headers.authorization !== `Basic ${Buffer.from(`key:${password}`).toString('base64')}`) return say(401, '{}');
    if (request.method === 'GET') return say(200, '{"statements":[],"more":""}');
    const sent = JSON.parse(body);
    if (sent.length && state.gate) await state.gate.promise;
    if (sent.some((one) => one.actor.account.name === state.refuses)) return say(400, '{"warning":"over the size limit of this store"}');
    for (const one of sent) {
      if (state.held.has(one.id) && state.held.get(one.id) !== JSON.stringify(one)) ++state.changed;
      state.held.set(one.id, JSON.stringify(one));
    }
    return say(200, JSON.stringify(sent.map((one) => one.id)));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const hold = () => { state.gate = {}; state.gate.promise = new Promise((done) => { state.gate.open = done; }); };
  const letGo = () => { state.gate?.open(); state.gate = null; };
  return { state, hold, letGo, endpoint: `http://127.0.0.1:${server.address().port}/xAPI/`, close: () => { letGo(); server.closeAllConnections(); server.close(); } };
}

let stage, second;
before(async () => {
  stage = await startStage();
  second = await secondStore();
});
after(async () => {
  second?.close();
  await stage.stop();
});

const command = (...words) => JSON.parse(execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8' }));
const oneTimeLink = () => command('admin', 'link', '--name', 'Store keeper').url;

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

async function launch(context, sub) {
  const tab = await context.newPage();
  await tab.goto(`${stage.lms.url}launch?link=link-1&sub=${sub}`);
  await tab.waitForURL(`${stage.tool}/**`);
  await tab.locator('main').waitFor();
  await tab.close();
}

async function signIn(page) {
  await page.goto(oneTimeLink());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${stage.tool}/admin`);
}

test('connect, test, back-fill with progress, one refusal, mend, send again', async () => {
  const { context, close } = await openBrowser();
  try {
    for (let n = 1; n < learners; ++n) await launch(context, `learner-${n}00`);
    await launch(context, planted);
    await awaitVerb(stage.lrs, 'initialized');
    for (let tries = 0; (await statements(stage.lrs)).length < learners && tries < 200; ++tries) await new Promise((done) => setTimeout(done, 50));

    const page = await context.newPage();
    await signIn(page);
    await page.locator('nav').getByRole('link', { name: 'Record stores' }).click();
    await page.getByLabel('Name, as staff call it').fill('Second store');
    await page.getByLabel('xAPI address').fill(second.endpoint);
    await page.getByLabel('User name or key').fill('key');
    await page.getByLabel('Password or secret').fill('a wrong one');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Connected. It gets every statement from now on.').waitFor();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('Wrong: the credentials.').waitFor();
    await check(page, 'tested, wrong');
    await page.getByLabel('Password or secret').fill(password);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Test the connection' }).click();
    await page.getByText('It works.').waitFor();
    assert.equal((await page.content()).includes(password), false, 'the secret is not shown again');

    second.hold();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('Under way').waitFor();
    await page.getByText(`0 of ${learners} statements.`).waitFor();
    await screenshot(page, 'admin-store-under-way');
    await check(page, 'under way');
    assert.equal(second.state.held.size, 0);
    second.letGo();
    await page.getByText(`${learners} of ${learners} statements.`).waitFor({ timeout: 20_000 });   // by itself
    await page.getByText('Done, from').waitFor({ timeout: 20_000 });
    assert.equal(second.state.held.size, learners - 1, 'one bad statement stops no other');

    await page.getByText('over the size limit of this store').waitFor();
    await screenshot(page, 'admin-store-refused');
    await check(page, 'refused');
    second.state.refuses = '';
    await page.getByRole('button', { name: 'Send all of these again' }).click();
    await page.getByText('They are sent again, the same bytes.').waitFor();
    await page.getByText('Nothing was refused.').waitFor({ timeout: 20_000 });
    assert.equal(second.state.held.size, learners);
    assert.equal(second.state.changed, 0, 'nothing came with other bytes');
    const ids = (await statements(stage.lrs)).map((one) => one.id).sort();
    assert.deepEqual([...second.state.held.keys()].sort(), ids, 'both stores hold the same statements, each once');
  } finally {
    await close();
  }
});

test('without script and at 320 px: filtered; switching off is asked first, waits, and is taken back', async () => {
  const { context, close } = await openBrowser({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  try {
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${stage.tool}/admin/stores`);
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'the list scrolls sideways');
    await page.getByRole('link', { name: 'Second store' }).click();
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'the page scrolls sideways');
    const burden = page.getByLabel('Answers about burden, and anonymous surveys');
    assert.equal(await burden.isChecked(), false);
    await burden.check();
    await page.getByRole('button', { name: 'Save what it gets' }).click();
    await page.getByRole('heading', { name: 'Let answers about burden leave this site, to Second store?' }).waitFor();
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'the question scrolls sideways');
    await screenshot(page, 'admin-store-burden');
    await page.getByRole('button', { name: 'Yes, send them' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    assert.equal(await burden.isChecked(), true);
    await burden.uncheck();
    await page.getByLabel('Answers to questions').uncheck();
    await page.getByRole('button', { name: 'Save what it gets' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    assert.equal(await page.getByLabel('Answers to questions').isChecked(), false);
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('heading', { name: 'Switch off Second store?' }).waitFor();
    await page.getByRole('button', { name: 'Yes, switch it off' }).click();
    await page.getByText('It waits, and can be taken back below.').waitFor();
    await page.getByText('takes effect at').first().waitFor();
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'what waits scrolls sideways');
    await screenshot(page, 'admin-waiting');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back. Nothing was changed.').waitFor();
    await page.goto(`${stage.tool}/admin/stores`);
    await page.getByRole('link', { name: 'Second store' }).click();
    await page.getByRole('button', { name: 'Switch off' }).waitFor();
    await page.goto(`${stage.tool}/admin/stores`);
    await page.getByRole('link', { name: 'demo', exact: true }).click();
    await page.getByText('This one comes from the configuration file').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Switch off' }).count(), 0);
  } finally {
    await close();
  }
});

test('staff see each queue over time, with its table, without script, at 320 px and from right to left; the audit log says who sent again', async () => {
  const { context, close } = await openBrowser({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  try {
    const page = await context.newPage();
    await page.goto(command('staff', 'link', command('staff', 'add', '--name', 'Desk', '--role', 'accreditation').id).url);
    await page.locator('main form button').click();
    await page.waitForURL('**/staff');
    const queue = page.locator('figure.chart', { has: page.locator('#queue-t') });
    const counted = queue.locator('tbody tr', { hasText: 'Second store' }).filter({ has: page.locator('a') });
    for (const end = Date.now() + 60_000; Date.now() < end;) {   // a store is first counted within half a minute of its connection
      await page.goto(`${stage.tool}/staff/pipelines`);
      if (await counted.count()) break;
      await new Promise((done) => setTimeout(done, 1000));
    }
    assert.match(await queue.locator('figcaption').innerText(), /^In the last 24 hours, at most \d+ statements waited/);
    await queue.locator('summary').click();
    assert.equal(await queue.locator('tbody tr').count(), 24 * 2, 'an hour and a store each');
    assert.match(await counted.last().locator('a').first().getAttribute('href'), /\/admin\/stores\/one\?name=Second(%20|\+)store$/, 'a number leads to its rows');
    await screenshot(page, 'staff-queue-320');
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'the page scrolls sideways');
    await page.getByRole('link', { name: 'Last 7 days' }).click();
    assert.match(await queue.locator('figcaption').innerText(), /^In the last 7 days/);
    const csv = await (await context.request.get(new URL(await queue.locator('a[download]').getAttribute('href'), stage.tool).href)).text();
    assert.equal(csv.trimEnd().split('\r\n').length, 1 + 28 * 2);
    await page.goto(`${stage.tool}/staff/audit?kind=changed`);
    assert.match(await page.locator('tbody tr', { hasText: '/admin/stores/again' }).innerText(), /Store keeper, administrator/);
    await page.setExtraHTTPHeaders({ 'Accept-Language': 'ar' });
    await page.goto(`${stage.tool}/staff/pipelines`);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    assert.equal(await scrollsSideways(page.mainFrame()), false, 'from right to left it scrolls sideways');
    await screenshot(page, 'staff-queue-ar');
  } finally {
    await close();
  }
});
