// ltijs 5.9.9 as a tool for scripts/bench: a few lines of storage in memory, so that what is measured is the library and not a database.
//   node ltijs_server.js PORT ISSUER CLIENT_ID JWKS_URL      prints {"pid","port"} when it listens
'use strict';
const crypto = require('crypto');
const lti = require('ltijs').Provider;

const [port, issuer, clientId, jwks] = process.argv.slice(2);

// Documents by the fields that ltijs looks them up with, so that a look-up costs the same however many there are.
const keyFields = { state: ['state'], nonce: ['nonce'], idtoken: ['iss', 'clientId', 'deploymentId', 'user'], contexttoken: ['contextId', 'user'] };

class MemoryStore {
  constructor() { this.collections = new Map(); }
  async setup() { return true; }
  async Close() { return true; }

  rows(name) {
    if (!this.collections.has(name)) this.collections.set(name, new Map());
    return this.collections.get(name);
  }
  key(name, fields) {
    const names = keyFields[name];
    if (!names || names.some((field) => fields[field] === undefined)) return null;
    return names.map((field) => fields[field]).join('\n');
  }
  find(name, query) {
    const key = this.key(name, query || {});
    if (key !== null) return this.rows(name).has(key) ? [this.rows(name).get(key)] : [];
    return [...this.rows(name).values()].filter((row) => Object.entries(query || {}).every(([field, value]) => row[field] === value));
  }
  seal(item, secret) {
    const iv = crypto.randomBytes(16);
    const cipher = crypto.createCipheriv('aes-256-cbc', crypto.createHash('sha256').update(secret).digest(), iv);
    return { iv: iv.toString('hex'), data: Buffer.concat([cipher.update(JSON.stringify(item)), cipher.final()]).toString('hex') };
  }
  open(row, secret) {
    const decipher = crypto.createDecipheriv('aes-256-cbc', crypto.createHash('sha256').update(secret).digest(), Buffer.from(row.iv, 'hex'));
    return JSON.parse(Buffer.concat([decipher.update(Buffer.from(row.data, 'hex')), decipher.final()]).toString());
  }

  async Get(secret, name, query) {
    const found = this.find(name, query).map((row) => (secret ? this.open(row, secret) : { ...row }));
    return found.length === 0 ? false : found;
  }
  async Insert(secret, name, item, index) {
    const row = secret ? { ...index, ...this.seal(item, secret) } : { ...item };
    this.rows(name).set(this.key(name, row) ?? crypto.randomUUID(), { createdAt: Date.now(), ...row });
    return true;
  }
  async Replace(secret, name, query, item, index) {
    await this.Delete(name, query);
    return this.Insert(secret, name, item, index);
  }
  async Modify(secret, name, query, change) {
    for (const row of this.find(name, query)) {
      Object.assign(row, secret ? this.seal({ ...this.open(row, secret), ...change }, secret) : change);
    }
    return true;
  }
  async Delete(name, query) {
    const rows = this.rows(name);
    const key = this.key(name, query || {});
    if (key !== null) return rows.delete(key);
    for (const [id, row] of rows) {
      if (Object.entries(query || {}).every(([field, value]) => row[field] === value)) rows.delete(id);
    }
    return true;
  }
}

async function main() {
  lti.setup('a key for measuring only', { plugin: new MemoryStore() }, {
    appRoute: '/', loginRoute: '/login', cookies: { secure: false, sameSite: '' }, devMode: false,
  });
  lti.onConnect((token, req, res) => res.send('<!doctype html><title>ok</title>'));
  await lti.deploy({ port: Number(port), silent: true });
  await lti.registerPlatform({
    url: issuer, name: 'bench', clientId, authenticationEndpoint: issuer + '/auth', accesstokenEndpoint: issuer + '/token',
    authConfig: { method: 'JWK_SET', key: jwks },
  });
  console.log(JSON.stringify({ pid: process.pid, port: Number(port) }));
}

main().catch((error) => { console.error(error); process.exit(1); });
