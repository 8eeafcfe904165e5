/* The rules of scoring, as the engine has them (rule set 1): from answer files to everything a result shows. `score(fw, files)` takes the
 * model and one or more files of answers, and gives a result that the pages read; `resultJson` is the result as the engine writes it. */

const NOT_APPLICABLE = 'not applicable';
const VOID_STATES = ['not_applicable', 'out_of_scope', 'future', 'retired'];

/* ---- 1. from answers to one official answer a criterion ---- */

/* What one file says of a criterion: null, NOT_APPLICABLE or {x, level}. */
function valueOf(c, answer) {
  if (answer === undefined) return null;
  if (typeof answer === 'string') return { x: c.points.get(answer), level: answer };
  if (answer.carried === 'true') return null;
  if (answer.na !== undefined) return NOT_APPLICABLE;
  if (answer.level !== undefined) return { x: c.points.get(answer.level), level: answer.level };
  if (answer.quantity !== undefined) return quantityValue(c, ratRead(answer.quantity));
  if (answer.checks !== undefined) return c.method === 'ladder' ? ladderValue(c, answer.checks) : checklistValue(c, answer.checks);
  return null;
}

function quantityValue(c, number) {
  let level = null;
  for (const range of c.ranges) if (range.from === undefined || ratCmp(number, ratRead(range.from)) >= 0) level = range.level;
  return { x: c.points.get(level), level };
}

function checklistValue(c, said) {
  if (c.checks.some(check => own(said, check.id) === undefined)) return null;
  return { x: ratSum(c.checks.filter(check => said[check.id] === 'true').map(check => ratRead(check.points))), level: null };
}

/* Up from the lowest level, which is free: a false check ends the climb, a missing one leaves it undecided. */
function ladderValue(c, said) {
  let reached = c.choosable[0].id;
  for (const level of c.choosable.slice(1)) {
    const here = c.checks.filter(check => check.level === level.id).map(check => own(said, check.id));
    if (here.includes('false')) break;
    if (here.includes(undefined)) return null;
    reached = level.id;
  }
  return { x: c.points.get(reached), level: reached };
}

function respondentsValue(run, c) {
  const said = run.respondents.map(file => valueOf(c, own(file.answers, c.id))).filter(value => value !== null);
  const xs = said
    .filter(value => value !== NOT_APPLICABLE)
    .map(value => value.x)
    .sort(ratCmp);
  if (2 * (said.length - xs.length) > said.length) return NOT_APPLICABLE;
  if (!xs.length) return null;
  const rule = or(run.fw.scoring.respondents, 'median');
  const middle = run.fw.lower ? Math.floor(xs.length / 2) : Math.floor((xs.length - 1) / 2);
  const x = rule === 'mean' ? ratDiv(ratSum(xs), ratWhole(xs.length)) : rule === 'worst' ? xs[run.fw.lower ? xs.length - 1 : 0] : xs[middle];
  const level = c.choosable.find(l => ratCmp(c.points.get(l.id), x) === 0);
  return { x, level: level ? level.id : null };
}

/* ---- 2, 3. the state of a criterion and what counts of it ---- */

function judge(run, c) {
  const r = {
    self: run.own ? valueOf(c, own(run.own.answers, c.id)) : respondentsValue(run, c),
    reviewer: null,
    x: null,
    level: null,
    blocks: false,
  };
  let official = r.self,
    unverified = false;
  if (run.reviewer) {
    r.reviewer = official = valueOf(c, own(run.reviewer.answers, c.id));
    if (official === null && r.self !== null) {
      official = r.self;
      unverified = or(run.fw.scoring.unverified, 'block') !== 'self';
    }
  }
  r.state = stateOf(run, c, official, unverified);
  settle(run, c, r, official);
  r.percent = r.x && ratDiv(ratMul(RAT_100, ratSub(r.x, c.lo)), ratSub(c.hi, c.lo));
  return r;
}

function stateOf(run, c, official, unverified) {
  if (c.stage !== 'active') return c.stage;
  const applies = appliesTo(run, c);
  if (applies === 'no') return 'out_of_scope';
  if (applies === 'unknown') return 'fact_missing';
  if (unverified) return 'unverified';
  return official === null ? 'unanswered' : official === NOT_APPLICABLE ? 'not_applicable' : 'answered';
}

