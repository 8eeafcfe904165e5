// The page that verifies (khung certificate page) in headless Chromium, from a file: address. Every question that tests/verify asks the program, and those
// of mutate.py (RECORDED, written down by record.py) are put to the page's script, with the browser's cryptography and without; then the page itself: each
// verdict at 1280 and 320 pixels in both languages by axe-core, the keyboard alone, files dropped, files that mean harm. TAP.
//     [SHORT=1] node verify.mjs --khung KHUNG --pictures FOLDER RECORDED PAGE.html BARE.html
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { TAGS, axe, ended, same, tell } from './tap.mjs';

const [, , , , , pictures, recorded, whole, bare] = process.argv;
const SHORT = process.env.SHORT === '1',
  PATIENCE = 60000; // milliseconds: a machine may be slow, what is wrong is wrong before that
const root = resolve(new URL('../..', import.meta.url).pathname),
  given = name => join(root, 'tests/data/verify', name),
  address = file => pathToFileURL(resolve(file)).href;
mkdirSync(pictures, { recursive: true });

async function opened(browser, file, { width = 1280, plain = false, at = '' } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: false }),
    page = await context.newPage(),
    noise = [];
  page.setDefaultTimeout(PATIENCE);
  page.on('console', m => noise.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', e => noise.push(`error: ${e.stack}`));
  page.on('request', r => {
    if (!r.url().startsWith(address(file))) noise.push(`request: ${r.url()}`);
  });
  if (plain) await page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }));
  await page.addInitScript(
    time => {
      Date.now = () => time;
    },
    Date.parse(at || '2026-11-20T09:00:00+07:00'),
  );
  await page.goto(address(file));
  await page.waitForSelector('#code');
  return { page, noise, context };
}

// ---- the same answers as the program ----

const withoutOptions = answer => (answer.text ? { ...answer, text: answer.text.replace(/ \(--[a-z]+\)/g, '') } : answer);

async function askAll(browser) {
  const seen = new Set(),
    cases = readFileSync(recorded, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .filter(({ answer }) => !/:/.test(answer.refused || '')) // the program's own: no such file
      .filter(({ said, now, ...rest }) => !seen.has(JSON.stringify(rest)) && seen.add(JSON.stringify(rest)));
  for (const plain of [false, true]) {
    const { page, noise, context } = await opened(browser, bare, { plain });
    const ask = async list => {
      const bytes = text => (text === null ? null : Uint8Array.from(atob(text), c => c.charCodeAt(0))),
        answers = [];
      for (const { bytes: file, keys, known, register, seen, at, now } of list) {
        const pair = register && { csv: bytes(register.csv), sig: bytes(register.sig) };
        answers.push(await window.khungVerify(bytes(file), { keys: bytes(keys), known: bytes(known), register: pair, seen, at, now }));
      }
      return answers;
    };
    const answers = [];
    for (let i = 0; i < cases.length; i += 50) answers.push(...(await page.evaluate(ask, cases.slice(i, i + 50))));
    const by = plain ? 'BY_PAGE' : 'BY_BROWSER',
      differ = cases
        .map((c, i) => [c.said, JSON.stringify(answers[i]), JSON.stringify(withoutOptions(c.answer))])
        .filter(([, got, wanted]) => got !== wanted)
        .flatMap(([said, got, wanted]) => [`khung ${said}`, `  page  ${got}`, `  khung ${wanted}`]);
    tell(`${cases.length} questions to khung verify, ${plain ? 'with the page’s own cryptography' : 'with the browser’s cryptography'}`, differ);
    tell(`${by}: is what the page says`, (await page.evaluate(() => document.body.textContent)).includes(wordsOf(bare).vi[by]) ? [] : ['it does not']);
    tell(`${by}: says nothing, asks for nothing`, noise);
    await context.close();
  }
  const reasons = new Set(cases.map(c => c.answer.reason).filter(Boolean));
  const missing = Object.keys(dataOf(bare).reasons).filter(id => !reasons.has(id));
  tell(`reasons that no case of tests/verify has: ${missing.join(', ') || 'none'}`, missing.length > 2 ? missing : []);
}

const dataOf = file => JSON.parse(/<script type="application\/json" id="data">([^<]*)<\/script>/.exec(readFileSync(file, 'utf8'))[1]);
const wordsOf = file => dataOf(file).words;

// ---- cryptography by its published facts ----

const hex = text => Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16));
// RFC 8032, section 7.1 (tests 1, 3, SHA(abc)): key, message, signature.
const RIGHT = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
];
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
const littleEndian = (n, size) => Array.from({ length: size }, (x, i) => Number((n >> BigInt(8 * i)) & 255n));
const numberAt = bytes => bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);

