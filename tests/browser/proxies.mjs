// The proxies of docs/operations, as they are printed there, run by the real servers on loopback: only names, ports and files are put in.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, pause, root } from './stage.mjs';

// Unpacked there by scripts/packages, or installed.
const unpacked = join(root, 'build/servers');
const found = (name) => [join(unpacked, 'usr/sbin', name), join('/usr/sbin', name)].find(existsSync);
const libraries = { ...process.env, LD_LIBRARY_PATH: ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu', 'lib/x86_64-linux-gnu'].map((path) => join(unpacked, path)).join(':') };

const sample = (name, { folder, port, toolPort, certificate, key }) => readFileSync(join(root, 'docs/operations', name), 'utf8')
  .replaceAll('cme.example.org.pem', 'X.pem').replaceAll('/etc/ssl/certs/X.pem', certificate).replaceAll('/etc/ssl/private/cme.example.org.key', key)
  .replaceAll('cme.example.org', 'localhost').replaceAll('127.0.0.1:8480', `127.0.0.1:${toolPort}`).replace('listen 443', `listen 127.0.0.1:${port}`).replace('*:443', `127.0.0.1:${port}`)
  .replaceAll('/var/log/nginx/', `${folder}/`);

const servers = {
  nginx: ({ folder, ...facts }) => {
    const file = join(folder, 'nginx.conf');
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ');
    writeFileSync(file, `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;\nevents {}\nhttp {\n  access_log off;\n  ${temporary}\n${sample('nginx.conf', { folder, ...facts })}}\n`);
    return ['-p', folder, '-c', file, '-e', join(folder, 'error.log')];
  },
  apache2: ({ folder, ...facts }) => {
    const file = join(folder, 'apache.conf');
    const modules = [join(unpacked, 'usr/lib/apache2/modules'), '/usr/lib/apache2/modules'].find(existsSync);
    const load = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb', 'proxy', 'proxy_http', 'headers', 'setenvif', 'log_config'].filter((name) => existsSync(join(modules, `mod_${name}.so`)))
      .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n');
    writeFileSync(file, `ServerRoot ${folder}\nDefine APACHE_LOG_DIR ${folder}\nListen 127.0.0.1:${facts.port}\nServerName localhost\nPidFile ${folder}/pid\nErrorLog ${folder}/error.log\nDefaultRuntimeDir ${folder}\n${load}\n`
      + `LogFormat "%h %r %>s" combined\n${process.getuid() === 0 ? 'User nobody\nGroup nogroup\n' : ''}${sample('apache.conf', { folder, ...facts })}`);
    return ['-d', folder, '-f', file, '-DFOREGROUND'];
  },
};

export const isThere = (name) => Boolean(found(name));

// Starts one before the tool at `toolPort`: the address people use, with its prefix, what it logs, and how it ends.
export async function startProxy(name, toolPort) {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-proxy-'));
  const certificate = join(folder, 'certificate.pem'), key = join(folder, 'key.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  mkdirSync(join(folder, 'logs'));
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  const port = await freePort();
  const child = spawn(found(name), servers[name]({ folder, port, toolPort, certificate, key }), { stdio: ['ignore', 'ignore', 'pipe'], env: libraries });
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const file = (called) => (existsSync(join(folder, called)) ? readFileSync(join(folder, called), 'utf8') : '');
  // All that it says of its own troubles, and the access log's lines once one of them fits.
  const log = () => said + file('error.log') + file('preceptor.error.log');
  const noted = async (line) => {
    for (let tries = 0; tries < 100; ++tries) {
      const lines = file('preceptor.log').split('\n').slice(0, -1);
      if (lines.some((one) => line.test(one))) return lines;
      await pause(50);
    }
    throw new Error(`the access log of ${name} has no line like ${line}: ${file('preceptor.log')}`);
  };
  const url = `https://localhost:${port}/cme`;
  for (let tries = 0; ; ++tries) {
    // 502 or 503: it listens, the tool does not yet.
    if (await fetch(`${url}/readyz`).then((answer) => answer.status > 0, () => false)) break;
    if (tries > 200 || child.exitCode !== null) throw new Error(`${name} did not get ready: ${log()}`);
    await pause(50);
  }
  const stop = async () => {
    const ended = child.exitCode !== null ? null : new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop, log, noted };
}
