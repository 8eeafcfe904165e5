/* The pages: the profile first, then a page for each domain, then the result; above them where one is, below them where one goes. */

const wide = () => window.matchMedia('(min-width: 60rem)').matches;
const topDomains = fw.root.children;
const pages = [{ id: 'profile' }].concat(
  people ? { id: 'people' } : [],
  topDomains.map(d => ({ id: 'd-' + d.id, domain: d })),
  { id: 'result' },
);
const pageAt = id => pages.findIndex(page => page.id === id);
const pageName = page => (page.domain ? nameOf(page.domain) : say({ profile: 'PROFILE', people: 'PEOPLE_PAGE', result: 'RESULT' }[page.id]));
const pageLabel = page => (page.domain ? (page.domain.raw.code ? say('PART', page.domain.raw.code) : titleOf(page.domain)) : pageName(page));

/* The page that a criterion or domain stands on. */
function pageOf(part) {
  let d = part.isDomain ? part : part.domain;
  while (d.parent !== fw.root) d = d.parent;
  return 'd-' + d.id;
}

function focusOn(c) {
  const heading = document.getElementById('h-' + c.id);
  if (heading) heading.focus();
}

/* ---- the first page ---- */

function field(id, label, box, help) {
  return h('div', { class: 'field' }, h('label', { for: id }, label), help && h('p', { class: 'quiet', id: id + '-about' }, help), box);
}

function headField(key, label, help, required) {
  const box = textBox({ id: 'head-' + key, most: 500, describedby: help && 'head-' + key + '-about' }, app.state.head[key], text =>
    setHead(key, text),
  );
  if (required) box.setAttribute('aria-required', 'true');
  return field('head-' + key, label, box, help);
}

function setHead(key, text) {
  if (text) app.state.head[key] = text;
  else delete app.state.head[key];
  changed();
}

const headDate = (key, label) =>
  field(
    'head-' + key,
    label,
    dateBox(
      'head-' + key,
      () => app.state.head[key],
      text => setHead(key, text),
    ),
  );

function idField() {
  const box = textBox({ id: 'head-id', most: 64, describedby: 'head-id-about' }, app.state.head.id, text => setHead('id', text));
  const draw = () => {
    box.placeholder = idOf(app.state.head.name || '');
    box.setAttribute('aria-invalid', String(!!app.state.head.id && !isId(app.state.head.id)));
  };
  draw();
  app.refresh.push(draw);
  return field('head-id', say('ORGANISATION_ID'), box, say('ORGANISATION_ID_HELP'));
}

function trackField() {
  const box = h(
    'select',
    { id: 'head-track', onchange: () => setHead('track', box.value) },
    ['self', 'consensus', 'respondent', 'reviewer'].map(track =>
      h('option', { value: track, '.selected': app.state.head.track === track }, say('TRACK_' + track.toUpperCase())),
    ),
  );
  return field('head-track', say('TRACK'), box);
}

function factField(fact) {
  const id = 'fact-' + fact.id,
    ask = nodeAt('profile.' + fact.id + '.ask', fact.ask),
    unit = textAt('profile.' + fact.id + '.unit', fact.unit);
  const set = value => {
    if (value === undefined) delete app.state.profile[fact.id];
    else app.state.profile[fact.id] = value;
    changed();
  };
  if (fact.type === 'decimal')
    return h(
      'div',
      { class: 'field' },
      h('label', { for: id }, ask, unit && ' (' + unit + ')'),
      numberBox(id, () => own(app.state.profile, fact.id), set),
    );
  const options =
    fact.type === 'flag'
      ? [
          ['true', say('YES')],
          ['false', say('NO')],
        ]
      : fact.options.map(option => [option.id, nodeAt('profile.' + fact.id + '.options.' + option.id + '.title', option.title)]);
  return h(
    'fieldset',
    { class: 'field' },
    h('legend', {}, ask),
    h(
      'div',
      { class: 'choices' + (fact.type === 'flag' ? '' : ' many') },
      options.map(([value, word]) =>
        h(
          'label',
          { class: 'choice' },
          h('input', { type: 'radio', name: id, '.checked': own(app.state.profile, fact.id) === value, onchange: () => set(value) }),
          h('span', {}, word),
        ),
      ),
    ),
  );
}

