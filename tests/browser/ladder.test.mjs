// A launch in a browser that keeps no cookie inside the course page: by the platform's storage, by the browser's own prompt, in a new tab, or not at all, and
// never without one of them. Third-party cookies are blocked, and the proxy loses the partitioned ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOf, startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways, thirdPartyCookiesWork } from './browser.mjs';
import { startLosingProxy, startPlatform } from './fake_platform.mjs';

// One stage, one fake platform, one browser; `act` gets what it needs.
async function onStage({ browser = {}, proxy = {}, loses = true, ...how }, act) {
  let platform, losing;
  const stage = await startStage({
    front: loses ? async (port) => { losing = await startLosingProxy(port, proxy); return losing.url; } : undefined,
    platforms: async (tool) => { platform = await startPlatform({ tool, ...how }); return [platform.config]; },
  });
  const { context, close } = await openBrowser({ cookies: 'blocked', ...browser });
  try {
    assert.equal(await thirdPartyCookiesWork(context), false);
    const page = await context.newPage();
    await page.goto(platform.course);
    const frame = page.frameLocator('iframe[name=tool0]');
    const told = () => checkOf(stage);
    await act({ stage, platform, context, page, frame, told });
  } finally {
    await close();
    await stage.stop();
    losing?.stop();
    platform?.stop();
  }
}

const opens = (frame) => frame.locator('form .actions button').first().waitFor({ timeout: 10000 });
const stored = (where) => where.evaluate(() => [...globalThis.kept.keys()]);
const heard = (where) => where.evaluate(() => globalThis.heard);

test('a partitioned cookie is enough and costs no page of its own', async () => {
  await onStage({ loses: false, target: '_parent' }, async ({ page, frame, told }) => {
    await opens(frame);
    assert.deepEqual((await heard(page)).filter((m) => /data/.test(m.subject)), []);
    assert.match(await told(), /launches from Fake.*bound by cookie\b/);
  });
});

test('storage of the platform\'s page', async () => {
  await onStage({ target: '_parent' }, async ({ page, frame, stage, told }) => {
    await opens(frame);
    const messages = (await heard(page)).filter((m) => /data/.test(m.subject));
    assert.deepEqual(messages.map((m) => m.subject), ['lti.put_data', 'lti.get_data', 'lti.get_data', 'lti.put_data']);
    assert.ok(messages.every((m) => m.origin === stage.tool));
    assert.ok(messages[0].key.length + messages[0].value.length < 100);
    assert.deepEqual(await stored(page), [], 'the value was removed after its use');
    assert.match(await told(), /launches from Fake.*bound by storage\b/);
    const heights = (await heard(page)).filter((m) => m.subject === 'lti.frameResize');
    assert.ok(heights.length && heights.every((m) => m.height > 0));
  });
});

test('storage in a frame of another origin beside ours', async () => {
  await onStage({ target: 'post_message_forwarding', beside: 'post_message_forwarding', ways: {}, }, async ({ page, frame, told }) => {
    await opens(frame);
    const keeper = page.frames().find((f) => f.url().endsWith('/storage'));
    assert.ok((await heard(keeper)).some((m) => m.subject === 'lti.put_data'));
    assert.match(await told(), /launches from Fake.*bound by storage\b/);
  });
});

test('storage that is only told by lti.capabilities, with the frame it names', async () => {
  await onStage({ ways: { capabilities: true } }, async ({ frame, told }) => {
    await opens(frame);
    assert.match(await told(), /launches from Fake.*bound by storage\b/);
  });
  await onStage({ beside: 'keeper', ways: { page: { capabilities: true, only_capabilities: true, frame: 'keeper' } } }, async ({ frame, told }) => {
    await opens(frame);
    assert.match(await told(), /launches from Fake.*bound by storage\b/);
  });
});

test('an old platform\'s names of the messages', async () => {
  await onStage({ target: '_parent', ways: { old: true } }, async ({ page, frame }) => {
    await opens(frame);
    assert.ok((await heard(page)).some((m) => m.subject === 'org.imsglobal.lti.put_data'));
    assert.deepEqual(await stored(page), []);
  });
});

test('three units on one page, opened at once', async () => {
  for (const loses of [true, false]) {
    await onStage({ loses, target: '_parent', units: ['apixaban-dose', 'naloxone-with-opioids', 'five-moments'] }, async ({ page }) => {
      for (const n of [0, 1, 2]) await opens(page.frameLocator(`iframe[name=tool${n}]`));
      assert.deepEqual(await stored(page), []);
    });
  }
});

