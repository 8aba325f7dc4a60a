// A learner's browser in a few lines of fetch: cookies, redirects, the launch's forms, and the first answer to every question.
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
  return found ? found[1].replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#x2F;', '/').replaceAll('&amp;', '&') : undefined;
};

export function readForm(html) {
  const form = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map((m) => m[0]).find((f) => /method="post"/.test(f));
  if (!form) return null;
  const fields = [];
  const answered = new Set();
  for (const [tag] of form.matchAll(/<(?:input|textarea)\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (!name || (name.startsWith('q.') && answered.has(name))) continue;
    answered.add(name);
    fields.push([name, /type="(?:hidden|radio|checkbox)"/.test(tag) ? attribute(tag, 'value') : '3']);
  }
  return { action: attribute(form.match(/<form\b[^>]*>/)[0], 'action'), fields };
}

export class Learner {
  #cookies = new Map();

  async #send(url, options = {}) {
    const host = new URL(url).hostname;
    const jar = this.#cookies.get(host) ?? new Map();
    this.#cookies.set(host, jar);
    const reachable = url.replace('//localhost:', '//127.0.0.1:');
    const answer = await fetch(reachable, { redirect: 'manual', ...options, headers: { ...options.headers, Cookie: [...jar].map(([n, v]) => `${n}=${v}`).join('; ') } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    if (answer.status >= 300 && answer.status < 400) return this.#send(new URL(answer.headers.get('location'), url).href);
    return { url, status: answer.status, body: await answer.text() };
  }

  #post(page) {
    const form = readForm(page.body);
    if (!form) throw new Error(`no form on ${page.status} ${page.body.slice(0, 500)}`);
    return this.#send(new URL(form.action, page.url).href, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form.fields).toString() });
  }

  // Launches a unit and goes through it; throws when no receipt comes.
  async finish(lms, link, language, sub = '') {
    let page = await this.#send(`${lms}launch?link=${link}&lang=${language}${sub && `&sub=${sub}`}`);
    for (let posts = 0; posts < 12; ++posts) {
      page = await this.#post(page);
      if (/class="card receipt"/.test(page.body)) return page;
      if (page.status >= 400) throw new Error(`${page.status}: ${page.body.slice(0, 800)}`);
    }
    throw new Error('no receipt after twelve forms');
  }
}