// What must be refused though the equation may hold: s + L, keys and points of small order, a key that is no point, one not below p.
function wrongOnes() {
  const [key, message, signature] = RIGHT[1].map(hex),
    s = numberAt(signature.slice(32));
  const neutral = [1, ...new Array(31).fill(0)],
    smallR = Uint8Array.from([...neutral, ...new Array(32).fill(0)]);
  const flipped = Uint8Array.from(signature);
  flipped[5] ^= 1;
  return [
    [key, message, Uint8Array.from([...signature.slice(0, 32), ...littleEndian(s + ORDER, 32)])],
    [key, message, flipped],
    [key, hex('af83'), signature],
    [hex(RIGHT[0][0]), message, signature],
    [Uint8Array.from(neutral), message, smallR],
    [Uint8Array.from(littleEndian((1n << 255n) - 18n, 32)), message, smallR],
    [Uint8Array.from([2, ...new Array(31).fill(0)]), message, signature],
    [Uint8Array.from(new Array(32).fill(255)), message, signature],
    [key, message, Uint8Array.from([...neutral, ...signature.slice(32)])],
  ];
}

async function facts(browser) {
  const read = name => readFileSync(join(root, `src/checker/${name}.js`), 'utf8'),
    source = ['bytes', 'sha2', 'ed25519'].map(read).join('\n');
  const context = await browser.newContext({ bypassCSP: true }),
    page = await context.newPage();
  await page.goto(address(bare));
  const lists = { right: RIGHT.map(one => one.map(hex)), wrong: wrongOnes() };
  const asArrays = list => list.map(one => one.map(bytes => Array.from(bytes)));
  const got = await page.evaluate(
    async ([text, right, wrong]) => {
      const make = new Function(`'use strict';${text};return { plainEngine, browserEngine, plainSha256, plainSha512, hexOf };`)(),
        found = {};
      const engines = { plain: make.plainEngine, browser: await make.browserEngine() };
      found.names = Object.keys(engines).map(name => engines[name].name);
      for (const name of Object.keys(engines)) {
        const ask = list => Promise.all(list.map(one => one.map(b => Uint8Array.from(b))).map(([k, m, s]) => engines[name].right(s, m, k)));
        found[name] = [await ask(right), await ask(wrong)];
      }
      const abc = new TextEncoder().encode('abc'),
        long = new Uint8Array(1000000).fill(97),
        edges = [];
      for (const n of [55, 56, 63, 64, 65, 111, 112, 127, 128]) edges.push(make.hexOf(make.plainSha256(long.subarray(0, n))), make.hexOf(make.plainSha512(long.subarray(0, n))));
      found.sums = [make.hexOf(make.plainSha256(abc)), make.hexOf(make.plainSha512(abc)), make.hexOf(make.plainSha256(long.subarray(0, 7), long.subarray(7))), edges];
      return found;
    },
    [source, asArrays(lists.right), asArrays(lists.wrong)],
  );
  const { createHash } = await import('node:crypto'),
    sum = (kind, bytes) => createHash(kind).update(bytes).digest('hex');
  same('the browser has Ed25519', got.names, ['plain', 'browser']);
  for (const name of ['plain', 'browser']) {
    same(`RFC 8032: right signatures, ${name}`, got[name][0], RIGHT.map(() => true));
    same(`RFC 8032: wrong signatures, ${name}`, got[name][1], lists.wrong.map(() => false));
  }
  const edges = [55, 56, 63, 64, 65, 111, 112, 127, 128].flatMap(n => ['sha256', 'sha512'].map(kind => sum(kind, 'a'.repeat(n))));
  same('SHA-256 and SHA-512', got.sums, [sum('sha256', 'abc'), sum('sha512', 'abc'), sum('sha256', 'a'.repeat(1000000)), edges]);
  await context.close();
}

