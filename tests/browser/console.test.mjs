// Every page of /staff and /admin that links lead to, by role, found by following them: at 320 px and wide, light and dark, right to left, by keyboard, without script, under its content
// security policy. What a page is about is for other tests; that none was forgotten is for this one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { awaitVerb, startStage } from './stage.mjs';
import { axeFindings, openBrowser, scrollsSideways } from './browser.mjs';
import { doUnitRight, open } from './credit_steps.mjs';

const accreditation = { provider: 'demo', name: 'Demo provider', accme_provider_id: '0000000', systems: ['ama-pra-1'], sample: true };
let stage;
before(async () => {
  stage = await startStage({ more: { provider: { name: 'Demo provider', time_zone: 'UTC', accreditations: [accreditation] } } });
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    for (const [unit, sub] of [['apixaban-dose', 'seen-1'], ['five-moments', 'seen-1'], ['apixaban-dose', 'seen-2']]) {
      await open(page, stage, unit, sub);
      await doUnitRight(page);
    }
    await awaitVerb(stage.lrs, 'terminated');
    await begin(page);
  } finally {
    await close();
  }
});
after(async () => { await stage?.stop(); });

const command = (...words) => JSON.parse(execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile, '--json'], { encoding: 'utf8', timeout: 60_000 }));
const linkOf = (role) => (role === 'administrator' ? command('admin', 'link').url : command('staff', 'link', command('staff', 'add', '--name', `Walks as ${role}`, '--role', role).id).url);

async function signIn(page, role) {
  await page.goto(linkOf(role));
  await page.locator('main form button').first().click();
  await page.waitForURL(role === 'administrator' ? '**/admin' : '**/staff');
}

// Something to see behind the lists: a case, a draft of a unit, an export of statements, a member of staff.
async function begin(page) {
  await signIn(page, 'planner');
  await page.goto(`${stage.tool}/staff/cases/new`);
  await page.locator('main [name=title]').fill('Gloves: when to wash');
  await page.locator('main [name=gap]').fill('Hands are cleaned after 46 % of contacts; it should be 80 %.');
  await page.locator('main form[action$="/cases"] button').first().click();
  await page.waitForURL(/cases\/[0-9a-f-]{36}/);
  await page.context().clearCookies();
  await signIn(page, 'accreditation');
  await page.goto(`${stage.tool}/staff/statements`);
  await page.locator('form[action$="/statements"] button').click();
  await page.waitForURL(/\/staff\/statements\/[0-9a-f-]{36}/);
  await page.context().clearCookies();
}

