/* The page: what is given, the answer, what it rests on. Nothing is kept: what was given lies in `app` until the page is closed. */

const data = JSON.parse(document.getElementById('data').textContent);
const LIMIT = 16 * 1024 * 1024;
/* certificate: {name, bytes}; code: as checked, typed: as it stands in its field; keys, csv, sig: {name, bytes} that were given; at: the day that was
 * asked for, '' for now. answer: what came of it; basis: what it rests on; told: what became of files; turn: counts checks, the last one counts. */
const app = { language: data.begin, certificate: null, code: '', typed: '', keys: null, csv: null, sig: null, at: '' };
Object.assign(app, { answer: null, basis: {}, told: [], turn: 0 });
const carried = {
  keys: data.keys ? utf8(data.keys) : null,
  register: data.register ? { csv: base64Read(data.register.csv), sig: base64Read(data.register.sig) } : null,
};
let engine = null;

/* ---- words ---- */

function say(key, ...args) {
  return data.words[app.language][key].replace(/\{(\d)\}/g, (all, i) => (args[i] === undefined ? '' : args[i]));
}

function dayShown(day) {
  if (!isDay(day)) return day || '–';
  const [year, month, date] = day.split('-');
  if (app.language === 'vi') return date + '/' + (Number(month) < 3 ? month : Number(month)) + '/' + year;
  return Number(date) + ' ' + data.words.en.MONTHS.split(' ')[Number(month) - 1] + ' ' + year;
}

const refusalText = error => inSentence(data.refusals[error.message][app.language], [error.argument]);

/* ---- checking ---- */

const rollNames = () =>
  [app.csv, app.sig]
    .filter(Boolean)
    .map(file => file.name)
    .join(', ');
const given = () => ({ csv: app.csv && app.csv.bytes, sig: app.sig && app.sig.bytes });

/* Puts into `basis` what there is to check by: keys and register, each that was given or that lies in the page; a page's own register is no use with
 * another's keys. What stands there when something is refused stays. */
async function readBasis(basis) {
  const known = carried.keys && (await readKeys(engine, carried.keys)),
    opened = app.keys && (await readKeys(engine, app.keys.bytes));
  basis.keys = newerOf(opened, known);
  if (basis.keys) basis.fingerprint = await fingerprintOf(engine, basis.keys);
  basis.ownKeys = !!basis.keys && basis.keys === known;
  const ours = carried.register && basis.keys && known && basis.keys.issuer === known.issuer;
  const own = ours ? await openRegister(engine, carried.register, basis.keys) : null;
  if (own) basis.seen = own.head.number;
  basis.ownRegister = !app.csv && !app.sig;
  basis.register = basis.ownRegister ? (own ? carried.register : null) : given();
  if (basis.register && basis.keys) basis.roll = basis.ownRegister ? own : await openRegister(engine, basis.register, basis.keys);
}

/* Everything anew, after whatever was changed; the last one started wins. */
async function check() {
  const turn = ++app.turn,
    bytes = app.certificate ? app.certificate.bytes : app.code ? utf8(app.code) : null,
    basis = { keys: null, ownKeys: false, register: null, ownRegister: true, seen: 0 };
  let answer = null;
  try {
    await readBasis(basis);
    if (bytes) {
      const asked = { keys: app.keys && app.keys.bytes, known: carried.keys, register: basis.register, seen: basis.seen };
      answer = { judged: await judge(engine, bytes, Object.assign(asked, { now: Date.now(), at: app.at })) };
    }
  } catch (error) {
    answer = { error };
  }
  if (turn !== app.turn) return;
  Object.assign(app, { answer, basis });
  draw();
  if (answer) document.getElementById('answer').focus();
}

/* ---- files ---- */

/* What a file is, by what stands in it; by its name where it may be damaged. */
function kindOf(name, bytes) {
  if (find(bytes, utf8('khung-key'), 0, 9) === 0) return 'keys';
  if ((bytes.length >= 8 && sameBytes(bytes.subarray(bytes.length - 8), MAGIC)) || /\.sig$/i.test(name)) return 'sig';
  if (find(bytes, utf8('number,year,nn,'), 0, 15) === 0 || /\.csv$/i.test(name)) return 'csv';
  return /(register|datapackage)\.json$/i.test(name) ? 'idle' : 'certificate';
}

