// What the tool asks of the page around its frame, beyond storage and height: only of a platform that said it can, and never waited for without end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pause, startStage } from './stage.mjs';
import { axeFindings, doUnit, openBrowser, screenshot, scrollsSideways, toolFrame } from './browser.mjs';
import { startPlatform } from './fake_platform.mjs';

const unit = 'apixaban-dose';

// The demo LMS in a character, its activity page open and the tool's first page in the frame. `seen` lists what the page around it heard.
async function inCourse(lms, options, act) {
  const stage = await startStage({ lms, registered: true });
  const { context, close } = await openBrowser({ cookies: 'blocked', ...options });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.seen = [];
      addEventListener('message', (e) => { if (typeof e.data?.subject === 'string') globalThis.seen.push(e.data.subject); });
    });
    await page.goto(`${stage.lms.url}activity?link=${unit}&as=learner-1`);
    if (lms === 'moodle') return await act({ stage, context, page });
    const frame = await toolFrame(page, stage.tool, true);
    await frame.locator('form .actions button').first().waitFor();
    await act({ stage, context, page, frame });
  } finally {
    await close();
    await stage.stop();
  }
}

const until = async (true_now, what) => {
  for (let tries = 0; tries < 600; ++tries) {
    if (await true_now()) return;
    await pause(50);
  }
  assert.fail(what);
};
const warns = (page) => page.evaluate(() => typeof globalThis.onbeforeunload === 'function');
const told = (page, subject) => page.locator(`p[data-alert="${subject}"]`);

test('Canvas warns whoever leaves with unsaved answers, and is told when they are saved', async () => {
  await inCourse('canvas', {}, async ({ page, frame }) => {
    await until(() => page.evaluate(() => globalThis.seen.includes('lti.capabilities')), 'it asked');
    assert.equal(await warns(page), false, 'nothing was typed yet');
    await page.route('**/draft/**', (route) => route.abort());
    await frame.locator('label.option').first().click();
    await until(() => warns(page), 'a warning while it is unsaved');
    await told(page, 'lti.showAlert').first().waitFor();
    assert.match(await told(page, 'lti.showAlert').first().textContent(), /Not saved yet/);
    await page.unroute('**/draft/**');
    await until(async () => !(await warns(page)), 'no warning once it is saved');
    assert.equal(await told(page, 'lti.screenReaderAlert').count(), 1, 'the good news follows the bad');
    assert.equal(await told(page, 'lti.showAlert').count(), 1, 'told once, however often it was tried');
    await page.route('**/draft/**', (route) => route.abort());   // else the warning is over before we look
    await frame.locator('label.option').nth(1).click();
    await until(() => warns(page), 'again, for a new answer');
    await frame.locator('form .actions button').first().click();
    await frame.locator('.feedback').waitFor();
    assert.equal(await warns(page), false, 'what is handed in is not unsaved');
  });
});

test('Canvas shows that a page was not accepted, also to who has scrolled away from the frame', async () => {
  await inCourse('canvas', {}, async ({ page, frame }) => {
    await frame.locator('form .actions button').first().click();
    await frame.locator('#errors').waitFor();
    await told(page, 'lti.showAlert').waitFor();
    assert.equal(await told(page, 'lti.showAlert').getAttribute('data-type'), 'error');
    assert.equal(await told(page, 'lti.showAlert').textContent(), await frame.locator('#errors h2').textContent());
  });
});

test('a frame too narrow to work in: the same link in the whole window, with the answers so far', async () => {
  await inCourse('canvas', { viewport: { width: 300, height: 640 } }, async ({ stage, page, frame }) => {
    await frame.locator('label.option').first().click();
    await frame.locator('.status:not(:empty)').waitFor();
    await frame.locator('#whole button').waitFor();
    await screenshot(page, 'whole-window-offered');
    assert.deepEqual(await axeFindings(frame), []);
    await frame.locator('#whole button').click();
    await page.waitForURL(`${stage.tool}/**`);
    await page.locator('input:checked').waitFor({ state: 'attached' });
    assert.equal(await page.locator('#whole').isVisible(), false, 'it is the whole window now');
    const { links } = await fetch(`${stage.lms.url}_state`).then((answer) => answer.json());
    assert.ok(links.length > 1, 'there were other links it could have gone to');
    await doUnit(page.mainFrame());
    for (let tries = 0; ; ++tries) {
      const { grades, line_items: items } = await fetch(`${stage.lms.url}_state`).then((answer) => answer.json());
      const scored = grades.filter((one) => one.scored);
      if (scored.length) return assert.deepEqual(scored.map((one) => items.find((item) => item.id === one.item).link), [links[0].id], 'the grade is on the link it came from');
      assert.ok(tries < 100, `no grade: ${stage.log().slice(-2000)}`);
      await pause(100);
    }
  });
});

