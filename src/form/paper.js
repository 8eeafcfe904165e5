/* What is printed: a summary on one page, or all answers. Made when it is asked for, taken away when it is printed. */

function sheetHead(name) {
  const { head } = app.state;
  return [
    h(
      'div',
      { class: 'sheethead' },
      h('span', {}, h('b', {}, head.name || say('ORGANISATION')), ' ' + name),
      h('span', {}, say('TRACK_SHORT_' + head.track.toUpperCase())),
    ),
  ];
}

function sheetFoot() {
  return h(
    'p',
    { class: 'sheetfoot' },
    textAt('title', fw.raw.title) +
      ' · ' +
      say('VERSION', fw.raw.version) +
      ' · ' +
      data.digest.slice(7, 15) +
      ' · ' +
      say('COUNTED_BY_FORM', dateShown(today())),
  );
}

const PAGE_HEIGHT = ((297 - 2 * 14) / 25.4) * 96 - 4; /* px */

/* One page: as much as fits on it, less of what matters less. */
function summarySheet() {
  for (const [most, advised, domains] of [[6, true], [5, true], [4, true], [6], [5], [4], [3], [2], [1], [0], [0, false, 12], [0, false, 6]]) {
    const sheet = summaryOf(most, advised, domains || 26);
    document.body.append(sheet);
    const height = sheet.scrollHeight;
    sheet.remove();
    if (height <= PAGE_HEIGHT) return sheet;
  }
  return summaryOf(0, false, 3);
}

function summaryOf(most, advised, domains) {
  const { head } = app.state,
    rows = topDomains.slice(0, domains),
    r = app.run.at.get(fw.root);
  const period = head.from && head.to ? say('PERIOD', dateShown(head.from), dateShown(head.to)) : '';
  const gatesShown = fw.gates.slice(0, Math.max(4, 2 * most)),
    open = [].concat(...topDomains.map(openIn));
  return h(
    'div',
    { class: 'sheet summary' },
    sheetHead(say('SUMMARY')),
    h('h1', {}, head.name || say('ORGANISATION')),
    h(
      'p',
      { class: 'lead' },
      [textAt('title', fw.raw.title), period, head.dated && say('DONE_ON', dateShown(head.dated)), head.byName].filter(Boolean).join(' · '),
    ),
    !r.complete &&
      h(
        'p',
        { class: 'notice' },
        sign('warn'),
        say('INCOMPLETE') +
          ' ' +
          (open.length ? say('OPEN_CRITERIA', open.length) + ' ' + open.slice(0, 30).map(labelOf).join(', ') + (open.length > 30 ? '…' : '') : ''),
      ),
    totalPart(),
    h('p', {}, coverageText()),
    h(
      'table',
      {},
      h('caption', {}, say('DOMAINS')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, say('DOMAIN')),
          h('th', { scope: 'col' }, say('SCORE')),
          h('th', { scope: 'col' }, say('PERCENT')),
          h('th', { class: 'drawn' }),
        ),
      ),
      h('tbody', {}, domainRows(rows, false)),
    ),
    topDomains.length > rows.length && h('p', { class: 'quiet' }, say('AND_MORE', topDomains.length - rows.length)),
    gatesShown.length > 0 && [
      h('h2', { class: 'part' }, say('GATES')),
      h('ul', { class: 'plainlist gates' + (gatesShown.length > 3 ? ' two' : '') }, gatesShown.map(gateItem)),
      fw.gates.length > gatesShown.length && h('p', { class: 'quiet' }, say('AND_MORE', fw.gates.length - gatesShown.length)),
    ],
    h(
      'div',
      { class: 'columns' },
      listPart(say('STRENGTHS'), strengths(most), criterionLine),
      listPart(say('GAPS'), gaps(most), c => fill(criterionLine(c), [advised && advice(c) && h('span', { class: 'advice' }, advice(c))])),
    ),
    fw.raw.purpose && h('p', { class: 'panel' }, nodeAt('purpose', fw.raw.purpose)),
    sheetFoot(),
  );
}

