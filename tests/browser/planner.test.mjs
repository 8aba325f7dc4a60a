// From two gaps to the planner's plots: stakeholders in three roles rate two cases through launches, the rule says NO-GO to the one where the system is in the way and GO to the one
// where knowledge is missing, a unit is started from the second and published in two formats, sixty scripted learners in three career stages do both, and the figures are those that a
// second computation makes of the script.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pause, startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

const brief = 'gloves-when', long = 'gloves-session';
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

async function check(page, name) {
  await screenshot(page, `planner-${name}`);
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
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
  assert.match(await page.locator('.verdict .state-line').innerText(), new RegExp(`${example.outcome}:`));
  await check(page, `decide-${example.outcome}`);
  await send(page, `/${id}/decide`, { reason: 'The causes are plain.', interest: 'none' });
}

// -- the script of the sixty, and what a second computation makes of it ------------------------------------------------------------------------------
const stages = ['trainee', '6-10', '21+'];
const script = Array.from({ length: 60 }, (_, i) => ({ sub: `reader-${i}`, stage: stages[i % 3], order: i % 2 ? [long, brief] : [brief, long],
  pages: { [brief]: [2000 + (i * 731) % 4000, 1000 + (i * 137) % 1500], [long]: [4000 + (i * 977) % 7000, 1500 + (i * 211) % 2500] }, useful: 'aabc'[i % 4] }));
const sent = [];   // {unit, stage, minutes, useful}: what each learner did, noted when it was done

const rank = (sorted, share) => {
  const place = share * (sorted.length - 1), below = Math.floor(place);
  return below + 1 >= sorted.length ? sorted.at(-1) : sorted[below] * (1 - (place - below)) + sorted[below + 1] * (place - below);
};
const middle = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted.length, rank(sorted, 0.5), rank(sorted, 0.25), rank(sorted, 0.75)];
};
const wilson = (k, n) => {   // 95 %, in per cent
  const z = 1.959964, p = k / n, d = 1 + z * z / n, c = p + z * z / (2 * n), w = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return [n, 100 * p, 100 * (c - w) / d, 100 * (c + w) / d];
};

