// From two gaps to the planner's plots: stakeholders in three roles rate two cases through launches, the rule says NO-GO to the one where the system is in the way and GO to the one
// where knowledge is missing, a unit is started from the second and published in two formats, sixty scripted learners do both (planner_learners.mjs), and the table of every plot says what
// a second computation makes of the script (planner_figures.mjs). Pages are looked at wide and at 320 px, light and dark.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pause, startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';
import { csvRow, csvTable, formats, hoursSpent, measures, plots, preference } from './planner_figures.mjs';
import { brief, learn, long, script, sent, withinBudget } from './planner_learners.mjs';

let stage, planner;
before(async () => {
  stage = await startStage({ units: [`${brief}=Gloves: when to wash`, `${long}=Gloves, at length`] });
  planner = await openBrowser({});
});
after(async () => {
  await planner?.close();
  await stage?.stop();
});

const command = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8', timeout: 60_000 });
const staff = (path) => `${stage.tool}/staff${path}`;

// As wide as it is and at 320 px, light and dark: nothing that axe finds, nothing that scrolls sideways; and the same budget as a learner's page has.
async function check(page, name) {
  withinBudget(await page.content(), name);
  const size = page.viewportSize();
  for (const width of [320, size.width]) {
    await page.setViewportSize({ width, height: size.height });
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `planner-${name}-${width}-${colorScheme}`);
      assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name} ${width} ${colorScheme}: axe`);
    }
    assert.equal(await scrollsSideways(page.mainFrame()), false, `${name} ${width}: scrolls sideways`);
  }
}

// Fills fields by their names; what is folded away is opened first.
async function fill(page, fields) {
  await page.locator('main details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    const kind = await field.first().evaluate((one) => (one.tagName === 'SELECT' ? 'select' : one.type));
    if (kind === 'select') await field.selectOption(value);
    else if (kind === 'radio' || kind === 'checkbox') await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }
}
async function send(page, action, fields = {}) {
  await fill(page, fields);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator(`main form[action$="${action}"] button`).first().click();
  const response = await answered;
  assert.equal(response.status(), 303, `${action}: ${response.status() === 303 ? '' : await page.locator('main').innerText()}`);
  await page.waitForLoadState();
}

// -- the two worked examples (credit.md 9.2), as cards and sheets say them ---------------------------------------------------------------------------
const cards = ['knowledge', 'incentives', 'system', 'equity', 'preference', 'team'];
const examples = {
  system: { title: 'Gloves: where they hang', degrees: [0, 3, 3, 1, 0, 1], ticked: { system: ['P1', 'R1'] }, evidence: () => '2', outcome: 'NO-GO' },
  knowledge: { title: 'Gloves: when to wash', degrees: [3, 0, 1, 1, 1, 1], ticked: { knowledge: ['K1', 'K2'], system: ['R1'] }, evidence: (row) => (row.startsWith('K') ? '3' : '1'), outcome: 'GO' },
};
const roles = ['physician', 'nurse', 'patient'];

async function openCase(page, example) {
  await page.goto(staff('/cases/new'));
  await send(page, '/cases', { title: example.title, gap: 'Hands are cleaned after 46 % of contacts; it should be 80 %.' });
  const id = /cases\/([0-9a-f-]{36})/.exec(page.url())[1];
  await send(page, `/${id}/sheet`, {
    'gap.measure': 'share of contacts followed by hand hygiene', 'gap.baseline': '46 %', 'gap.target': '80 %', 'gap.source': 'ward audit', 'gap.measured_on': '2026-08-31',
    'gap.population': 'adult wards', 'strata.site': 'available', 'finding.site': '41 % and 52 %', aim: 'population_health', 'aim.measure': 'the audit again',
    'funding.funder': 'none', plan_changers: 'CME director', audience: 'nurses' });
  return id;
}

async function rate(id, example, role) {
  const { context, close } = await openBrowser({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    await fetch(`${stage.lms.jwks_uri.replace('/jwks.json', '')}/_next`,
      { method: 'POST', body: JSON.stringify({ claims: { 'https://purl.imsglobal.org/spec/lti/claim/custom': { rca: id } } }) });
    await page.goto(`${stage.lms.url}launch?link=link-1&sub=rater-${role}`);
    await page.waitForURL(`${stage.tool}/**`);
    await page.locator(`input[name=role][value=${role}]`).check();
    await page.locator('main form button').first().click();
    await page.locator('[name="degree.system"]').first().waitFor();
    if (role === roles[0]) await check(page, `cards-${example.outcome}`);
    for (const [i, card] of cards.entries()) {
      await page.locator(`input[name="degree.${card}"][value="${example.degrees[i]}"]`).check();
      for (const row of example.ticked[card] ?? []) await page.locator(`input[name="row.${card}"][value=${row}]`).check();
    }
    await page.locator('main form .actions button').first().click();
    await page.getByText('Thank you').first().waitFor();
  } finally {
    await close();
  }
}

async function decide(page, id, example) {
  await page.goto(staff(`/cases/${id}/causes`));
  const rows = {};
  for (const row of ['K1', 'K2', 'A1', 'I1', 'P1', 'R1', 'E1', 'PP', 'T1'])
    Object.assign(rows, { [`rows.${row}.evidence`]: example.evidence(row), [`rows.${row}.cause`]: `What is behind ${row}, in words.`, [`rows.${row}.whys`]: 'Because of the first thing.\nAnd that because of the second.' });
  if (example === examples.system) Object.assign(rows, { 'rows.P1.owner': 'Ward informatics lead', 'rows.P1.owner.department': 'informatics', 'rows.P1.accepted_on': '2026-09-30' });
  await send(page, `/${id}/causes`, rows);
  await page.goto(staff(`/cases/${id}/decide`));
  assert.match(await page.locator('.verdict .state-line').innerText(), new RegExp(`^\\S+\\s+${example.outcome}:`));   // "GO:" stands in "NO-GO:" too
  await check(page, `decide-${example.outcome}`);
  await send(page, `/${id}/decide`, { reason: 'The causes are plain.', interest: 'none' });
}

test('two cases, one unit in two formats, sixty learners, and the planner\'s figures', { timeout: 600_000 }, async () => {
  const page = await planner.context.newPage();
  const { id: member } = JSON.parse(command('staff', 'add', '--name', 'Pat Planner', '--role', 'planner'));
  await page.goto(JSON.parse(command('staff', 'link', member)).url);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/staff');

  const ids = {};
  for (const [name, example] of Object.entries(examples)) {
    ids[name] = await openCase(page, example);
    for (const role of roles) await rate(ids[name], example, role);
    await decide(page, ids[name], example);
    await page.goto(staff(`/cases/${ids[name]}`));
    assert.equal(await page.getByRole('button', { name: 'Start a unit' }).count(), name === 'knowledge' ? 1 : 0);
  }
  assert.equal((await page.request.get(staff(`/cases/${ids.system}/letter`))).status(), 200, 'a NO-GO has its letter');

  // The unit: from the case into the editor, published; then a copy of it in another format.
  await page.getByRole('button', { name: 'Start a unit' }).click();
  await page.getByRole('link', { name: 'Open it in the editor' }).click();
  await page.locator('#text').waitFor();
  const draft = await page.locator('#text').inputValue();
  for (const part of [ids.knowledge, 'Hands are cleaned after 46 % of contacts; it should be 80 %.', 'nurses', 'the audit again']) assert.ok(draft.includes(part), `"${part}" is not in ${draft}`);
  const facts = (text, values) => Object.entries(values).reduce((all, [key, value]) => all.replace(new RegExp(`\n${key}:[^\n]*\n`), `\n${key}: ${value}\n`), text);
  const publish = async (change) => {
    await page.locator('#text').fill(change(await page.locator('#text').inputValue()));
    await page.locator('button[value=publish]').click();
    await page.locator('[role=status]', { hasText: 'Published' }).waitFor();
  };
  await publish((text) => `${facts(text, { id: brief, format: 'micro', 'stated-minutes': '4', references: 'Ward audit.', disclosure: 'none', 'commercial-support': 'none', ai: 'none' })}
## ? useful | single | relevance
Useful for a patient you have now?
- Yes
- Not now
- No
`);
  await check(page, 'published');
  await page.goto(staff('/editor'));
  await page.locator('main details summary').first().click();
  const published = page.locator('#copy-from option', { hasText: brief });
  await page.locator('#copy-from').selectOption(await published.getAttribute('value'));
  await page.locator('#copy-id').fill(long);
  await page.locator('form[action$="/copy"] button').click();
  await page.locator('#text').waitFor();
  await publish((text) => facts(text, { format: 'session', 'stated-minutes': '15' }));

  await Promise.all(script.map(async (person) => { for (const unit of person.order) await learn(stage, person, unit); }));
  assert.equal(sent.length, 120 + script.filter((person) => person.again).length);
  await pause(50);   // a period that closes leaves its very last instant out

  const burden = staff('/burden');
  for (const unit of [brief, long]) {
    await page.goto(`${burden}/unit/${unit}`);
    await send(page, `/${unit}/close`);
    await page.locator('figure.chart svg').first().waitFor();
    assert.ok(await page.locator('figure.chart svg').count() >= 4, 'the plots are drawn');
    await check(page, `burden-${unit}`);
    await measures(page, unit, burden);
    await plots(page, unit, burden);
    await page.goto(`${burden}/unit/${unit}/prices`);
    await check(page, `prices-${unit}`);
  }
  await formats(page, burden);
  await preference(page, burden);
  await page.goto(`${burden}/preference`);
  assert.match(await page.locator('main').innerText(), /Fewer than 20 people, read with care: In training\./, 'nineteen said what they prefer');
  await check(page, 'preference');
  await page.goto(staff('/gate'));
  await check(page, 'gate');
  assert.deepEqual(await csvRow(page, staff('/gate/csv/causes'), examples.system.title), [3, 0, 100, 100, 100, 0, 100]);
  assert.deepEqual(await csvRow(page, staff('/gate/csv/causes'), examples.knowledge.title), [3, 100, 0, 100, 100, 100, 100]);
  const steps = (await csvTable(page, staff('/gate/csv/decisions'))).slice(1).map((cells) => cells[1]);
  assert.deepEqual(steps, [2, 2, 1, 0, 1, 0], 'proposed, rated, education, part, wrong tool, waiting');
  const text = await page.locator('main').innerText();
  assert.match(text, /Of 2 gaps: education 1, education as part 0, wrong tool 1, waiting 0/);
  assert.match(text, /Ward informatics lead/);
  assert.match(text, /had a GO: 0 of 2 that name a case/);
  assert.match(text, /Decisions against the rule: 0 of 2/);
  assert.match(text, /education was the wrong tool: 1 of 2/);
  await page.goto(staff(`/gate/${ids.knowledge}`));
  await check(page, 'gate-case');
  const row = await csvRow(page, staff(`/gate/${ids.knowledge}/csv/beside`), examples.knowledge.title);
  assert.ok(Math.abs(row.at(-3) - hoursSpent()) <= 0.051, `hours ${row} for ${hoursSpent()}`);
  assert.deepEqual(row.slice(-2), [sent.length, 0], 'attempts timed and not timed');
  const own = `/cases/${ids.knowledge}`;
  for (const path of ['', '/cases', '/cases/new', own, `${own}/sheet`, `${own}/causes`, `${own}/invite`, `${own}/brief`, `/cases/${ids.system}/letter`, '/editor', '/burden', '/burden/launches',
    '/burden/pilots', '/questions', '/recall', '/disclosures', '/activities', '/rules']) {
    const answer = await page.request.get(staff(path));
    assert.equal(answer.status(), 200, path);
    withinBudget(await answer.text(), path);
  }
});
