// The HTML documents in headless Chromium, at 1280 and at 320 pixels: no finding of axe-core (WCAG 2.0 to 2.2, A and AA, best practice),
// no sideways scrolling of the page, nothing in the console, no request. Prints TAP.
//     node check.mjs [--pictures FOLDER] FILE.html...
import { readFileSync, mkdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const args = process.argv.slice(2);
let pictures = null;
if (args[0] === '--pictures') [, pictures] = args.splice(0, 2);
if (pictures) mkdirSync(pictures, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let number = 0, failed = 0;

function tell(name, findings) {
  number += 1;
  if (findings.length) failed += 1;
  console.log(`${findings.length ? 'not ok' : 'ok'} ${number} ${name}`);
  for (const line of findings.slice(0, 8)) console.log(`# ${String(line).slice(0, 400)}`);
}

// What a person on this page could do nothing with: sideways scrolling, targets too small, boxes that stick out.
function measure() {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} in ${width}`);
    for (const e of document.body.querySelectorAll('*'))
      if (!e.closest('.scroll, .skip, svg, caption') && e.getBoundingClientRect().right > width + 1) found.push(e.outerHTML.slice(0, 120));
  }
  for (const e of document.querySelectorAll('nav a, summary')) {
    const box = e.getBoundingClientRect();
    if (box.width && (box.height < 24 || box.width < 24)) found.push(`a target of ${box.width} × ${box.height}: ${e.textContent}`);
  }
  return found;
}

// A page with everything wrong must not pass, else the checks below say nothing.
async function visitBad(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
  await page.setContent('<h3>x</h3><p style="width:40rem;color:#ddd">pale</p><table><tr><td>1</td></tr></table><a href="#no"></a><svg role="img"></svg>');
  const fits = await page.evaluate(measure);
  await page.evaluate(axe);
  const ids = (await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), TAGS)).violations.map(v => v.id);
  const missed = ['color-contrast', 'html-has-lang', 'link-name', 'svg-img-alt', 'landmark-one-main'].filter(id => !ids.includes(id));
  tell('a bad page does not pass', [...missed, ...(fits.length ? [] : ['sideways scrolling was not seen'])]);
  await page.close();
}

async function visit(browser, file, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false });
  const page = await context.newPage(), noise = [], requests = [], name = `${basename(file)} at ${width}`;
  page.setDefaultTimeout(180000); // a machine may be slow
  page.on('console', m => noise.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', e => noise.push(`error: ${e.message}`));
  page.on('request', r => { if (r.url() !== pathToFileURL(resolve(file)).href) requests.push(r.url()); });
  await page.goto(pathToFileURL(resolve(file)).href);
  tell(`${name}: fits`, await page.evaluate(measure));
  tell(`${name}: says nothing, asks for nothing`, [...noise, ...requests]);
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  tell(`${name}: fits with all tables open`, await page.evaluate(measure));
  await page.evaluate(axe);
  const result = await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), TAGS);
  tell(`${name}: axe-core, ${result.passes.length} rules`, result.violations.flatMap(v =>
    v.nodes.slice(0, 3).map(n => `${v.id} (${v.impact}, ${v.nodes.length} places): ${n.html} ${n.any.concat(n.all, n.none).map(c => c.message).join('; ')}`)));
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = false; }));
  if (pictures) await page.screenshot({ path: `${pictures}/${basename(file, '.html')}-${width}.png`, fullPage: true });
  if (pictures && width > 1000) await page.pdf({ path: `${pictures}/${basename(file, '.html')}-print.pdf`, preferCSSPageSize: true, tagged: true });
  await context.close();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
                                        timeout: 180000 });
await visitBad(browser);
for (const file of args) for (const width of [1280, 320]) await visit(browser, file, width);
await browser.close();
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
