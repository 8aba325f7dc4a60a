// A clinician does three of the sample activity's six units, tells a profession, claims in one tap, fills in the profile and prints the certificate; axe finds nothing on any of these
// pages, nothing scrolls sideways, and none of it needs script. With script the profile says what is wrong while it is typed.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';
import { doUnitRight, open } from './credit_steps.mjs';

let stage;
before(async () => {
  stage = await startStage({ more: { provider: { name: 'Demo provider', time_zone: 'UTC', accreditations: [{ provider: 'demo', name: 'Demo provider', systems: ['ama-pra-1'], sample: true }] } } });
});
after(async () => { await stage.stop(); });

const looks = [
  { name: 'light', options: {} },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'rtl-320', language: 'ar', options: { viewport: { width: 320, height: 640 } } },
  { name: 'plain', options: { javaScriptEnabled: false } },
];

async function check(page, look, name) {
  await screenshot(page, `credit-${look.name}-${name}`);
  assert.ok(gzipSync(await page.content()).length <= 14 * 1024, `${look.name} ${name}: larger than 14 kB`);
  if (look.options.javaScriptEnabled === false) return;
  assert.deepEqual(await axeFindings(page.mainFrame()), [], `${look.name} ${name}: axe`);
  assert.equal(await scrollsSideways(page.mainFrame()), false, `${look.name} ${name}: scrolls sideways`);
}

// What a field says once it was left.
async function leaves(page, id, value, said) {
  await page.locator(`#${id}`).fill(value);
  await page.locator(`#${id}`).press('Tab');
  if (said) await page.locator(`#${id}-error`, { hasText: said }).waitFor();
  await saysNothing(page, id, !said);
}

// Or that it says something.
async function saysNothing(page, id, nothing = true) {
  await page.locator(nothing ? `#${id}-error:empty` : `#${id}-error:not(:empty)`).waitFor({ state: 'attached' });
  await page.locator(nothing ? `#${id}:not([aria-invalid])` : `#${id}[aria-invalid="true"]`).waitFor({ state: 'attached' });
}

test('the profile is checked as it is typed, and nothing is held back', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    for (const link of ['link-1', 'link-2', 'link-3']) {
      await open(page, stage, link, 'credit-typing');
      await doUnitRight(page);
      if (link !== 'link-1') continue;
      await page.locator('button[name=profession][value=physician]').click();
      await page.locator('.receipt .credit').waitFor();
    }
    await page.locator('form[action$="/claim"] > .actions button').click();
    await page.locator('#given_name').waitFor();
    const posts = [];
    page.on('request', (request) => { if (request.method() === 'POST') posts.push(request.url()); });
    await leaves(page, 'npi', '12345', 'An NPI has 10 digits.');
    await leaves(page, 'npi', '1234567890', 'This NPI has a wrong digit. Compare it with your card.');
    assert.match(await page.locator('#npi').getAttribute('aria-describedby'), /npi-error/);
    await check(page, looks[0], 'profile-typing');
    await page.locator('#npi').fill('1234567893');   // taken back at once, before the field is left
    await saysNothing(page, 'npi');
    await leaves(page, 'birth_day', '09/01/1980', 'Write month and day as MM/DD, for example 09/01.');
    await leaves(page, 'birth_day', '9/1', '');
    await leaves(page, 'family_name', '', 'Please fill this in.');
    await page.locator('#boards-0-board').selectOption('');
    await page.locator('#boards-0-id').fill('+12');
    await page.locator('#npi').focus();
    await page.locator('#boards-0-board-error', { hasText: 'Choose the board of this number.' }).waitFor();
    assert.deepEqual(posts, [], 'all of it without a request');
    await page.locator('#npi').fill('12');
    await page.locator('button[name=later]').click();   // the press that leaves a field which is wrong skips all the same
    await page.locator('.receipt .grants').waitFor();
  } finally {
    await close();
  }
});

for (const look of looks) {
  test(`from the last unit to the certificate: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await context.newPage();
      for (const link of ['link-1', 'link-2', 'link-3']) {
        await open(page, stage, link, `credit-${look.name}`, { language: look.language, scripts: look.options.javaScriptEnabled !== false });
        await doUnitRight(page);
        if (link !== 'link-1') continue;
        await check(page, look, 'profession');
        await page.locator('button[name=profession][value=physician]').click();
        await page.locator('.receipt .credit').waitFor();
        assert.equal(await page.locator('button[name=profession]').count(), 0, 'asked once');
      }
      await check(page, look, 'claim');
      await page.locator('form[action$="/claim"] > .actions button').click();
      await page.locator('#given_name').waitFor();
      await check(page, look, 'profile');
      await page.locator('#given_name').fill('Rosa');
      await page.locator('#family_name').fill('Example');
      await page.locator('#npi').fill('1234567890');
      await page.locator('button[name=permission][value=yes]').click();
      await page.locator('#errors a[href="#npi"]').waitFor();
      await check(page, look, 'profile-error');
      await page.locator('#npi').fill('1234567893');
      await page.locator('button[name=permission][value=yes]').click();
      await page.locator('.receipt .grants').waitFor();
      await check(page, look, 'claimed');
      await page.locator('.grants a').last().click();
      await page.locator('.certificate').waitFor();
      assert.match(await page.locator('.certificate').innerText(), /Rosa Example/);
      await check(page, look, 'certificate');
      const verify = await page.locator('.certificate footer a').getAttribute('href');
      await page.goto(page.url().replace(/\/certificate\/.*/, ''));
      await check(page, look, 'credits');
      for (const place of ['transcript', 'privacy']) {
        await page.locator(`nav a[href$="/${place}"]`).click();
        await page.locator('main table').first().waitFor();
        await check(page, look, place);
        await page.goBack();
      }
      await page.goto(verify);
      assert.match(await page.locator('main').innerText(), /R\. Example/);
      await check(page, look, 'verify');
    } finally {
      await close();
    }
  });
}