/* Its own condition and those of the domains above. */
function appliesTo(run, c) {
  const values = c.raw.applies_when ? [condition(run, c.raw.applies_when)] : [];
  for (let d = c.domain; d; d = d.parent) if (d.raw.applies_when) values.push(condition(run, d.raw.applies_when));
  return values.includes('no') ? 'no' : values.includes('unknown') ? 'unknown' : 'yes';
}

function settle(run, c, r, official) {
  const notApplicable = { exclude: null, worst: c.worst, target: c.target }[c.notApplicable];
  if (r.state === 'answered') {
    r.x = official.x;
    r.level = official.level;
  } else if (r.state === 'not_applicable') {
    r.x = notApplicable;
  } else if (r.state === 'unanswered') {
    r.x = c.unanswered === 'worst' ? c.worst : null;
    r.blocks = c.unanswered === 'block';
  } else if (r.state === 'unverified') {
    const worst = run.fw.scoring.unverified === 'worst';
    r.x = official === NOT_APPLICABLE ? notApplicable : worst ? c.worst : official.x;
    r.blocks = !worst;
  } else if (r.state === 'fact_missing') {
    r.blocks = true;
  }
}

/* ---- 4. domains and the total ---- */

const OF_LEAVES = ['pooled', 'percent_of_max', 'percent_met'];
const reachesTarget = (fw, c, x) => (fw.lower ? ratCmp(x, c.target) <= 0 : ratCmp(x, c.target) >= 0);

/* One operator over the values of children; never over none. */
function operator(rule, share, xs, weights, lower) {
  const whole = ratSum(weights);
  const weighed = () => ratSum(xs.map((x, i) => ratMul(weights[i], x)));
  if (rule === 'mean' || rule === 'pooled') return ratDiv(weighed(), whole);
  if (rule === 'sum') return weighed();
  if (rule === 'min') return xs.reduce(ratMin);
  if (rule === 'max') return xs.reduce(ratMax);
  if (rule === 'median') {
    const sorted = xs.slice().sort(ratCmp),
      half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : ratDiv(ratAdd(sorted[half - 1], sorted[half]), ratWhole(2));
  }
  return reached(share, xs, weights, lower, whole);
}

/* From the best value on, the first that children with at least `share` percent of the weight have or pass. */
function reached(share, xs, weights, lower, whole) {
  const order = xs.map((x, i) => i).sort((i, j) => (lower ? ratCmp(xs[i], xs[j]) : ratCmp(xs[j], xs[i])));
  const needed = ratMul(share, whole);
  let sum = RAT_0;
  for (let k = 0; k < order.length; k++) {
    sum = ratAdd(sum, weights[order[k]]);
    const last = k + 1 === order.length || ratCmp(xs[order[k + 1]], xs[order[k]]) !== 0;
    if (last && ratCmp(ratMul(sum, RAT_100), needed) >= 0) return xs[order[k]];
  }
  return xs[order[order.length - 1]];
}

/* Fills x, lo, hi of `r` from what is below. */
function combineInto(run, r, rule, of, share, parts) {
  r.x = r.lo = r.hi = null;
  const counted = parts.filter(part => part.weight.n > 0n && run.at.get(part).x);
  if (!counted.length) return;
  const results = counted.map(part => run.at.get(part)),
    weights = counted.map(part => part.weight);
  const percents = of === 'percent' && rule !== 'percent_of_max' && rule !== 'percent_met';
  const xs = results.map(s => (percents ? s.percent : s.x));
  const los = counted.map((part, i) => (percents ? RAT_0 : part.isDomain ? results[i].lo : part.lo));
  const his = counted.map((part, i) => (percents ? RAT_100 : part.isDomain ? results[i].hi : part.hi));
  if (rule === 'percent_of_max') {
    const weigh = values => ratSum(values.map((x, i) => ratMul(weights[i], x))),
      top = weigh(his);
    r.x = ratDiv(ratMul(RAT_100, weigh(xs)), top);
    r.lo = ratDiv(ratMul(RAT_100, weigh(los)), top);
    r.hi = RAT_100;
  } else if (rule === 'percent_met') {
    const met = ratSum(counted.filter((c, i) => reachesTarget(run.fw, c, xs[i])).map(c => c.weight));
    r.x = ratDiv(ratMul(RAT_100, met), ratSum(weights));
    [r.lo, r.hi] = [RAT_0, RAT_100];
  } else {
    [r.x, r.lo, r.hi] = [xs, los, his].map(values => operator(rule, share, values, weights, run.fw.lower));
  }
}