// ---- the page itself ----

function measure() {
  const width = document.documentElement.clientWidth,
    found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} in ${width}`);
    for (const e of document.body.querySelectorAll('*'))
      if (!e.closest('.hidden, .skip') && e.getBoundingClientRect().right > width + 1) found.push(e.outerHTML.slice(0, 120));
  }
  for (const e of document.querySelectorAll('button, summary, input:not(.hidden)')) {
    const box = e.getBoundingClientRect();
    if (box.width && box.height < 44) found.push(`a target of ${box.width} × ${box.height}: ${e.outerHTML.slice(0, 100)}`);
  }
  return found;
}

async function judged(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(tags => window.axe.run(document, { runOnly: tags }), TAGS);
  return result.violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.any.concat(n.all, n.none).map(c => c.message).join('; ')}`));
}

const code = name => readFileSync(given(`${name}.code`), 'utf8').trim();
const fragment = name => code(name).split('#')[1];
const answer = async page => (await page.locator('#answer').innerText()).trim().replace(/\u00a0/g, ' ');
async function give(page, files) {
  await page.setInputFiles('#files', files);
  await page.waitForSelector('#answer');
}
const typed = async (page, text) => {
  await page.fill('#code', text);
  await page.click('form button');
  await page.waitForSelector('#answer');
};

// What a person sees of each verdict: [name, day, page, what is given, what the heading says in Vietnamese].
const STATES = [
  ['in-force', '2026-11-20', whole, p => typed(p, code('05')), 'CÒN HIỆU LỰC từ 05/7/2026'],
  ['in-force-pdf', '2026-11-20', whole, p => give(p, given('05.pdf')), 'CÒN HIỆU LỰC từ 05/7/2026'],
  ['lowered', '2026-11-20', whole, p => give(p, given('09.pdf')), 'CÒN HIỆU LỰC từ 05/7/2026'],
  ['pdf-signature', '2026-11-20', whole, p => give(p, given('05-pdf-signed.pdf')), 'CÒN HIỆU LỰC từ 05/7/2026'],
  ['badge', '2026-11-20', whole, p => give(p, given('05.json')), 'CÒN HIỆU LỰC từ 05/7/2026'],
  ['as-of', '2026-12-20', whole, p => give(p, given('05.pdf')), 'CÒN HIỆU LỰC THEO SỔ ĐĂNG KÝ NGÀY 01/11/2026'],
  ['as-of-issue', '2026-11-20', bare, p => give(p, [given('05.pdf'), given('issuer.keys')]), 'CÒN HIỆU LỰC TÍNH ĐẾN NGÀY CẤP 05/7/2026'],
  ['suspended', '2027-01-01', whole, p => give(p, given('07.khung')), 'ĐANG BỊ ĐÌNH CHỈ từ 01/01/2027'],
  ['withdrawn', '2027-03-01', whole, p => give(p, given('06.khung')), 'ĐÃ BỊ THU HỒI từ 01/3/2027'],
  ['superseded', '2026-11-20', whole, p => typed(p, code('08')), 'ĐÃ CÓ GIẤY KHÁC THAY THẾ từ 01/10/2026'],
  ['expired', '2027-07-05', whole, p => give(p, given('05.pdf')), 'ĐÃ HẾT HẠN từ 05/7/2027'],
  ['unknown', '2026-11-20', whole, p => typed(p, code('10')), 'KHÔNG XÁC ĐỊNH ĐƯỢC'],
  ['no-keys', '2026-11-20', bare, p => give(p, given('05.khung')), 'KHÔNG XÁC ĐỊNH ĐƯỢC'],
  ['forged', '2026-11-20', whole, p => give(p, { name: 'sửa.pdf', mimeType: 'application/pdf', buffer: changed('05.pdf') }), 'GIẢ MẠO'],
  ['forged-name', '2026-11-20', whole, p => give(p, { name: 'tên.khung', mimeType: 'text/plain', buffer: renamed('Hội Sông Vang') }), 'GIẢ MẠO'],
  ['old-register', '2026-11-20', whole, p => give(p, [given('05.khung'), given('register-11/register.csv'), given('register-11/register.sig')]), 'KHÔNG XÁC ĐỊNH ĐƯỢC'],
  ['refused', '2026-11-20', whole, p => give(p, [given('05.khung'), given('register-thief/register.csv'), given('register-thief/register.sig')]), 'Chưa kiểm tra được'],
  ['empty', '2026-11-20', whole, null, null],
  ['empty-bare', '2026-11-20', bare, null, null],
];

