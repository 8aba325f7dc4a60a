// A small platform of the tests' own: one course page, one learner, and every way a platform keeps data for a tool, or does not. A second reading of the
// specifications, on purpose without anything of the demo LMS.
import { createServer } from 'node:http';
import { createSign, generateKeyPairSync } from 'node:crypto';

const claim = (name) => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const hidden = (fields) => Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`).join('');
const posting = (action, fields, target) => `<form method="post" action="${escaped(action)}"${target ? ` target="${target}"` : ''}>${hidden(fields)}<button>Go on</button></form><script>document.forms[0].submit()</script>`;
const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', done));
const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// What keeps the data, in the page or in a frame beside the tool's. `ways`: what it does wrong or differently.
const keeper = (ways) => `<script>
const ways = ${JSON.stringify(ways)}, kept = new Map(), prefix = ways.old ? 'org.imsglobal.lti.' : 'lti.';
window.kept = kept; window.heard = [];
addEventListener('message', (e) => {
  const m = e.data;
  if (!m || typeof m.subject !== 'string') return;
  heard.push({ ...m, origin: e.origin });
  if (ways.silent || !m.subject.startsWith(prefix)) return;
  const name = m.subject.slice(prefix.length);
  const reply = (more) => e.source.postMessage({ subject: ways.subject ?? m.subject + '.response', message_id: ways.id ?? m.message_id, ...more }, e.origin);
  if (name === 'capabilities' && ways.capabilities) reply({ supported_messages: [...['put_data', 'get_data'].map((s) => ({ subject: prefix + s, ...(ways.frame ? { frame: ways.frame } : {}) })), ...(ways.able ?? []).map((subject) => ({ subject }))] });
  if (ways.only_capabilities) return;
  if (name === 'put_data') {
    if (ways.full) return reply({ error: { code: 'storage_exhaustion', message: 'Reached byte limit for tool' } });
    if (m.value === null) kept.delete(m.key); else kept.set(m.key, ways.alters ? 'x' + m.value.slice(1) : m.value);
    reply({ key: m.key, value: m.value });
  }
  if (name === 'get_data') reply({ key: m.key, value: ways.forgets ? null : kept.get(m.key) ?? null });
});
</script>`;

// `target`: lti_storage_target, if any. `beside`: the storage lives in a frame of that name at a second origin, which is also that of the authorization endpoint.
export async function startPlatform({ tool, ways = {}, target, beside, units = ['apixaban-dose'], lms = 'generic', back = true, width = 900 }) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  const platform = { client_id: 'fake-client', deployment_id: '1', launches: 0 };
  const sign = (claims) => {
    const input = `${base64url({ typ: 'JWT', alg: 'RS256', kid: 'k1' })}.${base64url(claims)}`;
    return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
  };
  const idToken = (nonce, unit) => {
    const now = Math.floor(Date.now() / 1000);
    return sign({ iss: platform.issuer, aud: platform.client_id, sub: 'learner-9', iat: now, exp: now + 60, nonce,
      [claim('version')]: '1.3.0', [claim('message_type')]: 'LtiResourceLinkRequest', [claim('deployment_id')]: '1', [claim('target_link_uri')]: `${tool}/lti/launch`,
      [claim('roles')]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'], [claim('resource_link')]: { id: `link-${unit}`, title: 'Unit' },
      [claim('context')]: { id: 'course-1', title: 'Course' }, [claim('custom')]: { unit },
      [claim('launch_presentation')]: { document_target: 'iframe', locale: 'en', ...(back ? { return_url: `${platform.issuer}/back` } : {}) } });
  };
  const login = (unit) => ({ iss: platform.issuer, client_id: platform.client_id, lti_deployment_id: '1', login_hint: 'learner-9', lti_message_hint: JSON.stringify({ unit, once: ++platform.launches }),
    target_link_uri: `${tool}/lti/launch`, ...(target ? { lti_storage_target: target } : {}) });
  const used = new Set();
  const answer = async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    let body = '';
    for await (const part of request) body += part;
    const html = (text) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(`<!doctype html><html lang="en"><title>Fake platform</title>${text}`);
    if (url.pathname === '/jwks') return response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    if (url.pathname === '/course') {
      const frames = units.map((unit, i) => `<iframe name="tool${i}" title="Unit" width="${width}" height="600" allow="storage-access *"></iframe><form method="post" action="${tool}/lti/login" target="tool${i}">${hidden(login(unit))}<button>Open ${i}</button></form>`).join('');
      return html(`<h1>Course</h1>${beside ? `<iframe name="${beside}" title="storage" src="${platform.authority}/storage"></iframe>${ways.page ? keeper(ways.page) : ''}` : keeper(ways)}${frames}`
        + `<script>const go=()=>document.querySelectorAll('form').forEach((f)=>f.submit());addEventListener('load',go)</script>`);
    }
    if (url.pathname === '/storage') return html(keeper(ways));
    if (url.pathname === '/auth') {
      const hint = url.searchParams.get('lti_message_hint');
      // A hint is good for one use, as everywhere.
      if (used.has(hint)) return html(posting(url.searchParams.get('redirect_uri'), { error: 'launch_no_longer_valid', state: url.searchParams.get('state') }));
      used.add(hint);
      return html(posting(url.searchParams.get('redirect_uri'), { id_token: idToken(url.searchParams.get('nonce'), JSON.parse(hint).unit), state: url.searchParams.get('state'),
        ...(target ? { lti_storage_target: target } : {}) }));
    }
    return html('<h1>Back in the course</h1>');
  };
  const servers = [createServer(answer), createServer(answer)];
  await Promise.all(servers.map(listen));
  platform.issuer = `http://localhost:${servers[0].address().port}`;
  platform.authority = beside ? `http://localhost:${servers[1].address().port}` : platform.issuer;
  platform.course = `${platform.issuer}/course`;
  platform.config = { name: 'Fake', lms, issuer: platform.issuer, client_id: platform.client_id, deployment_ids: ['1'],
    authorization_endpoint: `${platform.authority}/auth`, token_endpoint: `${platform.issuer}/token`, jwks_uri: `${platform.issuer}/jwks` };
  platform.stop = () => servers.forEach((s) => { s.close(); s.closeAllConnections?.(); });
  return platform;
}

// Stands before the tool as a browser that keeps no partitioned cookie would behave: what is set for a frame is lost. `all`: the unpartitioned ones too.
export async function startLosingProxy(toolPort, { all = false } = {}) {
  const { request: send } = await import('node:http');
  const server = createServer((request, response) => {
    const framed = ['iframe', 'frame'].includes(request.headers['sec-fetch-dest']);
    const forward = send({ host: '127.0.0.1', port: toolPort, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      const headers = { ...answer.headers };
      const kept = [headers['set-cookie'] ?? []].flat().filter((c) => !framed || (!all && !/partitioned/i.test(c)));
      delete headers['set-cookie'];
      response.writeHead(answer.statusCode, kept.length ? { ...headers, 'set-cookie': kept } : headers);
      answer.pipe(response);
    });
    forward.on('error', () => response.destroy());
    request.pipe(forward);
  });
  await listen(server);
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => { server.close(); server.closeAllConnections?.(); } };
}
