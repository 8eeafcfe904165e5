// form-yaml.mjs FILE.json: does the form's reader of YAML say of each file what PyYAML says? FILE.json: [{path, value}], value null where the
// file is to be refused. And does what it writes come back as it was? Prints TAP.
import { readFileSync } from 'node:fs';

const read = name => readFileSync(new URL(`../../src/form/${name}.js`, import.meta.url), 'utf8');
const source = ['rational', 'model', 'yaml'].map(read).join('\n');
const { yamlRead, yamlWrite } = new Function(`'use strict';${source};return { yamlRead, yamlWrite };`)();
const sorted = value => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
};
const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const bad = [];
const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const { path, text, value } of cases) {
  let got = null;
  try {
    got = yamlRead(text === undefined ? readFileSync(path, 'utf8') : text);
  } catch (error) {
    if (value !== null) bad.push(`# ${path}: line ${error.line}: ${error.message}`);
    continue;
  }
  if (value === null) bad.push(`# ${path}: was to be refused, is ${JSON.stringify(got).slice(0, 200)}`);
  else if (!same(got, value)) bad.push(`# ${path}: ${JSON.stringify(got).slice(0, 300)} instead of ${JSON.stringify(value).slice(0, 300)}`);
  else if (path.includes('answers') && !same(yamlRead(yamlWrite(got)), value)) bad.push(`# ${path}: written and read again it differs`);
}
console.log('1..1');
console.log(
  [`${bad.length || !cases.length ? 'not ok' : 'ok'} 1 - the form reads ${cases.length} files as PyYAML does`, ...bad.slice(0, 10)].join('\n'),
);
process.exit(bad.length ? 1 : 0);
