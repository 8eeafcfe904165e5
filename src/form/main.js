/* The beginning: the frame of the page, autosave, opening and saving files, languages. */

/* ---- after every change ---- */

/* `later`: what changed has no part in the score (a note), so that large frameworks on slow telephones need not reckon at every letter. */
function changed(later) {
  app.touched = true;
  app.unsaved = true;
  takePaper();
  keepSoon();
  window.clearTimeout(app.waiting);
  if (later) app.waiting = window.setTimeout(settleChange, 250);
  else settleChange();
}

function settleChange() {
  rescore();
  for (const draw of app.refresh) draw();
  drawTop();
  drawContents();
}

function rescore() {
  app.run = score(fw, [docOf(app.state, fw)]);
}

/* Kept at once where it costs nothing to wait for: a timer gathers the letters of a third of a second. */
function keepSoon() {
  if (!app.timer) app.timer = window.setTimeout(keepNow, 300);
}

async function keepNow() {
  window.clearTimeout(app.timer);
  app.timer = null;
  app.savedAt = await app.keeper.save(app.state);
  if (!app.savedAt && app.lasting !== 'no') {
    app.lasting = 'no';
    for (const draw of app.refresh) draw();
  }
  drawTop();
}

/* ---- the file ---- */

const fileText = () => yamlWrite(fileOf(app.state, fw));

function fileName() {
  const { head } = app.state,
    who = head.id || idOf(head.name || '') || 'khung',
    year = (head.to || '').slice(0, 4);
  return (
    [who, year, head.track === 'self' ? '' : head.track, head.track === 'respondent' ? idOf(head.byName || '') : '', 'answers']
      .filter(Boolean)
      .join('-') + '.yaml'
  );
}

function saveFile() {
  const link = h('a', { href: URL.createObjectURL(new Blob([fileText()], { type: 'application/yaml' })), download: fileName() });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  app.unsaved = false;
  const missing = headMissing(app.state).length > 0;
  tell(missing ? 'warn' : 'yes', say('FILE_SAVED', fileName()) + (missing ? ' ' + say('FILE_LACKS') : ''));
}

const saveButton = () => h('button', { type: 'button', class: 'main', onclick: saveFile }, say('SAVE_FILE'));

function openButton() {
  const input = h('input', {
    type: 'file',
    id: 'open',
    class: 'hidden',
    tabindex: '-1',
    'aria-hidden': 'true',
    onchange: () => {
      if (input.files[0]) openFile(input.files[0]);
      input.value = '';
    },
  });
  return [h('button', { type: 'button', onclick: () => input.click() }, say('OPEN_FILE')), input];
}

function openFile(file) {
  const reader = new FileReader();
  reader.onerror = () => tell('warn', say('OPEN_FAILED', file.name));
  reader.onload = () => {
    let found;
    try {
      found = stateOfDoc(yamlRead(new TextDecoder('utf-8', { fatal: true }).decode(reader.result)), fw);
    } catch (error) {
      tell(
        'warn',
        error instanceof YamlError
          ? say('OPEN_LINE', file.name, error.line)
          : error.message === 'framework'
            ? say('OPEN_OTHER', file.name)
            : say('OPEN_NOT', file.name),
      );
      return;
    }
    if (Object.keys(app.state.answers).length && !window.confirm(say('OPEN_REPLACES'))) return;
    app.state = found.state;
    changed();
    app.unsaved = false;
    showPage('profile', -1);
    const { odd } = found;
    tell(
      odd.version || odd.answers.length ? 'warn' : 'yes',
      say('OPENED', file.name, Object.keys(app.state.answers).length) +
        (odd.version ? ' ' + say('OPENED_VERSION', odd.version, fw.raw.version) : '') +
        (odd.answers.length ? ' ' + say('OPENED_ODD', odd.answers.join(', ')) : ''),
    );
  };
  if (file.size > 16 * 1024 * 1024) tell('warn', say('OPEN_NOT', file.name));
  else reader.readAsArrayBuffer(file);
}

function startAnew() {
  if (Object.keys(app.state.answers).length && !window.confirm(say('START_ANEW_SURE'))) return;
  app.state = freshState();
  changed();
  app.unsaved = false;
  showPage('profile', -1);
}

/* What the form begins with: empty, or what was put into it when it was made. */
function freshState() {
  if (!data.filled) return newState();
  const { state } = stateOfDoc(data.filled, fw);
  if (!state.head.dated) state.head.dated = today();
  return state;
}

/* Forms of one framework keep what is filled in apart by whom they were made for. */
function keptAs() {
  if (!data.filled) return data.digest;
  const { organisation, period, track } = data.filled;
  return [data.digest, organisation.id, period.from, period.to, track || 'self', people ? 'people' : ''].join(' ').trim();
}

/* One line about what just happened; readers hear it. */
function tell(kind, text) {
  refill(
    app.told,
    h(
      'p',
      { class: 'notice ' + kind },
      sign(kind),
      h('span', {}, text),
      h('button', { type: 'button', class: 'plain', onclick: () => refill(app.told) }, say('CLOSE')),
    ),
  );
}

function otherWindow() {
  refill(
    app.told,
    h(
      'p',
      { class: 'notice warn' },
      sign('warn'),
      h('span', {}, say('OTHER_WINDOW')),
      h('button', { type: 'button', onclick: () => window.location.reload() }, say('TAKE_OVER')),
    ),
  );
}

/* ---- languages ---- */