const changed = name => {
  const bytes = readFileSync(given(name)),
    at = bytes.indexOf('stream') + 40;
  bytes[at] ^= 1;
  return bytes;
};
// Another name in a signed certificate, as long as the old one in bytes.
function renamed(name) {
  const [head, text] = readFileSync(given('05.khung'), 'utf8').split('claim '),
    bytes = Buffer.from(text.trim(), 'base64'),
    old = Buffer.from('Hội Sông Xanh');
  const room = Buffer.alloc(old.length, ' ');
  Buffer.from(name).copy(room);
  room.copy(bytes, bytes.indexOf(old));
  return Buffer.from(`${head}claim ${bytes.toString('base64')}\n`);
}

async function visit(browser, [name, day, file, act, heading], width) {
  const { page, noise, context } = await opened(browser, file, { width, at: `${day}T09:00:00+07:00` }),
    shape = [],
    found = [];
  if (act) await act(page);
  if (act) same(`${name} at ${width}: the verdict`, await answer(page), heading);
  for (const language of ['vi', 'en']) {
    await page.click(`.languages [lang=${language}]`);
    shape.push(...(await page.evaluate(measure)));
    await page.screenshot({ path: join(pictures, `verify-${name}-${width}-${language}.png`), fullPage: true });
    if (name.startsWith('empty')) await page.evaluate(() => document.querySelectorAll('details').forEach(d => (d.open = true)));
    shape.push(...(await page.evaluate(measure)));
    if (!SHORT || language === 'vi' || name.startsWith('empty')) found.push(...(await judged(page)));
    if (name.startsWith('empty')) await page.screenshot({ path: join(pictures, `verify-${name}-${width}-${language}-open.png`), fullPage: true });
  }
  tell(`${name} at ${width}: fits`, shape);
  tell(`${name} at ${width}: axe-core finds nothing`, found);
  tell(`${name} at ${width}: says nothing, asks for nothing`, noise.filter(line => !/axe|inline style/.test(line)));
  await context.close();
}

// ---- the keyboard alone ----

async function byKeyboard(browser) {
  const { page, noise, context } = await opened(browser, whole, { width: 320 }),
    press = key => page.keyboard.press(key);
  const focused = () => page.evaluate(() => `${document.activeElement.id}|${document.activeElement.textContent.slice(0, 30)}`);
  const tabTo = async wanted => {
    for (let i = 0; i < 20; i++) {
      await press('Tab');
      if ((await focused()).includes(wanted)) return;
    }
    throw new Error(`the keyboard does not reach ${wanted}; it stands at ${await focused()}`);
  };
  await press('Tab');
  same('by keyboard: first to the content', await focused(), 'skip|Đến thẳng nội dung');
  await press('Enter');
  same('by keyboard: there it is', (await focused()).split('|')[0], 'content');
  await tabTo('code|');
  await page.keyboard.type(fragment('05').toUpperCase().replace(/(.{7})/g, '$1 '));
  await press('Enter');
  await page.waitForSelector('#answer');
  same('by keyboard: the answer has the focus', (await focused()).replace(/\u00a0/g, ' '), 'answer|CÒN HIỆU LỰC từ 05/7/2026');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), tabTo('Chọn tệp').then(() => press('Enter'))]);
  await chooser.setFiles(given('06.khung'));
  await page.waitForFunction(() => /06\.khung/.test(document.querySelector('.answer').textContent));
  await tabTo('Xét vào ngày khác');
  await press('Enter');
  await tabTo('at|');
  await page.keyboard.type('03012027');
  await press('Enter');
  await page.waitForFunction(() => /THU HỒI/.test(document.querySelector('#answer').textContent));
  await page.reload();
  await page.waitForSelector('#code');
  same('nothing is remembered', [await page.locator('#answer').count(), await page.inputValue('#code'), await page.evaluate(() => [localStorage.length, document.cookie])], [
    0,
    '',
    [0, ''],
  ]);
  tell('by keyboard: says nothing, asks for nothing', noise);
  await context.close();
}