function profilePage() {
  const order = h('p', { class: 'standing', role: 'status' });
  app.refresh.push(() => refill(order, headMissing(app.state).includes('order') && [sign('warn'), say('PERIOD_ORDER')]));
  const about =
    fw.raw.description &&
    h(
      'details',
      { class: 'about' },
      h('summary', {}, say('ABOUT_FRAMEWORK')),
      h(
        'div',
        { class: 'inside' },
        h('p', {}, nodeAt('description', fw.raw.description)),
        fw.raw.purpose && h('p', {}, nodeAt('purpose', fw.raw.purpose)),
      ),
    );
  return [
    h(
      'p',
      { class: 'lead' },
      people ? say('BEGIN_PEOPLE', local(String(people.count))) : say('BEGIN', fw.criteria.filter(c => c.stage === 'active').length),
    ),
    keepingNote(),
    about,
    h(
      'div',
      { class: 'row' },
      openButton(),
      (app.state.head.name || Object.keys(app.state.answers).length > 0) && h('button', { type: 'button', onclick: startAnew }, say('START_ANEW')),
    ),
    h('h2', { class: 'part' }, say('WHO')),
    headField('name', say('ORGANISATION'), null, true),
    idField(),
    h('div', { class: 'pair' }, headDate('from', say('PERIOD_FROM')), headDate('to', say('PERIOD_TO'))),
    order,
    trackField(),
    h('div', { class: 'pair' }, headField('byName', say('BY_NAME')), headField('byRole', say('BY_ROLE'))),
    headDate('dated', say('ANSWERED_ON')),
    fw.facts.length > 0 && [h('h2', { class: 'part' }, say('FACTS')), h('p', { class: 'quiet' }, say('FACTS_HELP')), fw.facts.map(factField)],
  ];
}

/* What the browser keeps, and what it cannot promise. */
function keepingNote() {
  const box = h('div', {});
  app.refresh.push(() =>
    refill(
      box,
      app.lasting === 'yes'
        ? h('p', { class: 'quiet' }, say('KEPT_HERE'))
        : app.lasting &&
            h(
              'div',
              { class: 'notice' },
              h('p', {}, sign('warn'), h('b', {}, say(app.lasting === 'no' ? 'NOT_KEPT' : 'PRIVATE')), ' ', say('SAVE_EACH_DOMAIN')),
            ),
    ),
  );
  return box;
}

/* ---- a domain ---- */

function domainParts(d, level) {
  return d.children.map(child =>
    child.isDomain
      ? [h('h2', { class: 'part' }, nameOf(child)), domainParts(child, level + 1)]
      : progressOf(app.run, child, app.state) === 'out' && child.stage === 'retired'
        ? null
        : questionOf(child),
  );
}

function domainPage(d) {
  const scales = d.all.filter(c => c.method === 'scale').length > 0;
  return [scales && h('p', { class: 'lead' }, fw.lower ? say('CHOOSE_FITTING') : say('CHOOSE_HIGHEST')), domainParts(d, 2), domainEnd(d)];
}

/* Behind the last question: what the domain comes to, what is open, the file. */
function domainEnd(d) {
  const box = h('div', {});
  app.refresh.push(() => {
    const r = app.run.at.get(d),
      open = openIn(d);
    refill(
      box,
      h(
        'p',
        {},
        say('DOMAIN_SCORE') + ' ',
        h('b', {}, shown(r.x)),
        r.percent && ' · ' + percentShown(r.percent),
        r.x && !r.complete && ' · ' + say('PROVISIONAL'),
      ),
      open.length > 0
        ? [h('p', {}, say('STILL_OPEN')), h('ul', { class: 'links' }, open.map(openItem))]
        : h('p', {}, sign('yes'), say('ALL_DONE_HERE')),
    );
  });
  const keep = h('p', {});
  app.refresh.push(() =>
    refill(
      keep,
      app.lasting && app.lasting !== 'yes' && [sign('warn'), h('b', {}, say(app.lasting === 'no' ? 'NOT_KEPT' : 'PRIVATE')), ' '],
      say('SAVE_AFTER_DOMAIN'),
    ),
  );
  return h(
    'section',
    { class: 'end', 'aria-labelledby': 'end' },
    h('h2', { id: 'end', class: 'part' }, say('END_OF', labelOf(d))),
    box,
    keep,
    h('div', { class: 'row' }, saveButton()),
  );
}

/* The criteria below that wait for something. */
const openIn = d => d.all.filter(c => c.stage === 'active' && !['out', 'done'].includes(progressOf(app.run, c, app.state)));

function openItem(c) {
  const why = { carried: 'OPEN_CARRIED', reason: 'OPEN_REASON', part: 'OPEN_PART' }[progressOf(app.run, c, app.state)];
  return h('li', {}, h('a', { href: '#q-' + c.id }, nameOf(c)), why && h('span', { class: 'quiet' }, ' ' + say(why)));
}

/* ---- above and below the pages ---- */