const LANGUAGE_NAMES = { vi: 'Tiếng Việt', en: 'English' };

function languageButtons() {
  if (languages.length < 2) return null;
  return h(
    'div',
    { class: 'languages', role: 'group', 'aria-label': say('LANGUAGE') },
    languages.map(tag =>
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          lang: tag,
          'aria-pressed': String(tag === app.language),
          onclick: () => {
            const at = app.stop;
            setLanguage(tag);
            app.stop = at;
            drawBottom();
            app.frame.querySelector('.languages [aria-pressed=true]').focus();
          },
        },
        LANGUAGE_NAMES[tag] || tag,
      ),
    ),
  );
}

function setLanguage(tag) {
  app.language = tag;
  app.state.language = tag;
  document.documentElement.lang = speaks();
  drawFrame();
  renderPage();
  keepSoon();
}

/* ---- the frame ---- */

/* The question in which somebody clicked or typed is where one goes on from. */
function noteStop(event) {
  if (!event.target.isConnected) return;
  const stop = event.target.closest('[data-stop]'),
    at = stop ? stops().indexOf(stop) : app.stop;
  if (at === app.stop) return;
  app.stop = at;
  drawBottom();
}

function drawFrame() {
  const old = document.body.querySelectorAll('.frame, .old');
  for (const element of old) element.remove();
  app.top = h('div', { class: 'state' });
  app.contents = h('ol', {});
  app.menu = h(
    'details',
    { class: 'menu', '.open': wide() },
    h('summary', {}, say('CONTENTS')),
    h('nav', { 'aria-label': say('CONTENTS') }, app.contents),
    languageButtons(),
  );
  app.told = h('div', { class: 'told', role: 'status' });
  app.main = h('main', { id: 'main', onfocusin: noteStop, onclick: noteStop });
  app.back = h('button', { type: 'button', onclick: () => go(-1) });
  app.next = h('button', { type: 'button', class: 'main', onclick: () => go(1) });
  app.frame = h(
    'div',
    { class: 'frame' },
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        onclick: event => {
          event.preventDefault();
          stopAt(-1);
        },
      },
      say('SKIP'),
    ),
    h('header', { class: 'top' }, app.top),
    h(
      'div',
      { class: 'body' },
      h('div', { class: 'side', role: 'region', 'aria-label': say('CONTENTS_AND_LANGUAGE') }, app.menu),
      h('div', { class: 'sheetlike' }, app.told, app.main),
    ),
    h('footer', { class: 'bottom' }, h('div', { class: 'steps2' }, app.back, app.next)),
  );
  document.body.append(app.frame);
}

/* Where the address points: a page, a question on one, or nothing that is here. */
function follow() {
  const id = decodeURIComponent(window.location.hash.slice(1)),
    c = id.startsWith('q-') && fw.criterion.get(id.slice(2));
  if (c) {
    const at = pageOf(c);
    if (app.page !== at) {
      app.page = at;
      app.state.place = at;
      renderPage();
    }
    stopAt(stops().findIndex(stop => stop.getAttribute('data-stop') === c.id));
  } else if (pageAt(id) >= 0 && id !== app.page) {
    showPage(id, -1);
  }
}

/* What was kept is shown as it was; should it not fit (a form of an earlier khung wrote it), it stays beside, and the form begins empty. */
function takeUp(kept) {
  try {
    app.state = Object.assign(newState(), kept.state);
    rescore();
    app.savedAt = new Date(kept.at);
  } catch (error) {
    app.state = freshState();
    app.keeper.putAside(kept);
  }
}

async function begin() {
  /* the page for browsers in which nothing runs */
  document.querySelector('.old').hidden = true;
  app.stop = -1;
  app.state = freshState();
  app.keeper = new Keeper(keptAs(), otherWindow);
  const kept = await app.keeper.load();
  if (kept) takeUp(kept);
  const wanted = app.state.language || data.begin;
  app.language = languages.includes(wanted) ? wanted : data.language;
  app.page = pageAt(app.state.place) >= 0 ? app.state.place : 'profile';
  document.documentElement.lang = speaks();
  rescore();
  drawFrame();
  renderPage();
  follow();
  if (kept && Object.keys(app.state.answers).length) tell('yes', say('TAKEN_UP', timeShown(app.savedAt), dateShown(dayOf(app.savedAt))));
  app.lasting = await app.keeper.lasting();
  drawAll();
  window.addEventListener('hashchange', follow);
  window.addEventListener('resize', () => {
    if (wide()) app.menu.open = true;
  });
  let asked = false;
  window.addEventListener(
    'scroll',
    () => {
      if (asked) return;
      asked = true;
      window.requestAnimationFrame(() => {
        asked = false;
        lookWhere();
      });
    },
    { passive: true },
  );
  for (const name of ['pagehide', 'visibilitychange', 'blur'])
    window.addEventListener(name, () => {
      if (app.timer) keepNow();
    });
  window.addEventListener('beforeunload', event => {
    if (app.timer) keepNow();
    if (app.unsaved && app.lasting !== 'yes') {
      event.preventDefault();
      event.returnValue = '';
    }
  });
}

const dayOf = time => time.getFullYear() + '-' + String(time.getMonth() + 1).padStart(2, '0') + '-' + String(time.getDate()).padStart(2, '0');

/* What should never happen is shown rather than an empty page. */
begin().catch(error => {
  const old = document.querySelector('.old');
  if (!old) throw error;
  old.hidden = false;
  old.append(h('p', {}, String(error)));
});