function bytesOfFile(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(new Uint8Array(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsArrayBuffer(file);
  });
}

async function takeFiles(files) {
  app.told = [];
  for (const file of Array.from(files)) {
    if (file.size > LIMIT) {
      app.told.push(['warn', 'FILE_LARGE', file.name]);
      continue;
    }
    try {
      const bytes = await bytesOfFile(file),
        kind = kindOf(file.name, bytes);
      if (kind === 'idle') app.told.push(['open', 'FILE_IDLE', file.name]);
      else {
        app[kind] = { name: file.name, bytes };
        if (kind === 'certificate') Object.assign(app, { code: '', typed: '' });
        else app.told.push(['yes', 'FILE_TOOK', file.name]);
      }
    } catch (error) {
      app.told.push(['warn', 'FILE_FAILED', file.name]);
    }
  }
  await check();
}

function takeCode(code) {
  app.told = [];
  app.code = code;
  app.typed = code;
  app.certificate = null;
  return check();
}

/* The code of a QR that leads to this page stands behind # of its address. Which address that was, the keys know. */
function takeFragment() {
  const fragment = window.location.hash.slice(1);
  if (fragment.includes('.')) takeCode(fragment);
}

function putAway(...kinds) {
  app.told = [];
  for (const kind of kinds) app[kind] = null;
  return check();
}

/* ---- the answer ---- */

const LOOK = {
  'in-force': ['yes', 'good'],
  'in-force-as-of': ['open', 'asof'],
  unknown: ['ask', 'unsure'],
  suspended: ['warn', 'bad'],
  expired: ['warn', 'bad'],
  superseded: ['warn', 'bad'],
  withdrawn: ['no', 'bad'],
  forged: ['no', 'bad'],
};
SIGNS.ask = 'M2 2.6A2 1.9 0 1 1 4 4.6V5.4M4 6.6V7.4';

/* A day is not divided between lines. */
function verdictText(v) {
  const asOf = v.verdict === 'in-force-as-of',
    day = text => dayShown(text).replace(/ /g, '\u00a0');
  if (asOf && !v.roll) return say('VERDICT_AS_OF_ISSUE', day(v.since));
  const word = v.verdict.replace('in-force-as-of', 'as-of').replace('-', '_').toUpperCase();
  return say('VERDICT_' + word, day(asOf ? v.roll.head.day : v.since));
}

/* A label and what it names; `language` of the latter, where it is the certificate's own words. */
function fact(label, text, language, name) {
  return text && h('div', { class: 'fact ' + (name || '') }, h('dt', {}, say(label)), h('dd', { lang: language || null }, text));
}

function claimFacts(c) {
  const own = c.language;
  return [
    fact('VERIFY_WHO', c.name, own, 'who'),
    fact('VERIFY_GRADE', c['grade-title'], own, 'grade'),
    c.computed &&
      fact('VERIFY_LOWERED', say('VERIFY_LOWERED_BY', c['computed-title'], c['lowered-by'], dayShown(c['lowered-at']), c['lowered-why'])),
    fact('VERIFY_UNTIL', c.until ? dayShown(c.until) : say('VERIFY_NO_END')),
    fact('VERIFY_ISSUER', c.issuer, own),
    fact('VERIFY_NUMBER', numberText(c.nn, c.year, c.abbreviation)),
    fact('VERIFY_ISSUED', dayShown(c.issued)),
    fact('VERIFY_FRAMEWORK', c['framework-title'] + ', ' + c['framework-version'], own),
    fact('VERIFY_PERIOD', dayShown(c.from) + ' – ' + dayShown(c.to)),
    c.conditions.map(({ text, until }) =>
      until ? fact('VERIFY_CONDITION', say('VERIFY_CONDITION_UNTIL', text, dayShown(until))) : fact('VERIFY_CONDITION', text, own),
    ),
  ];
}