const percentOf = r => (!r.x || ratCmp(r.hi, r.lo) === 0 ? null : ratDiv(ratMul(RAT_100, ratSub(r.x, r.lo)), ratSub(r.hi, r.lo)));

/* True when a cap that would change the score is undecided. */
function applyCaps(run, d, r) {
  let undecided = false;
  for (const cap of r.x ? d.caps : []) {
    const bounded = cap.at_most !== undefined ? ratMax(r.lo, ratMin(r.x, ratRead(cap.at_most))) : ratMin(r.hi, ratMax(r.x, ratRead(cap.at_least)));
    const value = condition(run, cap.when);
    if (value === 'unknown' && ratCmp(bounded, r.x) !== 0) undecided = true;
    if (value === 'yes') r.x = bounded;
  }
  return undecided;
}

function scoreDomain(run, d) {
  for (const child of d.children) if (child.isDomain) scoreDomain(run, child);
  const r = { band: null };
  run.at.set(d, r);
  combineInto(run, r, d.combine, d.of, d.share, OF_LEAVES.includes(d.combine) ? d.counted : d.children);
  /* its own cap, or that of a domain so below */
  r.undecided = applyCaps(run, d, r);
  r.undecidedHere = r.undecided || d.countedDomains.some(sub => run.at.get(sub).undecidedHere);
  r.complete = !r.undecidedHere && !d.counted.some(c => run.at.get(c).blocks);
  r.percent = percentOf(r);
  r.scored = d.all.filter(c => run.at.get(c).x).length;
}

/* ---- 5. what it decides ---- */

const yesNo = good => (good ? 'yes' : 'no');

function allOf(values) {
  const left = values.filter(value => value !== 'void');
  return !left.length ? 'void' : left.includes('no') ? 'no' : left.includes('unknown') ? 'unknown' : 'yes';
}

function anyOf(values) {
  const left = values.filter(value => value !== 'void');
  return !left.length ? 'void' : left.includes('yes') ? 'yes' : left.includes('unknown') ? 'unknown' : 'no';
}

function condition(run, when) {
  const each = list => list.map(part => condition(run, part));
  if (when.all_of) return allOf(each(when.all_of));
  if (when.any_of) return anyOf(each(when.any_of));
  if (when.none_of) {
    const found = anyOf(each(when.none_of));
    return found === 'yes' ? 'no' : found === 'no' ? 'yes' : found;
  }
  if (when.gate !== undefined) return run.gates.get(when.gate) === 'void' ? 'yes' : run.gates.get(when.gate);
  if (when.profile !== undefined) return aboutFact(run, when);
  if (when.answered_percent !== undefined) return run.coverage ? yesNo(ratCmp(run.coverage, ratRead(when.answered_percent)) >= 0) : 'void';
  if (when.not_applicable_percent !== undefined) return aboutNotApplicable(run, ratRead(when.not_applicable_percent));
  if (when.criterion !== undefined) return aboutCriterion(run, run.fw.criterion.get(when.criterion), when);
  if (when.criteria !== undefined) return aboutCriteria(run, when);
  if (when.evidence !== undefined) {
    const chosen = typeof when.evidence === 'string' ? [run.fw.criterion.get(when.evidence)] : selected(run.fw, when.evidence);
    return allOf(chosen.map(c => aboutEvidence(run, c)));
  }
  if (when.total !== undefined) return aboutDomain(run, run.fw.root, when);
  if (when.each_domain !== undefined) return allOf(run.fw.root.countedDomains.map(d => aboutDomain(run, d, when)));
  return aboutDomain(run, run.fw.domain.get(when.domain), when);
}

function aboutNotApplicable(run, most) {
  const scope = run.count.applicable + run.count.notApplicable;
  return scope ? yesNo(ratCmp(ratWhole(100 * run.count.notApplicable), ratMul(most, ratWhole(scope))) <= 0) : 'void';
}

function aboutFact(run, when) {
  const said = own(run.facts, when.profile);
  if (said === undefined) return 'unknown';
  if (run.fw.fact.get(when.profile).type !== 'decimal') return yesNo(said === when.is);
  const x = ratRead(said);
  return yesNo((when.is === undefined || ratCmp(x, ratRead(when.is)) === 0) && within(x, when, ratRead, 'at_least', 'below'));
}

/* Whether x keeps the bounds that are written under these two keys. */
function within(x, when, read, least, below) {
  return (when[least] === undefined || ratCmp(x, read(when[least])) >= 0) && (when[below] === undefined || ratCmp(x, read(when[below])) < 0);
}

