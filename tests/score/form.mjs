// form.mjs KHUNG FOLDER: for each set of tests/score/answers.py, is what the form's JavaScript makes of it the program's result, to the last
// digit? The framework comes out of the form itself, the answers are read by the form's own reader. Prints TAP, a line for each hundred.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const [khung, folder] = process.argv.slice(2);
const read = name => readFileSync(new URL(`../../src/form/${name}.js`, import.meta.url), 'utf8');
const source = ['rational', 'model', 'score', 'yaml', 'state'].map(read).join('\n');
const { yamlRead, yamlWrite, modelOf, score, resultJson, stateOfDoc, fileOf } = new Function(
  `'use strict';${source};return { yamlRead, yamlWrite, modelOf, score, resultJson, stateOfDoc, fileOf };`,
)();

const forms = new Map();
function formOf(path) {
  const real = realpathSync(path);
  if (!forms.has(real)) {
    const made = spawnSync(khung, ['form', real, '-o', '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const data = made.status === 0 ? JSON.parse(/<script type="application\/json" id="data">([^<]*)<\/script>/.exec(made.stdout)[1]) : null;
    forms.set(real, data && { fw: modelOf(data.framework), digest: data.digest });
  }
  return forms.get(real);
}

function firstDifference(a, b, path) {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], `${path}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return a === b ? null : `${path}: form ${JSON.stringify(a)}, khung ${JSON.stringify(b)}`;
}

// What the form saves must say what it was given, whichever way round the keys stand.
function sorted(value) {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}

function kept(doc, fw) {
  const plain = JSON.parse(JSON.stringify(doc));
  for (const id of Object.keys(plain.answers)) {
    const answer = plain.answers[id];
    if (answer.checks && !Object.keys(answer.checks).length) delete answer.checks;
    if (!Object.keys(answer).length) delete plain.answers[id];
    else if (Object.keys(answer).length === 1 && answer.level) plain.answers[id] = answer.level;
  }
  if (!Object.keys(plain.profile).length) delete plain.profile;
  const again = yamlRead(yamlWrite(fileOf(stateOfDoc(doc, fw).state, fw)));
  return firstDifference(sorted(again), sorted(plain), 'saved');
}

function compare(set) {
  const place = join(folder, set),
    form = formOf(join(place, 'framework.yaml'));
  const files = readdirSync(place)
    .filter(name => name.startsWith('answers'))
    .sort()
    .map(name => join(place, name));
  const ran = spawnSync(khung, ['score', join(place, 'framework.yaml'), ...files, '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ran.status === 65 || !form) return 'refused';
  const theirs = JSON.parse(ran.stdout);
  for (const gate of theirs.gates) delete gate.reason;
  const docs = files.map(path => yamlRead(readFileSync(path, 'utf8')));
  const mine = resultJson(score(form.fw, docs), form.digest);
  if (JSON.stringify(mine) !== JSON.stringify(theirs)) return firstDifference(mine, theirs, '') || 'the order of fields';
  return docs.map(doc => kept(doc, form.fw)).find(Boolean) || null;
}

const sets = readdirSync(folder).sort();
let refused = 0,
  wrong = 0;
console.log(`1..${Math.ceil(sets.length / 100)}`);
for (let from = 0; from < sets.length; from += 100) {
  const bad = [];
  for (const set of sets.slice(from, from + 100)) {
    const found = compare(set);
    if (found === 'refused') refused += 1;
    else if (found) bad.push(`# ${set}: ${found}`);
  }
  wrong += bad.length;
  console.log(
    [
      `${bad.length ? 'not ok' : 'ok'} ${from / 100 + 1} - the form scores as the program does, sets ${from} to ${Math.min(from + 99, sets.length - 1)}`,
      ...bad.slice(0, 5),
    ].join('\n'),
  );
}
console.log(`# ${sets.length} sets, ${forms.size} frameworks, ${refused} refused`);
process.exit(wrong || refused * 10 > sets.length ? 1 : 0);