test('a wide frame offers no whole window', async () => {
  await inCourse('canvas', {}, async ({ page, frame }) => {
    await until(() => page.evaluate(() => globalThis.seen.includes('lti.capabilities')), 'it asked');
    await pause(300);
    assert.equal(await frame.locator('#whole').isVisible(), false);
  });
});

// A platform of the tests' own: what it says it can, and what it then does not do.
async function onFake({ options = {}, ...how }, act) {
  let platform;
  const stage = await startStage({ platforms: async (tool) => { platform = await startPlatform({ tool, lms: 'canvas', ...how }); return [platform.config]; } });
  const { context, close } = await openBrowser(options);
  try {
    const page = await context.newPage();
    await page.goto(platform.course);
    const frame = page.frameLocator('iframe[name=tool0]');
    await frame.locator('form .actions button').first().waitFor({ timeout: 10000 });
    const inner = () => page.frames().find((one) => one.url().startsWith(stage.tool));
    await act({ stage, page, frame, inner, heard: () => page.evaluate(() => globalThis.heard) });
  } finally {
    await close();
    await stage.stop();
    platform.stop();
  }
}
const nothing_more = (heard) => heard.filter((m) => !/^(org\.imsglobal\.)?lti\.(frameResize|scrollToTop|capabilities)$/.test(m.subject) && !/data/.test(m.subject));

test('a platform that answers nothing is asked for nothing', async () => {
  await onFake({ width: 300, ways: { silent: true } }, async ({ page, frame, heard, inner }) => {
    await frame.locator('label.option').first().click();
    await frame.locator('.status:not(:empty)').waitFor();
    await pause(1500);
    assert.deepEqual(nothing_more(await heard()), []);
    assert.equal(await frame.locator('#whole').isVisible(), false);
    assert.equal(await scrollsSideways(inner()), false);
    assert.ok(page);
  });
});

test('an answer to another question, or that comes too late, is no answer', async () => {
  await onFake({ ways: { capabilities: true, able: ['lti.setUnloadMessage', 'lti.showAlert'], id: 'guess' } }, async ({ frame, heard, page, inner }) => {
    await frame.locator('label.option').first().click();
    await frame.locator('.status:not(:empty)').waitFor();
    await pause(1200);
    // Right in everything, and too late.
    const asked = (await heard()).filter((m) => m.subject === 'lti.capabilities').pop();
    await page.evaluate((id) => frames[0].postMessage({ subject: 'lti.capabilities.response', message_id: id, supported_messages: [{ subject: 'lti.setUnloadMessage' }] }, '*'), asked.message_id);
    await frame.locator('label.option').nth(1).click();
    await frame.locator('.status:not(:empty)').waitFor();
    assert.deepEqual(nothing_more(await heard()), []);
    assert.ok(inner());
  });
});

test('without a way back the platform is asked to close, and a platform that does not is explained', async () => {
  await onFake({ back: false, ways: { capabilities: true, able: ['lti.close'] } }, async ({ frame, inner, heard, page }) => {
    await doUnit(inner());
    await frame.locator('#shut button').click();
    await frame.locator('#shut [role=status]').waitFor();
    assert.equal((await heard()).filter((m) => m.subject === 'lti.close').length, 1);
    await screenshot(page, 'close-not-heard');
    assert.deepEqual(await axeFindings(inner()), []);
  });
});

test('a platform that says it launches in the whole window and does not: a new tab is left', async () => {
  await onFake({ width: 300, ways: { capabilities: true, able: ['requestFullWindowLaunch'] } }, async ({ frame, heard }) => {
    await frame.locator('#whole button').click();
    await frame.locator('#whole a').waitFor();
    const asked = (await heard()).filter((m) => m.subject === 'requestFullWindowLaunch');
    assert.equal(asked.length, 1);
    assert.equal(asked[0].data.resource_link_id, `link-${unit}`);
    assert.match(asked[0].data.url, /\/lti\/launch\?unit=apixaban-dose$/, 'no handle leaves the frame');
  });
});

test('Moodle answers nothing and is asked for nothing', async () => {
  await inCourse('moodle', {}, async ({ page, stage }) => {
    const frame = await toolFrame(page, stage.tool, true);
    await frame.locator('label.option').first().click();
    await frame.locator('.status:not(:empty)').waitFor();
    await pause(1200);
    const seen = await page.evaluate(() => globalThis.seen);
    assert.deepEqual(seen.filter((subject) => !/frameResize|scrollToTop|capabilities/.test(subject)), []);
    assert.equal(await warns(page), false);
  });
});
