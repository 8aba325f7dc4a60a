// The tool behind nginx and behind Apache, as docs/operations prints them: TLS, and a path prefix. A learner's launch in a frame, to the receipt.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startStage, awaitVerb } from './stage.mjs';
import { doUnit, openBrowser, toolFrame } from './browser.mjs';
import { startPlatform } from './fake_platform.mjs';
import { isThere, startProxy } from './proxies.mjs';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';   // the certificate is made for this test, and only loopback is asked

for (const server of ['nginx', 'apache2']) {
  test(`a launch through ${server}`, { skip: isThere(server) ? false : `${server} is not here: scripts/packages unpack build/servers` }, async () => {
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
      await doUnit(await toolFrame(page, stage.tool), async () => {});
      await awaitVerb(stage.lrs, 'completed', 5000);
      const keys = await fetch(`${proxy.url}/.well-known/jwks.json`);
      assert.equal(keys.status, 200);
      const staff = await fetch(`${proxy.url}/staff`, { redirect: 'manual' });
      assert.ok(staff.status < 500);
      // Neither tokens nor handles in the proxy's own log.
      const log = join(proxy.folder, 'access.log');
      assert.doesNotMatch(existsSync(log) ? readFileSync(log, 'utf8') : '', /\/cme\/(u|lti)\//);
    } finally {
      await close();
      await stage.stop();
      await proxy.stop();
      platform.stop();
    }
  });
}
