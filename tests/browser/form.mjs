// The form (khung form F -o form.html) in headless Chromium, from a file: address: every page at 1280 and 320 pixels and with letters twice as
// large, in each language, by axe-core; filled in with the keyboard alone; killed and opened again; opened, saved and scored; printed. TAP.
//     [SHORT=1] node form.mjs --khung KHUNG --pictures FOLDER FORM.html METHODS.html
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { TAGS, axe, ended, same, tell } from './tap.mjs';

const [, , , khung, , pictures, form, methods, people] = process.argv;
const EXECUTABLE = process.env.CHROMIUM || '/usr/bin/chromium',
  FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  SHORT = process.env.SHORT === '1', // one language and one width less: for those who run it after every change
  PATIENCE = 180000; // milliseconds: a machine may be slow, what is wrong is wrong before that
const root = resolve(new URL('../..', import.meta.url).pathname),
  example = join(root, 'examples/hoi-song-xanh/self.yaml');
const framework = join(root, 'frameworks/vn-ngo-capacity.yaml'),
  work = mkdtempSync(join(tmpdir(), 'form-'));
const address = file => pathToFileURL(resolve(file)).href;
mkdirSync(pictures, { recursive: true });

async function watched(context, file) {
  const page = await context.newPage(),
    noise = [];
  page.setDefaultTimeout(PATIENCE);
  page.on('console', m => noise.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', e => noise.push(`error: ${e.stack}`));
  page.on('request', r => {
    if (!r.url().startsWith(address(file)) && !r.url().startsWith('blob:') && !r.url().startsWith('data:')) noise.push(`request: ${r.url()}`);
  });
  await page.goto(address(file));
  await page.waitForSelector('.frame main h1');
  await page.waitForFunction(() => document.querySelector('.side'));
  return { page, noise };
}

const pageIds = page => page.evaluate(() => Array.from(document.querySelectorAll('.menu li a'), a => a.getAttribute('href')));
const openPage = async (page, id) => {
  await page.evaluate(hash => {
    window.location.hash = hash;
  }, id);
  await page.waitForFunction(hash => document.querySelector('.menu [aria-current]').getAttribute('href') === hash, id);
};

// Reading takes its time and ends on the page where the file begins: whoever goes elsewhere before that is taken back.
const openAnswers = async (page, file) => {
  await page.setInputFiles('#open', file);
  await page.waitForSelector('.told .notice');
};

// Sideways scrolling, boxes that stick out, targets too small, text hidden under the bars.
function measure() {
  const width = document.documentElement.clientWidth,
    found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} in ${width}`);
    for (const e of document.querySelectorAll('.frame *'))
      if (!e.closest('.hidden, .skip') && e.getBoundingClientRect().right > width + 1) found.push(e.outerHTML.slice(0, 120));
  }
  for (const e of document.querySelectorAll('button, summary, .option, .choice, .menu a, select, input[type=text], input[type=date], textarea')) {
    const box = e.getBoundingClientRect(),
      least = e.matches('.option, .choice, input, select, .bottom button, summary') ? 44 : 24;
    if (box.width && box.height < least) found.push(`a target of ${box.width} × ${box.height}: ${e.outerHTML.slice(0, 100)}`);
  }
  return found;
}

async function judged(page) {
  await page.evaluate(() =>
    document.querySelectorAll('main details').forEach(d => {
      d.open = true;
    }),
  );
  // whatever the place of the window, the bars cover something by half: the size of targets is looked at without them
  const stick = value =>
    page.evaluate(
      v =>
        document.querySelectorAll('.top, .bottom').forEach(e => {
          e.style.position = v;
        }),
      value,
    );
  await stick('static');
  await page.evaluate(axe);
  const result = await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), TAGS);
  await stick('');
  return result.violations.flatMap(v =>
    v.nodes.slice(0, 3).map(
      n =>
        `${v.id} (${v.nodes.length} places): ${n.html.slice(0, 160)} ${n.any
          .concat(n.all, n.none)
          .map(c => c.message)
          .join('; ')}`,
    ),
  );
}

async function visit(browser, file, width, zoom, language, answers) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: false }),
    { page, noise } = await watched(context, file);
  const name = `${basename(file)} at ${width}${zoom > 1 ? `, letters × ${zoom}` : ''}, ${language}`,
    shape = [],
    found = [];
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (answers) await openAnswers(page, answers);
  await page.evaluate(tag => {
    const b = document.querySelector(`.languages [lang=${tag}]`);
    if (b) b.click();
  }, language);
  for (const id of await pageIds(page)) {
    await openPage(page, id);
    shape.push(...(await page.evaluate(measure)).map(line => `${id}: ${line}`));
    found.push(...(await judged(page)).map(line => `${id}: ${line}`));
    shape.push(...(await page.evaluate(measure)).map(line => `${id}, open: ${line}`));
    await page.screenshot({
      path: join(pictures, `${basename(file, '.html')}-${width}${zoom > 1 ? 'x' + zoom : ''}-${language}-${id.slice(1)}.png`),
      fullPage: true,
    });
  }
  tell(`${name}: fits on every page`, shape);
  tell(`${name}: axe-core finds nothing`, found);
  tell(
    `${name}: says nothing, asks for nothing`,
    noise.filter(line => !/axe|Blocked .*stylesheet|inline style/.test(line)),
  );
  await context.close();
}

// ---- the keyboard alone ----

const focused = page =>
  page.evaluate(() => {
    const e = document.activeElement;
    return e ? `${e.id || ''}|${e.name || ''}|${(e.textContent || '').slice(0, 40)}` : '';
  });
async function tabTo(page, wanted, most = 80) {
  for (let i = 0; i < most; i++) {
    if (wanted(await focused(page))) return true;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach it; it stands at ${await focused(page)}`);
}
// What has the focus must be seen, not lie under a bar.
const covered = page =>
  page.evaluate(() => {
    const e = document.activeElement,
      box = e.getBoundingClientRect(),
      x = box.left + Math.min(box.width / 2, 10),
      y = box.top + Math.min(box.height / 2, 10);
    const at = document.elementFromPoint(x, y);
    return at && (at === e || e.contains(at) || at.contains(e))
      ? null
      : `${e.outerHTML.slice(0, 90)} at ${Math.round(x)}, ${Math.round(y)} lies under ${at && at.outerHTML.slice(0, 60)}`;
  });

