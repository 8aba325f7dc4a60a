// The size of every page of the sample units when gzip compresses it (level 6, as a proxy does), one request each: a launch, then each form answered.
//   node pages.mjs [BUILD_FOLDER]
import { sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readForm } from '../judge/learner.mjs';
import { configure, folder, freePort, platformKey, row, serve } from './support.mjs';

const issuer = 'https://lms.bench.example', client = 'bench-client';
const units = [['apixaban-dose', 'en'], ['naloxone-with-opioids', 'en'], ['five-moments', 'en'], ['five-moments', 'ar']];
const place = folder();
const { privateKey, jwks } = await platformKey(place);
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const tool = await serve(configure(place, { port, issuer, client, jwks }));

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function idToken(nonce, unit, locale) {
  const now = Math.floor(Date.now() / 1000), lti = 'https://purl.imsglobal.org/spec/lti/claim/';
  const input = `${part({ alg: 'RS256', typ: 'JWT', kid: 'bench' })}.${part({
    iss: issuer, aud: client, sub: `${unit}-${locale}`, nonce, iat: now, exp: now + 300,
    [`${lti}version`]: '1.3.0', [`${lti}message_type`]: 'LtiResourceLinkRequest', [`${lti}deployment_id`]: '1', [`${lti}target_link_uri`]: `${address}/`,
    [`${lti}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'], [`${lti}resource_link`]: { id: 'link-1' },
    [`${lti}context`]: { id: 'course-1', title: 'Bench course' }, [`${lti}custom`]: { unit }, [`${lti}launch_presentation`]: { locale },
  })}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

async function send(path, form, cookie) {
  const headers = { ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }), ...(cookie && { Cookie: cookie }) };
  const answer = await fetch(new URL(path, address), { redirect: 'manual', method: form ? 'POST' : 'GET', headers, body: form && new URLSearchParams(form).toString() });
  return { answer, body: await answer.text() };
}

async function walk(unit, locale) {
  const login = new URLSearchParams({ iss: issuer, client_id: client, login_hint: '1', target_link_uri: `${address}/` });
  const { answer } = await send(`/lti/login?${login}`);
  const query = new URL(answer.headers.get('location')).searchParams;
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  let page = await send('/lti/launch', [['id_token', idToken(query.get('nonce'), unit, locale)], ['state', query.get('state')]], cookie);
  const sizes = [];
  for (let forms = 0; forms < 12; ++forms) {
    if (page.answer.status !== 200) throw new Error(`${unit}: HTTP ${page.answer.status}`);
    sizes.push(gzipSync(page.body).length);
    if (/class="card receipt"/.test(page.body)) return sizes;
    const form = readForm(page.body);
    page = await send(form.action, form.fields);
    if (page.answer.status === 303) page = await send(page.answer.headers.get('location'));
  }
  throw new Error(`${unit}: no receipt after twelve forms`);
}

for (const [unit, locale] of units) {
  const sizes = await walk(unit, locale);
  row(`largest page of ${unit} (${locale})`, Math.max(...sizes), 'bytes gzip', `bound 14,000; pages ${sizes.join(', ')}`);
}
await tool.stop();
process.exit(0);
