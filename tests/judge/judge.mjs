// The judge's record store as a process of its own: its endpoint and credentials, and how it ends.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '../browser/stage.mjs';

export async function startJudge() {
  const child = spawn(process.execPath, [new URL('judge-lrs.mjs', import.meta.url).pathname], { env: { ...process.env, EXPRESS_PORT: String(await freePort()) }, stdio: ['ignore', 'pipe', 'ignore'] });
  const ready = new Promise((done, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => { if (line.startsWith('{"url"')) done(JSON.parse(line)); });
    child.once('exit', (code) => failed(new Error(`the judge ended with ${code}`)));
    setTimeout(() => failed(new Error('the judge did not get ready in 60 s')), 60000).unref();
  });
  return { lrs: await ready, stop: () => child.kill('SIGTERM') };
}
