/* What a certificate says (src/claim), how it stands in a file (src/seal), and its short code (src/claim/code.c). */

const CLAIM_FIELDS = [
  [1, 'text', true],
  [2, 'text', true],
  [4, 'int', false],
  [5, 'int', true],
  ['nn', 'int', true],
  ['to', 'date', true],
  ['url', 'text', true],
  ['from', 'date', true],
  ['name', 'text', true],
  ['year', 'int', true],
  ['zone', 'text', true],
  ['grade', 'text', true],
  ['until', 'date', false],
  ['issued', 'date', true],
  ['issuer', 'text', true],
  ['offset', 'int', true],
  ['result', 'text', true],
  ['computed', 'text', false],
  ['language', 'text', true],
  ['framework', 'text', true],
  ['conditions', 'raw', false],
  ['lowered-at', 'date', false],
  ['lowered-by', 'text', false],
  ['grade-title', 'text', true],
  ['lowered-why', 'text', false],
  ['abbreviation', 'text', true],
  ['computed-title', 'text', false],
  ['framework-title', 'text', true],
  ['framework-digest', 'text', true],
  ['framework-version', 'text', true],
];
const CLAIM = { BYTES: 32 * 1024, TEXT: 2048, CONDITIONS: 32, NN: 999999, CODE: 62, TYPED: 512 };

const numberText = (nn, year, abbreviation) => String(nn).padStart(2, '0') + '/' + year + '/GCN-' + abbreviation;
const isLine = text => text.length > 0 && sizeOf(text) <= CLAIM.TEXT;
const isDigest = text => /^sha256:[0-9a-f]{64}$/.test(text);