function answerSheet(c) {
  const a = answerOf(c),
    at = progressOf(app.run, c, app.state),
    level = a.level && c.choosable.find(l => l.id === a.level);
  if (at === 'out' && c.stage === 'retired') return null;
  const said =
    at === 'out'
      ? say('OUT_OF_SCOPE')
      : a.na !== undefined
        ? say('NA') + (a.na ? ': ' + a.na : '')
        : a.quantity !== undefined
          ? local(a.quantity) + ' ' + textAt(c.id + '.unit', c.raw.unit) + ' · ' + levelName(c, app.run.at.get(c).level)
          : '';
  return h(
    'section',
    { class: 'asked' },
    h('h3', {}, c.raw.code && h('span', { class: 'code' }, c.raw.code + ' '), nodeAt(c.id + '.title', c.raw.title)),
    c.raw.ask && h('p', { class: 'quiet' }, nodeAt(c.id + '.ask', c.raw.ask)),
    level
      ? h('p', {}, h('b', {}, levelTitle(c, level)), ' ', descriptor(c, level))
      : said
        ? h('p', {}, h('b', {}, said))
        : !a.checks && h('p', {}, h('b', {}, say('NOT_ANSWERED'))),
    a.carried === 'true' && h('p', {}, say('OPEN_CARRIED')),
    a.checks && levelName(c, app.run.at.get(c).level) && h('p', {}, h('b', {}, say('REACHED', levelName(c, app.run.at.get(c).level)))),
    a.checks &&
      h(
        'ul',
        {},
        c.checks.map(check =>
          h(
            'li',
            {},
            nodeAt(c.id + '.checks.' + check.id + '.ask', check.ask),
            ' ',
            h('b', {}, { true: say('YES'), false: say('NOT_YET') }[own(a.checks, check.id)] || say('NOT_ANSWERED')),
          ),
        ),
      ),
    a.evidence &&
      h(
        'p',
        {},
        say('EVIDENCE') +
          ': ' +
          a.evidence
            .map(p =>
              [textAt(c.id + '.evidence.' + p.item + '.title', (c.evidence.find(e => e.id === p.item) || {}).title), p.file, dateShown(p.dated)]
                .filter(Boolean)
                .join(', '),
            )
            .join('; '),
      ),
    a.note && h('p', { class: 'said' }, say('NOTE') + ': ' + a.note),
  );
}

function answersSheet() {
  const { head } = app.state,
    facts = fw.facts.filter(f => own(app.state.profile, f.id) !== undefined);
  const value = f => {
    const said = app.state.profile[f.id],
      option = f.type === 'choice' && f.options.find(o => o.id === said);
    return f.type === 'flag'
      ? say(said === 'true' ? 'YES' : 'NO')
      : option
        ? textAt('profile.' + f.id + '.options.' + said + '.title', option.title)
        : local(said) + ' ' + textAt('profile.' + f.id + '.unit', f.unit);
  };
  const domain = d => [h('h2', { class: 'part' }, nameOf(d)), d.children.map(child => (child.isDomain ? domain(child) : answerSheet(child)))];
  return h(
    'div',
    { class: 'sheet' },
    sheetHead(say('ALL_ANSWERS')),
    h('h1', {}, head.name || say('ORGANISATION')),
    h(
      'p',
      { class: 'lead' },
      textAt('title', fw.raw.title) + (head.from && head.to ? ' · ' + say('PERIOD', dateShown(head.from), dateShown(head.to)) : ''),
    ),
    h(
      'ul',
      {},
      facts.map(f => h('li', {}, textAt('profile.' + f.id + '.ask', f.ask) + ' ', h('b', {}, value(f)))),
    ),
    topDomains.map(domain),
    sheetFoot(),
  );
}

/* Puts the sheet in the place of everything else on paper. It stays until something changes: some browsers say that they have printed before
 * they have. */
function printPaper(sheet) {
  putPaper(sheet);
  window.print();
}

function putPaper(sheet) {
  takePaper();
  sheet.setAttribute('aria-hidden', 'true');
  document.body.append(sheet);
  document.body.classList.add('paper');
  app.paperAt = Date.now();
}

function takePaper() {
  for (const sheet of document.querySelectorAll('.sheet')) sheet.remove();
  document.body.classList.remove('paper');
}

/* The browser's own "print" on the result gives the summary. */
window.addEventListener('beforeprint', () => {
  if (app.page === 'result' && Date.now() - (app.paperAt || 0) > 3000) putPaper(summarySheet());
});