function rowFacts(row, head) {
  return [
    fact('VERIFY_WHO', row.organisation, 'vi', 'who'),
    fact('VERIFY_GRADE', row.grade, 'vi', 'grade'),
    fact('VERIFY_UNTIL', row.until ? dayShown(row.until) : say('VERIFY_NO_END')),
    fact('VERIFY_ISSUER', head.name, 'vi'),
    fact('VERIFY_NUMBER', numberText(row.nn, row.year, head.abbreviation)),
    fact('VERIFY_ISSUED', dayShown(row.issued)),
    fact('VERIFY_FRAMEWORK', row.framework + ', ' + row.version, 'vi'),
  ];
}

function basisFacts(v) {
  const head = v.roll && v.roll.head;
  return [
    v.hasRow && fact('VERIFY_REPLACED', v.row.replaced),
    v.signer && fact('VERIFY_SIGNER', say(v.signaturePlace === 'empty' ? 'VERIFY_SIGNER_GONE' : 'VERIFY_SIGNER_BY', v.signer)),
    fact('VERIFY_DAY', dayShown(v.day) + (app.at ? '' : ' (' + say('TODAY') + ')')),
    head && fact('REGISTER', say('REGISTER_OF', head.number, dayShown(head.day)) + ', ' + say('REGISTER_NEXT', dayShown(head.next))),
    v.keys && fact('VERIFY_KEYS', v.keys.name + ', ' + app.basis.fingerprint),
  ];
}

function answerPart(v) {
  const [mark, look] = LOOK[v.verdict],
    said = v.said.map(text => (isDay(text) ? dayShown(text) : text)),
    paper = v.hasRow && v.code && v.verdict !== 'forged';
  return [
    h(
      'div',
      { class: 'verdict ' + look },
      h('h2', { id: 'answer', tabindex: '-1' }, sign(mark), h('span', {}, verdictText(v).replace(/ (?=\S+$)/, '\u00a0'))),
      h('p', {}, inSentence(data.reasons[v.reason][app.language], said)),
      v.pages === 'unproved' && v.verdict !== 'forged' && h('p', {}, say('VERIFY_PAGES_OPEN')),
      v.badge === 'unproved' && v.verdict !== 'forged' && h('p', {}, say('VERIFY_BADGE_OPEN')),
      v.badge === 'signed' && v.verdict !== 'forged' && h('p', {}, say('BADGE_SIGNED')),
      v.pages === 'sealed' && v.verdict !== 'forged' && h('p', {}, say('SEALED')),
      paper && h('p', {}, h('b', {}, say('COMPARE_PAPER'))),
    ),
    v.claim && !v.proved && h('p', { class: 'unproved' }, sign('warn'), h('b', {}, say('VERIFY_UNPROVED').trim())),
    (v.claim || v.hasRow) &&
      h('dl', { class: v.claim && !v.proved ? 'facts doubtful' : 'facts' }, v.claim ? claimFacts(v.claim) : rowFacts(v.row, v.roll.head)),
    h('dl', { class: 'facts basis' }, basisFacts(v)),
    h('p', { class: 'quiet' }, app.certificate ? say('CHECKED_FILE', app.certificate.name) : say('CHECKED_CODE', app.code)),
  ];
}

function refusalPart(error) {
  const refused = error instanceof Refusal,
    roll = refused && error.message.startsWith('ROLL_'),
    away = roll ? rollNames() : refused && app.keys && app.keys.name;
  return h(
    'div',
    { class: 'verdict bad' },
    h('h2', { id: 'answer', tabindex: '-1' }, sign('no'), h('span', {}, say('NO_VERDICT'))),
    h('p', {}, refused ? refusalText(error) + '.' : say('DEFECT', error.message)),
    away && h('button', { type: 'button', onclick: () => (roll ? putAway('csv', 'sig') : putAway('keys')) }, say('PUT_AWAY_WHAT', away)),
  );
}

/* ---- what is given ---- */

