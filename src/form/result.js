/* The result as it stands: what the engine would say, what is still missing, and the ways out: file and paper. */

const bandTitle = id => {
  const step = fw.bands && fw.bands.steps.find(s => s.id === id);
  return step ? nodeAt('bands.' + id + '.title', step.title) : null;
};

const gradeTitle = id => {
  const grade = fw.grades.find(g => g.id === id);
  return grade ? nodeAt('grades.' + id + '.title', grade.title) : null;
};

/* What a score or percent of this domain is compared with by bands, gates and grades. */
function thresholds(d, percent) {
  const found = [],
    key = percent ? 'at_least_percent' : 'at_least',
    below = percent ? 'below_percent' : 'below';
  const bands = fw.bands && fw.bands.compare !== 'shown' && (or(fw.bands.by, 'percent') === 'percent') === percent ? fw.bands.steps : [];
  const look = when => {
    for (const part of [].concat(when.all_of || [], when.any_of || [], when.none_of || [])) look(part);
    const about = d === fw.root ? when.total !== undefined : when.domain === d.id || (when.each_domain !== undefined && d.parent === fw.root);
    if (about) found.push(...[when[key], when[below]].filter(text => text !== undefined));
  };
  for (const rule of fw.gates.concat(fw.grades)) look(rule.require);
  return found.concat(bands.map(step => step.from)).map(ratRead);
}

/* The number as it is shown; where rounding would show a bound that is missed, it says so. */
function standing(d, percent) {
  const r = app.run.at.get(d),
    x = percent ? r.percent : r.x,
    text = percent ? percentShown(x) : shown(x);
  const missed = x && thresholds(d, percent).some(bound => ratCmp(x, bound) < 0 && ratShown(x, fw.digits) === ratShown(bound, fw.digits));
  return missed ? say('JUST_UNDER', text) : text;
}

/* Grade, total and band in one block, on the screen and on paper. */
function totalPart() {
  const r = app.run.at.get(fw.root),
    final = r.complete && r.x;
  const grade =
    fw.grades.length > 0 &&
    h(
      'div',
      {},
      h('p', { class: 'label' }, say('GRADE')),
      h('p', { class: 'big grade' + (final ? '' : ' open') }, !final ? say('NO_GRADE_YET') : gradeTitle(app.run.grade) || say('NO_GRADE')),
    );
  const total = h(
    'div',
    { class: 'total' },
    h('p', { class: 'label' }, final ? say('TOTAL') : say('TOTAL_PROVISIONAL')),
    h('p', { class: 'big' + (final ? '' : ' open') }, standing(fw.root, !!r.percent)),
    r.percent && h('p', { class: 'quiet' }, say('POINTS_RANGE', standing(fw.root, false), shown(r.lo), shown(r.hi))),
    r.band && h('p', { class: 'quiet' }, say('BAND') + ' ', h('b', {}, bandTitle(r.band))),
  );
  return h('div', { class: 'totals' }, grade, total);
}

function domainRows(domains, deep) {
  return domains.map(d => {
    const r = app.run.at.get(d),
      depth = deep ? ' depth' + Math.min(depthOf(d), 3) : '';
    return [
      h(
        'tr',
        { class: depth || null },
        h(
          'th',
          { scope: 'row' },
          d.raw.code && h('span', { class: 'code' }, d.raw.code + ' '),
          nodeAt(d.id + '.title', d.raw.title),
          r.x && !r.complete && h('span', { class: 'quiet' }, ' ' + say('PROVISIONAL')),
        ),
        h('td', {}, standing(d, false)),
        h('td', {}, standing(d, true)),
        h('td', { class: 'drawn' }, bar(r.percent, r.complete ? '' : 'open'), r.band && h('span', { class: 'quiet' }, bandTitle(r.band))),
      ),
      deep &&
        domainRows(
          d.children.filter(child => child.isDomain),
          true,
        ),
    ];
  });
}

