// What others say about our statements: a real record store takes every statement of a full demo flow, the standalone validator finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { awaitVerb, pause, startStage, statements, verb } from '../browser/stage.mjs';
import { startJudge } from './judge.mjs';
import { Learner } from './learner.mjs';
import { findings } from './validation.mjs';

test('the validator can find something', () => {
  assert.notDeepEqual(findings({ id: 'x', actor: {}, verb: {}, object: {} }), []);
});

test('a real record store accepts every statement of a full flow', async () => {
  const judge = await startJudge();
  const stage = await startStage({ lrs: judge.lrs });
  try {
    for (const [link, language] of [['link-1', 'en'], ['link-2', 'es'], ['link-3', 'ar']]) await new Learner().finish(stage.lms.url, link, language);
    await awaitVerb(judge.lrs, 'terminated');
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
    judge.stop();
  }
});