function filePart() {
  const input = h('input', {
    type: 'file',
    id: 'files',
    multiple: true,
    class: 'hidden',
    tabindex: '-1',
    'aria-hidden': 'true',
    onchange: () => {
      const files = Array.from(input.files);
      input.value = '';
      takeFiles(files);
    },
  });
  return h(
    'div',
    { class: 'drop' },
    h('p', {}, say('GIVE_FILES')),
    h(
      'div',
      { class: 'row' },
      h('button', { type: 'button', class: 'main', onclick: () => input.click() }, say('CHOOSE')),
      h('span', { class: 'quiet ifdrag' }, say('DROP')),
      input,
    ),
  );
}

function codePart() {
  const box = h('input', { type: 'text', id: 'code', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '512' });
  box.setAttribute('aria-describedby', 'code-about');
  box.value = app.typed;
  box.addEventListener('input', () => {
    app.typed = box.value;
  });
  const go = event => {
    event.preventDefault();
    if (box.value.trim()) takeCode(box.value);
    else box.focus();
  };
  return h(
    'form',
    { class: 'field', onsubmit: go },
    h('label', { for: 'code' }, say('CODE')),
    h('p', { class: 'quiet', id: 'code-about' }, say('CODE_HELP')),
    h('div', { class: 'coderow' }, box, h('button', { type: 'submit' }, say('CHECK'))),
  );
}

/* Checked when asked to: a date changes with every digit that is typed. */
function dayPart() {
  const box = h('input', { type: 'date', id: 'at', 'aria-describedby': 'at-about', min: '2000-01-01', max: '2999-12-31' });
  box.value = app.at;
  const go = event => {
    event.preventDefault();
    app.at = isDay(box.value) ? box.value : '';
    check();
  };
  return h(
    'details',
    { class: 'about', open: !!app.at },
    h('summary', {}, say('OTHER_DAY')),
    h(
      'form',
      { class: 'inside', onsubmit: go },
      h('label', { for: 'at' }, say('VERIFY_DAY')),
      h('p', { class: 'quiet', id: 'at-about' }, say('OTHER_DAY_HELP')),
      h('div', { class: 'coderow' }, box, h('button', { type: 'submit' }, say('CHECK'))),
    ),
  );
}

function basisItem(good, title, quiet, away) {
  return h(
    'li',
    {},
    sign(good ? 'yes' : 'warn'),
    h('div', {}, h('b', {}, title), quiet.filter(Boolean).map(text => h('p', { class: 'quiet' }, text)), away && h('p', {}, away)),
  );
}

const awayButton = (name, ...kinds) =>
  h('button', { type: 'button', class: 'plain', 'aria-label': say('PUT_AWAY_WHAT', name), onclick: () => putAway(...kinds) }, say('PUT_AWAY'));

function keysItem() {
  const { keys, ownKeys, fingerprint } = app.basis,
    away = app.keys && awayButton(app.keys.name, 'keys');
  if (!keys) return basisItem(false, say('NO_KEYS_HERE'), [app.keys && say('FROM_FILE', app.keys.name)], away);
  const from = ownKeys ? [say('IN_PAGE')] : [say('FROM_FILE', app.keys.name), say('COMPARE_KEYS')];
  return basisItem(true, say('KEYS_OF', keys.name), [say('FINGERPRINT', fingerprint), ...from], away);
}

function rollItem() {
  const { roll, ownRegister } = app.basis,
    names = rollNames(),
    away = names && awayButton(names, 'csv', 'sig'),
    from = ownRegister ? say('IN_PAGE') : say('FROM_FILE', names);
  if (!roll) return names ? basisItem(false, say('REGISTER'), [from], away) : basisItem(false, say('NO_REGISTER_HERE'), [], null);
  const { number, day, next } = roll.head;
  return basisItem(true, say('REGISTER_OF', number, dayShown(day)), [say('REGISTER_NEXT', dayShown(next)), from], away);
}

function basisPart() {
  const heading = h('h2', { class: 'part' }, say('BASIS'));
  return [heading, h('ul', { class: 'signed' }, keysItem(), rollItem()), h('p', { class: 'quiet' }, say('BASIS_HELP'))];
}

