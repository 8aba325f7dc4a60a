// A planner writes and publishes a unit in the browser, and a learner opens it: with script (live look) and without, in every look, and no shell but for the first link.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, doUnit, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage;
before(async () => { stage = await startStage({ units: ['dose-by-hand=Dose by hand', 'dose-without-script=Dose without script'] }); });
after(async () => { await stage.stop(); });

const command = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8', timeout: 60_000 });
const signIn = async (page) => {
  const { id } = JSON.parse(command('staff', 'add', '--name', 'Pat Planner', '--role', 'planner'));
  await page.goto(JSON.parse(command('staff', 'link', id)).url);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/staff');
};
const fill = (text) => Object.entries({ objectives: 'Choose the dose.', references: 'Label, section 2.', disclosure: 'none', 'commercial-support': 'none', ai: 'none', gap: 'gap-2026-014' })
  .reduce((all, [key, value]) => all.replace(`\n${key}:\n`, `\n${key}: ${value}\n`), text);

async function check(page, name) {
  await screenshot(page, `editor-${name}`);
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

for (const [name, title, options] of [['script', 'Dose by hand', {}], ['plain', 'Dose without script', { javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme: 'dark' }]]) {
  test(`from a title to a learner's receipt: ${name}`, async () => {
    const { context, close } = await openBrowser(options);
    try {
      const page = await context.newPage();
      await signIn(page);
      await page.goto(`${stage.tool}/staff/editor`);
      if (name === 'script') await check(page, `${name}-list`);
      await page.locator('#new-title').fill(title);
      await page.locator('main form button').first().click();
      await page.locator('#text').waitFor();
      assert.ok(await page.locator('.lint .bad').count() > 0, 'what is empty is named');
      if (name === 'script') await check(page, `${name}-begun`);
      await page.locator('#text').fill(fill(await page.locator('#text').inputValue()));
      if (name === 'script') {
        await page.locator('#look .look').waitFor();
        assert.equal(await page.locator('.lint .bad').count(), 0, 'the look is live');
        await check(page, `${name}-live`);
      }
      await page.locator('button[value=publish]').click();
      await page.locator('[role=status]', { hasText: 'Published' }).waitFor();
      if (name === 'script') await check(page, `${name}-published`);
      else assert.equal(await scrollsSideways(page.mainFrame()), false);
    } finally {
      await close();
    }
    const learner = await openBrowser({});
    try {
      const page = await learner.context.newPage();
      await page.goto(`${stage.lms.url}launch?link=${name === 'script' ? 'link-4' : 'link-5'}&sub=reader-${name}`);
      await page.waitForURL(`${stage.tool}/**`);
      await page.getByText('What do you ask?').first().waitFor();
      await doUnit(page.mainFrame());
    } finally {
      await learner.close();
    }
  });
}
