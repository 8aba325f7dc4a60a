// The record in PostgreSQL makes the same product: a unit with a draft from the launch to its receipt, a second launch, and what the program says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awaitVerb, checkOf, startStage, statements, verb } from './stage.mjs';
import { doUnit, openBrowser } from './browser.mjs';
import { noPostgresql, startPostgresql } from './postgresql.mjs';

test('a unit, a second launch and a health check with the record in PostgreSQL', { skip: noPostgresql() }, async () => {
  const postgresql = await startPostgresql();
  let stage;
  try {
    stage = await startStage({ more: postgresql.more });
    const { context, close } = await openBrowser();
    try {
      const page = await context.newPage();
      await page.goto(`${stage.lms.url}launch?link=link-1&sub=pg-learner`);
      await page.waitForURL(`${stage.tool}/**`);
      await page.locator('label.option').first().click();
      await page.locator('.status:not(:empty)').waitFor();           // the draft is on the server
      await page.reload();
      assert.ok(await page.locator('input:checked').count(), 'the draft came back after a reload');
      await doUnit(page.mainFrame());
      await awaitVerb(stage.lrs, 'terminated');
      const verbs = (await statements(stage.lrs)).map(verb);
      assert.equal(verbs[0], 'initialized');
      assert.equal(verbs.filter((v) => v === 'completed').length, 1);
      const again = await context.newPage();
      await again.goto(`${stage.lms.url}launch?link=link-1&sub=pg-learner`);
      await again.waitForURL(`${stage.tool}/**`);
      assert.equal((await statements(stage.lrs)).filter((s) => verb(s) === 'initialized').length, 1, 'a second launch leads to what is there');
      assert.match(await checkOf(stage), /good +store: schema \d+ in PostgreSQL/);
    } finally {
      await close();
    }
  } finally {
    await stage?.stop();
    await postgresql.stop();
  }
});
