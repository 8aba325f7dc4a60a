// An administrator pastes one address: the confirmation page in the LMS's frame, the registration, the page that closes itself. Against a small
// LMS of this file's own, light and dark, 320 px and wide, right to left, with and without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { startStage } from './stage.mjs';
import { axeFindings, openBrowser, screenshot, scrollsSideways } from './browser.mjs';

let stage, lms;
before(async () => { stage = await startStage(); lms = await startLms(); });
after(async () => { lms?.server.close(); await stage.stop(); });

const canvas = 'https://canvas.instructure.com/lti/';

// Canvas's manner: placements with a prefix, an account's name, the bearer on both calls.
async function startLms() {
  const seen = { closed: 0, posted: [] };
  const server = createServer((request, answer) => {
    const origin = `http://127.0.0.1:${server.address().port}`;
    const json = (status, value) => answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    const url = new URL(request.url, origin);
    if (url.pathname === '/admin') {
      answer.setHeader('Content-Type', 'text/html');
      return answer.end(`<!doctype html><html lang="en"><title>Apps</title><style>body{margin:0}iframe{border:0;width:100%;height:1700px}</style>
        <iframe title="tool" src="${url.searchParams.get('url').replaceAll('&', '&amp;')}"></iframe>
        <script>addEventListener('message', (e) => { if (e.data?.subject === 'org.imsglobal.lti.close') { document.title = 'closed'; document.querySelector('iframe').remove(); } });</script>`);
    }
    if (request.headers.authorization !== 'Bearer a-token') return json(401, { errors: ['no token'] });
    if (url.pathname === '/config') {
      return json(200, { issuer: origin, authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token`, jwks_uri: `${origin}/jwks`,
        registration_endpoint: `${origin}/register`, authorization_server: '127.0.0.1',
        'https://purl.imsglobal.org/spec/lti-platform-configuration': { product_family_code: 'canvas', version: 'OpenSource',
          [`${canvas}account_name`]: 'Medical College',
          messages_supported: [{ type: 'LtiResourceLinkRequest' }, { type: 'LtiDeepLinkingRequest',
            placements: ['assignment_selection', 'link_selection', 'editor_button', 'module_index_menu_modal'].map((one) => canvas + one) }] } });
    }
    let body = '';
    request.on('data', (part) => { body += part; }).on('end', () => {
      seen.posted.push(JSON.parse(body));
      json(201, { ...JSON.parse(body), client_id: `1000000000000${seen.posted.length}`, deployment_id: '9:abc' });
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { server, seen, origin: `http://127.0.0.1:${server.address().port}` };
}

const run = (...words) => execFileSync(join(stage.build, 'preceptor'), [...words, '--config', stage.configFile], { encoding: 'utf8' });
const invited = (...words) => {
  const { url } = JSON.parse(run('invite', '--json', ...words));
  return `${url}?${new URLSearchParams({ openid_configuration: `${lms.origin}/config`, registration_token: 'a-token' })}`;
};

async function check(frame, name) {
  assert.deepEqual(await axeFindings(frame), [], `${name}: axe`);
  assert.equal(await scrollsSideways(frame), false, `${name}: scrolls sideways`);
}

test('in the frame of the LMS: lines switched off, registered, closed, accepted', async () => {
  const { context, close } = await openBrowser();
  try {
    const page = await context.newPage();
    await page.goto(`${lms.origin}/admin?${new URLSearchParams({ url: invited('--name', 'Campus') })}`);
    const frame = page.frameLocator('iframe');
    assert.equal(await frame.getByLabel('E-mail addresses').isChecked(), false);
    await frame.getByLabel('In the text editor').uncheck();
    await screenshot(page, 'register-frame');
    assert.equal((await frame.locator('html').innerHTML()).includes('a-token'), false);
    await frame.getByRole('button', { name: 'Register' }).click();
    await frame.getByRole('heading', { name: 'Registered' }).waitFor();
    await screenshot(page, 'registered-frame');
    await frame.getByRole('button', { name: 'Close this page' }).click();
    await page.waitForFunction(() => document.title === 'closed');
    const tool = lms.seen.posted.at(-1)['https://purl.imsglobal.org/spec/lti-tool-configuration'];
    assert.equal(tool[`${canvas}privacy_level`], 'name_only');
    assert.deepEqual(tool.messages.find((m) => m.type === 'LtiDeepLinkingRequest').placements, ['assignment_selection', 'link_selection', 'module_index_menu_modal'].map((one) => canvas + one));
    const listed = JSON.parse(run('platform', 'list', '--json')).find((one) => one.name === 'Campus');
    assert.equal(listed.accepted, false);
    assert.deepEqual(listed.deployment_ids, ['9:abc']);
    run('platform', 'accept', 'Campus');
    assert.equal(JSON.parse(run('platform', 'list', '--json')).find((one) => one.name === 'Campus').accepted, true);
  } finally { await close(); }
});

for (const look of [
  { name: 'light', options: {} }, { name: 'dark', options: { colorScheme: 'dark' } },
  { name: '320', options: { viewport: { width: 320, height: 640 } } }, { name: '320-dark', options: { colorScheme: 'dark', viewport: { width: 320, height: 640 } } },
  { name: 'rtl', options: { locale: 'ar' } }, { name: 'spanish', options: { locale: 'es' } },
]) {
  test(`the pages: ${look.name}`, async () => {
    const { context, close } = await openBrowser(look.options);
    try {
      const page = await context.newPage();
      await page.goto(invited());
      await screenshot(page, `register-${look.name}`);
      await check(page.mainFrame(), `register ${look.name}`);
      await page.locator('form button').click();
      await page.locator('ol').waitFor();
      await screenshot(page, `registered-${look.name}`);
      await check(page.mainFrame(), `registered ${look.name}`);
      await page.goto(`${stage.tool}/lti/register/x`);
      await check(page.mainFrame(), `refused ${look.name}`);
      const bad = new URL(invited());
      bad.searchParams.set('registration_token', 'another');
      await page.goto(bad.href);
      await screenshot(page, `register-refused-${look.name}`);
      await check(page.mainFrame(), `not readable ${look.name}`);
    } finally { await close(); }
  });
}

test('without script, by keyboard', async () => {
  const { context, close } = await openBrowser({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(invited('--name', 'Plain'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');             // the first line: names
    await page.locator('form button').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Registered' }).waitFor();
    assert.equal(await page.getByRole('button').count(), 0);
    await page.getByText('You can close this page').waitFor();
    assert.equal(lms.seen.posted.at(-1)['https://purl.imsglobal.org/spec/lti-tool-configuration'][`${canvas}privacy_level`], 'anonymous');
  } finally { await close(); }
});
