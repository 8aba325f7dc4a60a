// What an instructor reaches from the preview: the check of the link and class completion, in every look, by keyboard, without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, doUnit, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage;
before(async () => {
  stage = await startStage();
  const { context, close } = await openBrowser();
  try {
    for (const sub of ['teacher-sees-1', 'teacher-sees-2']) {
      const page = await context.newPage();
      await page.goto(`${stage.lms.url}launch?link=link-1&sub=${sub}`);
      await page.waitForURL(`${stage.tool}/**`);
      if (sub.endsWith('1')) await doUnit(page.mainFrame(), async () => {});
      await page.close();
    }
  } finally {
    await close();
  }
});
after(async () => { await stage.stop(); });

const looks = [
  { name: 'light', options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } } },
  { name: 'dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } } },
  { name: 'phone-390', options: { viewport: { width: 390, height: 844 } } },
  { name: 'narrow-320', options: { viewport: { width: 320, height: 640 } } },
  { name: 'narrow-320-dark', options: { colorScheme: 'dark', viewport: { width: 320, height: 640 } } },
  { name: 'rtl', language: 'ar', options: {} },
  { name: 'spanish-320', language: 'es', options: { viewport: { width: 320, height: 640 } } },
];

async function check(page, name) {
  await screenshot(page, `teacher-${name}`);
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

const openPreview = async (page, language = 'en') => {
  await page.goto(`${stage.lms.url}launch?link=link-1&lang=${language}&user=instructor-1`);
  await page.waitForURL(`${stage.tool}/**`);
};

for (const look of looks) {
  test(`teacher's pages: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await context.newPage();
      await openPreview(page, look.language);
      await check(page, `${look.name}-preview`);
      await page.locator('.note.caution a').click();
      await page.locator('.checks').waitFor();
      assert.equal(await page.locator('.check').count(), 6);
      await check(page, `${look.name}-link`);
      await page.locator('form[action$="/test"] button').click();
      await page.locator('.checks').waitFor();
      await check(page, `${look.name}-tested`);
      await page.locator('.tabs li:nth-child(2) a').click();
      await page.locator('table').waitFor();
      assert.equal(await page.locator('tbody tr').count(), 2);
      await check(page, `${look.name}-class`);
    } finally {
      await close();
    }
  });
}

test('by keyboard alone, and without script', async () => {
  const { context, close } = await openBrowser({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1&user=instructor-1`);
    for (let hops = 0; hops < 5 && !page.url().startsWith(stage.tool); ++hops) {
      await page.locator('form button, form input[type=submit]').first().focus();   // pages that post themselves have a button without script
      await page.keyboard.press('Enter');
      await page.waitForLoadState();
    }
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 60; ++presses) {
        await page.keyboard.press('Tab');
        if (await page.locator(`${selector}:focus`).count()) return;
      }
      assert.fail(`${selector} is not reached by Tab`);
    };
    await tabTo('.note.caution a');
    await page.keyboard.press('Enter');
    await page.locator('.checks').waitFor();
    await tabTo('form[action$="/test"] button');
    await page.keyboard.press('Enter');
    await page.locator('.checks').waitFor();
    await tabTo('.tabs li:nth-child(2) a');
    await page.keyboard.press('Enter');
    await page.locator('table').waitFor();
    await tabTo('a[download]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.equal(download.suggestedFilename(), 'class.csv');
  } finally {
    await close();
  }
});

test('a learner gets no way to these pages, and an altered address opens nothing', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(`${stage.lms.url}launch?link=link-1&sub=nobody-special`);
    await page.waitForURL(`${stage.tool}/**`);
    assert.equal(await page.locator('a[href*="/t/"]').count(), 0);
    const answer = await page.goto(`${stage.tool}/t/nothing/class`);
    assert.equal(answer.status(), 404);
    await check(page, 'altered');
  } finally {
    await close();
  }
});
