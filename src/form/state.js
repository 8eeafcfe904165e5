/* What has been filled in: plain data that autosave keeps and the file of answers is made from.
 *
 *   head     texts of the first page: name, id, from, to, track, byName, byRole, dated
 *   profile  fact → value as files write it
 *   answers  criterion → {level, checks, quantity, na, note, evidence, carried}, as files have them; `na` may be empty while its reason is
 *            being written, and then counts as no answer
 *   drafts   field → text that cannot be taken as it is (a number, a date), kept so that nobody types it twice
 *   other    what an opened file said that this framework has no place for; it goes back into the file
 */

const newState = () => ({ head: { track: 'self', dated: today() }, profile: {}, answers: {}, drafts: {}, other: {} });

function today() {
  const now = new Date(),
    two = n => String(n).padStart(2, '0');
  return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
}

/* ---- texts as files can hold them ---- */

/* Line feeds and tabs stay; other control characters and halves of characters cannot be written. */
function cleanText(text, lines) {
  const plain = text
    .replace(/\r\n?|[\x85\u2028\u2029]/g, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, ' ')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1\ufffd');
  return yamlText(lines ? plain : plain.replace(/[\n\t]+/g, ' '));
}

/* The letters of a name that an id may have: "Hội Sông Xanh" gives hoi-song-xanh. */
function idOf(name) {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
}

const isId = text => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);

function isDate(text) {
  const parts = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts || parts[2] < '01' || parts[2] > '12' || parts[3] < '01') return false;
  return monthsBefore(parts[1] + '-' + parts[2] + '-31', 0) >= text;
}

/* A date as people type it where the browser has no calendar: 05/7/2026 and 2026-07-05. */
function readDate(typed) {
  const turned = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed.trim());
  const text = turned ? turned[3] + '-' + turned[2].padStart(2, '0') + '-' + turned[1].padStart(2, '0') : typed.trim();
  return isDate(text) ? text : null;
}

/* A number as people type it, as files write it: "1.200,5" in Vietnamese, "1,200.5" in English; null when it is none or has too many digits. */
function readNumber(typed, language) {
  const text = typed.replace(/[\s\xa0\u202f]/g, '').replace('\u2212', '-'),
    [point, group] = language === 'en' ? ['.', ','] : [',', '.'];
  const shape = new RegExp('^-?(\\d+|\\d{1,3}(\\' + group + '\\d{3})+)(\\' + point + '\\d+)?$');
  const plain = shape.test(text) ? text.split(group).join('').replace(point, '.') : /^-?\d+\.\d{1,2}$/.test(text) ? text : null;
  const parts = plain && /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(plain);
  if (!parts || parts[2].length > 12 || (parts[3] || '').length > 6) return null;
  const value = parts[2] + (parts[3] ? '.' + parts[3] : '');
  return (value === '0' ? '' : parts[1]) + value;
}

/* ---- the file of answers ---- */

/* The answer as the file says it: undefined when there is nothing to say. */
function answerDoc(c, a) {
  const doc = {};
  for (const key of ['level', 'quantity', 'na', 'note']) if (a[key]) doc[key] = a[key];
  if (a.checks && Object.keys(a.checks).length) doc.checks = Object.assign({}, a.checks);
  if (a.evidence && a.evidence.length)
    doc.evidence = a.evidence.map(proof => {
      const kept = { item: proof.item };
      for (const key of ['file', 'sha256', 'dated']) if (proof[key]) kept[key] = proof[key];
      return kept;
    });
  if (a.carried === 'true') doc.carried = 'true';
  const keys = Object.keys(doc);
  return keys.length === 0 ? undefined : keys.length === 1 && doc.level ? doc.level : doc;
}

/* The answers as they are scored. */
function docOf(state, fw) {
  const { head } = state,
    doc = {
      kind: 'answers',
      format: '1',
      framework: { id: fw.raw.id, version: fw.raw.version },
      organisation: { id: head.id || idOf(head.name || ''), name: head.name || '' },
      period: { from: head.from || '', to: head.to || '' },
    };
  doc.track = head.track;
  if (head.byName || head.byRole) {
    doc.by = {};
    if (head.byName) doc.by.name = head.byName;
    if (head.byRole) doc.by.role = head.byRole;
  }
  if (head.dated) doc.dated = head.dated;
  if (Object.keys(state.profile).length) doc.profile = Object.assign({}, state.profile);
  doc.answers = {};
  for (const c of fw.criteria) {
    const answer = state.answers[c.id] && answerDoc(c, state.answers[c.id]);
    if (answer !== undefined) doc.answers[c.id] = answer;
  }
  return doc;
}

/* The same with what had no place in the form. */
function fileOf(state, fw) {
  const doc = docOf(state, fw),
    { other } = state;
  if (other.profile) doc.profile = Object.assign({}, other.profile, doc.profile);
  if (other.answers) doc.answers = Object.assign({}, other.answers, doc.answers);
  return doc;
}