/* null when the criterion has a score one may compare, else what a condition about it comes to. */
function unsettled(r) {
  if (r.state === 'unverified' && r.blocks) return 'unknown';
  return r.x ? null : VOID_STATES.includes(r.state) ? 'void' : 'unknown';
}

function aboutCriterion(run, c, when) {
  const r = run.at.get(c),
    value = unsettled(r);
  if (value) return value;
  return yesNo(
    within(r.x, when, level => levelPoints(c, level), 'at_least', 'below') && (when.at_target !== 'true' || reachesTarget(run.fw, c, r.x)),
  );
}

function selected(fw, selector) {
  const among = selector.domain !== undefined ? fw.domain.get(selector.domain).all : fw.criteria;
  return among.filter(c => selector.need === undefined || selector.need === c.need);
}

function aboutCriteria(run, when) {
  const values = selected(run.fw, when.criteria).map(c => aboutCriterion(run, c, when));
  if (when.at_most === undefined) return allOf(values);
  const left = values.filter(value => value !== 'void'),
    sure = left.filter(value => value === 'yes').length;
  const unknown = left.filter(value => value === 'unknown').length,
    most = Number(when.at_most);
  return !left.length ? 'void' : sure > most ? 'no' : sure + unknown > most ? 'unknown' : 'yes';
}

function aboutEvidence(run, c) {
  const r = run.at.get(c);
  if (VOID_STATES.includes(r.state)) return 'void';
  return unsettled(r) || yesNo(c.evidence.every(item => !evidenceDue(run.fw, c, r.x, item) || evidencePresent(run, c, item)));
}

function evidenceDue(fw, c, x, item) {
  if (or(item.required, 'true') !== 'true') return false;
  if (item.from_level === undefined) return true;
  const bound = levelPoints(c, item.from_level);
  return fw.lower ? ratCmp(x, bound) <= 0 : ratCmp(x, bound) >= 0;
}

/* ISO dates compare as text; the day is clipped to the end of the month. */
function monthsBefore(date, months) {
  const [year, month, day] = date.split('-').map(Number),
    index = year * 12 + month - 1 - months;
  const y = Math.floor(index / 12),
    m = index - 12 * y + 1,
    leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  const two = number => String(number).padStart(2, '0');
  return String(y).padStart(4, '0') + '-' + two(m) + '-' + two(Math.min(day, last));
}

const evidenceFresh = (item, proof, end) =>
  item.max_age_months === undefined || (!!proof.dated && !!end && proof.dated >= monthsBefore(end, Number(item.max_age_months)));

function evidencePresent(run, c, item) {
  return run.files.some(file => {
    const answer = own(file.answers, c.id);
    const proofs = answer && typeof answer !== 'string' ? or(answer.evidence, []) : [];
    return proofs.some(proof => proof.item === item.id && evidenceFresh(item, proof, run.end));
  });
}

function aboutDomain(run, d, when) {
  const r = run.at.get(d);
  if (!r.complete) return 'unknown';
  if (!r.x) return d.counted.every(c => !run.at.get(c).x && VOID_STATES.includes(run.at.get(c).state)) ? 'void' : 'unknown';
  return yesNo(
    within(r.x, when, ratRead, 'at_least', 'below') &&
      (!r.percent
        ? when.at_least_percent === undefined && when.below_percent === undefined
        : within(r.percent, when, ratRead, 'at_least_percent', 'below_percent')),
  );
}

function bandOf(fw, r) {
  const value = or(fw.bands.by, 'percent') === 'percent' ? r.percent : r.x;
  if (!r.complete || !r.x || !value) return null;
  const compared = fw.bands.compare === 'shown' ? ratRead(ratShown(value, fw.digits)) : value;
  let found = null;
  for (const step of fw.bands.steps) if (ratCmp(ratRead(step.from), compared) <= 0) found = step.id;
  return found;
}

function setBands(run) {
  const { fw } = run;
  if (!fw.bands) return;
  const also = or(fw.bands.domains, or(fw.bands.by, 'percent') === 'percent' ? 'true' : 'false') === 'true';
  for (const d of [fw.root].concat(also ? fw.root.children : [])) run.at.get(d).band = bandOf(fw, run.at.get(d));
}

