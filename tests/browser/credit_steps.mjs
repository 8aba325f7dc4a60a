// What a learner does in the sample units, for the tests of credit.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stage.mjs';

// What the samples say is right, in every language.
const samples = join(root, 'manifests/samples');
const right = readdirSync(samples).filter((name) => name.endsWith('.md'))
  .flatMap((name) => readFileSync(join(samples, name), 'utf8').split('\n').filter((line) => line.startsWith('- [x] ')).map((line) => line.slice(6).trim()));

// To the receipt, with the right answers.
export async function doUnitRight(page) {
  for (let pages = 0; pages < 10; ++pages) {
    await page.locator('main').waitFor();
    if (await page.locator('.receipt').count()) return;
    const before = await page.locator('input[name=key]').first().getAttribute('value');
    for (const group of await page.locator('form fieldset:not([disabled])').all()) {
      const labels = await group.locator('label.option').allInnerTexts();
      await group.locator('label.option').nth(Math.max(0, labels.findIndex((label) => right.includes(label.trim())))).click();
    }
    await page.locator('form .actions button').first().click();
    await page.locator(`.receipt, input[name=key]:not([value="${before}"])`).first().waitFor({ state: 'attached' });
  }
  throw new Error('no receipt after ten pages');
}

// Without script each posting page of the LMS needs a press of its button.
export async function arrive(page, stage, scripts = true) {
  for (let pages = 0; !scripts && pages < 4 && !page.url().startsWith(stage.tool); ++pages) await page.locator('form button').first().click();
  await page.waitForURL(`${stage.tool}/**`);
}

// The learner called `sub` opens the unit (a link's id or the unit's).
export async function open(page, stage, unit, sub, { language = 'en', scripts = true } = {}) {
  await page.goto(`${stage.lms.url}launch?link=${unit}&lang=${language}&sub=${sub}`);
  await arrive(page, stage, scripts);
}
