// Learning Locker's statements service as a judge, with memory repositories: it binds every interface by itself, so listen is held to loopback.
// Prints one JSON line when it answers. EXPRESS_PORT chooses the port.
import { createRequire } from 'node:module';
import http from 'node:http';

const port = process.env.EXPRESS_PORT;
if (!port) throw new Error('EXPRESS_PORT is needed');
Object.assign(process.env, { AUTH_REPO: 'test', EVENTS_REPO: 'test', MODELS_REPO: 'memory', STORAGE_REPO: 'memory', WINSTON_CONSOLE_LEVEL: 'error' });

const listen = http.Server.prototype.listen;
http.Server.prototype.listen = function onLoopback(wanted, ...rest) {
  return listen.call(this, wanted, '127.0.0.1', ...rest.filter((each) => typeof each === 'function'));
};
// The test authenticator still tries a database it does not need; that attempt's failure is no failure of the judge.
process.on('unhandledRejection', () => {});

createRequire(import.meta.url)('@learninglocker/xapi-statements/dist/server.js');

const endpoint = `http://127.0.0.1:${port}/xAPI/`;
for (let tries = 0; tries < 200; ++tries) {
  const good = await fetch(`${endpoint}about`).then((answer) => answer.status === 200, () => false);
  if (good) {
    console.log(JSON.stringify({ url: endpoint, endpoint, username: 'judge', password: 'judge' }));
    break;
  }
  await new Promise((done) => setTimeout(done, 100));
}
