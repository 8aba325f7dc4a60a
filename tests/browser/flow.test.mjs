// A clinician opens a unit from the course page, in a cross-site frame, and finishes it: third-party cookies blocked and allowed, script on and off.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { awaitVerb, startStage, statements, verb } from './stage.mjs';
import { doUnit, openBrowser, screenshot, thirdPartyCookiesWork, toolFrame } from './browser.mjs';

for (const cookies of ['blocked', 'allowed']) {
  for (const scripts of [true, false]) {
    test(`course page to receipt, third-party cookies ${cookies}, script ${scripts ? 'on' : 'off'}`, async () => {
      const stage = await startStage();
      const { context, close } = await openBrowser({ cookies, javaScriptEnabled: scripts });
      try {
        assert.equal(await thirdPartyCookiesWork(context), cookies === 'allowed', 'the browser is not set up as this test says');
        const page = await context.newPage();
        const sizes = [];
        page.on('response', async (answer) => {
          if (!answer.url().startsWith(stage.tool) || !(answer.headers()['content-type'] ?? '').startsWith('text/html') || answer.status() >= 300) return;
          sizes.push(gzipSync(await answer.body().catch(() => Buffer.alloc(0))).length);
        });
        await page.goto(stage.lms.url);
        await page.locator('a.button').first().click();
        const frame = await toolFrame(page, stage.tool, scripts);
        const name = `flow-${cookies}-${scripts ? 'script' : 'plain'}`;
        const taps = await doUnit(frame, async (what, n) => {
          if (cookies === 'blocked') await screenshot(page, `${name}-${what}-${n}`);
        });
        const waited = await awaitVerb(stage.lrs, 'terminated');
        assert.ok(taps <= 5, `${taps} taps`);
        assert.ok(Math.max(...sizes) <= 14 * 1024 && sizes.length >= 2, `page sizes ${sizes}`);
        const verbs = (await statements(stage.lrs)).map(verb);
        assert.equal(verbs[0], 'initialized');
        assert.equal(verbs.filter((v) => v === 'completed').length, 1);
        const completed = (await statements(stage.lrs)).find((s) => verb(s) === 'completed');
        if (scripts) assert.match(completed.result.duration, /^PT/);
        else assert.equal(completed.result?.duration, undefined, 'without script the time is not measured, never 0');
        console.log(`# ${taps} taps, statements after ${waited} ms, pages ${sizes.join(', ')} bytes gzip`);
      } finally {
        await close();
        await stage.stop();
      }
    });
  }
}

test('reload, back and a second tab lose nothing', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser({ cookies: 'blocked' });
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1`);
    await page.waitForURL(`${stage.tool}/**`);
    const address = page.url();
    await page.locator('label.option').first().click();
    await page.locator('.status:not(:empty)').waitFor();           // the draft is on the server
    await page.reload();
    assert.ok(await page.locator('input:checked').count(), 'the draft came back after a reload');
    await page.locator('form .actions button').first().click();
    await page.locator('.feedback').waitFor();
    await page.goBack();
    await page.goto(address.replace(/#.*/, ''));
    await page.locator('main').waitFor();
    const tab = await context.newPage();
    await tab.goto(`${stage.lms.url}launch?link=link-1`);
    await tab.waitForURL(`${stage.tool}/**`);
    await doUnit(tab.mainFrame());
    const verbs = (await statements(stage.lrs)).map(verb);
    assert.equal(verbs.filter((v) => v === 'initialized').length, 1);
  } finally {
    await close();
    await stage.stop();
  }
});