const depthOf = d => (d.parent === fw.root ? 0 : 1 + depthOf(d.parent));

function domainTable(deep) {
  return h(
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
        h('th', { scope: 'col', class: 'drawn' }, h('span', { class: 'hidden' }, say('BAND'))),
      ),
    ),
    h('tbody', {}, domainRows(topDomains, deep)),
  );
}

/* ---- gates, with what each lacks ---- */

function gateItem(gate) {
  const value = app.run.gates.get(gate.id),
    kind = { yes: 'yes', void: 'yes', no: 'no', unknown: 'open' }[value];
  const lacks = value === 'no' || value === 'unknown' ? lacking(gate.require).slice(0, 8) : [];
  return h(
    'li',
    { class: 'gate ' + kind },
    sign(kind),
    h(
      'span',
      {},
      h('b', {}, nodeAt('gates.' + gate.id + '.title', gate.title)),
      ' ' + say('GATE_' + value.toUpperCase()),
      lacks.length > 0 && h('span', { class: 'quiet' }, ' ' + lacks.join('; ') + '.'),
    ),
  );
}

const gatesPart = () => fw.gates.length > 0 && [h('h2', { class: 'part' }, say('GATES')), h('ul', { class: 'plainlist' }, fw.gates.map(gateItem))];

/* The parts of a condition that keep it from being yes, in words. */
function lacking(when) {
  if (['yes', 'void'].includes(condition(app.run, when))) return [];
  if (when.all_of) return [].concat(...when.all_of.map(lacking));
  if (when.any_of) return [say('IF_ONE_OF', [].concat(...when.any_of.map(lacking)).join(', '))];
  if (when.none_of) return [say('IF_NONE_OF')];
  if (when.gate !== undefined) return [textAt('gates.' + when.gate + '.title', fw.gates.find(g => g.id === when.gate).title)];
  if (when.profile !== undefined) return [textAt('profile.' + when.profile + '.ask', fw.fact.get(when.profile).ask)];
  if (when.answered_percent !== undefined) return [say('IF_ANSWERED', local(when.answered_percent))];
  if (when.not_applicable_percent !== undefined) return [say('IF_NA', local(when.not_applicable_percent))];
  if (when.evidence !== undefined) {
    const chosen = typeof when.evidence === 'string' ? [fw.criterion.get(when.evidence)] : selected(fw, when.evidence);
    return [
      say(
        'IF_EVIDENCE',
        chosen
          .filter(c => !['yes', 'void'].includes(aboutEvidence(app.run, c)))
          .map(labelOf)
          .join(', '),
      ),
    ];
  }
  if (when.criterion !== undefined) return lackingOf([fw.criterion.get(when.criterion)], when);
  if (when.criteria !== undefined) return lackingOf(selected(fw, when.criteria), when);
  const domains = when.total !== undefined ? [fw.root] : when.domain !== undefined ? [fw.domain.get(when.domain)] : fw.root.countedDomains;
  return domains.filter(d => !['yes', 'void'].includes(aboutDomain(app.run, d, when))).map(d => domainLacks(d, when));
}

function lackingOf(criteria, when) {
  const fails = value => (when.at_most === undefined ? value !== 'yes' : value !== 'no') && value !== 'void';
  const bad = criteria.filter(c => fails(aboutCriterion(app.run, c, when)));
  const word = c =>
    labelOf(c) +
    ' ' +
    (unsettled(app.run.at.get(c)) ? say('NOT_ANSWERED') : say('NOW', levelName(c, app.run.at.get(c).level) || shown(app.run.at.get(c).x)));
  return bad
    .slice(0, 8)
    .map(word)
    .concat(bad.length > 8 ? say('AND_MORE', bad.length - 8) : []);
}

function domainLacks(d, when) {
  const r = app.run.at.get(d),
    name = d === fw.root ? say('TOTAL') : labelOf(d);
  if (!r.complete || !r.x) return name + ' ' + say('NOT_COMPLETE');
  return name + ' ' + say('NOW', when.at_least_percent !== undefined || when.below_percent !== undefined ? percentShown(r.percent) : shown(r.x));
}