function isAddress(url) {
  return sizeOf(url) >= 10 && sizeOf(url) <= CLAIM.CODE && /^https:\/\/[!-~]*$/.test(url) && !/[#"<>\\^`{|}]/.test(url.slice(8));
}

function readConditions(bytes) {
  if (!bytes.length) return [];
  const r = new CborReader(bytes),
    count = r.count(CBOR.LIST, CLAIM.CONDITIONS),
    list = [];
  for (let i = 0; i < count && !r.wrong; i++) {
    r.wrong = r.count(CBOR.LIST, 2) !== 2 || r.wrong;
    const text = r.text(),
      until = r.text();
    r.wrong = r.wrong || (until !== '' && !isDay(until));
    list.push({ text, until });
  }
  return count && r.ended() ? list : null;
}

function loweredRight(c) {
  if (!c.computed && !c['computed-title'] && !c['lowered-by'] && !c['lowered-why'] && !c['lowered-at']) return true;
  const lines = ['computed-title', 'lowered-by', 'lowered-why'];
  return isId(c.computed) && c.computed !== c.grade && lines.every(name => isLine(c[name])) && !!c['lowered-at'];
}

function numbersRight(c) {
  if (c.year < 2000 || c.year > 2999 || c.nn < 1 || c.nn > CLAIM.NN || Math.abs(c.offset) > 840) return false;
  return c.issued >= '2000' && c.issued < '3000' && (!c.until || c.until >= c.issued) && c.to >= c.from;
}

function conditionsRight(conditions) {
  let room = CLAIM.BYTES / 2;
  return conditions.every(({ text }) => {
    room -= sizeOf(text);
    return isLine(text) && room >= 0;
  });
}

/* The payload read back; null: it is none, or not in its one form. */
function readClaim(payload) {
  const c = payload.length <= CLAIM.BYTES ? readRecord(CLAIM_FIELDS, payload) : null,
    conditions = c && readConditions(c.conditions);
  if (!conditions) return null;
  Object.assign(c, { id: c[1], organisation: c[2], conditions });
  const lines = ['name', 'issuer', 'zone', 'grade-title', 'framework-title', 'framework-version'];
  const second = day => moment(day) / 1000 - c.offset * 60;
  const right =
    [c.id, c.organisation, c.framework, c.grade].every(isId) &&
    lines.every(name => isLine(c[name])) &&
    isDigest(c.result) &&
    isDigest(c['framework-digest']) &&
    isAddress(c.url) &&
    /^[^\u0000- /\u007f]+$/.test(c.abbreviation) &&
    sizeOf(c.abbreviation) <= 32 &&
    ['vi', 'en'].includes(c.language) &&
    conditionsRight(conditions) &&
    numbersRight(c) &&
    loweredRight(c) &&
    c[5] === second(c.issued) &&
    c[4] === (c.until ? second(dayAfter(c.until)) : 0);
  return right ? c : null;
}

/* ---- in a file ---- */

const FILE_HEAD = utf8('khung-certificate 1\nclaim '),
  FILE_HOLE = utf8('\nhole '),
  FILE_SEAL = utf8('\nseal '),
  MOST_LINE = 2 * CLAIM.BYTES,
  HOLE = 32768,
  MOST_NAME = 255;

const isPdf = bytes => bytes.length > 5 && find(bytes, utf8('%PDF-'), 0, 1024) >= 0;

/* Where the line ends that begins there; -1: it does not. */
const lineEnd = (bytes, at) => find(bytes, utf8('\n'), at, at + MOST_LINE);

const beginsAt = (bytes, what, at) => bytes.length > at + what.length && find(bytes, what, at, at + what.length) === at;

/* "0000012345 Name" behind the claim's line: where PDF's own signature says to lie, and whom it names; null: no such line, or one of another form. */
function holeLine(bytes, at) {
  const from = at + FILE_HOLE.length,
    over = beginsAt(bytes, FILE_HOLE, at) ? lineEnd(bytes, from) : -1;
  if (over < 0) return null;
  const parts = /^(\d{10}) ([^\u0000-\u001f]+)$/.exec(plainText(bytes.subarray(from, over)));
  return parts && over - from - 11 <= MOST_NAME ? { from: Number(parts[1]), name: bytes.subarray(from + 11, over), over } : null;
}

/* All places where a signed claim begins; of the last one the claim, the hole and the seal. */
function lookFor(bytes) {
  const found = { count: 0, claim: null, hole: null, seal: null };
  for (let at = find(bytes, FILE_HEAD, 0); at >= 0; at = find(bytes, FILE_HEAD, at)) {
    at += FILE_HEAD.length;
    const end = lineEnd(bytes, at),
      hole = end < 0 ? null : holeLine(bytes, end),
      next = hole ? hole.over : end,
      from = next + FILE_SEAL.length;
    Object.assign(found, { count: found.count + 1, claim: end < 0 ? null : [at, end], hole, seal: null });
    if (end < 0 || !beginsAt(bytes, FILE_SEAL, next)) continue;
    const over = lineEnd(bytes, from);
    if (over >= 0) found.seal = [from, over];
  }
  return found;
}

const decodeAt = (bytes, place) => (place && place[1] > place[0] ? base64Read(plainText(bytes.subarray(place[0], place[1]))) : null);

/* Whether the bytes where the hole says to be are one, by the rules of seal.h. */
function holeRight(bytes, from, sealEnd) {
  if (from <= sealEnd + 1 || from + HOLE >= bytes.length || bytes[from - 1] !== 0x3c || bytes[from + HOLE] !== 0x3e) return false;
  return /^[0-9a-fA-F]*$/.test(plainText(bytes.subarray(from, from + HOLE)));
}

/* The digest of all bytes without those of the seal; those of the hole count as zeros. */
function digestFile(engine, bytes, { hole, seal }) {
  const before = bytes.subarray(0, seal[0]);
  if (!hole || !holeRight(bytes, hole.from, seal[1])) return engine.sha256(before, bytes.subarray(seal[1]));
  return engine.sha256(before, bytes.subarray(seal[1], hole.from), new Uint8Array(HOLE).fill(0x30), bytes.subarray(hole.from + HOLE));
}

/* What the file carries: 'none', 'many', 'damaged', 'open' (without a seal) or 'closed'. */
async function findSeal(engine, bytes) {
  const found = lookFor(bytes);
  if (found.count !== 1) return { state: found.count ? 'many' : 'none' };
  const claim = decodeAt(bytes, found.claim);
  if (!claim || !claim.length) return { state: 'damaged' };
  if (!found.seal) return { state: 'open', claim };
  const seal = readMessage(decodeAt(bytes, found.seal) || NONE, 'khung-seal-1'),
    digests =
      seal &&
      readRecord(
        [
          ['file', 'bytes', true],
          ['claim', 'bytes', true],
        ],
        seal.payload,
      );
  if (!digests || digests.file.length !== 32 || digests.claim.length !== 32) return { state: 'damaged' };
  const file = await digestFile(engine, bytes, found),
    { hole } = found,
    empty = !!hole && bytes.subarray(hole.from, hole.from + HOLE).every(digit => digit === 0x30);
  const signer = hole ? new TextDecoder().decode(hole.name) : '';
  return { state: 'closed', claim, seal, ofClaim: digests.claim, ofFile: digests.file, file, signer, empty };
}

/* ---- the short code: ADDRESS#ISSUER.YEAR.NN.PROOF ---- */

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz',
  PROOF = 16,
  CHECK = 2;

/* Five bits a letter. */
function lettersOf(bytes, count) {
  let out = '';
  for (let i = 0; i < count; i++) {
    const at = (i * 5) >> 3,
      pair = (bytes[at] << 8) | (bytes[at + 1] || 0);
    out += LETTERS[(pair >> (11 - ((i * 5) & 7))) & 31];
  }
  return out;
}

const small = text => text.replace(/[A-Z]/g, c => c.toLowerCase());

async function checkLetters(engine, fragment) {
  return lettersOf(await engine.sha256(utf8('khung-check-1\u0000'), utf8(fragment)), CHECK);
}

async function readFragment(engine, fragment, url) {
  const parts = small(fragment).split('.');
  if (parts.length > 4 || !isId(parts[0]) || parts.length === 1) return { fault: 'none' };
  if (parts.length < 4) return { fault: 'short' };
  const proof = parts[3].replace(/o/g, '0').replace(/[il]/g, '1'),
    whole = (text, most) => /^(0|[1-9]\d*)$/.test(text) && text.length <= most;
  if (!whole(parts[1], 4) || !whole(parts[2], 6) || Array.from(proof).some(c => !LETTERS.includes(c)) || proof.length > PROOF + CHECK)
    return { fault: 'slip' };
  if (proof.length < PROOF + CHECK) return { fault: 'short' };
  const code = { url, issuer: parts[0], year: Number(parts[1]), nn: Number(parts[2]), proof: proof.slice(0, PROOF) },
    again = [code.issuer, code.year, code.nn, code.proof].join('.');
  if (again.length + CHECK > CLAIM.CODE || (await checkLetters(engine, again)) !== proof.slice(PROOF)) return { fault: 'slip' };
  return { code };
}

/* What a scanner or a person gives: {code}, or a fault: 'none' it is no code, 'short' it is cut off, 'slip' a letter is another one. */
async function readCode(engine, bytes) {
  const kept = bytes.length > CLAIM.TYPED ? NONE : bytes.filter(b => ![0, 9, 10, 13, 32].includes(b));
  if (!kept.length || kept.length > CLAIM.CODE) return { fault: 'none' };
  const text = new TextDecoder().decode(kept),
    hash = text.indexOf('#');
  if (hash < 0) return /^http/i.test(text) ? { fault: 'short' } : readFragment(engine, text, '');
  const path = text.indexOf('/', 8),
    host = path >= 0 && path < hash ? path : hash;
  return readFragment(engine, text.slice(hash + 1), small(text.slice(0, host)) + text.slice(host, hash));
}

/* Whether the code's proof is that of the digest with this address. */
async function codeRight(engine, code, digest, url) {
  const is = lettersOf(await engine.sha256(utf8('khung-code-1\u0000'), digest, utf8(url)), PROOF);
  return sameBytes(utf8(is), utf8(code.proof));
}