const dead = [
  ['answers nothing', { silent: true }, {}],
  ['is full', { full: true }, {}],
  ['forgets', { forgets: true }, {}],
  ['alters the value', { alters: true }, {}],
  ['answers with another message_id', { id: 'guess' }, {}],
  ['answers with another subject', { subject: 'lti.other.response' }, {}],
  ['is another origin than the one that signs in people', { silent: true, page: {} }, { beside: 'post_message_forwarding' }],
  ['asks for no storage and answers nothing', { silent: true }, { target: undefined }],
];
for (const [what, ways, more] of dead) {
  test(`a platform that ${what}: a new tab, by one click, and nothing before it`, async () => {
    await onStage({ ways, target: '_parent', ...more }, async ({ page, frame, context, stage, told, platform }) => {
      const link = frame.locator('#ways a');
      await link.waitFor({ timeout: 8000 });
      assert.equal(await frame.locator('#wait').isVisible(), false);
      if (what === 'answers nothing') {
        await screenshot(page, 'ladder-frame');
        const inner = page.frames().find((f) => f.url().startsWith(stage.tool));
        assert.deepEqual(await axeFindings(inner), []);
        assert.equal(await scrollsSideways(inner), false);
      }
      assert.match(await told(), /launches from Fake.*none yet/);
      const opened = context.waitForEvent('page');
      await link.click();
      const tab = await opened;
      await tab.locator('form .actions button').first().waitFor();
      assert.ok(tab.url().startsWith(`${stage.tool}/u/`), tab.url());
      assert.match(await told(), /launches from Fake.*bound by new_window\b/);
      assert.equal(await tab.evaluate(() => globalThis.opener), null);
      for (const secret of await heard(page)) assert.equal(secret.subject === 'lti.put_data' && secret.origin !== stage.tool, false);
      if (more.beside) assert.deepEqual((await heard(page)).filter((m) => /data/.test(m.subject)), [], 'no value was shown to another origin');
      assert.equal(platform.launches, 1, 'the hint of the click was still unused');
    });
  });
}

test('the browser\'s own prompt, granted', async () => {
  await onStage({ ways: { silent: true }, target: '_parent' }, async ({ page, frame, context, told }) => {
    await frame.locator('#allow button').waitFor({ timeout: 8000 });
    await context.grantPermissions(['storage-access']);
    await frame.locator('#allow button').click();
    await opens(frame);
    assert.match(await told(), /launches from Fake.*bound by storage_access\b/);
    await page.reload();                                   // known from now on: no click any more
    await opens(frame);
  });
});

test('the browser\'s own prompt, denied: the new tab is left', async () => {
  await onStage({ ways: { silent: true }, target: '_parent' }, async ({ frame }) => {
    await frame.locator('#allow button').waitFor({ timeout: 8000 });
    await frame.locator('#allow button').click();
    await frame.locator('#refused:not(:empty)').waitFor();
    assert.equal(await frame.locator('#allow').isVisible(), false);
    assert.equal(await frame.locator('#ways a').isVisible(), true);
  });
});

test('without script: the cookie where it stays, else a link to a new tab', async () => {
  const browser = { javaScriptEnabled: false };
  await onStage({ browser, loses: false, target: '_parent' }, async ({ page, frame }) => {
    await page.locator('form button').first().click();
    await frame.locator('form button').click();            // the platform's own page posts by script
    await opens(frame);
  });
  await onStage({ browser, target: '_parent' }, async ({ page, frame, context }) => {
    await page.locator('form button').first().click();
    await screenshot(page, 'ladder-plain');
    const opened = context.waitForEvent('page');
    await frame.locator('#ways a').click();
    const tab = await opened;
    await tab.locator('form button').first().click();
    await tab.locator('form .actions button').first().waitFor();
  });
});

test('a value that is gone at the launch: refused in words, with a code and the way back', async () => {
  await onStage({ target: '_parent' }, async ({ page, frame, told, platform, stage }) => {
    await opens(frame);
    // The same browser, but storage that loses what it kept while the platform signs.
    await page.route(`${platform.authority}/auth*`, async (route) => {
      await page.evaluate(() => globalThis.kept.clear());
      await route.continue();
    });
    await page.reload();
    await frame.locator('.code').waitFor({ timeout: 8000 });
    await screenshot(page, 'ladder-refused');
    assert.ok((await frame.locator('a.button').getAttribute('href')).startsWith(`${platform.issuer}/back`));
    assert.match(await told(), /launch\.storage_mismatch.*nothing stored/);
    assert.ok(!stage.log().includes('eyJ'), 'no token in the log');
  });
});

for (const lms of ['canvas', 'moodle']) {
  test(`the demo LMS as ${lms}: ${lms === 'canvas' ? 'by its storage frame' : 'in a new tab'}`, async () => {
    let losing;
    const stage = await startStage({ lms, registered: true, front: async (port) => { losing = await startLosingProxy(port); return losing.url; } });
    const { context, close } = await openBrowser({ cookies: 'blocked' });
    try {
      const page = await context.newPage();
      await page.goto(`${stage.lms.url}activity?link=apixaban-dose&as=learner-1`);
      const frame = page.frameLocator('iframe.tool');
      if (lms === 'canvas') {
        await opens(frame);
        const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('preceptor.')));
        assert.deepEqual(left, [], 'nothing stays in the platform\'s storage');
      } else {
        const opened = context.waitForEvent('page');
        await frame.locator('#ways a').click({ timeout: 8000 });
        await opens((await opened).mainFrame());
      }
      assert.match(await checkOf(stage), lms === 'canvas' ? /launches from Demo.*bound by storage\b/ : /launches from Demo.*bound by new_window/);
    } finally {
      await close();
      await stage.stop();
      losing?.stop();
    }
  });
}
