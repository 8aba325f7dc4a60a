// What others say about our statements: a real record store takes every statement of a full demo flow, the standalone validator finds nothing.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { test } from 'node:test';
import { awaitVerb, freePort, pause, startStage, statements, verb } from '../browser/stage.mjs';
import { findings } from './validation.mjs';
import { Learner } from './learner.mjs';

async function startJudge() {
  const child = spawn(process.execPath, [new URL('judge-lrs.mjs', import.meta.url).pathname], { env: { ...process.env, EXPRESS_PORT: String(await freePort()) }, stdio: ['ignore', 'pipe', 'ignore'] });
  const ready = new Promise((done, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => { if (line.startsWith('{"url"')) done(JSON.parse(line)); });
    child.once('exit', (code) => failed(new Error(`the judge ended with ${code}`)));
    setTimeout(() => failed(new Error('the judge did not get ready in 60 s')), 60000).unref();
  });
  return { child, lrs: await ready };
}

test('the validator can find something', () => {
  assert.notDeepEqual(findings({ id: 'x', actor: {}, verb: {}, object: {} }), []);
});

test('a real record store accepts every statement of a full flow', async () => {
  const judge = await startJudge();
  const stage = await startStage({ lrs: judge.lrs });
  try {
    for (const [link, language] of [['link-1', 'en'], ['link-2', 'es'], ['link-3', 'ar']]) await new Learner().finish(stage.lms.url, link, language);
    await awaitVerb(judge.lrs, 'terminated', 10000);
    let taken = [];
    for (let tries = 0; tries < 100 && taken.filter((s) => verb(s) === 'terminated').length < 3; ++tries) {
      await pause(100);
      taken = await statements(judge.lrs);
    }
    const exported = execFileSync(join(stage.build, 'preceptor'), ['export', 'xapi', '--config', stage.configFile], { encoding: 'utf8' }).split('\n').filter(Boolean).map((line) => JSON.parse(line));
    assert.equal(taken.filter((s) => verb(s) === 'terminated').length, 3);
    assert.deepEqual(taken.map((s) => s.id).sort(), exported.map((s) => s.id).sort(), 'what the record holds and what the judge took');
    for (const statement of exported) assert.deepEqual(findings(statement), [], JSON.stringify(statement));
    console.log(`# ${exported.length} statements, all taken, all valid: ${[...new Set(exported.map(verb))].join(', ')}`);
  } finally {
    await stage.stop();
    judge.child.kill('SIGTERM');
  }
});
