// Credit from the first unit to the auditor, at the size of a phone: a physician does six units of five minutes, tells a profession once, claims 0.5 and fills in the profile once; a
// nurse gets a certificate of participation; staff stand for a board's rule, the activity that waited for it opens, and its points are whole or not at all; the PARS workbook has
// every cell of the right kind in LibreOffice; the audit file lacks nothing and is the same bytes twice; an evidence bundle is good, and a copy with one byte changed is not.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pause, startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';
import { doUnitRight, open } from './credit_steps.mjs';
import { hasOffice, officeRows, zipMembers } from './files.mjs';

const six = ['apixaban-dose', 'five-moments', 'naloxone-with-opioids', 'tdap-in-pregnancy', 'epinephrine-first', 'colorectal-screening-from-45'];
const children = ['bronchiolitis-albuterol', 'infant-safe-sleep', 'early-peanut', 'fluoride-varnish', 'otitis-first-antibiotic'];
const numbers = { 'micro-credit': '000000001', 'pediatric-points': '000000002' };
const accreditation = { provider: 'demo', name: 'Demo provider', accme_provider_id: '0000000', systems: ['ama-pra-1'], sample: true };

let stage, phone, desk;
const begun = new Date().toISOString().slice(0, 10);
before(async () => {
  stage = await startStage({ more: { provider: { name: 'Demo provider', time_zone: 'UTC', accreditations: [accreditation] } } });
  phone = await openBrowser({ viewport: { width: 390, height: 844 } });
  desk = await openBrowser({ viewport: { width: 390, height: 844 } });
});
after(async () => {
  await desk?.close();
  await phone?.close();
  await stage?.stop();
});

