// Validates the corpus of tests/{framework,answers,translation} through the modeline against frameworks/*.schema.json in
// yaml-language-server, and compares verdicts with the loader's, which the folders say: `ok`, `bind` and `apply` are accepted by
// both, `bad-shape` refused by both, `bad-sense` by the loader alone.
//
//   make schema && cd tests/schema && npm install && npm test
import {createRequire} from 'node:module';
import {readFileSync, readdirSync, existsSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);
const {getLanguageService} = require('yaml-language-server');
const {TextDocument} = require('vscode-languageserver-textdocument');

const here = dirname(fileURLToPath(import.meta.url));
const tests = dirname(here);
const schemas = process.argv[2] ?? join(dirname(tests), 'frameworks');
const kinds = {framework: 'framework', answers: 'answers', translation: 'translation'};
const verdicts = {ok: true, bind: true, apply: true, 'bad-shape': false, 'bad-sense': true};
// What no schema can see although the loader calls it a matter of form.
const exceptions = new Set(['framework/bad-shape/no-kind.yaml', 'framework/bad-sense/later-kind.yaml']);

const service = getLanguageService({
    schemaRequestService: async uri => readFileSync(join(schemas, basename(uri)), 'utf8'),
    workspaceContext: {resolveRelativePath: (path, from) => new URL(path, from).toString()},
});
service.configure({validate: true, yamlVersion: '1.2', hover: true, completion: true, customTags: []});

async function complaints(path, kind) {
    let text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    if (!text.includes('$schema='))
        text = `# yaml-language-server: $schema=${kind}.schema.json\n${text}`;
    return service.doValidation(TextDocument.create(`file://${path}`, 'yaml', 1, text), false);
}

let checked = 0, wrong = 0;
async function check(path, kind, accepted, name) {
    const found = await complaints(path, kind);
    checked++;
    if ((found.length === 0) === accepted)
        return;
    wrong++;
    console.log(`${name}: ${accepted ? 'refused' : 'accepted'} by the schema`);
    for (const one of found.slice(0, 3))
        console.log(`    ${one.range.start.line}:${one.range.start.character + 1}: ${one.message}`);
}

for (const [module, kind] of Object.entries(kinds))
    for (const [folder, accepted] of Object.entries(verdicts)) {
        const dir = join(tests, module, folder);
        for (const file of existsSync(dir) ? readdirSync(dir).filter(f => f.endsWith('.yaml')).sort() : []) {
            const name = `${module}/${folder}/${file}`;
            if (!exceptions.has(name))
                await check(join(dir, file), kind, accepted, name);
        }
    }
for (const file of readdirSync(join(dirname(tests), 'frameworks')).filter(f => f.endsWith('.yaml')))
    await check(join(dirname(tests), 'frameworks', file), /\.[a-z]+\.yaml$/.test(file) ? 'translation' : 'framework', true, `frameworks/${file}`);
for (const entry of readdirSync(join(tests, 'score'), {withFileTypes: true})) {
    const dir = entry.name;
    for (const file of entry.isDirectory() ? readdirSync(join(tests, 'score', dir)).filter(f => f.endsWith('.yaml')) : [])
        await check(join(tests, 'score', dir, file), file.startsWith('framework') ? 'framework' : 'answers', true, `score/${dir}/${file}`);
}
console.log(`${checked} files, ${wrong} verdicts differ`);
process.exit(wrong || !checked ? 1 : 0);