const decode = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const attribute = (tag, name) => decode(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
// The form of that id, or the first: where it goes and its hidden fields.
function formOf(html, id) {
  const from = id ? html.indexOf(`id="${id}"`) : html.indexOf('<form');
  assert.ok(from >= 0, `no form ${id ?? ''} in ${html.slice(0, 400)}`);
  const start = html.lastIndexOf('<form', from + 5), text = html.slice(start, html.indexOf('</form>', start));
  const fields = new URLSearchParams();
  for (const [tag] of text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) fields.set(attribute(tag, 'name'), attribute(tag, 'value'));
  return { action: attribute(text.slice(0, text.indexOf('>') + 1), 'action'), fields };
}

// One learner without a browser: the hops of a launch, then two pages, answered as the script says.
async function learn(person, unit) {
  let cookie = '';
  const ask = async (address, fields) => {
    const response = await fetch(new URL(address, stage.tool), { method: fields ? 'POST' : 'GET', body: fields, redirect: 'manual', headers: cookie ? { cookie } : {} });
    if (response.headers.getSetCookie().length) cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    return response;
  };
  const follow = async (response) => {
    let url = response.url;
    for (let hops = 0; hops < 5 && response.status === 303; ++hops) {
      url = response.headers.get('location');
      response = await ask(url);
    }
    const html = await response.text();
    assert.equal(response.status, 200, html);
    return { html, url: new URL(url, stage.tool).pathname };
  };
  const login = formOf(await (await fetch(`${stage.lms.url}launch?link=${unit === brief ? 'link-4' : 'link-5'}&sub=${person.sub}`)).text());
  const toPlatform = await ask(login.action, login.fields);
  const launch = formOf(await (await fetch(toPlatform.headers.get('location'))).text());
  let page = await follow(await ask(launch.action, launch.fields));
  let useful = null;
  for (const [i, active] of person.pages[unit].entries()) {
    const { action, fields } = formOf(page.html, 'page-form');
    await pause(active + 50);   // what is counted as activity is never more than the time that passed
    fields.set('active', String(active));
    if (i === 0) fields.set('q.question-1', 'a');
    else if (page.html.includes('name="q.useful"')) {
      fields.set('q.next-step', 'a');
      fields.set('q.useful', person.useful);
      useful = person.useful;
    }
    page = await follow(await ask(action, fields));
  }
  assert.match(page.html, /class="card receipt"/);
  sent.push({ unit, stage: person.stage, minutes: person.pages[unit].reduce((a, b) => a + b) / 60_000, useful });
  if (unit !== person.order[0]) return;
  const about = await ask(`${page.url.split('/').slice(0, 3).join('/')}/about`, new URLSearchParams({ about: 'career_stage', answer: person.stage }));
  assert.ok(about.status < 400, `career stage: ${about.status}`);
}

async function csvRow(page, path, name) {
  const response = await page.request.get(staff(path));
  assert.equal(response.status(), 200, path);
  const line = (await response.text()).replace(/^\uFEFF/, '').split('\r\n').find((one) => one.startsWith(`"${name}"`));
  assert.ok(line, `${name} in ${path}`);
  return line.slice(name.length + 3).split(',').filter((cell) => cell !== '' && !cell.includes('"')).map(Number);
}
function near(found, expected, about, what) {
  assert.equal(found[0], expected[0], `${what}: n`);
  for (const i of [1, 2, 3]) assert.ok(Math.abs(found[i] - expected[i]) <= about, `${what}: ${found} for ${expected}`);
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

  await Promise.all(script.map(async (person) => { for (const unit of person.order) await learn(person, unit); }));
  assert.equal(sent.length, 120);
  await pause(50);   // a period that closes leaves its very last instant out

  for (const unit of [brief, long]) {
    await page.goto(staff(`/burden/unit/${unit}`));
    await send(page, `/${unit}/close`);
    await page.locator('figure.chart svg').first().waitFor();
    await check(page, `burden-${unit}`);
    for (const stage of ['', ...stages]) {
      const own = sent.filter((one) => one.unit === unit && (!stage || one.stage === stage)), asked = own.filter((one) => one.useful);
      const path = `/burden/unit/${unit}/csv/measures${stage && `?stage=${encodeURIComponent(stage)}`}`, what = `${unit} ${stage}`;
      near(await csvRow(page, path, 'Active minutes'), middle(own.map((one) => one.minutes)), 0.0061, `${what} minutes`);
      if (asked.length >= 10) near(await csvRow(page, path, 'Useful now, %'), wilson(asked.filter((one) => one.useful === 'a').length, asked.length), 0.061, `${what} useful`);
    }
  }
  await page.goto(staff('/gate'));
  await check(page, 'gate');
  assert.deepEqual(await csvRow(page, '/gate/csv/causes', examples.system.title), [3, 0, 100, 100, 100, 0, 100]);
  assert.deepEqual(await csvRow(page, '/gate/csv/causes', examples.knowledge.title), [3, 100, 0, 100, 100, 100, 100]);
  const text = await page.locator('main').innerText();
  assert.match(text, /Of 2 gaps: education 1, education as part 0, wrong tool 1, waiting 0/);
  assert.match(text, /Ward informatics lead/);
  assert.match(text, /had a GO: 0 of 2 that name a case/);
  await page.goto(staff(`/gate/${ids.knowledge}`));
  await check(page, 'gate-case');
  const hours = sent.reduce((sum, one) => sum + one.minutes, 0) / 60;
  const row = await csvRow(page, `/gate/${ids.knowledge}/csv/beside`, examples.knowledge.title);
  assert.ok(Math.abs(row.at(-3) - hours) <= 0.051, `hours ${row} for ${hours}`);
  assert.deepEqual(row.slice(-2), [120, 0], 'attempts timed and not timed');
});
