// Fills XForms in the engine of ODK Web Forms as respondents do, one by one, and checks what each answer does: what is not relevant is not
// asked, what breaks a constraint is told, and the submission holds what was answered. Writes the submissions as Kobo's JSON lists them.
//     node fill.mjs FORM.xml OUT.json COUNT
import { readFileSync, writeFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><html></html>', { url: 'https://example.org/' });
for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Document', 'XMLDocument', 'Attr', 'Text', 'Comment', 'CDATASection',
  'HTMLElement', 'NodeFilter', 'localStorage', 'File', 'Blob', 'FormData'])
  if (window[name] !== undefined) globalThis[name] = name === 'window' ? window : window[name];

const [, , formFile, outFile, count] = process.argv;
// The engine's parser (WebAssembly, inside the package) asks where it runs; in Node it would look for files of its own, which a browser has not.
const node = globalThis.process;
globalThis.process = Object.create(node, { versions: { value: {} } });
const { createInstance } = await import('@getodk/xforms-engine');
globalThis.process = node;
const form = readFileSync(formFile, 'utf8');
let seed = 7, failed = 0, number = 0;
const random = n => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };

function tell(name, problem) {
  number += 1;
  if (problem) failed += 1;
  console.log(`${problem ? 'not ok' : 'ok'} ${number} ${name}`);
  if (problem) console.log(`# ${String(problem).slice(0, 400)}`);
}

function* leaves(node) {
  for (const child of node.currentState.children ?? []) yield* leaves(child);
  if (node.currentState.children == null) yield node;
}
const nameOf = node => node.currentState.reference.split('/').pop();
const find = (root, name) => [...leaves(root)].find(n => nameOf(n) === name);

const FIXED = { organisation_id: 'hoi-song-xanh', organisation_name: 'Hội Sông Xanh', by_name: 'Nguyễn Thị Ái' };
const DATES = { period_from: '2026-01-01', period_to: '2026-12-31', dated: '2026-01-05' };

function answer(node) {
  const name = nameOf(node);
  if (node.nodeType === 'select') {
    const options = node.currentState.valueOptions;
    node.selectValue(options[random(options.length)].value);
  } else if (node.nodeType === 'input' && node.valueType === 'date') {
    node.setValue(DATES[name] ?? '2026-01-15');
  } else if (node.nodeType === 'input' && node.valueType === 'decimal') {
    node.setValue(random(200) / 4);
  } else if (node.nodeType === 'input' && name !== 'start' && name !== 'end') {
    node.setValue(FIXED[name] ?? ['=1+1', 'Ghi chú “thường”', 'Chưa đến ngưỡng'][random(3)]);
  }
}

// A respondent goes down the form; what an answer opens or closes is seen at once.
function fill(root) {
  const asked = new Set();
  for (let again = true; again;) {
    again = false;
    for (const node of leaves(root)) {
      if (asked.has(node.nodeId) || !node.currentState.relevant || node.currentState.readonly || nameOf(node).startsWith('khung_')) continue;
      asked.add(node.nodeId);
      answer(node);
      again = true;
    }
  }
}

function flat(element, path, out) {
  for (const child of element.children) {
    const here = [...path, child.localName];
    if (child.children.length) flat(child, here, out);
    else if (child.textContent !== '') out[here.join('/')] = child.textContent;
  }
  return out;
}

const submissions = [];
for (let i = 0; i < Number(count); i++) {
  const instance = await createInstance(form);
  const root = instance.root;
  if (i === 0) {
    tell('two languages, called the same everywhere', root.languages.filter(l => l.language).map(l => l.language).join() === 'Tiếng Việt (vi),English (en)' ? null :
      root.languages.map(l => l.language).join());
    const reason = find(root, 'gov_roles__na'), main = find(root, 'gov_roles'), checks = find(root, 'gov_conflict__policy'), whether = find(root, 'gov_conflict');
    tell('a reason is not asked before it is needed', reason.currentState.relevant && 'it is');
    main.selectValue('na');
    tell('not applicable asks why', !reason.currentState.relevant && 'it does not');
    tell('a reason is required', reason.validationState.violation?.condition === 'required' ? null : 'it is not');
    main.selectValue('start');
    tell('a level takes the question back', reason.currentState.relevant && 'it does not');
    whether.selectValue('na');
    tell('checks go where a criterion does not apply', checks.currentState.relevant && 'they stay');
    whether.selectValue(null);
    tell('checks come back', !checks.currentState.relevant && 'they do not');
    const staff = find(root, 'has_staff'), contracts = find(root, 'ppl_contracts');
    staff.selectValue('no');
    tell('what needs staff is not asked without', contracts.currentState.relevant && 'it is');
    staff.selectValue('yes');
    tell('what needs staff is asked with it', !contracts.currentState.relevant && 'it is not');
    const id = find(root, 'organisation_id');
    id.setValue('Hội Sông Xanh');
    tell('a bad code breaks its constraint', id.validationState.violation?.condition === 'constraint' ? null : 'it does not');
    find(root, 'period_from').setValue('2026-12-31');
    find(root, 'period_to').setValue('2026-01-01');
    tell('a period cannot go back', find(root, 'period_to').validationState.violation?.condition === 'constraint' ? null : 'it can');
  }
  fill(root);
  const open = [...leaves(root)].filter(n => n.currentState.relevant && n.validationState.violation).map(n => `${nameOf(n)}: ${n.validationState.violation.condition}`);
  tell(`respondent ${i + 1}: nothing is wrong at the end`, open.join(', ') || null);
  const payload = await root.prepareInstancePayload();
  const file = payload.data[0].get('xml_submission_file');
  const text = await new Promise(done => { const r = new window.FileReader(); r.onload = () => done(r.result); r.readAsText(file); });
  const xml = new window.DOMParser().parseFromString(text, 'text/xml');
  const values = flat(xml.documentElement, [], {});
  const uuid = values['meta/instanceID'].replace('uuid:', '');
  submissions.push({ _id: i + 1, _uuid: uuid, ...values });
}
writeFileSync(outFile, JSON.stringify({ count: submissions.length, next: null, previous: null, results: submissions }));
writeFileSync(outFile.replace('.json', '-expected.json'), JSON.stringify(Object.fromEntries(submissions.map(s =>
  [s._uuid, Object.fromEntries(Object.entries(s).filter(([k]) => k.includes('/') && !k.startsWith('meta/')).map(([k, v]) => [k.split('/').pop(), v]))]))));
process.exit(failed ? 1 : 0);