// ---- addresses, drops, harm ----

async function odd(browser) {
  const { page, noise, context } = await opened(browser, whole);
  await page.evaluate(hash => {
    window.location.hash = hash;
  }, fragment('05'));
  await page.waitForSelector('#answer');
  same('a code behind # of the address is checked', await answer(page), 'CÒN HIỆU LỰC từ 05/7/2026');
  const drop = async (name, bytes) => {
    const data = await page.evaluateHandle(
      ([file, text]) => {
        const all = new DataTransfer();
        all.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], file));
        return all;
      },
      [name, bytes.toString('base64')],
    );
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await page.waitForFunction(file => document.querySelector('.answer').textContent.includes(file), name);
  };
  await drop('thả.pdf', readFileSync(given('05.pdf')));
  same('a file that is dropped', await answer(page), 'CÒN HIỆU LỰC từ 05/7/2026');
  await drop('cụt.pdf', readFileSync(given('05.pdf')).subarray(0, 20000));
  same('a PDF cut short', await answer(page), 'KHÔNG XÁC ĐỊNH ĐƯỢC');
  await drop('html.khung', renamed('<img src=x>&'));
  same('markup in a name is shown as text', [await page.locator('.who dd').innerText(), await page.locator('main img').count()], ['<img src=x>&', 0]);
  const deep = (byte, n) => Buffer.from(`khung-certificate 1\nclaim ${Buffer.from([0xd2, 0x84, ...new Array(n).fill(byte)]).toString('base64')}\n`);
  for (const byte of [0x81, 0xa1, 0x9b, 0xd2, 0xff]) {
    await drop(`sâu-${byte}.khung`, deep(byte, 30000));
    same(`CBOR of ${byte.toString(16)} thirty thousand times`, await answer(page), 'GIẢ MẠO');
  }
  const nested = inner => Buffer.from(`{"x":"purl.imsglobal.org/spec/ob/v3p0","y":${inner}}`);
  for (const [name, file] of [
    ['lists.json', nested('['.repeat(100000) + ']'.repeat(100000))],
    ['objects.json', nested('{"a":'.repeat(20000) + '0' + '}'.repeat(20000))],
    ['no.json', nested('')],
  ]) {
    await drop(name, file);
    same(`a badge that is none, ${name}`, await answer(page), 'KHÔNG XÁC ĐỊNH ĐƯỢC');
  }
  const begun = Date.now();
  await drop('rác.pdf', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(8 << 20, 'khung-certificate 1\n')]));
  same('8 MB of beginnings without an end', await answer(page), 'KHÔNG XÁC ĐỊNH ĐƯỢC');
  writeFileSync(join(pictures, 'rubbish.pdf'), Buffer.alloc(50 << 20, 'k'));
  await page.setInputFiles('#files', join(pictures, 'rubbish.pdf'));
  await page.waitForSelector('.told .notice');
  tell('50 MB of rubbish', /16 MiB/.test(await page.locator('.told').innerText()) ? [] : [await page.locator('.told').innerText()]);
  tell(`both in ${Date.now() - begun} ms`, Date.now() - begun < 60000 ? [] : ['too long']);
  await give(page, { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') });
  same('half a register', await answer(page), 'Chưa kiểm tra được');
  await page.click('.verdict button');
  await page.waitForFunction(() => /rác/.test(document.querySelector('.answer').textContent));
  tell('odd files: says nothing, asks for nothing', noise);
  await context.close();
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
                                        timeout: PATIENCE });
await facts(browser);
await askAll(browser);
for (const state of STATES) for (const width of SHORT && !state[0].startsWith('empty') ? [320] : [1280, 320]) await visit(browser, state, width);
await byKeyboard(browser);
await odd(browser);
await browser.close();
process.exit(ended());
