// Sixty scripted learners in three career stages do one unit in two formats, some of the short one twice, over HTTP and without a browser or script; what each did is noted in `sent`,
// which the figures are computed from a second time (planner_figures.mjs).
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { pause } from './stage.mjs';

export const brief = 'gloves-when', long = 'gloves-session';
export const stages = ['trainee', '6-10', '21+'];
// `says`: the format they prefer; `again`: the brief one twice; `wrong`: their first answer then.
export const script = Array.from({ length: 60 }, (_, i) => ({ sub: `reader-${i}`, stage: stages[i % 3], order: i % 2 ? [long, brief] : [brief, long],
  pages: { [brief]: [2000 + (i * 731) % 4000, 1000 + (i * 137) % 1500], [long]: [4000 + (i * 977) % 7000, 1500 + (i * 211) % 2500] }, useful: 'aabc'[i % 4],
  says: i === 57 ? 'either' : ['micro', 'longer', 'micro', 'micro', 'longer'][i % 5], again: i % 4 === 0, wrong: i % 8 === 0 }));
export const sent = [];   // {unit, stage, minutes, useful}: one each time a unit was done

// One request, at most 14 kB, and of those at most 3 kB script, compressed (section 7 of the design).
const bytes = (text) => gzipSync(text).length;
export function withinBudget(html, what) {
  assert.ok(bytes(html) <= 14 * 1024, `${what}: ${bytes(html)} bytes`);
  const scripts = [...html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((found) => found[1]).join('');
  assert.ok(bytes(scripts) <= 3 * 1024, `${what}: ${bytes(scripts)} bytes of script`);
  assert.doesNotMatch(html, /<(script|img|iframe)\b[^>]*\ssrc=|<link\b[^>]*\shref=/, `${what}: asks for more`);
}

const decode = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (all, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);
const attribute = (tag, name) => decode(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
// The form with that in it, or the first: where it goes and its hidden fields.
function formOf(html, mark = '<form') {
  const from = html.indexOf(mark);
  assert.ok(from >= 0, `no form ${mark} in ${html.slice(0, 400)}`);
  const start = html.lastIndexOf('<form', from + 5), text = html.slice(start, html.indexOf('</form>', start));
  const fields = new URLSearchParams();
  for (const [tag] of text.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) fields.set(attribute(tag, 'name'), attribute(tag, 'value'));
  return { action: attribute(text.slice(0, text.indexOf('>') + 1), 'action'), fields };
}

// A client with the cookie of its own: `ask` one request, `follow` what a POST leads to.
function client(tool) {
  let cookie = '';
  const ask = async (address, fields) => {
    const response = await fetch(new URL(address, tool), { method: fields ? 'POST' : 'GET', body: fields, redirect: 'manual', headers: cookie ? { cookie } : {} });
    if (response.headers.getSetCookie().length) cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    return response;
  };
  const follow = async (response) => {
    let url = response.url;
    for (let hops = 0; hops < 5 && response.status === 303; ++hops) {
      url = response.headers.get('location');
      response = await ask(url);
    }
    const html = await response.text();
    assert.equal(response.status, 200, html);
    withinBudget(html, url);
    return { html, url: new URL(url, tool).pathname };
  };
  return { ask, follow };
}

// Every page answered once, up to the receipt.
async function answer({ ask, follow }, person, unit, page, choice) {
  let useful = null, taps = 0;
  for (const [i, active] of person.pages[unit].entries()) {
    const { action, fields } = formOf(page.html, 'id="page-form"');
    const choose = (name, value) => {
      fields.set(name, value);
      taps += 1;
    };
    await pause(active + 50);   // what is counted as activity is never more than the time that passed
    fields.set('active', String(active));
    if (i === 0) choose('q.question-1', choice);
    else if (page.html.includes('name="q.useful"')) {
      choose('q.next-step', 'a');
      choose('q.useful', person.useful);
      useful = person.useful;
    }
    taps += 1;
    page = await follow(await ask(action, fields));
  }
  assert.match(page.html, /class="card receipt"/);
  assert.ok(taps <= 5, `${taps} taps from the question to what is recorded`);
  sent.push({ unit, stage: person.stage, minutes: person.pages[unit].reduce((a, b) => a + b) / 60_000, useful });
  return page;
}

// The hops of a launch, the unit, once more where the script says so, and what is told on the receipt.
export async function learn(stage, person, unit) {
  const http = client(stage.tool), { ask, follow } = http;
  const login = formOf(await (await fetch(`${stage.lms.url}launch?link=${unit === brief ? 'link-4' : 'link-5'}&sub=${person.sub}`)).text());
  const toPlatform = await ask(login.action, login.fields);
  const launch = formOf(await (await fetch(toPlatform.headers.get('location'))).text());
  const twice = person.again && unit === brief;
  let page = await answer(http, person, unit, await follow(await ask(launch.action, launch.fields)), twice && person.wrong ? 'b' : 'a');
  if (twice) {
    const { action, fields } = formOf(page.html, '/again"');
    page = await answer(http, person, unit, await follow(await ask(action, fields)), 'a');
  }
  const [about, told] = unit === person.order[0] ? ['career_stage', person.stage] : ['preferred_format', person.says];
  const kept = await ask(`${page.url.split('/').slice(0, 3).join('/')}/about`, new URLSearchParams({ about, answer: told }));
  assert.ok(kept.status < 400, `${about}: ${kept.status}`);
}