// In light and in dark: nothing that axe finds, nothing that scrolls sideways.
async function check(page, name) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await screenshot(page, `story-${name}-${colorScheme}`);
    assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name} ${colorScheme}: axe`);
  }
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
}
const staff = (path) => `${stage.tool}/staff${path}`;
const command = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8', timeout: 60_000 });
async function signIn(page, name, role) {
  const { id } = JSON.parse(command('staff', 'add', '--name', name, '--role', role));
  await page.goto(JSON.parse(command('staff', 'link', id)).url);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/staff');
}
const signOut = (page) => page.context().clearCookies();
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const card = (page, title) => page.locator('section.credit', { hasText: title });

// What a button of the page's form gives back as a file.
async function fileOf(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a physician does six units, says who she is once, and claims 0.5', async () => {
  const page = await phone.context.newPage();
  for (const [done, unit] of six.entries()) {
    await open(page, stage, unit, 'story-physician');
    await doUnitRight(page);
    assert.equal(await page.locator('button[name=profession]').count() > 0, done === 0, `${unit}: the profession is asked once`);
    if (done === 0) {
      await check(page, 'profession');
      await page.locator('button[name=profession][value=physician]').click();
      await page.locator('.bank').waitFor();
      assert.match(await page.locator('.credit').innerText(), /5 of 30 planned minutes[\s\S]*5 of 15 minutes to the next 0\.25/);
      assert.equal(await page.locator('form[action$="/claim"]').count(), 0, 'five minutes earn nothing yet');
    }
    if (done === 2) assert.match(await page.locator('form[action$="/claim"] > .actions button').innerText(), /0\.25/);
  }
  await check(page, 'claim');
  assert.match(await page.locator('form[action$="/claim"] > .actions button').innerText(), /0\.5\b/);
  await page.locator('form[action$="/claim"] > .actions button').click();
  await page.locator('#given_name').waitFor();
  await check(page, 'profile');
  assert.equal(await page.locator('#given_name').inputValue(), 'Learner', 'what the launch told is filled in');
  await page.locator('#birth_day').fill('9/10');
  await page.locator('#npi').fill('1234567893');
  await page.locator('select[name=licence_state]').first().selectOption('ME');
  await page.locator('input[name=licence_number]').first().fill('0012345');
  await page.locator('select[name=board]').first().selectOption('ABP');
  await page.locator('input[name=board_id]').first().fill('000321');
  await page.locator('button[name=permission][value=yes]').click();
  await page.locator('.receipt .grants').waitFor();
  assert.match(await page.locator('.grants li').innerText(), /^0\.5 AMA PRA Category 1 Credit/);
  assert.match(await page.locator('.grants li').innerText(), /Nothing has been reported yet\. It is ready to be reported\./, 'checked when it was claimed, and never called sent');
  await check(page, 'claimed');
  await page.close();
});

test('a nurse gets a certificate of participation, and is not told that it is credit', async () => {
  const page = await phone.context.newPage();
  for (const unit of six) {
    await open(page, stage, unit, 'story-nurse');
    await doUnitRight(page);
    if (unit === six[0]) await page.locator('button[name=profession][value=nurse]').click();
    await page.locator('.receipt .credit').waitFor();
  }
  await check(page, 'nurse');
  assert.doesNotMatch(await page.locator('.credit').innerText(), /AMA PRA/);
  await page.locator('form[action$="/claim"] > .actions button').click();
  await page.locator('.grants').waitFor();
  assert.equal(await page.locator('#npi').count(), 0, 'nothing is reported: no profile is asked for');
  await check(page, 'nurse-taken');
  await page.locator('.grants a').last().click();
  await page.locator('.certificate').waitFor();
  await check(page, 'nurse-certificate');
  const certificate = await page.locator('.certificate').innerText();
  assert.match(certificate, /Certificate of participation/i);
  assert.doesNotMatch(certificate, /AMA PRA/);
  await page.close();
});

test('staff stand for the rule of half a credit, and the activity that waited for it opens', async () => {
  const page = await desk.context.newPage();
  await signIn(page, 'Ada Accreditation', 'accreditation');
  await page.goto(staff('/activities'));
  assert.equal(await page.getByText('Sample: five questions on children').count(), 0, 'it waits');
  await page.goto(staff('/rules'));
  const rule = page.locator('li.line', { hasText: 'ABP: half a credit counts as one whole point' });
  assert.match(await rule.innerText(), /Off/);
  await rule.locator('summary').click();
  await check(page, 'rules');
  await rule.locator('button[value=on]').click();
  await page.getByText('Switched on, with your name and date.').waitFor();
  assert.match(await rule.innerText(), /Switched on by Ada Accreditation, \d{4}-\d{2}-\d{2}/);
  await pause(2500);   // activities are read again after two seconds
  await page.goto(staff('/activities'));
  await page.getByText('Sample: five questions on children').waitFor();
  await check(page, 'activities');
  await page.close();
});

test('the board takes whole points or none, and what is known is not asked again', async () => {
  const page = await phone.context.newPage();
  for (const unit of children) {
    await open(page, stage, unit, 'story-physician');
    await doUnitRight(page);
    assert.equal(await page.locator('button[name=profession]').count(), 0, 'the profession is known');
    if (unit === children[3]) assert.match(await card(page, 'children').innerText(), /ABP: The board takes this activity only as a whole/);
  }
  const form = card(page, 'children').locator('form[action$="/claim"]');
  await form.locator('input[name=board][value=ABP]').check();
  await form.locator('summary').click();
  await form.locator('button[name=less][value="0.25"]').waitFor();
  await check(page, 'board');
  assert.equal(await form.locator('button[name=less][value="0.25"]').innerText(), 'Claim 0.25', 'the button says what it claims');
  await form.locator('button[name=less][value="0.25"]').click();
  const refused = page.locator('.note.bad');
  await refused.waitFor();
  assert.equal(await refused.innerText(), 'This board takes all or nothing: claim 0.5, or leave the board out.');
  await check(page, 'board-refused');
  const again = card(page, 'children').locator('form[action$="/claim"]');
  await again.locator('input[name=board][value=ABP]').check();
  await again.locator('> .actions button').click();
  await card(page, 'children').locator('.grants').waitFor();
  assert.equal(await page.locator('#npi').count(), 0, 'the profile is asked for once');
  assert.match(await card(page, 'children').locator('.grants').innerText(), /0\.5 AMA PRA Category 1[\s\S]*ABP 1\b/);
  await check(page, 'board-claimed');
  await page.close();
});

test('who claims a board\'s points without a number there is asked for it, also when the profile is saved', async () => {
  const page = await phone.context.newPage();
  for (const [done, unit] of [...six.slice(0, 3), ...children].entries()) {
    await open(page, stage, unit, 'story-late');
    await doUnitRight(page);
    if (done === 0) await page.locator('button[name=profession][value=physician]').click();
    if (done !== 2) continue;
    await page.locator('form[action$="/claim"] > .actions button').click();
    await page.locator('#given_name').waitFor();
    await page.locator('button[name=permission][value=no]').click();
    await page.locator('.receipt .grants').waitFor();
  }
  const form = card(page, 'children').locator('form[action$="/claim"]');
  await form.locator('input[name=board][value=ABP]').check();
  await form.locator('> .actions button').click();
  await page.locator('#given_name').waitFor();
  assert.equal(await page.locator('select[name=board]').first().inputValue(), 'ABP', 'the line is there to be filled');
  assert.equal(await page.locator('#given_name').inputValue(), 'Learner', 'what is known stands there');
  await check(page, 'board-number');
  await page.locator('input[name=board_id]').first().fill('000322');
  await page.locator('button[name=permission][value=no]').click();
  await card(page, 'children').locator('.grants').waitFor();
  await page.close();
});

const template = ['string', 'string', 'date', 'string', 'string', 'string', 'string', 'string', 'float', 'string', 'string', 'float', 'string', 'float'];
test('the PARS workbook: every cell of its kind, in LibreOffice', { skip: hasOffice() ? false : 'LibreOffice is not installed' }, async () => {
  const page = await desk.context.newPage();
  for (const [activity, number] of Object.entries(numbers)) {
    await page.goto(staff(`/activities/${activity}`));
    await page.locator('#number').fill(number);
    await page.locator('form[action$="/number"] button').click();
    await page.getByText('The number is kept.').waitFor();
  }
  await pause(2500);
  await page.goto(staff('/exports'));
  await page.locator('#format').selectOption('pars-excel');
  await page.locator('button[value=check]').click();
  await page.locator('section.note').waitFor();
  await check(page, 'export-checked');
  await page.locator('button[value=make]').click();
  await page.locator('main table a[download]').waitFor();
  await check(page, 'exports');
  const bytes = await fileOf(page, page.locator('main table a[download]').first());
  assert.equal(sha256(bytes), await page.locator('main table code').first().getAttribute('title'), 'the file is the one that was recorded');
  const rows = (await officeRows(bytes)).slice(1).filter((row) => row.some((cell) => cell.kind));
  assert.equal(rows[0][0].shown, 'Record Action');
  const records = rows.slice(1).sort((one, other) => one[1].shown.localeCompare(other[1].shown));
  assert.equal(records.length, 2, 'the physician\'s two; a certificate of participation is no record');
  for (const record of records)
    for (const [column, kind] of template.entries()) if (record[column]?.kind) assert.equal(record[column].kind, kind, `column ${column + 1}: ${JSON.stringify(record[column])}`);
  const days = [begun, new Date().toISOString().slice(0, 10)];   // the claims were made between the two
  for (const [at, number] of Object.values(numbers).entries()) {
    assert.ok(days.includes(records[at][2].value), `${records[at][2].value} is none of ${days}`);
    assert.deepEqual(records[at].slice(0, 9).map((cell, column) => (column === 2 ? '' : column === 8 ? cell.value : cell.shown)),
      ['Add', number, '', 'Learner', 'One', '09/10', 'Maine', '0012345', '0.5'], 'as text: the id, the birth day and the licence keep their zeros');
  }
  assert.ok(!records[0][9]?.kind, 'no board');
  assert.deepEqual([9, 10, 11, 12, 13].map((column) => records[1][column].value || records[1][column].shown), ['ABP', '000321', '1', 'Lifelong Learning and Self-Assessment (Part 2)', '1']);
  await page.close();
});

test('the audit file lacks nothing, and is the same bytes twice', { timeout: 300_000 }, async () => {
  const page = await desk.context.newPage();
  const lacks = async (name) => {
    await page.goto(staff('/activities/micro-credit'));
    if (name) await check(page, name);
    return page.locator('#missing li').allInnerTexts();
  };
  assert.ok((await lacks('activity-open')).includes('Ask Planner of the demo to disclose: they do it themselves under Disclosures, signed in by that name.'));
  for (let n = 0; n < 8; ++n) {   // with the two above ten have done the first unit: enough to show figures of burden
    const learner = await phone.context.newPage();
    await open(learner, stage, six[0], `story-crowd-${n}`);
    await doUnitRight(learner);
    await learner.close();
  }
  await signOut(page);
  await signIn(page, 'Planner of the demo', 'planner');
  await page.goto(staff('/disclosures'));
  await page.getByRole('link', { name: 'Planner of the demo' }).click();
  for (const part of await page.locator('input[name=part]').all()) await part.check();
  await check(page, 'disclosure');
  await page.locator('main form .actions button').click();
  await page.waitForLoadState();
  await page.goto(staff(`/burden/unit/${six[0]}`));
  await page.locator('form[action$="/close"] button').click();
  await page.locator('figure.chart svg').first().waitFor();
  assert.deepEqual(await lacks('activity-complete'), []);
  const files = [];
  for (let times = 0; times < 2; ++times) {
    await page.goto(staff('/activities/micro-credit'));
    files.push(await fileOf(page, page.locator('form[action$="/audit"] button')));
  }
  assert.equal(sha256(files[0]), sha256(files[1]));
  const members = zipMembers(files[0]);
  assert.equal(members.get('missing.txt'), 'Nothing is missing.\n');
  const kinds = [...members.keys()].map((name) => name.replace(/[0-9a-f]{64}/, '*'));
  const wordings = [...six, 'five-moments'].sort().map((unit) => `wording/${unit}-*.json`);
  assert.deepEqual(kinds, ['activity/activity.json', 'activity/statements.txt', 'activity/versions/*.json', 'assessment/questions.csv', 'assessment/results.csv', 'burden/burden.csv',
    'credit/credits.csv', 'credit/summary.csv', 'disclosure/disclosures.json', 'disclosure/disclosures.txt', 'disclosure/seen-before-content.csv', 'index.txt', 'manifest.json',
    'missing.txt', 'outcome/outcome.csv', ...wordings]);
  for (const { name, sha256: told } of JSON.parse(members.get('manifest.json')).files) assert.equal(sha256(members.get(name)), told, name);
  const all = [...members.values()].join('\n');
  assert.doesNotMatch(all, /\b(1234567893|0012345|000321)\b/, 'identifiers are in it only where they are asked for');
  await page.close();
});

test('staff download evidence, and the program alone tells it from a changed copy', async () => {
  const page = await desk.context.newPage();
  await signOut(page);
  await signIn(page, 'Evidence desk', 'accreditation');
  for (const name of ['pipelines', 'audit']) {
    await page.goto(staff(`/${name}`));
    await check(page, name);
  }
  assert.match(await page.locator('tbody').textContent(), /POST \/staff\/activities\/\{activity\}\/audit/, 'who made the audit file');
  await page.goto(staff('/evidence'));
  await check(page, 'evidence');
  const thumbprint = await page.locator('main code').first().innerText();
  const bundle = await fileOf(page, page.locator('form[action$="/evidence"] button'));
  const statements = zipMembers(bundle).get('statements.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.ok(statements.length > 50 && statements.some(({ verb }) => verb.id.endsWith('/completed')), `${statements.length} statements`);
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-evidence-'));
  const verify = (bytes) => {
    writeFileSync(join(folder, 'bundle.zip'), bytes);
    return spawnSync(join(stage.build, 'preceptor'), ['verify', join(folder, 'bundle.zip'), '--thumbprint', thumbprint], { encoding: 'utf8', timeout: 60_000 });
  };
  const good = verify(bundle);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  const changed = Buffer.from(bundle);
  changed[changed.indexOf(statements[3].id)] ^= 1;
  const bad = verify(changed);
  assert.equal(bad.status, 1, bad.stdout + bad.stderr);
  assert.match(bad.stdout, new RegExp(`changed: statements\\.jsonl line 4 \\(statement ${statements[3].id}\\)`));
  rmSync(folder, { recursive: true });
  await page.close();
});
