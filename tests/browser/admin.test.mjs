// An administrator signs in by the one-time link, connects an LMS, sees a test launch turn green by itself, and finds a learner's code in the diary.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage;
before(async () => { stage = await startStage(); });
after(async () => { await stage.stop(); });

const oneTimeLink = () => JSON.parse(execFileSync(join(stage.build, 'preceptor'), ['admin', 'link', '--config', stage.configFile, '--json'], { encoding: 'utf8' })).url;

async function signIn(page) {
  await page.goto(oneTimeLink());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${stage.tool}/admin`);
}

async function check(page, name) {
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${name}: scrolls sideways`);
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
}

const refuseNext = () => fetch(`${stage.lms.jwks_uri.replace('/jwks.json', '')}/_next`, { method: 'POST', body: JSON.stringify({ expired: true }) });

// A launch in a tab of its own; what the learner saw is answered.
async function launch(context) {
  const tab = await context.newPage();
  await tab.goto(`${stage.lms.url}launch?link=link-1`);
  await tab.waitForURL(`${stage.tool}/**`);
  await tab.locator('main').waitFor();
  const code = await tab.locator('.code').count() ? await tab.locator('.code').textContent() : null;
  await tab.close();
  return code;
}

const demo = (page) => page.getByRole('link', { name: 'Demo', exact: true });

for (const scripts of [true, false]) {
  test(`sign in, look around, test launch, diary; script ${scripts ? 'on' : 'off'}`, async () => {
    const { context, close } = await openBrowser({ javaScriptEnabled: true });
    const admin = scripts ? null : await openBrowser({ javaScriptEnabled: false });
    try {
      const page = await (admin?.context ?? context).newPage();
      await signIn(page);
      await page.locator('.line').first().waitFor();
      assert.match(await page.locator('main').innerText(), /schema \d+/);
      await page.locator('nav').getByRole('link', { name: 'Connections' }).click();
      await demo(page).click();
      await page.getByRole('link', { name: 'Test launch' }).click();
      await page.getByText('Waiting for a launch').waitFor();
      await refuseNext();
      const code = await launch(context);
      assert.match(code, /^L-/);
      if (!scripts) await page.getByRole('link', { name: 'Look again' }).click();
      await page.getByText('A launch arrived and was refused.').waitFor({ timeout: 8000 });
      assert.equal(await launch(context), null);
      if (!scripts) await page.getByRole('link', { name: 'Look again' }).click();
      await page.getByText('It works: a launch arrived and was accepted.').waitFor({ timeout: 8000 });
      await screenshot(page, `admin-test-green-${scripts ? 'script' : 'plain'}`);
      await page.locator('nav').getByRole('link', { name: 'Launch diary' }).click();
      await page.getByLabel('Code').fill(code.toLowerCase());
      await page.getByRole('button', { name: 'Show' }).click();
      assert.equal(await page.locator('.line').count(), 1);
      assert.match(await page.locator('.line').innerText(), /launch\.expired[\s\S]*check both clocks/);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.goto(`${stage.tool}/admin`);
      await page.getByText('Please sign in with a new link.').waitFor();
    } finally {
      await admin?.close();
      await close();
    }
  });
}

test('one address to paste, and an LMS connected by hand', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await signIn(page);
    await page.locator('nav').getByRole('link', { name: 'Connect an LMS' }).click();
    await page.getByLabel('Another one (LTI 1.3)').check();
    await page.getByRole('button', { name: 'Make the address' }).click();
    const address = await page.locator('.command code').first().textContent();
    assert.match(address, new RegExp(`^${stage.tool}/lti/register/[\\w-]{43}$`));
    await page.getByLabel('Name, as staff call it').fill('Ward LMS');
    await page.getByLabel('Issuer').fill('not an address');
    for (const name of ['Client ID', 'Authentication request URL', 'Access token URL', 'Platform key set URL']) await page.getByLabel(name).fill('https://ward.example.org/x');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Nothing was saved').waitFor();
    assert.equal(await page.getByLabel('Client ID').inputValue(), 'https://ward.example.org/x', 'what was typed is still there');
    await check(page, 'by hand, wrong');
    await page.getByLabel('Issuer').fill('https://ward.example.org');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Connected. Now try a launch.').waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('heading', { name: 'Switch off or refuse the connection Ward LMS' }).waitFor();
    await check(page, 'asked first');
    await page.getByRole('button', { name: 'Yes, in ten minutes' }).click();
    await page.getByText('takes effect at').first().waitFor();
    await page.goto(`${stage.tool}/admin/keys`);
    await page.getByText('As text (PEM)').first().click();
    assert.match(await page.locator('pre').first().textContent(), /BEGIN PUBLIC KEY/);
  } finally {
    await close();
  }
});

test('by keyboard alone: the skip link, the navigation, a form', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(oneTimeLink());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stage.tool}/admin`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    for (let presses = 0; presses < 20; ++presses) {
      await page.keyboard.press('Tab');
      const there = await page.evaluate(() => {
        const e = document.activeElement;
        return { text: e.textContent.trim(), seen: getComputedStyle(e).outlineStyle !== 'none' };
      });
      assert.ok(there.seen, `the focus on "${there.text}" can be seen`);
      if (there.text === 'Launch diary') break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`${stage.tool}/admin/diary`);
  } finally {
    await close();
  }
});

const looks = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'phone-390-dark', options: { colorScheme: 'dark', viewport: { width: 390, height: 844 } } },
  { name: 'narrow-320', options: { viewport: { width: 320, height: 640 } } },
  { name: 'arabic-320', options: { locale: 'ar', viewport: { width: 320, height: 640 } } },
  { name: 'spanish', options: { locale: 'es' } },
];

for (const look of looks) {
  test(`every page: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await context.newPage();
      const see = async (name) => {
        await screenshot(page, `admin-${name}-${look.name}`);
        await check(page, `${name} ${look.name}`);
      };
      await refuseNext();
      await launch(context);
      await page.goto(`${stage.tool}/admin`);
      await see('signed-out');
      await page.goto(oneTimeLink());
      await see('enter');
      await page.locator('main button').click();
      await page.locator('.line').first().waitFor();
      await see('home');
      await page.goto(`${stage.tool}/admin/connections`);
      await see('connections');
      await demo(page).click();
      await see('connection');
      await page.goto(`${page.url()}/test?after=0`);
      await see('test-green');
      await page.goto(page.url().replace('after=0', 'after=9999999999999'));
      await see('test-waiting');
      for (const name of ['diary', 'grades', 'keys', 'stores', 'connect']) {
        await page.goto(`${stage.tool}/admin/${name}`);
        await see(name);
      }
      await page.locator('input[value=canvas]').check();
      await page.locator('main form button').click();
      await page.locator('.command').first().waitFor();
      await see('invited');
    } finally {
      await close();
    }
  });
}
