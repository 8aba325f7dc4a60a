// Staff without a record store: statements as a file, chosen, watched and downloaded, at 320 px, right to left, and without script.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awaitVerb, startStage } from './stage.mjs';
import { axeFindings, openBrowser, scrollsSideways } from './browser.mjs';

let stage;
before(async () => { stage = await startStage(); });
after(() => stage.stop());

const staff = (path) => `${stage.tool}/staff${path}`;
const command = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8' });

async function signIn(page, name) {
  const { id } = JSON.parse(command('staff', 'add', '--name', name, '--role', 'accreditation'));
  await page.goto(JSON.parse(command('staff', 'link', id)).url);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/staff');
}

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}

async function bytesOf(page, link) {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

for (const [name, options] of [['plain', {}], ['narrow', { viewport: { width: 320, height: 640 } }], ['arabic', { locale: 'ar' }], ['without script', { javaScriptEnabled: false }]])
  test(`an export is made, shown and downloaded: ${name}`, async () => {
    const { context, close } = await openBrowser(options);
    try {
      const script = options.javaScriptEnabled !== false;
      if (name === 'plain') {
        const tab = await context.newPage();
        await tab.goto(`${stage.lms.url}launch?link=link-1&sub=exported-1`);
        await tab.waitForURL(`${stage.tool}/**`);
        await tab.locator('main').waitFor();
        await tab.close();
        await awaitVerb(stage.lrs, 'initialized');
      }
      const page = await context.newPage();
      await signIn(page, `Alex ${name}`);
      await page.goto(staff('/statements'));
      // axe is a script too: where none runs, the other runs have looked at the same page.
      if (script) await check(page, `${name}, the form`);
      await page.locator('#form').selectOption('csv');
      await page.locator('input[name=kind][value=attempts]').check();
      await page.locator('form[action$="/statements"] button').click();
      await page.waitForURL(/\/staff\/statements\/[0-9a-f-]{36}/);
      const file = page.locator('main a[download][href*="/file/1"]');
      for (let looks = 0; !script && looks < 100 && (await file.count()) === 0; ++looks) {
        await new Promise((done) => setTimeout(done, 100));
        await page.reload();
      }
      await file.waitFor();
      if (script) await check(page, `${name}, done`);
      const bytes = await bytesOf(page, file);
      assert.match(bytes.toString(), /^\uFEFF"record\.registration",/);
      assert.match(bytes.toString(), /exported-1/);
      const hash = createHash('sha256').update(bytes).digest('hex');
      assert.match(await page.locator('main').innerText(), new RegExp(hash));
    } finally {
      await close();
    }
  });
