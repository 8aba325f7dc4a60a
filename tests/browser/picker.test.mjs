// A teacher chooses units in the course's own dialog: in both characters of the demo LMS, with and without script, by keyboard, on a phone, in the dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways, toolFrame } from './browser.mjs';

const stages = {};
before(async () => {
  for (const lms of ['moodle', 'canvas']) stages[lms] = await startStage({ lms, registered: true });
});
after(async () => {
  for (const stage of Object.values(stages)) await stage.stop();
});

const courses = { moodle: 2, canvas: 1207 };

async function openPicker(page, lms, scripts = true, placement = lms === 'moodle' ? 'ContentArea' : 'link_selection') {
  const stage = stages[lms];
  await page.goto(`${stage.lms.url}course?id=${courses[lms]}&as=instructor-1`);
  await page.locator(`[data-placement="${placement}"]`).click();
  const frame = await toolFrame(page, stage.tool, scripts);
  await frame.locator('h1', { hasText: 'Choose a unit' }).waitFor();
  return frame;
}

// Out of the frame, to what the LMS made of the answer.
async function leave(page, frame, scripts) {
  if (!scripts) {
    await frame.locator('form button', { hasText: 'Back to the course' }).click();
    await page.frameLocator('iframe').first().locator('a', { hasText: 'Continue' }).click();
  }
  await page.waitForURL(/\/(add|course)\?/);
}

async function save(page) {
  await page.locator('button[value=save]').click();
  await page.waitForURL(/\/course\?/);
  return page.locator('main').textContent();
}

for (const lms of ['moodle', 'canvas']) {
  for (const scripts of [true, false]) {
    test(`two units are added: ${lms}, ${scripts ? 'with' : 'without'} script`, async () => {
      const { context, close } = await openBrowser({ javaScriptEnabled: scripts });
      try {
        const page = await context.newPage();
        const frame = await openPicker(page, lms, scripts);
        assert.equal(await frame.locator('input[name=unit]').first().getAttribute('type'), 'checkbox');
        await frame.locator('label.option', { hasText: 'Apixaban' }).click();
        await frame.locator('#g-apixaban-dose').selectOption('score');
        await frame.locator('#q').fill('naloxone');
        await frame.locator('button[name=search]').click();
        await frame.locator('[role=status]', { hasText: 'One unit found.' }).waitFor();
        assert.ok(await frame.locator('input[value=apixaban-dose]').isChecked(), 'what was ticked is still ticked');
        assert.equal(await frame.locator('#g-apixaban-dose').inputValue(), 'score');
        await frame.locator('label.option', { hasText: 'aloxone' }).click();
        await frame.locator('#g-naloxone-with-opioids').selectOption('none');
        await screenshot(page, `picker-${lms}-${scripts ? 'script' : 'plain'}`);
        await frame.locator('button[name=add]').click();
        await leave(page, frame, scripts);
        const cards = await page.locator('li.card').allTextContents();
        assert.equal(cards.length, 2);
        assert.match(cards.find((card) => card.includes('Apixaban')), /Grade column/);
        assert.match(cards.find((card) => card.includes('aloxone')), /No grade column/);
        assert.match(await save(page), /2 added\./);
      } finally {
        await close();
      }
    });
  }

  test(`cancel adds nothing: ${lms}`, async () => {
    const { context, close } = await openBrowser();
    try {
      const page = await context.newPage();
      const frame = await openPicker(page, lms);
      await frame.locator('button[name=cancel]').click();
      await page.waitForURL(/\/course\?/);
      assert.match(await page.locator('main').textContent(), /Nothing was added\./);
    } finally {
      await close();
    }
  });
}

test('an assignment of Canvas takes one unit', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    const frame = await openPicker(page, 'canvas', true, 'assignment_selection');
    assert.equal(await frame.locator('input[name=unit]').first().getAttribute('type'), 'radio');
    await frame.locator('button[name=add]').click();
    await frame.locator('#errors', { hasText: 'Choose a unit first.' }).waitFor();
    assert.deepEqual(await axeFindings(frame), []);
    await screenshot(page, 'picker-problem');
    await frame.locator('label.option').first().click();
    await frame.locator('button[name=add]').click();
    await page.waitForURL(/\/add\?/);
    assert.match(await save(page), /1 added\./);
  } finally {
    await close();
  }
});

test('by keyboard alone', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    const frame = await openPicker(page, 'moodle');
    await frame.locator('#q').focus();
    await page.keyboard.type('hand');
    await page.keyboard.press('Enter');                       // searches, and adds nothing
    await frame.locator('[role=status]', { hasText: 'One unit found.' }).waitFor();
    const focused = () => frame.evaluate(() => document.activeElement?.name ?? '');
    const tabTo = async (name) => {
      for (let tries = 0; tries < 20 && await focused() !== name; ++tries) await page.keyboard.press('Tab');
      assert.equal(await focused(), name);
    };
    await frame.locator('#q').focus();
    await tabTo('unit');
    await page.keyboard.press('Space');
    await tabTo('grade.five-moments');
    await page.keyboard.press('End');                         // the last choice: no grade
    await tabTo('language.five-moments');
    await tabTo('add');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/add\?/);
    assert.match(await page.locator('li.card').first().textContent(), /No grade column/);
  } finally {
    await close();
  }
});

const looks = [
  { name: 'wide-light', options: { colorScheme: 'light' } },
  { name: 'wide-dark', options: { colorScheme: 'dark' } },
  { name: 'phone-390-dark', options: { colorScheme: 'dark', viewport: { width: 390, height: 844 } } },
  { name: 'narrow-320', options: { viewport: { width: 320, height: 640 } } },
];
for (const look of looks) {
  test(`looks: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await context.newPage();
      const frame = await openPicker(page, 'moodle');
      await frame.locator('label.option').first().click();
      await frame.locator('label.option').nth(1).click();
      assert.deepEqual(await axeFindings(frame), [], 'axe');
      assert.equal(await scrollsSideways(frame), false, 'scrolls sideways');
      const alone = await context.newPage();                  // the same address without the course around it, to be looked at whole
      await alone.goto(frame.url());
      await alone.locator('label.option').first().click();
      assert.equal(await scrollsSideways(alone.mainFrame()), false, 'scrolls sideways alone');
      assert.deepEqual(await axeFindings(alone.mainFrame()), [], 'axe alone');
      await screenshot(alone, `picker-${look.name}`);
    } finally {
      await close();
    }
  });
}