// Pages of one kind differ by ids only: two of each are enough.
const kindOf = (path) => path.replace(/[?#].*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,64}|(?<=\/)[0-9][^/]*/g, '*').replace(/(\/(?:unit|units|activities|record|credits|editor|rules|links|connections)\/)[^/]+/, '$1*');
const isPage = (path) => !/\.(csv|json|jsonl|zip|svg|xlsx|md|txt)(\?|$)|\/(download|file|manifest|template|csv|sign-out|enter)(\/|\?|$)/.test(path);

// What a page links to below `root`, as paths with their query.
const linksOf = (page, root) => page.evaluate((below) => [...document.querySelectorAll('a[href]:not([download])')].map((a) => new URL(a.href)).filter((url) => url.origin === location.origin)
  .map((url) => url.pathname + url.search).filter((path) => path === below || path.startsWith(`${below}/`)), root);

// Each kind of page once or twice, breadth first.
// `wrong` gets what is not as it should be, so that one page does not hide the next.
async function walk(page, root, wrong, see) {
  const waiting = [root], met = new Map(), been = new Set();
  while (waiting.length) {
    const path = waiting.shift(), kind = kindOf(path);
    if (been.has(path) || (met.get(kind) ?? 0) >= 2 || !isPage(path)) continue;
    been.add(path);
    met.set(kind, (met.get(kind) ?? 0) + 1);
    const answer = await page.goto(stage.tool + path);
    if (answer.status() !== 200) wrong.push(`${path} answers ${answer.status()}`);
    if (answer.status() !== 200 || !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    await see(path, answer).catch((error) => { wrong.push(error.message); });
    waiting.push(...await linksOf(page, root));
  }
  return [...met.keys()];
}

// Tab reaches every control that can be used and its focus is seen; of a group of radio buttons one.
async function byKeyboard(page, path) {
  const wanted = await page.evaluate(() => {
    const seen = (e) => e.checkVisibility() && !e.closest('[inert]') && !e.disabled && e.tabIndex >= 0;
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')].filter(seen);
    const groups = new Set();
    const kept = all.filter((e) => {
      if (e.type !== 'radio') return true;
      const group = `${e.form?.action} ${e.name}`;
      if (groups.has(group)) return false;
      return groups.add(group);
    });
    all.forEach((e, n) => { e.dataset.walk = e.type === 'radio' ? `radio ${e.form?.action} ${e.name}` : String(n); });
    document.activeElement?.blur();
    return { names: [...new Set(kept.map((e) => e.dataset.walk))], ahead: all.filter((e) => e.tabIndex > 0).length };
  });
  assert.equal(wanted.ahead, 0, `${path}: an order of its own for the Tab key`);
  const left = new Set(wanted.names);
  for (let presses = 0; presses < wanted.names.length * 2 + 30 && left.size; ++presses) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(() => {
      const e = document.activeElement;
      const shown = [e, e.closest('label'), e.nextElementSibling, e.parentElement].filter(Boolean).some((one) => getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none');
      return { name: e.dataset?.walk, shown: e === document.body || shown, html: e.outerHTML.slice(0, 160) };
    });
    assert.ok(there.shown, `${path}: no focus is seen on ${there.html}`);
    left.delete(there.name);
  }
  const missed = await page.evaluate((names) => names.map((name) => document.querySelector(`[data-walk="${CSS.escape(name)}"]`)?.outerHTML.slice(0, 160)), [...left]);
  assert.deepEqual(missed, [], `${path}: the Tab key does not get there`);
}

const looks = [
  { name: 'wide', options: { colorScheme: 'light' }, keyboard: true },
  { name: '320 px, dark', options: { colorScheme: 'dark', viewport: { width: 320, height: 640 } } },
  { name: '320 px, Arabic', options: { locale: 'ar', viewport: { width: 320, height: 640 } } },
  { name: 'without script', options: { javaScriptEnabled: false } },
];

for (const role of ['planner', 'accreditation', 'reader', 'administrator'])
  for (const look of looks.filter(({ options }) => role !== 'reader' || !options.viewport))   // a reader's pages are among the others'
    test(`every page of a ${role}: ${look.name}`, { timeout: 600_000 }, async () => {
      const { context, close } = await openBrowser(look.options);
      const wrong = [], tabbed = new Set();
      try {
        const page = await context.newPage();
        page.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) wrong.push(`${page.url()}: ${message.text()}`); });
        page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
        await signIn(page, role);
        const found = await walk(page, role === 'administrator' ? '/admin' : '/staff', wrong, async (path, answer) => {
          const policy = answer.headers()['content-security-policy'] ?? '';
          assert.match(policy, /default-src 'none'/, path);
          assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/, path);
          assert.equal(await page.locator('h1').count(), 1, `${path}: one heading above all`);
          const buttonless = await page.evaluate(() => [...document.querySelectorAll('form')].filter((form) => ![...form.elements].some((e) => e.type === 'submit')).map((form) => form.action));
          assert.deepEqual(buttonless, [], `${path}: a form that only a script could send`);
          if (look.options.javaScriptEnabled !== false) assert.deepEqual(await axeFindings(page.mainFrame()), [], `${path}: axe`);
          assert.equal(await scrollsSideways(page.mainFrame()), false, `${path}: scrolls sideways`);
          if (look.options.locale === 'ar') assert.equal(await page.locator('html').getAttribute('dir'), 'rtl', path);
          if (look.keyboard && !tabbed.has(kindOf(path))) await byKeyboard(page, path);
          tabbed.add(kindOf(path));
        });
        assert.ok(found.length >= 7, `${found.length} kinds of pages: ${found.join(' ')}`);
        assert.deepEqual(wrong, []);
        console.log(`# ${role}, ${look.name}: ${found.length} kinds of pages: ${found.join(' ')}`);
      } finally {
        await close();
      }
    });
