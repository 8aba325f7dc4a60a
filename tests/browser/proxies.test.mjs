// The tool behind nginx and behind Apache, as docs/operations prints them: TLS, and a path prefix. A learner's launch in a frame, to the receipt, and what the proxy's own logs say of it.
import assert from 'node:assert/strict';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { startStage, awaitVerb } from './stage.mjs';
import { doUnit, openBrowser, toolFrame } from './browser.mjs';
import { startPlatform } from './fake_platform.mjs';
import { isThere, startProxy } from './proxies.mjs';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';   // the certificate is made for this test, and only loopback is asked

// Who, when, method, kind of page, answer, bytes: nothing behind the kind of page, no query.
const logLine = /^\S+ \[[0-9T:+-]+\] [A-Z]+ (-|\/cme\/(lti\/)?[a-z.-]+) \d{3} \d+$/;

for (const server of ['nginx', 'apache2']) {
  const absent = isThere(server) ? false : `${server} is not here: scripts/packages unpack build/servers`;

  // Errors are the other place where a proxy likes to write whole addresses.
  test(`${server} notes no secret when the tool does not answer`, { skip: absent }, async () => {
    const broken = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise((done) => broken.listen(0, '127.0.0.1', done));
    const { port } = broken.address();
    const proxy = await startProxy(server, port);
    // Each on a connection of its own: on a kept one Apache answers nothing and lets the client ask again.
    const refused = (place, method = 'GET', body = '') => new Promise((done, failed) => {
      const asked = request(`${proxy.url}/${place}`, { method, agent: false }, (answer) => {
        answer.resume().once('end', () => (answer.statusCode >= 500 ? done() : failed(new Error(`${place}: ${answer.statusCode}`))));
      });
      asked.once('error', failed).end(body);
    });
    try {
      for (const place of ['u/SecretHandle/receipt', 'c/SecretHandle', 'lti/launch?id_token=SecretHandle', 'lti/register/SecretHandle', 'SecretHandle', 'staff/enter/SecretHandle'])
        await refused(place);
      await refused('staff/roster', 'POST', 'x'.repeat(4 * 1024 * 1024));   // as long as the tool takes; 413 would be the proxy's own word
      await new Promise((done) => broken.close(done));   // and nobody is there any more
      await refused('u/SecretHandle');
      await refused('lti/launch', 'POST', 'id_token=SecretHandle');
      const lines = await proxy.noted(/ POST \/cme\/lti\/launch 50\d /);
      for (const kind of ['GET /cme/u 50', 'GET /cme/c 50', 'GET /cme/lti/register 50', 'GET - 50', 'GET /cme/staff 50']) assert.ok(lines.some((one) => one.includes(` ${kind}`)), kind);
      for (const line of lines) assert.match(line, logLine);
      assert.doesNotMatch(proxy.log(), /SecretHandle/);
    } finally {
      broken.close();
      await proxy.stop();
    }
  });

  test(`a launch through ${server}`, { skip: absent }, async () => {
    let proxy, platform;
    const stage = await startStage({
      lms: 'moodle', registered: false,
      front: async (toolPort) => { proxy = await startProxy(server, toolPort); return proxy.url; },
      platforms: async (tool) => { platform = await startPlatform({ tool }); return [platform.config]; },
    });
    const { context, close } = await openBrowser({ ignoreHTTPSErrors: true });
    try {
      const page = await context.newPage();
      await page.goto(platform.course);
      const frame = await toolFrame(page, stage.tool);
      await doUnit(frame, async () => {});
      await awaitVerb(stage.lrs, 'completed');
      const keys = await fetch(`${proxy.url}/.well-known/jwks.json`);
      assert.equal(keys.status, 200);
      const staff = await fetch(`${proxy.url}/staff`, { redirect: 'manual' });
      assert.ok(staff.status < 500);
      const lines = await proxy.noted(/ GET \/cme\/staff \d{3} /);
      for (const asked of [/ (GET|POST) \/cme\/lti\/login (200|30\d) /, / POST \/cme\/lti\/launch (200|30\d) /, / GET \/cme\/u 200 /, / POST \/cme\/u 303 /, / GET \/cme\/\.well-known 200 /])
        assert.ok(lines.some((one) => asked.test(one)), `${asked} in ${lines.join('\n')}`);
      for (const line of lines) assert.match(line, logLine, 'neither tokens nor handles in the proxy\'s own log');
      const [, handle] = frame.url().match(/\/cme\/u\/([^/?#]+)/);
      assert.ok(!(lines.join('\n') + proxy.log()).includes(handle));
    } finally {
      await close();
      await stage.stop();
      await proxy.stop();
      platform.stop();
    }
  });
}
