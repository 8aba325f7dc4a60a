// From one pasted address to a reviewed learner, on an LMS that behaves like Moodle and on one that behaves like Canvas, in frames of another site with
// third-party cookies blocked, and without touching a configuration file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { awaitVerb, pause, startStage } from './stage.mjs';
import { axeFindings, doUnit, openBrowser, screenshot, scrollsSideways, thirdPartyCookiesWork, toolFrame } from './browser.mjs';

const unit = 'apixaban-dose';

const command = (stage, ...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile], { encoding: 'utf8', timeout: 60_000 });
const as = (stage, path, person) => `${new URL(path, stage.lms.url)}${path.includes('?') ? '&' : '?'}as=${person}`;
const state = (stage) => fetch(`${stage.lms.url}_state`).then((answer) => answer.json());

// The frame named or shown by that selector, once it shows a page of the tool.
async function frameOf(page, tool, selector = 'iframe.tool') {
  for (let tries = 0; tries < 200; ++tries) {
    const frame = await page.locator(selector).elementHandle({ timeout: 5000 }).then((element) => element.contentFrame());
    if (frame?.url().startsWith(tool) && await frame.locator('main').count().catch(() => 0)) return frame;
    await pause(50);
  }
  throw new Error(`no page of the tool in ${selector}; it shows ${page.frames().map((f) => f.url()).join(' ')}`);
}

async function lookAt(page, frame, name) {
  await screenshot(page, `advantage-${name}`);
  assert.deepEqual(await axeFindings(frame), [], `accessibility of ${name}`);
}

async function register(stage, page, lms) {
  const { url, name } = { ...JSON.parse(command(stage, 'invite', '--lms', lms, '--name', 'Demo', '--json')), name: 'Demo' };
  await page.goto(as(stage, '/admin', 'admin-1'));
  await page.locator('#registration-url').fill(url);
  await page.locator('#registration-url ~ button, form:has(#registration-url) button').first().click();
  const frame = await frameOf(page, stage.tool, '#registration');
  await lookAt(page, frame, `${lms}-register`);
  await frame.locator('form button.button').first().click();
  await frame.locator('#close').waitFor();
  await lookAt(page, frame, `${lms}-registered`);
  await frame.locator('#close').click();
  await page.locator('#tools [data-tool]').waitFor();
  return name;
}

// Both sides: the LMS's administrator turns the tool on, the tool's lets the LMS in.
async function activate(stage, page, lms, name) {
  const card = page.locator('#tools [data-tool]').first();
  assert.match(await card.locator('.state').first().textContent(), lms === 'moodle' ? /Pending/ : /Off/);
  await card.getByRole('button', { name: lms === 'moodle' ? 'Activate' : 'Save and turn on' }).click();
  assert.match(await page.locator('#tools [data-tool] .state').first().textContent(), lms === 'moodle' ? /Active/ : /On/);
  await screenshot(page, `advantage-${lms}-active`);
  command(stage, 'platform', 'accept', name);
}

async function addUnit(stage, page, lms) {
  await page.goto(as(stage, new URL(stage.lms.course_url).pathname + new URL(stage.lms.course_url).search.replace(/&as=.*/, ''), 'instructor-1'));
  await page.locator(`a[data-placement="${lms === 'moodle' ? 'ContentArea' : 'assignment_selection'}"]`).click();
  const frame = await frameOf(page, stage.tool);
  await lookAt(page, frame, `${lms}-picker`);
  await frame.locator(`input[name="unit"][value="${unit}"]`).check();
  await frame.locator('button[name="add"]').click();
  await page.waitForURL('**/add?**');
  if (lms === 'moodle') await page.locator('input[name="pass"]').fill('1');
  await screenshot(page, `advantage-${lms}-add`);
  await page.locator(`button[value="${lms === 'moodle' ? 'save' : 'publish'}"]`).click();
  const { links, line_items: items } = await state(stage);
  assert.equal(links.length, 1);
  assert.equal(items.length, 1, 'the unit came with a grade column');
  return links[0].id;
}

async function learn(stage, page, lms, link) {
  await page.goto(as(stage, `/activity?link=${link}`, 'learner-1'));
  const frame = await toolFrame(page, stage.tool, true);
  await doUnit(frame);
  await lookAt(page, frame, `${lms}-receipt`);
  await awaitVerb(stage.lrs, 'completed');
}

async function grade(stage) {
  for (let tries = 0; tries < 200; ++tries) {
    const { grades } = await state(stage);
    if (grades.some((one) => one.scored)) return grades.filter((one) => one.scored);
    await pause(100);
  }
  throw new Error(`no grade arrived; the tool's log: ${stage.log().slice(-3000)}`);
}

async function review(stage, page, lms) {
  await page.goto(as(stage, `/grades?course=${lms === 'moodle' ? 2 : 1207}`, 'instructor-1'));
  const row = page.locator('tr[data-person="learner-1"]');
  assert.match(await row.locator('.state').first().textContent(), /1 \/ 1/);
  if (lms === 'moodle') assert.match(await row.locator('.completion').textContent(), /done/);
  await screenshot(page, `advantage-${lms}-gradebook`);
  await row.locator('.state a').click();
  const frame = await frameOf(page, stage.tool);
  await frame.getByRole('heading', { level: 1, name: 'Submitted work' }).waitFor();   // no preview: that shows the unit's pages
  const asked = frame.locator('.work .result', { hasText: 'By the US label, which dose does she get?' });
  assert.match(await asked.locator('p', { hasText: 'Given:' }).textContent(), /Given:\s*5 mg twice daily\s*$/, 'what doUnit chose: the first option');
  await lookAt(page, frame, `${lms}-review`);
  assert.equal(await scrollsSideways(frame), false);
}

// Moodle signs a review launch for anybody who asks: one learner asks for another's work and is shown none of it.
async function forge(stage, page, link) {
  await page.goto(as(stage, `/mod/lti/launch.php?id=${link + 1}&action=gradeReport&user=4`, 'learner-2'));
  await page.waitForURL(`${stage.tool}/**`);
  await page.locator('main .code').waitFor();
  assert.equal(await page.getByText(/Learner One/).count(), 0);
}

for (const lms of ['moodle', 'canvas']) {
  test(`${lms}: registration, activation, deep link, launch, completion, grade, review`, { timeout: 180_000 }, async () => {
    const stage = await startStage({ lms });
    const { context, close } = await openBrowser({ cookies: 'blocked' });
    try {
      assert.equal(await thirdPartyCookiesWork(context), false, 'third-party cookies are blocked');
      const page = await context.newPage();
      const name = await register(stage, page, lms);
      await activate(stage, page, lms, name);
      const link = await addUnit(stage, page, lms);
      await learn(stage, page, lms, link);
      const grades = await grade(stage);
      assert.equal(grades.length, 1);
      assert.equal(grades[0].given, 1);
      await review(stage, page, lms);
      if (lms === 'moodle') await forge(stage, page, link);
    } finally {
      await close();
      await stage.stop();
    }
  });
}