async function byKeyboard(browser) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, acceptDownloads: true }),
    { page, noise } = await watched(context, form);
  const press = key => page.keyboard.press(key),
    type = text => page.keyboard.type(text),
    hidden = [];
  await tabTo(page, at => at.startsWith('head-name|'));
  await type('Hội Thử "Một", số 1: \\ #');
  await tabTo(page, at => at.startsWith('head-from|'));
  await type('07012025');
  await tabTo(page, at => at.startsWith('head-to|'));
  await type('06302026');
  await tabTo(page, at => at.includes('|fact-form|'));
  await press('Space');
  await press('ArrowDown');
  await tabTo(page, at => at.startsWith('fact-budget|'));
  await type('3.864,5');
  for (const fact of ['has-staff', 'has-volunteers', 'works-with-children', 'regrants', 'audit-required']) {
    await tabTo(page, at => at.includes(`|fact-${fact}|`));
    await press('Space');
    if (fact === 'regrants') await press('ArrowDown');
  }
  await tabTo(page, at => /Tiếp: phần A/.test(at));
  await press('Enter');
  await tabTo(page, at => at.includes('|level-gov-legal|'));
  await press('Space');
  for (let i = 0; i < 3; i++) await press('ArrowDown');
  hidden.push(await covered(page));
  await tabTo(page, at => at.includes('Minh chứng và ghi chú'));
  await press('Enter');
  await tabTo(page, at => at.startsWith('e-gov-legal-decision|'));
  await press('Space');
  await tabTo(page, at => at.startsWith('e-gov-legal-decision-f0|'));
  await type('quyết định.pdf');
  await tabTo(page, at => at.startsWith('e-gov-legal-decision-d0|'));
  await type('03022024');
  await tabTo(page, at => at.startsWith('note-gov-legal|'));
  await type('Dòng một.');
  await press('Enter');
  await type('Dòng hai: "ngoặc", \\ và # không phải chú thích');
  for (let i = 0; i < 12; i++) {
    await press('Tab');
    hidden.push(await covered(page));
  }
  await tabTo(page, at => /Tiếp: phần B/.test(at));
  await press('Enter');
  await tabTo(page, at => at.includes('|level-str-vision|'));
  await press('Space');
  for (let i = 0; i < 10 && !/Tiếp: kết quả|Tiếp: Kết quả/.test(await focused(page)); i++) {
    await tabTo(page, at => /Tiếp: /.test(at), 150);
    if (/Kết quả/.test(await focused(page))) break;
    await press('Enter');
  }
  await press('Enter');
  // from what is missing to the question itself: F4, which may be not applicable
  await tabTo(page, at => /F4\. /.test(at));
  await press('Enter');
  await tabTo(page, at => at.includes('|level-safe-data|') || at.includes('|level-acc'), 3);
  await press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('#na-safe-data')?.offsetParent); // on a busy machine it comes a moment later
  await tabTo(page, at => at.startsWith('na-'), 3);
  await type('chưa lưu dữ liệu của ai');
  await tabTo(page, at => /Tiếp: phần G/.test(at));
  await press('Enter');
  for (let i = 0; i < 3; i++) {
    await tabTo(page, at => /Tiếp: /.test(at), 150);
    const last = /Kết quả/.test(await focused(page));
    await press('Enter');
    if (last) break;
  }
  await tabTo(page, at => /Lưu tệp câu trả lời/.test(at));
  const [download] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  const saved = join(work, 'keyboard.yaml');
  await download.saveAs(saved);
  const text = readFileSync(saved, 'utf8'),
    checked = spawnSync(khung, ['check', saved, '--frameworks', join(root, 'frameworks')], { encoding: 'utf8' });
  tell('by keyboard alone: the file is without error', checked.status === 0 ? [] : [checked.stdout, checked.stderr]);
  const wanted = [
    'name: "Hội Thử \\"Một\\", số 1: \\\\ #"',
    'id: hoi-thu-mot-so-1',
    'from: 2025-07-01',
    'to: 2026-06-30',
    'form: fund',
    'budget: 3864.5',
    'regrants: false',
    'has-staff: true',
    'str-vision: start',
    'na: "chưa lưu dữ liệu của ai"',
    'level: mature',
    'file: "quyết định.pdf"',
    'dated: 2024-03-02',
    'note: "Dòng một.\\nDòng hai: \\"ngoặc\\", \\\\ và # không phải chú thích"',
  ];
  tell('by keyboard alone: the file says what was typed', wanted.filter(line => !text.includes(line)).concat(text.includes(wanted[0]) ? [] : [text]));
  tell('by keyboard alone: what has the focus is seen', hidden.filter(Boolean));
  tell('by keyboard alone: says nothing, asks for nothing', noise);
  await context.close();
}