function drawTop() {
  const { head } = app.state,
    page = pages[pageAt(app.page)];
  const counts = topDomains.map(d => progressIn(app.run, d, app.state)),
    asked = counts.reduce((n, k) => n + k.asked, 0),
    done = counts.reduce((n, k) => n + k.done, 0);
  const segments = h(
    'div',
    { class: 'segments', role: 'img', 'aria-label': say('PROGRESS', done, asked) },
    counts.map(k => {
      const inner = h('span', {}),
        outer = h('span', {}, inner);
      inner.style.width = (k.asked ? (100 * k.done) / k.asked : 0) + '%';
      outer.style.flexGrow = String(Math.max(k.asked, 0.3));
      return outer;
    }),
  );
  const year = (head.to || '').slice(0, 4);
  refill(
    app.top,
    h(
      'div',
      { class: 'line' },
      h(
        'span',
        { class: 'who' },
        h('b', {}, head.name || textAt('title', fw.raw.title)),
        head.name && ', ' + say('TRACK_SHORT_' + head.track.toUpperCase()) + (year ? ' ' + year : ''),
      ),
      h('span', { class: 'figure' }, done + '/' + asked),
    ),
    segments,
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'where' }, pageName(page)),
      h(
        'span',
        { class: 'saved' },
        app.savedAt
          ? [sign('yes'), say('SAVED_AT', timeShown(app.savedAt))]
          : app.lasting === 'no' && app.touched
            ? [sign('warn'), say('NOT_SAVED')]
            : '',
      ),
    ),
  );
}

function drawContents() {
  refill(
    app.contents,
    pages.map(page => {
      const k = page.domain && progressIn(app.run, page.domain, app.state),
        r = app.run.at.get(page.domain || fw.root);
      const missing =
        page.id === 'profile' ? headMissing(app.state).length + fw.facts.filter(f => own(app.state.profile, f.id) === undefined).length : 0;
      const note = page.domain
        ? [h('span', { class: 'figure' }, k.done + '/' + k.asked), h('span', { class: 'figure score' }, shown(r.x))]
        : page.id === 'result'
          ? h('span', { class: 'figure score' }, r.percent ? percentShown(r.percent) : shown(r.x))
          : missing > 0 && h('span', { class: 'figure' }, say('MISSING', missing));
      return h('li', {}, h('a', { href: '#' + page.id, 'aria-current': page.id === app.page ? 'page' : null }, h('span', {}, pageName(page)), note));
    }),
  );
}

/* Where one can go from here: the questions of this page, then the page after. */
const stops = () => Array.from(app.main.querySelectorAll('[data-stop]'));

function drawBottom() {
  const at = pageAt(app.page),
    here = stops(),
    next = here[app.stop + 1],
    page = pages[at + 1],
    before = app.stop >= 0 || at > 0;
  app.back.hidden = !before;
  app.next.hidden = !next && !page;
  const label = next ? labelOf(fw.criterion.get(next.getAttribute('data-stop'))) : page ? pageLabel(page) : '';
  app.next.textContent = say('NEXT', label.length > 40 ? label.slice(0, 39) + '…' : label);
  app.back.textContent = say('BACK');
}

/* By a question, over the edge to the neighbouring page. */
function go(step) {
  const here = stops(),
    to = app.stop + step,
    at = pageAt(app.page);
  if (to >= -1 && to < here.length) stopAt(to);
  else if (pages[at + step]) showPage(pages[at + step].id, step < 0 ? Infinity : -1);
}

/* The question number `to` on top and in focus; -1: the head of the page. */
function stopAt(to) {
  const here = stops();
  app.stop = Math.min(to, here.length - 1);
  const heading = app.stop < 0 ? app.main.querySelector('h1') : here[app.stop].querySelector('h2');
  app.placed = Date.now();
  if (app.stop < 0) window.scrollTo(0, 0);
  else heading.scrollIntoView();
  heading.focus({ preventScroll: true });
  drawBottom();
}

/* After people scrolled: the question that stands highest in the window. */
function lookWhere() {
  if (Date.now() - (app.placed || 0) < 300) return;
  const line = app.top.getBoundingClientRect().bottom + window.innerHeight / 4;
  let at = -1;
  stops().forEach((stop, i) => {
    if (stop.getBoundingClientRect().top < line) at = i;
  });
  if (at !== app.stop) {
    app.stop = at;
    drawBottom();
  }
}

function renderPage() {
  const page = pages[pageAt(app.page)];
  app.refresh = [];
  const kids = page.domain ? domainPage(page.domain) : page.id === 'profile' ? profilePage() : page.id === 'people' ? peoplePage() : resultPage();
  refill(
    app.main,
    h(
      'h1',
      { tabindex: '-1' },
      page.domain
        ? [page.domain.raw.code && h('span', { class: 'code' }, page.domain.raw.code + ' '), nodeAt(page.domain.id + '.title', page.domain.raw.title)]
        : page.id === 'profile'
          ? nodeAt('title', fw.raw.title)
          : pageName(page),
    ),
    kids,
  );
  document.title = pageName(page) + ' · ' + textAt('title', fw.raw.title);
  drawAll();
}

function drawAll() {
  for (const draw of app.refresh) draw();
  drawTop();
  drawContents();
  drawBottom();
}

/* Shows a page; `stop`: the question to begin with, -1 the head of it, Infinity the last. */
function showPage(id, stop) {
  app.page = id;
  app.state.place = id;
  if (window.location.hash !== '#' + id) window.location.hash = id;
  app.stop = -1;
  takePaper();
  app.menu.open = wide();
  refill(app.told);
  renderPage();
  stopAt(stop);
  keepSoon();
}
