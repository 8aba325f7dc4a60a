// A course page at an address nobody named: the browser shows nothing of the tool, says so, and the health line counts it without the learner's address.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { checkOf, pause, startStage } from './stage.mjs';
import { openBrowser } from './browser.mjs';

test('a frame that the browser refuses is counted for its connection', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser();
  let inside = '';
  const elsewhere = createServer((request, answer) => answer.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>Another site</title><iframe src="${inside}"></iframe>`));
  await new Promise((done) => elsewhere.listen(0, '127.0.0.1', done));
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1`);
    await page.waitForURL(`${stage.tool}/u/**`);
    await page.locator('form .actions button').first().waitFor();
    assert.match(await checkOf(stage), /good +frames of Demo/);
    inside = page.url().replace(/#.*/, '');
    assert.match(inside, /\/u\/[^/]+\/.+$/);
    const other = await context.newPage();
    await other.goto(`http://localhost:${elsewhere.address().port}/course/7?user=9`);
    let said = '';
    for (let tries = 0; tries < 20 && !/browsers reported/.test(said); ++tries) {
      await pause(200);
      said = await checkOf(stage);
    }
    assert.match(said, /warning +frames of Demo: browsers reported at least 1 page\(s\) of ours not shown in a frame/);
    assert.ok(!said.includes(inside.split('/u/')[1].split('/')[0]), 'nothing of the address is kept');
    const refused = other.frames().find((one) => one !== other.mainFrame());
    assert.equal(await refused.locator('main').count().catch(() => 0), 0, 'the browser showed nothing of it');
  } finally {
    elsewhere.close();
    elsewhere.closeAllConnections?.();
    await close();
    await stage.stop();
  }
});
