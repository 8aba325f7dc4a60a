// Every kind of question in Chromium: looks and axe in each state, by keyboard alone, without script, and what comes and goes with the answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage, statements } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage;
before(async () => { stage = await startStage({ content: ['tests/data/units'], units: ['every-question=Every kind of question'] }); });
after(async () => { await stage.stop(); });

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'phone-390', options: { viewport: { width: 390, height: 844 } } },
  { name: 'narrow-320', options: { viewport: { width: 320, height: 640 } } },
  { name: 'narrow-320-dark', options: { colorScheme: 'dark', viewport: { width: 320, height: 640 } } },
  { name: 'rtl-320', language: 'ar', options: { viewport: { width: 320, height: 640 } } },
  { name: 'rtl', language: 'ar', options: {} },
];

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

async function launch(context, sub, language = 'en') {
  const page = await context.newPage();
  await page.goto(`${stage.lms.url}launch?link=link-4&lang=${language}&sub=${sub}`);
  for (let tries = 0; tries < 5 && !page.url().startsWith(stage.tool); ++tries) {   // without script each posting page needs a press
    const button = page.locator('form button').first();
    if (await button.count()) await button.click();
    else await page.waitForTimeout(100);
  }
  await page.waitForURL(`${stage.tool}/**`);
  return page;
}

const form = (page) => page.locator('#page-form');
async function submit(page) {
  const before = await page.locator('input[name=key]').first().getAttribute('value');
  await form(page).locator('.actions button').first().click();
  await page.locator(`.receipt, input[name=key]:not([value="${before}"])`).first().waitFor({ state: 'attached' });
}

async function orderSteps(page) {
  for (const [option, place] of [['a', '2'], ['b', '1'], ['c', '3'], ['d', '4']]) await page.locator(`select[name="q.steps.${option}"]`).selectOption(place);
  for (const row of [1, 2, 3]) await page.locator(`input[name="q.habits.${row}"][value=b]`).check();
}

for (const look of looks) {
  test(`every kind of question: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await launch(context, `kinds-${look.name}`, look.language);
      if (look.language === 'ar') assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
      await page.locator('input[name="q.known"][value=b]').check();
      await submit(page);
      await screenshot(page, `questions-${look.name}-order`);
      await check(page, `${look.name} ranking and matrix`);
      await submit(page);
      await page.locator('#errors').waitFor();
      await screenshot(page, `questions-${look.name}-order-error`);
      await check(page, `${look.name} ranking and matrix refused`);
      await orderSteps(page);
      await submit(page);
      await check(page, `${look.name} barrier and decision`);
      assert.equal(await page.locator('.when[data-id=lost]').isVisible(), false);
      await page.locator('input[name="q.barriers"][value=team]').check();
      await page.locator('input[name="q.barriers"][value=system]').check();
      await page.locator('.when[data-id=lost]').waitFor({ state: 'visible' });   // without a new page
      await page.locator('.when[data-id=tool]').waitFor({ state: 'visible' });
      await screenshot(page, `questions-${look.name}-causes`);
      await check(page, `${look.name} called for by the answers`);
      await page.locator('input[name="q.tool"][value=part]').check();
      await submit(page);
      await page.locator('#errors').waitFor();   // a decision needs its reason
      await page.locator('textarea[name="q.tool.words"]').fill('The list is missing.');
      await page.locator('input[name="f.who"]').check();
      await submit(page);
      await page.locator('input[name="q.enough"]').first().waitFor();
      await check(page, `${look.name} the end`);
      await submit(page);
      await submit(page);
      await page.locator('.receipt').waitFor();
      await check(page, `${look.name} receipt`);
    } finally {
      await close();
    }
  });
}

test('without script the question is there at the next try, and nothing typed is lost', async () => {
  const { context, close } = await openBrowser({ javaScriptEnabled: false });
  try {
    const page = await launch(context, 'no-script');
    await page.locator('input[name="q.known"][value=a]').check();
    await submit(page);
    await orderSteps(page);
    await submit(page);
    await page.locator('input[name="q.barriers"][value=team]').check();
    await page.locator('textarea[name="q.barriers.words"]').fill('Nobody is there at seven.');
    await submit(page);
    assert.equal(await page.locator('.when[data-id=lost]').isVisible(), true);
    assert.equal(await page.locator('textarea[name="q.barriers.words"]').inputValue(), 'Nobody is there at seven.');
    await page.locator('textarea[name="q.lost"]').fill('An allergy');
    await submit(page);
    await page.locator('input[name="q.again"]').first().waitFor();   // asked of who did not know it
  } finally {
    await close();
  }
});

test('by keyboard alone: ranking, matrix and testing out', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await launch(context, 'keyboard');
    const reach = async (selector) => {
      for (let presses = 0; presses < 60; ++presses) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`${selector} cannot be reached`);
    };
    await reach('input[name="q.known"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await reach('#page-form .actions button');
    await page.keyboard.press('Enter');
    await page.locator('select[name="q.steps.a"]').waitFor();
    await reach('select[name="q.steps.a"]');
    await page.keyboard.press('2');
    assert.equal(await page.locator('select[name="q.steps.a"]').inputValue(), '2');
    await reach('input[name="q.habits.1"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('input[name="q.habits.1"][value=b]').isChecked(), true);
    await page.reload();
    await reach('form[action$="/finish"] button');
    await page.keyboard.press('Enter');
    await page.locator('.receipt').waitFor();
    assert.match(await page.locator('.receipt').innerText(), /nothing more was asked/);
    const said = (await statements(stage.lrs)).filter((one) => one.actor.account.name === 'keyboard');
    assert.ok(said.length >= 1);
  } finally {
    await close();
  }
});