/* ---- strengths, gaps ---- */

const NEED_ORDER = { must: 0, should: 1, may: 2 };
const answeredCriteria = () => fw.criteria.filter(c => app.run.at.get(c).state === 'answered' && c.weight.n > 0n);
/* The place in the range, counted from the worst end. */
const goodness = c => (fw.lower ? ratSub(RAT_100, app.run.at.get(c).percent) : app.run.at.get(c).percent);

function strengths(most) {
  return answeredCriteria()
    .filter(c => reachesTarget(fw, c, app.run.at.get(c).x))
    .sort((a, b) => ratCmp(goodness(b), goodness(a)) || NEED_ORDER[a.need] - NEED_ORDER[b.need])
    .slice(0, most);
}

function gaps(most) {
  return answeredCriteria()
    .filter(c => !reachesTarget(fw, c, app.run.at.get(c).x))
    .sort((a, b) => NEED_ORDER[a.need] - NEED_ORDER[b.need] || ratCmp(goodness(a), goodness(b)))
    .slice(0, most);
}

function criterionLine(c) {
  const r = app.run.at.get(c),
    level = levelName(c, r.level);
  return h(
    'li',
    {},
    h(
      'span',
      {},
      h('b', {}, c.raw.code && h('span', { class: 'code' }, c.raw.code + ' '), nodeAt(c.id + '.title', c.raw.title)),
      ' ',
      h('span', { class: 'quiet together' }, level || say('POINTS_OF', shown(r.x), shown(c.hi))),
    ),
    steps(c, r),
  );
}

/* The advice of the framework for the level above. */
function advice(c) {
  const r = app.run.at.get(c),
    at = c.choosable.findIndex(l => l.id === r.level),
    next = at >= 0 && c.choosable[fw.lower ? at - 1 : at + 1];
  const text = next && c.raw.next && own(c.raw.next, next.id);
  return text ? nodeAt(c.id + '.next.' + next.id, text) : null;
}

function listPart(title, list, line) {
  return list.length > 0 && h('div', {}, h('h2', { class: 'part' }, title), h('ul', { class: 'plainlist' }, list.map(line)));
}

/* ---- the page ---- */

function missingPart() {
  const head = headMissing(app.state),
    facts = fw.facts.filter(f => own(app.state.profile, f.id) === undefined),
    open = [].concat(...topDomains.map(openIn));
  const drafts = Object.keys(app.state.drafts).length,
    proofs = proofsMissing();
  if (!head.length && !facts.length && !open.length && !drafts && !proofs.length) return h('p', {}, sign('yes'), say('NOTHING_MISSING'));
  const words = { name: say('ORGANISATION'), from: say('PERIOD_FROM'), to: say('PERIOD_TO'), order: say('PERIOD_ORDER'), id: say('ORGANISATION_ID') };
  return [
    h('h2', { class: 'part' }, say('STILL_MISSING')),
    head.length + facts.length > 0 && [
      h(
        'p',
        {},
        h('a', { href: '#profile' }, say('PROFILE')),
        ': ' +
          head
            .map(key => words[key])
            .concat(facts.map(f => textAt('profile.' + f.id + '.ask', f.ask)))
            .join(' · '),
      ),
    ],
    drafts > 0 && h('p', { class: 'notice' }, sign('warn'), say('UNREADABLE', drafts)),
    open.length > 0 && [h('p', {}, say('OPEN_CRITERIA', open.length)), h('ul', { class: 'links' }, open.map(openItem))],
    proofs.length > 0 &&
      h(
        'details',
        { class: 'about', '.open': proofs.length < 6 },
        h('summary', {}, say('OPEN_PROOFS', proofs.length)),
        h(
          'ul',
          { class: 'links' },
          proofs.map(([c, items]) =>
            h(
              'li',
              {},
              h('a', { href: '#q-' + c.id }, nameOf(c)),
              h('span', { class: 'quiet' }, ' ' + items.map(item => textAt(c.id + '.evidence.' + item.id + '.title', item.title)).join('; ')),
            ),
          ),
        ),
      ),
  ];
}

