// What Prometheus' own tool says of the page of metrics and of docs/operations/alerts.yml, and that the rules fire when they should and not before.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, root, startStage } from '../browser/stage.mjs';

const promtool = [join(root, 'build/servers/usr/bin/promtool'), '/usr/bin/promtool'].find(existsSync);
const absent = promtool ? false : 'promtool is not here: scripts/packages unpack build/servers';
const rules = join(root, 'docs/operations/alerts.yml');
const run = (args, input) => {
  const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: 'utf8', input, timeout: 60_000 });
  assert.equal(status, 0, stdout + stderr);
};

test('promtool reads the page of metrics', { skip: absent }, async () => {
  const port = await freePort();
  const stage = await startStage({ more: { metrics: { listen: `127.0.0.1:${port}` } } });
  try {
    const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(page, /preceptor_store_up 1/);
    run(['check', 'metrics'], page);
  } finally {
    await stage.stop();
  }
});

test('promtool reads the alert rules', { skip: absent }, () => run(['check', 'rules', rules]));

// What is fed a minute, and which alert stands afterwards (true) or does not.
const cases = [
  ['PreceptorDown', 'up{job="preceptor"}', '0x10', '5m', true],
  ['PreceptorDown', 'up{job="preceptor"}', '1x10', '5m', false],
  ['PreceptorRecordUnreadable', 'preceptor_store_up', '0x10', '5m', true],
  ['PreceptorSealerStuck', 'preceptor_record_unsealed', '1x30', '20m', true],
  ['PreceptorSealerStuck', 'preceptor_record_unsealed', '1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1', '20m', false],
  ['PreceptorErrors', 'preceptor_requests_total{area="unit",status="5xx"}', '0+10x40', '30m', true],
  ['PreceptorRefusedLaunches', 'preceptor_requests_total{area="launch",status="4xx"}', '0+10x90', '80m', true],
  ['PreceptorRecordStoreBehind', 'preceptor_lrs_oldest_waiting_timestamp_seconds{lrs="demo"}', '0x120', '90m', true],
  ['PreceptorRecordStoreBehind', 'preceptor_lrs_oldest_waiting_timestamp_seconds{lrs="demo"}', '0x120', '59m', false],
  ['PreceptorStatementsParked', 'preceptor_lrs_parked_statements{lrs="demo"}', '1x40', '30m', true],
  ['PreceptorStatementsParked', 'preceptor_lrs_parked_statements{lrs="demo"}', '0x40', '30m', false],
];
test('the alert rules fire when they should', { skip: absent }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-alerts-'));
  try {
    // An alert that stands has labels and words of its own; which ones is not asked, so it is looked for as a series of ALERTS.
    const tests = cases.map(([alert, series, values, at, fires]) => ({ interval: '1m', input_series: [{ series, values }],
      promql_expr_test: [{ expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`, eval_time: at, exp_samples: fires ? [{ labels: '{}', value: 1 }] : [] }] }));
    writeFileSync(join(folder, 'tests.yml'), JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }));   // JSON is YAML
    run(['test', 'rules', join(folder, 'tests.yml')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
