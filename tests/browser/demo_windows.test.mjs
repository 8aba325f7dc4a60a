// What the demo LMS's pages answer to a tool's window messages: Canvas's platform storage and page messages, and nothing at all from Moodle.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { root } from './stage.mjs';
import { openBrowser } from './browser.mjs';

// A tool whose login page only talks to the window around it.
const page = `<!doctype html><title>tool</title><main>tool</main><script>
window.ask=(message,where)=>new Promise((done)=>{
  const target=where==='frame'?parent.frames['post_message_forwarding']:parent;
  const id=Math.random().toString(36).slice(2);
  const timer=setTimeout(()=>done('nothing'),700);
  addEventListener('message',function heard(e){if(!e.data||e.data.message_id!==id)return;removeEventListener('message',heard);clearTimeout(timer);
    done({...e.data,from:e.source===target,origin:e.origin})});
  target.postMessage({...message,message_id:id},'*')})
</script>`;

async function withLms(lms, work) {
  const server = createServer((request, answer) => answer.setHeader('Content-Type', 'text/html').end(page));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const state = mkdtempSync(join(tmpdir(), 'preceptor-lms-'));
  const program = join(resolve(root, process.env.PRECEPTOR_BUILD ?? 'build/release'), 'preceptor-demo-lms');
  const child = spawn(program, ['--lms', lms, '--state', state, '--tool', `http://127.0.0.1:${server.address().port}`, '--print-json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { context, close } = await openBrowser({ cookies: 'blocked' });
  try {
    const ready = JSON.parse(await new Promise((done) => createInterface({ input: child.stdout }).once('line', done)));
    const tab = await context.newPage();
    await tab.goto(`${ready.url}activity?link=apixaban-dose&as=learner-1`);
    const frame = await tab.locator('iframe.tool').elementHandle().then((element) => element.contentFrame());
    await frame.waitForFunction(() => typeof globalThis.ask === 'function');
    await work({ tab, frame, ask: (message, where) => frame.evaluate(([m, w]) => globalThis.ask(m, w), [message, where]), origin: ready.issuer });
  } finally {
    await close();
    child.kill('SIGTERM');
    server.close();
    rmSync(state, { recursive: true, force: true });
  }
}

test('Canvas: storage through the named frame', async () => {
  await withLms('canvas', async ({ ask, origin }) => {
    const able = await ask({ subject: 'lti.capabilities' });
    assert.equal(able.subject, 'lti.capabilities.response');
    assert.equal(able.supported_messages.find((one) => one.subject === 'lti.put_data').frame, 'post_message_forwarding');
    const put = await ask({ subject: 'lti.put_data', key: 'k', value: 'v' }, 'frame');
    assert.deepEqual([put.subject, put.key, put.value, put.from, put.origin], ['lti.put_data.response', 'k', 'v', true, origin]);
    assert.equal((await ask({ subject: 'lti.get_data', key: 'k' }, 'frame')).value, 'v');
    assert.equal((await ask({ subject: 'lti.get_data', key: 'other' }, 'frame')).value, null);
    assert.equal((await ask({ subject: 'lti.put_data', key: 'k', value: null }, 'frame')).value, null);
    assert.equal((await ask({ subject: 'lti.get_data', key: 'k' }, 'frame')).value, null, 'null deletes');
    assert.equal((await ask({ subject: 'lti.put_data', key: 'big', value: 'x'.repeat(5000) }, 'frame')).error.code, 'storage_exhaustion');
    assert.equal((await ask({ subject: 'lti.put_data', value: 'x' }, 'frame')).error.code, 'bad_request');
    assert.equal((await ask({ subject: 'lti.unheardOf' })).error.code, 'unsupported_subject');
  });
});

test('Canvas: the page around the frame', async () => {
  await withLms('canvas', async ({ tab, frame, ask }) => {
    assert.equal((await ask({ subject: 'lti.frameResize', height: 1234 })).subject, 'lti.frameResize.response');
    assert.equal(await tab.locator('iframe.tool').evaluate((element) => element.style.height), '1234px');
    await tab.evaluate(() => window.scrollTo(0, 500));
    await ask({ subject: 'lti.scrollToTop' });
    assert.equal(await tab.evaluate(() => window.scrollY), 0);
    assert.ok((await ask({ subject: 'lti.fetchWindowSize' })).height > 100);
    const to = await frame.evaluate(() => `${location.origin}/lti/launch?whole=window`);
    await frame.evaluate((url) => parent.postMessage({ subject: 'requestFullWindowLaunch', data: { url, launchType: 'same_window' } }, '*'), to);
    await tab.waitForURL(`${to.slice(0, to.indexOf('/lti/'))}/**`);
  });
});

test('Moodle answers no message and names no frame', async () => {
  await withLms('moodle', async ({ tab, ask }) => {
    for (const subject of ['lti.capabilities', 'lti.put_data', 'lti.get_data', 'lti.frameResize']) assert.equal(await ask({ subject, key: 'k', value: 'v', height: 900 }), 'nothing');
    assert.equal(await tab.locator('iframe').count(), 1);
    assert.equal(await tab.locator('iframe').getAttribute('name'), null);
  });
});
