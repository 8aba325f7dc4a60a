// axe finds nothing and nothing scrolls sideways: every state of a unit, light, dark, right to left, 320 px, 200 % text; the demo servers' pages too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, doUnit, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage;
before(async () => { stage = await startStage({ content: ['tests/data/units'], units: ['declared=A unit with something to declare'] }); });
after(async () => { await stage.stop(); });

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'phone-390', options: { viewport: { width: 390, height: 844 } } },
  { name: 'phone-390-dark', options: { colorScheme: 'dark', viewport: { width: 390, height: 844 } } },
  { name: 'rtl', language: 'ar', options: {} },
  { name: 'rtl-320', language: 'ar', options: { viewport: { width: 320, height: 640 } } },
  { name: 'narrow-320', options: { viewport: { width: 320, height: 640 } } },
  { name: 'narrow-320-text-200', textSize: 2, options: { viewport: { width: 320, height: 640 } } },
  { name: 'spanish', language: 'es', options: {} },
];

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

// A page of that look, with its text size.
async function pageOf(context, look) {
  const page = await context.newPage();
  if (look.textSize) {
    const session = await context.newCDPSession(page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16 * look.textSize, fixed: 13 * look.textSize } });
  }
  return page;
}

// Where anyone has a relevant relationship or there is commercial support, the disclosure comes first, on a page of its own.
for (const look of looks) {
  test(`disclosure on a page of its own: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await pageOf(context, look);
      await page.goto(`${stage.lms.url}launch?link=link-4&lang=${look.language ?? 'en'}&sub=declared-${look.name}`);
      await page.waitForURL(`${stage.tool}/**`);
      const form = page.locator('form[action$="/disclosure"]');
      await form.waitFor();
      const arabic = look.language === 'ar';
      if (arabic) assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
      assert.match(await page.locator('.disclosed').innerText(), arabic ? /أتعاب استشارة[^]*منحة تعليميّة/ : /consulting fees[^]*educational grant/);
      assert.equal(await page.locator('form fieldset').count(), 0, 'a question came with the disclosure');
      await screenshot(page, `${look.name}-disclosure`);
      await check(page, `${look.name} disclosure`);
      await form.locator('.actions button').click();
      await page.locator('form fieldset').first().waitFor();
      assert.equal(await page.locator('.disclosed').count(), 0, 'the disclosure is said twice');
      await check(page, `${look.name} first page after the disclosure`);
    } finally {
      await close();
    }
  });
}

for (const look of looks) {
  test(`learner's pages: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await pageOf(context, look);
      const link = look.language === 'ar' ? 'link-3' : 'link-1';
      await page.goto(`${stage.lms.url}launch?link=${link}&lang=${look.language ?? 'en'}&sub=look-${look.name}`);
      await page.waitForURL(`${stage.tool}/**`);
      if (look.language === 'ar') assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
      if (look.textSize) assert.ok(parseFloat(await page.evaluate(() => getComputedStyle(document.body).fontSize)) >= 30, 'the text did not grow');
      await page.locator('form .actions button').first().click();      // nothing chosen: the error state
      await page.locator('#errors').waitFor();
      await screenshot(page, `${look.name}-error`);
      await check(page, `${look.name} error`);
      await doUnit(page.mainFrame(), async (what, n) => {
        await screenshot(page, `${look.name}-${what}-${n}`);
        await check(page, `${look.name} ${what} ${n}`);
      });
    } finally {
      await close();
    }
  });
}

test('a refused launch and an altered address', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await fetch(`${stage.lms.jwks_uri.replace('/jwks.json', '')}/_next`, { method: 'POST', body: JSON.stringify({ expired: true }) });
    await page.goto(`${stage.lms.url}launch?link=link-1`);
    await page.waitForURL(`${stage.tool}/**`);
    await page.locator('.code').waitFor();
    await screenshot(page, 'refused');
    await check(page, 'refused launch');
    await page.goto(`${stage.tool}/u/nothing`);
    await check(page, 'altered address');
  } finally {
    await close();
  }
});

for (const width of [1280, 390, 320]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`demo servers' pages at ${width} px, ${colorScheme}`, async () => {
      const { context, close } = await openBrowser({ colorScheme, viewport: { width, height: 800 } });
      try {
        const page = await context.newPage();
        for (const [name, url] of [['course', stage.lms.url], ['course-ar', `${stage.lms.url}?lang=ar`], ['records', stage.lrs.url]]) {
          await page.goto(url);
          await screenshot(page, `demo-${name}-${width}-${colorScheme}`);
          await check(page, `${name} ${width} ${colorScheme}`);
        }
      } finally {
        await close();
      }
    });
  }
}
