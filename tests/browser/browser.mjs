// Debian's Chromium, with third-party cookies blocked or allowed by its own preferences, and what a learner does in it.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './stage.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = join(root, 'build/screenshots');

// The driver loses track of a frame that changes to another renderer while it is looked at (the browser itself does not): all frames stay in one, and a
// document gets no renderer frame of its own. The others are what the driver turns off itself; the last such list counts.
const quiet = ['IsolateOrigins', 'site-per-process', 'RenderDocument', 'AcceptCHFrame', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider', 'GlobalMediaControls', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'Translate'];

// cookies: 'blocked' or 'allowed' (third-party); other options are Playwright's for a context.
export async function openBrowser({ cookies = 'allowed', ...options } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'preceptor-chromium-'));
  mkdirSync(join(profile, 'Default'));
  const blocked = cookies === 'blocked';
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({
    profile: { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked }, tracking_protection: { tracking_protection_3pcd_enabled: false } }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, viewport: { width: 1280, height: 900 }, ...options,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-site-isolation-trials', `--disable-features=${[...quiet, ...(blocked ? [] : ['TrackingProtection3pcd', 'ForceThirdPartyCookieBlocking'])].join()}`,
      ...(blocked ? ['--test-third-party-cookie-phaseout'] : [])],
  });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

// Whether an ordinary (unpartitioned) cookie of 127.0.0.1 lives inside a page of localhost, asked of the browser itself with a page of our own.
export async function thirdPartyCookiesWork(context) {
  const server = createServer((request, answer) => {
    const { port } = server.address();
    if (request.url === '/top') answer.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>top</title><iframe src="http://127.0.0.1:${port}/set"></iframe>`);
    else if (request.url === '/set') answer.writeHead(302, { 'Set-Cookie': 'probe=there; SameSite=None; Secure', Location: '/read' }).end();
    else answer.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>probe</title><p>${/probe=there/.test(request.headers.cookie ?? '') ? 'cookie' : 'none'}</p>`);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const page = await context.newPage();
  try {
    await page.goto(`http://localhost:${server.address().port}/top`);
    const text = await page.frameLocator('iframe').locator('p').textContent();
    return text === 'cookie';
  } finally {
    await page.close();
    server.close();
  }
}

export async function screenshot(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

// axe's findings on one frame, as short lines; empty is good.
export async function axeFindings(frame) {
  await frame.evaluate(axeSource);
  const { violations } = await frame.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`);
}

export const scrollsSideways = (frame) => frame.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

// Goes through a unit in a frame (or page) by clicking; counts the taps. `look` is called on every page, the receipt included.
export async function doUnit(frame, look = async () => {}) {
  let taps = 0;
  const tap = async (locator) => {
    taps += 1;
    await locator.click();
  };
  for (let pages = 0; pages < 10; ++pages) {
    await frame.locator('main').waitFor();
    if (await frame.locator('.receipt').count()) {
      await look('receipt', pages);
      return taps;
    }
    await look('page', pages);
    const before = await frame.locator('input[name=key]').first().getAttribute('value');
    for (const group of await frame.locator('form fieldset:not([disabled])').all()) await tap(group.locator('label.option').first());
    for (const box of await frame.locator('form .number input, form textarea').all()) await box.fill('3');
    await tap(frame.locator('form .actions button').first());
    await frame.locator(`.receipt, input[name=key]:not([value="${before}"])`).first().waitFor({ state: 'attached' });
  }
  throw new Error('no receipt after ten pages');
}

// The tool's frame inside the unit page. Without script each posting page of the LMS needs a press of its button.
export async function toolFrame(page, tool, scripts) {
  const frame = () => page.frames().find((f) => f !== page.mainFrame());
  for (let tries = 0; tries < 600; ++tries) {
    const there = frame();
    if (there?.url().startsWith(tool) && await there.locator('main').count().catch(() => 0)) return there;
    if (!scripts && there?.url().startsWith('http://localhost')) await there.locator('form button').click({ timeout: 1000 }).catch(() => {});
    await page.waitForTimeout(50);
  }
  throw new Error(`the tool did not open in its frame; it shows ${frame()?.url()}`);
}