/* The state that a file of answers gives; throws 'kind', 'framework' when it is none for this framework. `odd` tells what had no place. */
function stateOfDoc(doc, fw) {
  const state = newState(),
    text = (of, key) => (of && typeof of === 'object' && typeof own(of, key) === 'string' ? of[key] : '');
  if (!doc || text(doc, 'kind') !== 'answers' || typeof doc.answers !== 'object') throw new Error('kind');
  if (text(doc.framework, 'id') !== fw.raw.id) throw new Error('framework');
  const odd = { version: text(doc.framework, 'version') !== fw.raw.version ? text(doc.framework, 'version') : null, answers: [] };
  state.head = { track: TRACKS.includes(text(doc, 'track')) ? text(doc, 'track') : 'self' };
  const put = (key, said) => {
    const date = ['from', 'to', 'dated'].includes(key);
    if (said && date && !isDate(said)) state.drafts['head-' + key] = said;
    else if (said) state.head[key] = said;
  };
  put('name', text(doc.organisation, 'name'));
  put('id', text(doc.organisation, 'id'));
  put('from', text(doc.period, 'from'));
  put('to', text(doc.period, 'to'));
  put('byName', text(doc.by, 'name'));
  put('byRole', text(doc.by, 'role'));
  put('dated', text(doc, 'dated'));
  for (const id of Object.keys(doc.profile || {})) {
    const fits = fw.fact.has(id) && fitsFact(fw.fact.get(id), doc.profile[id]);
    if (fits) state.profile[id] = doc.profile[id];
    else state.other.profile = Object.assign(state.other.profile || {}, { [id]: doc.profile[id] });
    if (!fits) odd.answers.push(id);
  }
  for (const id of Object.keys(doc.answers)) {
    const said = doc.answers[id],
      c = fw.criterion.get(id);
    const answer = typeof said === 'string' ? { level: said } : said;
    if (c && fitsCriterion(c, answer)) state.answers[id] = answer;
    else {
      state.other.answers = Object.assign(state.other.answers || {}, { [id]: said });
      odd.answers.push(id);
    }
  }
  return { state, odd };
}

const TRACKS = ['self', 'consensus', 'respondent', 'reviewer'];
const isDecimal = text => typeof text === 'string' && /^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$/.test(text);

function fitsFact(fact, value) {
  if (fact.type === 'decimal') return isDecimal(value);
  return fact.type === 'flag' ? ['true', 'false'].includes(value) : fact.options.some(option => option.id === value);
}

/* Whether the form can show all that the answer says. */
function fitsCriterion(c, answer) {
  if (!answer || typeof answer !== 'object' || Array.isArray(answer)) return false;
  const known = ['level', 'checks', 'quantity', 'na', 'note', 'evidence', 'carried'];
  if (Object.keys(answer).some(key => !known.includes(key))) return false;
  if (['na', 'note', 'carried'].some(key => answer[key] !== undefined && typeof answer[key] !== 'string')) return false;
  if (['level', 'checks', 'quantity', 'na'].filter(key => answer[key] !== undefined).length > 1) return false;
  if (answer.level !== undefined && (c.method !== 'scale' || !c.choosable.some(l => l.id === answer.level))) return false;
  if (answer.quantity !== undefined && (c.method !== 'quantity' || !isDecimal(answer.quantity))) return false;
  if (answer.checks !== undefined && (!answer.checks || typeof answer.checks !== 'object' || !c.checks.length)) return false;
  const checks = Object.keys(answer.checks || {});
  if (checks.some(id => !c.checks.some(check => check.id === id) || !['true', 'false'].includes(answer.checks[id]))) return false;
  return answer.evidence === undefined || (Array.isArray(answer.evidence) && answer.evidence.every(proof => fitsProof(c, proof)));
}

function fitsProof(c, proof) {
  if (!proof || typeof proof !== 'object' || !c.evidence.some(item => item.id === proof.item)) return false;
  const known = Object.keys(proof).every(key => ['item', 'file', 'sha256', 'dated'].includes(key) && typeof proof[key] === 'string');
  return known && (proof.dated === undefined || isDate(proof.dated));
}

/* ---- where it stands ---- */

/* How a criterion looks to who fills it in: 'out' (not asked), 'done', 'carried', 'reason' (of "not applicable"), 'part' or 'open'. */
function progressOf(run, c, state) {
  const r = run.at.get(c),
    a = state.answers[c.id] || {};
  if (r.state === 'out_of_scope' || (c.stage === 'retired' && !state.answers[c.id])) return 'out';
  if (a.carried === 'true') return 'carried';
  if (a.na !== undefined && !a.na) return 'reason';
  const said = valueOf(c, answerDoc(c, a));
  if (said !== null) return 'done';
  return a.checks && Object.keys(a.checks).length ? 'part' : 'open';
}

/* Of a domain: how many criteria are asked and how many are done. */
function progressIn(run, d, state) {
  const asked = d.all.filter(c => c.stage === 'active' && progressOf(run, c, state) !== 'out');
  return { asked: asked.length, done: asked.filter(c => progressOf(run, c, state) === 'done').length, all: d.all.length };
}

/* The fields of the first page that a file of answers must have. */
const headMissing = state =>
  ['name', 'from', 'to']
    .filter(key => !state.head[key])
    .concat(state.head.from && state.head.to && state.head.from > state.head.to ? ['order'] : [])
    .concat(state.head.name && !isId(state.head.id || idOf(state.head.name)) ? ['id'] : []);