/* Required evidence that is due at the level reached and not there, or too old. */
function proofsMissing() {
  return fw.criteria
    .map(c => {
      const r = app.run.at.get(c);
      return [c, r.state === 'answered' ? c.evidence.filter(item => evidenceDue(fw, c, r.x, item) && !evidencePresent(app.run, c, item)) : []];
    })
    .filter(([, items]) => items.length > 0);
}

function viewsPart() {
  return fw.views.map((view, i) =>
    h(
      'table',
      {},
      h('caption', {}, nodeAt('views.' + view.id + '.title', view.title)),
      h(
        'thead',
        {},
        h('tr', {}, h('th', { scope: 'col' }, say('GROUP')), h('th', { scope: 'col' }, say('SCORE')), h('th', { scope: 'col' }, say('PERCENT'))),
      ),
      h(
        'tbody',
        {},
        view.groups.map((group, k) => {
          const r = app.run.views[i].groups[k];
          return h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              nodeAt('views.' + view.id + '.groups.' + group.id + '.title', group.title),
              !r.complete && h('span', { class: 'quiet' }, ' ' + say('PROVISIONAL')),
            ),
            h('td', {}, shown(r.x)),
            h('td', {}, percentShown(r.percent)),
          );
        }),
      ),
    ),
  );
}

function coverageText() {
  const { count, coverage } = app.run;
  return (
    say('COVERAGE', count.answered, count.applicable, percentShown(coverage)) +
    (count.notApplicable ? ' ' + say('COVERAGE_NA', count.notApplicable) : '') +
    (count.outOfScope ? ' ' + say('COVERAGE_OUT', count.outOfScope) : '')
  );
}

function resultPage() {
  const above = h('div', {}),
    box = h('div', {});
  app.refresh.push(() => {
    const r = app.run.at.get(fw.root);
    refill(above, !r.complete && h('p', { class: 'notice' }, sign('warn'), say('INCOMPLETE')), totalPart(), h('p', {}, coverageText()));
    refill(
      box,
      missingPart(),
      domainTable(true),
      gatesPart(),
      listPart(say('STRENGTHS'), strengths(5), criterionLine),
      listPart(say('GAPS'), gaps(10), c => fill(criterionLine(c), [advice(c) && h('span', { class: 'advice' }, advice(c))])),
      viewsPart(),
      fw.raw.purpose && h('p', { class: 'panel' }, nodeAt('purpose', fw.raw.purpose)),
    );
  });
  return [
    above,
    h(
      'section',
      { class: 'end', 'aria-labelledby': 'out' },
      h('h2', { id: 'out', class: 'part' }, say('TAKE_OUT')),
      h('p', {}, say('TAKE_OUT_HELP')),
      h(
        'div',
        { class: 'row' },
        saveButton(),
        h('button', { type: 'button', onclick: () => printPaper(summarySheet()) }, say('PRINT_SUMMARY')),
        h('button', { type: 'button', onclick: () => printPaper(answersSheet()) }, say('PRINT_ANSWERS')),
      ),
      textPart(),
    ),
    box,
  ];
}

/* The file as text, for browsers inside other programs, which save nothing. */
function textPart() {
  const area = h('textarea', { id: 'file-text', rows: '10', readonly: true, spellcheck: 'false' });
  const box = h(
    'details',
    {
      class: 'about',
      ontoggle: () => {
        area.value = box.open ? fileText() : '';
        if (box.open) area.select();
      },
    },
    h('summary', {}, say('AS_TEXT')),
    h('div', { class: 'inside' }, h('label', { for: 'file-text' }, say('AS_TEXT_HELP')), area),
  );
  return box;
}