function countStates(run) {
  const count = { answered: 0, unanswered: 0, notApplicable: 0, outOfScope: 0, applicable: 0 };
  const kind = {
    answered: 'answered',
    unverified: 'answered',
    unanswered: 'unanswered',
    fact_missing: 'unanswered',
    not_applicable: 'notApplicable',
    out_of_scope: 'outOfScope',
  };
  for (const c of run.fw.criteria) if (kind[run.at.get(c).state]) count[kind[run.at.get(c).state]] += 1;
  count.applicable = count.answered + count.unanswered;
  run.count = count;
  run.coverage = count.applicable ? rat(BigInt(100 * count.answered), BigInt(count.applicable)) : null;
}

function decide(run) {
  for (const gate of run.fw.gates) run.gates.set(gate.id, condition(run, gate.require));
  const root = run.at.get(run.fw.root);
  const grade = root.complete && root.x ? run.fw.grades.find(g => condition(run, g.require) === 'yes') : undefined;
  run.grade = grade ? grade.id : null;
}

function scoreView(run, view) {
  return view.groups.map(group => {
    const parts = group.criteria.map(id => run.fw.criterion.get(id)),
      r = { id: group.id };
    combineInto(run, r, or(view.combine, 'mean'), or(view.of, 'score'), ratRead(or(view.share, '100')), parts);
    r.percent = percentOf(r);
    r.complete = !parts.some(c => c.weight.n > 0n && run.at.get(c).blocks);
    return r;
  });
}

function score(fw, files) {
  const track = name => files.filter(file => or(file.track, 'self') === name);
  const run = {
    fw,
    files,
    at: new Map(),
    gates: new Map(),
    facts: {},
    respondents: track('respondent'),
    reviewer: track('reviewer')[0] || null,
    own: track('consensus')[0] || track('self')[0] || null,
    end: files[0].period.to,
  };
  /* the reviewer's facts win */
  for (const file of files.filter(f => f !== run.reviewer).concat(run.reviewer || [])) Object.assign(run.facts, or(file.profile, {}));
  for (const c of fw.criteria) run.at.set(c, judge(run, c));
  scoreDomain(run, fw.root);
  setBands(run);
  countStates(run);
  decide(run);
  run.views = fw.views.map(view => ({ id: view.id, groups: scoreView(run, view) }));
  return run;
}

/* ---- 6. the result as the engine writes it, all but the gates' reasons ---- */

function resultJson(run, digest) {
  const { fw } = run,
    head = run.own || run.files[0],
    root = run.at.get(fw.root);
  const text = x => (x ? ratText(x) : null),
    number = x => (x ? { exact: ratText(x), shown: ratShown(x, fw.digits) } : null);
  const whole = r => ({ score: number(r.x), lo: text(r.lo), hi: text(r.hi), percent: number(r.percent), band: r.band });
  const value = said => (said && said !== NOT_APPLICABLE ? said.x : null);
  return {
    kind: 'result',
    format: 1,
    rules: 1,
    framework: { id: fw.raw.id, version: fw.raw.version, digest },
    organisation: { id: head.organisation.id, name: head.organisation.name },
    period: { from: head.period.from, to: head.period.to },
    complete: root.complete,
    total: whole(root),
    coverage: {
      applicable: run.count.applicable,
      answered: run.count.answered,
      not_applicable: run.count.notApplicable,
      out_of_scope: run.count.outOfScope,
      unanswered: run.count.unanswered,
      percent: number(run.coverage),
    },
    domains: fw.domains.map(d => {
      const r = run.at.get(d);
      return { id: d.id, parent: d.parent === fw.root ? null : d.parent.id, complete: r.complete, ...whole(r), scored: r.scored };
    }),
    criteria: fw.criteria.map(c => {
      const r = run.at.get(c),
        mine = value(r.self),
        theirs = value(r.reviewer);
      return {
        id: c.id,
        domain: c.domain.id,
        state: r.state,
        level: r.level,
        score: number(r.x),
        lo: text(c.lo),
        hi: text(c.hi),
        self: text(mine),
        reviewer: text(theirs),
        gap: mine && theirs ? ratText(ratSub(mine, theirs)) : null,
      };
    }),
    views: run.views.map(view => ({
      id: view.id,
      groups: view.groups.map(r => ({ id: r.id, complete: r.complete, score: number(r.x), percent: number(r.percent) })),
    })),
    gates: fw.gates.map(gate => ({ id: gate.id, value: run.gates.get(gate.id), passed: ['yes', 'void'].includes(run.gates.get(gate.id)) })),
    grade: run.grade,
  };
}