// ---- files: opened, saved, scored ----

const saveFile = async page => {
  await openPage(page, '#result');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main .main')]);
  return readFileSync(await download.path(), 'utf8');
};
const shownNumbers = page =>
  page.evaluate(() => ({
    total: document.querySelector('.total .big').textContent,
    domains: Array.from(document.querySelectorAll('main table')[0].querySelectorAll('tbody tr'), tr => [
      tr.cells[1].textContent,
      tr.cells[2].textContent,
    ]),
  }));
const english = x => (x ? x.shown.replace(/\B(?=(\d{3})+(?!\d))(?<!\..*)/g, ',') : '–');

async function openAndScore(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true }),
    { page } = await watched(context, form);
  page.on('dialog', d => d.accept());
  for (const [name, file] of [
    ['the example', example],
    ['an incomplete one', join(root, 'examples/nhom-ban-tre/self.yaml')],
  ]) {
    await page.evaluate(() => {
      window.location.hash = 'profile';
    });
    await openAnswers(page, file);
    await page.evaluate(() => {
      document.querySelector('.languages [lang=en]').click();
      window.location.hash = 'result';
    });
    await page.waitForSelector('.total .big');
    const result = JSON.parse(spawnSync(khung, ['score', framework, file, '--json'], { encoding: 'utf8' }).stdout);
    same(`${name}: what is shown is what khung score says`, await shownNumbers(page), {
      total: english(result.total.percent) + (result.total.percent ? '%' : ''),
      domains: result.domains.map(d => [english(d.score), english(d.percent) + (d.percent ? '%' : '')]),
    });
    const saved = join(work, 'saved.yaml');
    writeFileSync(saved, await saveFile(page));
    const again = JSON.parse(spawnSync(khung, ['score', framework, saved, '--json'], { encoding: 'utf8' }).stdout);
    same(`${name}: opened, saved and scored again is the same result`, again, result);
    const imported = spawnSync(khung, ['import', saved, '-o', join(work, 'imported'), '--yes'], { encoding: 'utf8', cwd: root });
    const copies =
      imported.status === 0 ? readdirSync(join(work, 'imported')).map(name => readFileSync(join(work, 'imported', name), 'utf8')) : [imported.stderr];
    same(`${name}: khung import takes it as it is`, copies.includes(readFileSync(saved, 'utf8')), true);
    const words = file =>
      JSON.parse(
        execFileSync(
          '/usr/bin/python3',
          [
            '-c',
            'import sys,json;sys.path.insert(0,sys.argv[1]);import reference;print(json.dumps(reference.load(sys.argv[2]),sort_keys=True))',
            join(root, 'tests/score'),
            file,
          ],
          { encoding: 'utf8' },
        ),
      );
    same(`${name}: not a word is lost`, words(saved), words(file));
  }
  const pdf = join(pictures, 'form-summary.pdf');
  await page.pdf({ path: pdf, preferCSSPageSize: true, tagged: true });
  const pages = /Pages: +(\d+)/.exec(spawnSync('pdfinfo', [pdf], { encoding: 'utf8' }).stdout);
  same('the summary is one page', pages && pages[1], '1');
  await context.close();
}

