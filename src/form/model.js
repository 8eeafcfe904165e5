/* The framework as scoring and the pages need it, made from its file: what follows from defaults is filled in once. Scalars of files are
 * strings throughout, as in the engine. */

/* Ids are free words ("constructor" is one), so nothing is looked up but what an object has itself. */
const own = (object, key) => (object != null && Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined);
const or = (value, otherwise) => (value === undefined ? otherwise : value);

function modelCriterion(raw, domain, fw) {
  const c = {
    raw,
    id: raw.id,
    domain,
    method: or(raw.method, 'scale'),
    weight: ratRead(or(raw.weight, '1')),
    stage: or(raw.stage, 'active'),
    need: or(raw.need, 'should'),
    checks: or(raw.checks, []),
    evidence: or(raw.evidence, []),
    ranges: or(raw.ranges, []),
    choosable: [],
    points: new Map(),
    scale: null,
  };
  if (c.method === 'checklist') {
    c.lo = RAT_0;
    c.hi = ratSum(c.checks.map(check => ratRead(check.points)));
  } else {
    c.scale = fw.scales.get(or(raw.scale, or(fw.scoring.scale, fw.raw.scales[0].id)));
    for (const level of c.scale.levels) c.points.set(level.id, ratRead(level.points));
    const named = c.method === 'quantity' ? c.ranges.map(range => range.level) : Object.keys(or(raw.levels, {}));
    const all = c.method !== 'quantity' && !raw.levels;
    c.choosable = c.scale.levels.filter(level => all || named.includes(level.id));
    c.lo = c.points.get(c.choosable[0].id);
    c.hi = c.points.get(c.choosable[c.choosable.length - 1].id);
  }
  const common = c.choosable.some(level => level.id === fw.scoring.target) ? fw.scoring.target : undefined;
  const target = or(raw.target, common);
  [c.worst, c.best] = fw.lower ? [c.hi, c.lo] : [c.lo, c.hi];
  c.target = target === undefined ? c.best : levelPoints(c, target);
  c.notApplicable = policyOf(fw, domain, 'not_applicable', 'exclude');
  c.unanswered = policyOf(fw, domain, 'unanswered', 'block');
  return c;
}

/* The points of a level that is named; for a checklist the number itself. */
const levelPoints = (c, level) => (c.method === 'checklist' ? ratRead(level) : c.points.get(level));

function policyOf(fw, domain, name, otherwise) {
  for (let d = domain; d.parent; d = d.parent) if (d.raw[name] !== undefined) return d.raw[name];
  return or(fw.scoring[name], otherwise);
}

function modelDomain(raw, parent, fw) {
  const d = {
    raw,
    parent,
    id: raw.id,
    isDomain: true,
    weight: ratRead(or(raw.weight, '1')),
    children: [],
    combine: or(raw.combine, or(fw.scoring.combine, 'mean')),
    of: or(raw.of, or(fw.scoring.of, 'score')),
    share: ratRead(or(raw.share, or(fw.scoring.share, '100'))),
    caps: or(raw.caps, []),
  };
  if (parent) fw.domains.push(d);
  for (const sub of or(raw.domains, [])) d.children.push(modelDomain(sub, d, fw));
  for (const item of or(raw.criteria, [])) {
    const c = modelCriterion(item, d, fw);
    fw.criteria.push(c);
    d.children.push(c);
  }
  d.all = [].concat(...d.children.map(child => (child.isDomain ? child.all : [child])));
  /* what counts: of weight > 0, with no domain of weight 0 between */
  const counted = d.children.filter(child => child.weight.n > 0n);
  d.counted = [].concat(...counted.map(child => (child.isDomain ? child.counted : [child])));
  d.countedDomains = counted.filter(child => child.isDomain);
  return d;
}

function modelOf(raw) {
  const fw = {
    raw,
    scoring: or(raw.scoring, {}),
    scales: new Map(raw.scales.map(scale => [scale.id, scale])),
    domains: [],
    criteria: [],
    facts: or(raw.profile, []),
    gates: or(raw.gates, []),
    grades: or(raw.grades, []),
    views: or(raw.views, []),
    bands: raw.bands,
  };
  fw.lower = raw.scales.some(scale => scale.better === 'lower');
  fw.digits = Number(or(fw.scoring.digits, '2'));
  const total = or(fw.scoring.total, {});
  fw.root = modelDomain({ combine: total.combine, of: total.of, share: total.share, caps: total.caps, domains: raw.domains }, null, fw);
  fw.domain = new Map(fw.domains.map(d => [d.id, d]));
  fw.criterion = new Map(fw.criteria.map(c => [c.id, c]));
  fw.fact = new Map(fw.facts.map(f => [f.id, f]));
  return fw;
}
