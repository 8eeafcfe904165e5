/* A badge that khung wrote, read back (src/badge/read.c): its statements are made again by the words that data.badge has,
 * in the canonical form of RDF. */

const BADGE = { MOST: 256 * 1024, DEEPEST: 11, CLASSES: 7, CLAIM: 'data:application/cose;base64,', DID: 'did:key:' };
const NAMED = ['verificationMethod', 'proofPurpose']; // nodes that are only named, by a text

const isBadge = bytes => /^[ \t-\r]*\{/.test(plainText(bytes.subarray(0, 1024))) && find(bytes, utf8('purl.imsglobal.org/spec/ob/v3p0'), 0) >= 0;
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/* ---- base58 ---- */

const LETTERS58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58Write(bytes) {
  let out = '';
  for (let value = BigInt('0x0' + hexOf(bytes)); value > 0n; value /= 58n) out = LETTERS58[Number(value % 58n)] + out;
  for (let i = 0; i < bytes.length && bytes[i] === 0; i++) out = LETTERS58[0] + out;
  return out;
}

/* Exactly so many bytes, in the one form that writing gives; null for anything else. */
function base58Read(text, size) {
  let value = 0n;
  if (text.length > 256 || !/^[1-9A-HJ-NP-Za-km-z]*$/.test(text)) return null;
  for (const letter of text) value = value * 58n + BigInt(LETTERS58.indexOf(letter));
  const hex = value.toString(16).padStart(2 * size, '0');
  const bytes = Uint8Array.from({ length: size }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  return hex.length === 2 * size && base58Write(bytes) === text ? bytes : null;
}

const didOf = key => BADGE.DID + 'z' + base58Write(joined(Uint8Array.of(0xed, 0x01), key));

/* ---- JSON ---- */

/* Every member counts, so a word that stands twice in one object is seen; half a letter of UTF-16 is no text. */
function strictJson(bytes) {
  const text = textOf(bytes);
  let value,
    members = 0;
  if (text === null) return null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return null;
  }
  const whole = part => typeof part !== 'string' || textOf(utf8(part)) === part;
  const right = (part, depth) => {
    if (depth > 2 * BADGE.DEEPEST) return false;
    if (!isObject(part)) return Array.isArray(part) ? part.every(child => right(child, depth + 1)) : whole(part);
    members += Object.keys(part).length;
    return Object.entries(part).every(([key, child]) => whole(key) && right(child, depth + 1));
  };
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:?/g).filter(piece => piece.endsWith(':')).length;
  return right(value, 0) && written === members ? value : null;
}

/* ---- statements ---- */

class Foreign extends Error {}

function iriOf(text) {
  if (typeof text !== 'string' || !text || /[^!-~]|[<>"{}|^`\\]/.test(text)) throw new Foreign();
  return '<' + text + '>';
}

const ESCAPES = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
const escaped = c => ESCAPES[c] || '\\u' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
const literalOf = text => '"' + text.replace(/[\u0000-\u001f\u007f"\\]/g, escaped) + '"';

function stateText(lines, subject, word, text) {
  const [, property, type] = data.badge.terms.find(term => term[0] === word && (term[2] !== '@id' || NAMED.includes(word))) || [];
  if (!property) throw new Foreign();
  if (word === 'proofPurpose' && text !== 'assertionMethod') throw new Foreign();
  const object = word === 'proofPurpose' ? iriOf(data.badge.purpose) : word === 'verificationMethod' ? iriOf(text) : literalOf(text);
  lines.push(subject + ' ' + iriOf(property) + ' ' + object + (type && type !== '@id' ? '^^' + iriOf(type) : '') + ' .\n');
}

function stateClasses(lines, subject, type) {
  const words = type === undefined ? [] : Array.isArray(type) ? type : [type];
  if (words.length > BADGE.CLASSES) throw new Foreign();
  for (const word of words) {
    const known = data.badge.classes.find(([name]) => name === word);
    if (!known) throw new Foreign();
    lines.push(subject + ' ' + iriOf(data.badge.type) + ' ' + iriOf(known[1]) + ' .\n');
  }
}

/* All that is said of a node and below it. apart: words that are no statements. */
function stateNode(lines, node, depth, apart = []) {
  if (!isObject(node) || typeof node.id !== 'string' || depth >= BADGE.DEEPEST) throw new Foreign();
  const subject = iriOf(node.id);
  stateClasses(lines, subject, node.type);
  for (const [word, value] of Object.entries(node)) {
    if (word === 'id' || word === 'type' || apart.includes(word)) continue;
    if (typeof value === 'string') {
      stateText(lines, subject, word, value);
      continue;
    }
    const [, property] = data.badge.terms.find(term => term[0] === word && term[2] === '@id' && !NAMED.includes(word)) || [];
    if (!property || !(isObject(value) || Array.isArray(value))) throw new Foreign();
    for (const child of [value].flat(1)) {
      if (!isObject(child)) throw new Foreign();
      lines.push(subject + ' ' + iriOf(property) + ' ' + iriOf(child.id) + ' .\n');
      stateNode(lines, child, depth + 1);
    }
  }
}

const inBytes = text => Array.from(utf8(text), b => String.fromCharCode(b)).join('');

/* The set in the order of its bytes. */
async function digestNode(engine, node, apart) {
  const lines = [];
  stateNode(lines, node, 0, apart);
  const sorted = Array.from(new Set(lines.map(inBytes))).sort();
  return engine.sha256(Uint8Array.from(sorted.join(''), c => c.charCodeAt(0)));
}

/* ---- the badge ---- */

function claimIn(badge) {
  const ids = Array.isArray(badge.evidence) ? badge.evidence.map(item => (isObject(item) ? item.id : '')) : [],
    begins = text => typeof text === 'string' && text.startsWith(BADGE.CLAIM) && text.length > BADGE.CLAIM.length,
    id = ids.find(text => begins(text) && text.length < 2 * CLAIM.BYTES);
  return id ? base64Read(id.slice(BADGE.CLAIM.length)) : null;
}

/* The signed certificate in it and what its proof signs; null: nothing can be said of it here. */
async function readBadge(engine, bytes) {
  const badge = bytes.length > BADGE.MOST ? null : strictJson(bytes),
    proof = isObject(badge) ? badge.proof : null,
    claim = proof ? claimIn(badge) : null;
  if (!claim || !claim.length || JSON.stringify(badge['@context']) !== JSON.stringify(data.badge.contexts)) return null;
  if (!isObject(proof) || proof.type !== 'DataIntegrityProof' || proof.cryptosuite !== 'eddsa-rdfc-2022') return null;
  const created = typeof proof.created === 'string' ? proof.created.slice(0, 10) : '',
    value = typeof proof.proofValue === 'string' ? proof.proofValue : '';
  if (!isDay(created)) return null;
  try {
    const document = await digestNode(engine, badge, ['@context', 'proof']),
      options = await digestNode(engine, proof, ['proofValue']),
      signature = value[0] === 'z' ? base58Read(value.slice(1), 64) : null;
    const issuer = badge.issuer && badge.issuer.id;
    return { claim, created, signature, hashed: joined(options, document), issuer, method: proof.verificationMethod };
  } catch (error) {
    if (error instanceof Foreign) return null;
    throw error;
  }
}

/* Whether it was issued and signed by that key, and not changed since. */
async function badgeRight(engine, found, key) {
  const did = didOf(key);
  if (!found.signature || found.issuer !== did || found.method !== did + '#' + did.slice(BADGE.DID.length)) return false;
  return engine.right(found.signature, found.hashed, key);
}