// Signs that files, YAML or browsers trip over; what cannot be in a file at all becomes a blank or a line's end.
async function oddTexts(browser) {
  const context = await browser.newContext({ acceptDownloads: true }),
    { page, noise } = await watched(context, form);
  await openAnswers(page, example);
  const texts = [
    '# not a comment',
    'a: b',
    "- 'x'",
    '"quoted" \\ back',
    'tab\there',
    '  ends  ',
    'e\u0301 n\u0303',
    'a\u00a0b:\u00a0c',
    '{x} [y] & * ! % @ `',
    'no',
    '1.10',
    '\u{1f600} \ud800 x',
    'a\u2028b\u0085c\u0007d',
    'dòng 1\n\n  dòng 2\n',
    '<b>&amp;</b>',
    '\ufeffbom',
    '---',
    '...',
    '|',
    '>',
  ];
  const wanted = texts.map(t =>
    t
      .replace(/[\u2028\u0085]/g, '\n')
      .replace(/\u0007/g, ' ')
      .replace(/\ud800(?![\udc00-\udfff])/g, '\ufffd')
      .replace(/^[ \t\n]+|[ \t\n]+$/g, '')
      .normalize('NFC'),
  );
  const got = [];
  for (const text of texts) {
    await openPage(page, '#d-gov');
    await page.evaluate(value => {
      const box = document.getElementById('note-gov-legal');
      box.value = value;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    const saved = join(work, 'odd.yaml');
    writeFileSync(saved, await saveFile(page));
    const loaded = spawnSync(khung, ['check', saved, '--frameworks', join(root, 'frameworks'), '--json'], { encoding: 'utf8' });
    const read = execFileSync(
      '/usr/bin/python3',
      [
        '-c',
        'import sys,json;sys.path.insert(0,sys.argv[1]);import reference;print(json.dumps(reference.load(sys.argv[2])["answers"]["gov-legal"]["note"]))',
        join(root, 'tests/score'),
        saved,
      ],
      { encoding: 'utf8' },
    );
    got.push(loaded.status === 0 ? JSON.parse(read) : `${text}: ${loaded.stdout}`);
  }
  same('odd texts come through', got, wanted);
  tell('odd texts: says nothing', noise);
  await context.close();
}

// ---- killed and opened again ----

async function start(profile) {
  const child = spawn(
    EXECUTABLE,
    [...FLAGS, '--headless=new', '--no-first-run', `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const endpoint = await new Promise((done, fail) => {
    let said = '';
    child.stderr.on('data', piece => {
      said += piece;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) done(found[1]);
    });
    child.on('exit', () => fail(new Error(said)));
  });
  const browser = await chromium.connectOverCDP(endpoint, { timeout: PATIENCE });
  return {
    browser,
    context: browser.contexts()[0],
    kill: () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        /* it has ended */
      }
    },
  };
}

async function killed() {
  const profile = mkdtempSync(join(tmpdir(), 'profile-')),
    lost = [],
    begun = Date.now();
  let typed = '';
  for (let round = 0; round < 4; round++) {
    const { browser, context, kill } = await start(profile);
    const { page } = await watched(context, form);
    if (round > 0) {
      const note = await page.evaluate(() => (document.getElementById('note-gov-board') || {}).value);
      const level = await page.evaluate(() => (document.querySelector('input[name=level-gov-board]:checked') || {}).checked);
      if (note !== typed) lost.push(`round ${round}: the note is ${JSON.stringify(note)}, typed was ${JSON.stringify(typed)}`);
      if (!level) lost.push(`round ${round}: the level is gone`);
      if ((await page.evaluate(() => document.querySelector('.menu [aria-current]').getAttribute('href'))) !== '#d-gov')
        lost.push('another page is shown');
    } else {
      await openPage(page, '#d-gov');
      await page.check('input[name=level-gov-board] >> nth=1', { force: true });
      await page.evaluate(() => {
        document.getElementById('note-gov-board').closest('details').open = true;
      });
    }
    await page.evaluate(() => {
      document.getElementById('note-gov-board').closest('details').open = true;
    });
    const more = ` vòng ${round}: chữ cuối cùng`;
    await page.focus('#note-gov-board');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(more);
    typed = (typed + more).trim();
    // By the clock of the page, which begins when it has seen the last letter, however slow the machine is.
    await page.evaluate(() => new Promise(done => setTimeout(done, 700)));
    kill();
    await browser.close().catch(() => {});
  }
  tell(
    `killed (SIGKILL) 0.7 s after the last letter, three times over, and opened again: nothing lost (${Math.round((Date.now() - begun) / 1000)} s)`,
    lost,
  );
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

// Waits until an element says it; what follows looks whether it does.
const says = (page, selector, wanted) =>
  page
    .waitForFunction(([where, source]) => new RegExp(source).test((document.querySelector(where) || {}).textContent), [selector, wanted.source], {
      timeout: 20000,
    })
    .catch(() => {});

// ---- where nothing lasts ----

async function refused(browser) {
  const noStore = () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError');
    };
  };
  const littleRoom = () => {
    StorageManager.prototype.estimate = async () => ({ quota: 1e8, usage: 0 });
  };
  for (const [name, script, wanted] of [
    ['storage refused', noStore, /không cho lưu/],
    ['a private window that shows', littleRoom, /cửa sổ ẩn danh: đóng lại là mất/],
    ['storage as usual', () => {}, /Cửa sổ ẩn danh thì không lưu/],
  ]) {
    const context = await browser.newContext();
    await context.addInitScript(script);
    const { page } = await watched(context, form);
    await says(page, 'main', wanted);
    const first = await page.textContent('main');
    await openPage(page, '#d-gov');
    const end = await page.textContent('main .end');
    tell(
      `${name}: the first page says so, the end of a domain offers the file`,
      [
        wanted.test(first) ? '' : first.slice(0, 600),
        /Lưu tệp câu trả lời/.test(end) ? '' : end,
        name !== 'storage as usual' && !wanted.test(end) ? end : '',
      ].filter(Boolean),
    );
    await context.close();
  }
}

// Two windows with one form: the one that fell behind says so.
async function twoWindows(browser) {
  const context = await browser.newContext(),
    one = (await watched(context, form)).page,
    two = (await watched(context, form)).page;
  await one.fill('#head-name', 'Hội Một');
  await says(two, '.told', /cửa sổ khác/);
  tell('changed in another window: it is said', /cửa sổ khác/.test(await two.textContent('.told')) ? [] : [await two.textContent('.told')]);
  await context.close();
}

// ---- a group settles on common answers ----

async function settle(browser) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, acceptDownloads: true }),
    { page, noise } = await watched(context, people);
  const press = key => page.keyboard.press(key);
  await openPage(page, '#people');
  const lines = await page.evaluate(() => Array.from(document.querySelectorAll('.spread li'), li => li.innerText.replace(/\n/g, ' | ')));
  tell('the group: criteria that differ stand before those on which all agree', [
    ...lines.slice(lines.findIndex(l => /mọi người như nhau/.test(l))).filter(l => !/mọi người như nhau|chưa trả lời/.test(l)),
    ...(lines.length === 39 ? [] : [String(lines.length)]),
  ]);
  // by keyboard: take what all said, then go to the first one that differs and choose
  await tabTo(page, at => /Lấy các câu/.test(at));
  await press('Enter');
  const before = await page.textContent('.top .figure');
  await tabTo(page, at => /^\|\|[A-H]\d\. /.test(at), 120);
  const first = (await focused(page)).slice(2);
  await press('Enter');
  await page.waitForFunction(() => /^#d-/.test(document.querySelector('.menu [aria-current]').getAttribute('href')));
  await tabTo(page, at => /\|level-/.test(at), 20);
  await press('Space');
  const marks = await page.evaluate(() => document.activeElement.closest('.options').innerText.match(/\d+ người/g));
  tell('the group: each level says how many chose it', marks && marks.length >= 4 ? [] : [String(marks)]);
  await page.evaluate(() => new Promise(done => setTimeout(done, 700)));
  await page.reload();
  await page.waitForSelector('.frame main h1');
  await openPage(page, '#people');
  const agreed = await page.evaluate(() => Array.from(document.querySelectorAll('.spread .agreed')).length);
  same('the group: opened again, what was agreed is there', agreed, Number(before.split('/')[0]) + 1);
  const saved = join(work, 'agreed.yaml');
  writeFileSync(saved, await saveFile(page));
  const text = readFileSync(saved, 'utf8');
  tell(
    `the group: the file has what was agreed alone (${first.slice(0, 3)} among it)`,
    [/^track: consensus$/m.test(text) ? '' : text.slice(0, 400), /người|respondent|levels|people/.test(text.replace(/^ {2}name:.*$/m, '')) ? text : ''].filter(Boolean),
  );
  const folder = join(root, 'examples/nhieu-nguoi'),
    files = readdirSync(folder).map(name => join(folder, name));
  const result = JSON.parse(spawnSync(khung, ['score', framework, saved, ...files, '--json'], { encoding: 'utf8' }).stdout);
  const other = JSON.parse(spawnSync(khung, ['score', framework, saved, '--json'], { encoding: 'utf8' }).stdout);
  same('the group: what was agreed is what counts', result.total, other.total);
  same('the group: the form says what khung score says', await page.textContent('.menu [href="#result"] .score'), localPercent(result));
  tell('the group: says nothing, asks for nothing', noise);
  // another form of the same framework does not take this over
  const empty = (await watched(context, form)).page;
  same('the group: what it agreed on stays in its own form', await empty.textContent('.top .figure'), '0/40');
  await context.close();
}
const localPercent = result => (result.total.percent ? result.total.percent.shown.replace('.', ',') + '%' : '–');

const browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS, timeout: PATIENCE });
try {
  await settle(browser);
  await byKeyboard(browser);
  await openAndScore(browser);
  await oddTexts(browser);
  await refused(browser);
  await twoWindows(browser);
  await killed();
  const all = [
    [1280, 'vi'],
    [320, 'en'],
    [1280, 'en'],
    [360, 'vi'],
  ];
  for (const [width, language] of SHORT ? all.slice(0, 2) : all) await visit(browser, form, width, 1, language, example);
  for (const width of SHORT ? [320] : [1280, 320]) await visit(browser, methods, width, 1, 'vi', null);
  for (const [width, language] of SHORT ? [[320, 'en']] : [[1280, 'vi'], [320, 'en']]) await visit(browser, people, width, 1, language, null);
  const large = await chromium.launch({ executablePath: EXECUTABLE, args: [...FLAGS, '--blink-settings=defaultFontSize=32'], timeout: PATIENCE });
  for (const file of SHORT ? [methods] : [form, methods, people]) await visit(large, file, 320, 2, 'vi', file === form ? example : null);
  await large.close();
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
process.exit(ended());