function aboutPart() {
  const by = engine.name === 'browser' ? 'BY_BROWSER' : 'BY_PAGE';
  return h(
    'details',
    { class: 'about' },
    h('summary', {}, say('ABOUT')),
    h(
      'div',
      { class: 'inside' },
      ['ABOUT_TRUST', 'ABOUT_PAPER', 'ABOUT_KEPT', 'ABOUT_CLOCK', by].map(key => h('p', {}, say(key))),
      h('p', { class: 'quiet' }, say('MADE_BY', data.made)),
    ),
  );
}

/* ---- the whole ---- */

function languagePart() {
  const names = { vi: 'Tiếng Việt', en: 'English' };
  return h(
    'div',
    { class: 'languages', role: 'group', 'aria-label': say('LANGUAGE') },
    Object.keys(names).map(language =>
      h(
        'button',
        { type: 'button', class: 'plain', lang: language, 'aria-pressed': String(app.language === language), onclick: () => speak(language) },
        names[language],
      ),
    ),
  );
}

function speak(language) {
  app.language = language;
  draw();
  document.querySelector('.languages [lang=' + language + ']').focus();
}

function topPart() {
  const who = app.basis.keys ? app.basis.keys.name : '';
  return h('div', { class: 'state' }, h('div', { class: 'head' }, h('b', { lang: who ? 'vi' : null }, who), languagePart()));
}

const tellings = () =>
  app.told.map(([mark, key, ...args]) => h('p', { class: mark === 'warn' ? 'notice' : 'notice yes' }, sign(mark), say(key, ...args)));

function mainPart() {
  const { answer } = app;
  return [
    h('h1', {}, say('TITLE')),
    !answer && h('p', { class: 'lead' }, say('LEAD')),
    h('div', { class: 'told' }, tellings()),
    answer && h('section', { 'aria-labelledby': 'answer', class: 'answer' }, answer.judged ? answerPart(answer.judged) : refusalPart(answer.error)),
    h('h2', { class: 'part' }, say(answer ? 'GIVE_ANOTHER' : 'GIVE')),
    filePart(),
    codePart(),
    dayPart(),
    basisPart(),
    aboutPart(),
  ];
}

function draw() {
  document.documentElement.lang = app.language;
  document.title = say('TITLE');
  refill(document.getElementById('skip'), say('SKIP'));
  refill(document.getElementById('top'), topPart());
  refill(document.getElementById('content'), mainPart());
  const told = app.told.map(([, key, ...args]) => say(key, ...args)).join(' '),
    heard = document.getElementById('heard'); // stays where it is, so that a reader hears what changes in it
  if (heard.textContent !== told) heard.textContent = told;
}

/* Files may be dropped anywhere. */
function listen() {
  const files = event => !!event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files'),
    over = on => document.body.classList.toggle('dragging', on);
  document.addEventListener('dragover', event => {
    if (!files(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', event => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener('drop', event => {
    if (!files(event)) return;
    event.preventDefault();
    over(false);
    takeFiles(event.dataTransfer.files);
  });
  window.addEventListener('hashchange', takeFragment);
}

async function begin() {
  const main = h('main', { id: 'content', class: 'sheetlike', tabindex: '-1' });
  const skip = h('a', {
    href: '#content',
    id: 'skip',
    class: 'skip',
    onclick: event => {
      event.preventDefault();
      main.focus();
    },
  });
  engine = await browserEngine();
  document.body.textContent = '';
  document.body.append(skip, h('header', { class: 'top', id: 'top' }), main, h('div', { id: 'heard', class: 'hidden', role: 'status' }));
  listen();
  await check();
  takeFragment();
}

/* For whoever wants to ask from a program what the page would say: what judge() takes, in bytes; as JSON of khung verify, or {refused: id}. */
window.khungVerify = async (bytes, asked) => {
  try {
    return judgedJson(await judge(engine, bytes, asked));
  } catch (error) {
    if (error instanceof Refusal) return { refused: data.refusals[error.message].id };
    throw error;
  }
};

begin();