test('the unit can be done by keyboard alone', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1`);
    await page.waitForURL(`${stage.tool}/**`);
    // Tab to the first element that fits; every stop on the way must be visible as focused.
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 40; ++presses) {
        await page.keyboard.press('Tab');
        const there = await page.evaluate((wanted) => {
          const e = document.activeElement;
          const ring = getComputedStyle(e.matches('label input') ? e.closest('label') : e);
          return { fits: e.matches(wanted), seen: e === document.body || ring.outlineStyle !== 'none' || getComputedStyle(e).outlineStyle !== 'none' };
        }, selector);
        assert.ok(there.seen, 'the focus can be seen');
        if (there.fits) return;
      }
      throw new Error(`40 presses of Tab never reached ${selector}`);
    };
    for (let pages = 0; pages < 8 && !(await page.locator('.receipt').count()); ++pages) {
      const key = await page.locator('input[name=key]').first().getAttribute('value');
      const groups = await page.locator('form fieldset:not([disabled])').count();
      for (let i = 0; i < groups; ++i) {
        const name = await page.locator('form fieldset:not([disabled])').nth(i).locator('input').first().getAttribute('name');
        await tabTo(`input[name="${name}"]`);
        await page.keyboard.press('Space');
      }
      await tabTo('form .actions button');
      await page.keyboard.press('Enter');
      await page.locator(`.receipt, input[name=key]:not([value="${key}"])`).first().waitFor({ state: 'attached' });
    }
    assert.equal(await page.locator('.receipt').count(), 1);
    await awaitVerb(stage.lrs, 'terminated');
  } finally {
    await close();
    await stage.stop();
  }
});

test('what is sent without a connection stays in the frame and goes when there is one', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser({ cookies: 'blocked' });
  try {
    const page = await context.newPage();
    await page.goto(stage.lms.url);
    await page.locator('a.button').first().click();
    const frame = await toolFrame(page, stage.tool, true);
    await frame.locator('form[data-draft]').waitFor();
    for (const group of await frame.locator('form fieldset:not([disabled])').all()) await group.locator('label.option').first().click();
    const key = await frame.locator('input[name=key]').first().getAttribute('value');
    const chosen = await frame.locator('#page-form input:checked').count();
    await context.setOffline(true);
    await frame.locator('form .actions button').first().click();
    await frame.locator('.status').filter({ hasText: 'You are offline.' }).waitFor();
    assert.equal(await frame.locator('#page-form input:checked').count(), chosen);
    await context.setOffline(false);
    await frame.locator('form .actions button').first().click();
    await frame.locator(`.receipt, input[name=key]:not([value="${key}"])`).first().waitFor({ state: 'attached' });
    await doUnit(frame);
  } finally {
    await close();
    await stage.stop();
  }
});

test('Back to a page that was refused asks for the page, it sends nothing once more', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1`);
    await page.waitForURL(`${stage.tool}/**`);
    const send = () => page.locator('#page-form .actions button').first().click();
    await send();                                             // nothing chosen: refused
    await page.locator('#errors').waitFor();
    for (const group of await page.locator('#page-form fieldset:not([disabled])').all()) await group.locator('label.option').first().click();
    await send();
    await page.locator('.feedback').waitFor();
    const posts = [];
    page.on('request', (request) => request.isNavigationRequest() && posts.push(request.method()));
    await page.goBack();
    await page.locator('.receipt, #page-form').first().waitFor();   // a page of ours, not the browser's own about sending again
    assert.ok(!posts.includes('POST'), `${posts}`);
  } finally {
    await close();
    await stage.stop();
  }
});

test('telling the career stage keeps what is ticked in the survey', async () => {
  const stage = await startStage();
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=survey-micro-burden`);
    await page.waitForURL(`${stage.tool}/**`);
    for (const group of await page.locator('#survey fieldset').all()) await group.locator('label.option').first().click();
    const chosen = await page.locator('#survey input:checked').count();
    assert.ok(chosen > 0);
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.postData() ?? ''));
    await page.getByRole('button', { name: '6 to 10 years' }).click();
    await page.locator('#told').filter({ hasText: 'Thank you.' }).waitFor();
    assert.equal(await page.locator('.person-question').count(), 0);
    assert.equal(await page.locator('#survey input:checked').count(), chosen);
    assert.ok(!sent[0].includes('q.mb1'), 'the answers do not travel with the person');
    await page.locator('#survey button').click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    assert.ok(sent[1].includes('q.mb1') && !sent[1].includes('who='), 'nor the person with the answers');
  } finally {
    await close();
    await stage.stop();
  }
});
