/* An issuer's list of keys, by the rules of src/keys: statements that follow from one another, each signed by a key that those before made good. */

const KEY_FIELDS = [
  ['act', 'int', true],
  ['day', 'date', true],
  ['key', 'bytes', false],
  ['seq', 'int', true],
  ['url', 'text', false],
  ['name', 'text', false],
  ['prev', 'bytes', false],
  ['zone', 'text', false],
  ['proof', 'bytes', false],
  ['until', 'date', false],
  ['issuer', 'text', false],
  ['offset', 'int', false],
  ['reason', 'text', false],
  ['recovery', 'int', false],
  ['abbreviation', 'text', false],
];
const ACT = { ROOT: 1, ADD: 2, RETIRE: 3, REVOKE: 4, EDIT: 5 };
const MOST = { KEYS: 64, STATEMENTS: 256, URLS: 16, LIST: 256 * 1024 };

const isId = text => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);
const sizeOf = text => utf8(text).length;

/* What a signature of that day by the key is worth. */
function worthOf(key, day) {
  if (key.revoked) return 'revoked';
  if (day < key.from) return 'early';
  return key.until && day > key.until ? 'retired' : 'good';
}

const keyNamed = (list, id) => list.keys.find(key => key.id === id);
const keyId = async (engine, open) => hexOf((await engine.sha256(open)).subarray(0, 8));

/* The first key's fingerprint, to compare by eye or telephone. */
const fingerprintOf = async (engine, list) => hexOf((await engine.sha256(list.keys[0].open)).subarray(0, 16)).replace(/(.{4})(?=.)/g, '$1 ');

function fault(name, list) {
  throw new Refusal(name, list.statements.length + 1);
}

async function addKey(engine, list, said) {
  const id = await keyId(engine, said.key);
  if (list.keys.length === MOST.KEYS || keyNamed(list, id)) fault('KEYS_CHAIN', list);
  list.keys.push({ id, open: said.key, recovery: said.recovery === 1, from: said.day, until: '', revoked: '', reason: '' });
}

function editList(list, said) {
  if (said.name) list.name = said.name;
  if (said.abbreviation) list.abbreviation = said.abbreviation;
  if (said.zone) Object.assign(list, { zone: said.zone, offset: said.offset });
  if (said.url) list.urls.push(said.url);
}

function editFits(list, said) {
  if (said.act === ACT.ROOT && (!isId(said.issuer) || !said.name || !said.abbreviation || !said.zone || !said.url)) return false;
  if (sizeOf(said.url) > 62 || sizeOf(said.name) > 512 || sizeOf(said.abbreviation) > 32 || sizeOf(said.zone) > 64) return false;
  if (said.offset < -840 || said.offset > 840) return false;
  return !said.url || (list.urls.length < MOST.URLS && sizeOf(said.url) > 8 && /^https:\/\//.test(said.url));
}

/* That who listed the key held it. */
async function proofRight(engine, list, said) {
  const text = joined(
    headBytes(CBOR.LIST, 4),
    writtenText('khung-key-proof-1'),
    writtenText(list.issuer),
    writtenBytes(list.last),
    writtenBytes(said.key),
  );
  return said.proof.length === 64 && engine.right(said.proof, text, said.key);
}

/* What the statement does, once signer and place are right. */
async function takeStatement(engine, list, said) {
  const at = said.key.length === 32 ? keyNamed(list, await keyId(engine, said.key)) : undefined,
    key = at && sameBytes(at.open, said.key) ? at : undefined;
  if (said.act === ACT.ROOT) {
    list.issuer = said.issuer;
    editList(list, said);
    await addKey(engine, list, said);
  } else if (said.act === ACT.ADD) {
    if (said.key.length !== 32 || !(await proofRight(engine, list, said))) fault('KEYS_SIGNATURE', list);
    await addKey(engine, list, said);
  } else if (said.act === ACT.RETIRE) {
    if (!key || !said.until || said.until < key.from) fault('KEYS_CHAIN', list);
    key.until = said.until;
  } else if (said.act === ACT.REVOKE) {
    if (!key || key.revoked || !said.reason || sizeOf(said.reason) > 512) fault('KEYS_CHAIN', list);
    Object.assign(key, { revoked: said.day, reason: said.reason });
  } else if (said.act === ACT.EDIT) editList(list, said);
  else fault('KEYS_NEWER', list);
}

/* A key that signs may say all; one for recovery may add, retire and revoke; a revoked or retired one nothing. */
function maySay(signer, said) {
  if (worthOf(signer, said.day) !== 'good') return false;
  return !signer.recovery || [ACT.ADD, ACT.REVOKE, ACT.RETIRE].includes(said.act);
}

function inPlace(list, said) {
  const first = list.statements.length === 0;
  if (said.seq !== list.statements.length || first !== (said.act === ACT.ROOT) || said.prev.length !== (first ? 0 : 32)) return false;
  if (!first && (!sameBytes(said.prev, list.last) || said.day < list.day)) return false;
  return editFits(list, said) && said.recovery >= 0 && said.recovery <= 1 && !(first && said.recovery);
}

async function addStatement(engine, list, bytes) {
  if (list.statements.length === MOST.STATEMENTS) fault('KEYS_TOO_MANY', list);
  const message = readMessage(bytes, 'khung-key-1'),
    said = message && readRecord(KEY_FIELDS, message.payload);
  if (!said || !inPlace(list, said)) fault('KEYS_CHAIN', list);
  const root = said.act === ACT.ROOT,
    signer = root ? null : keyNamed(list, message.key);
  if (root ? said.key.length !== 32 : !signer || !maySay(signer, said)) fault('KEYS_SIGNER', list);
  if (!(await messageRight(engine, message, root ? said.key : signer.open))) fault('KEYS_SIGNATURE', list);
  await takeStatement(engine, list, said);
  list.statements.push(bytes);
  list.day = said.day;
  list.last = await engine.sha256(bytes);
}

/* Reads a list, or the list of a key file, and checks every signature of it. */
async function readKeys(engine, bytes) {
  const list = { issuer: '', name: '', abbreviation: '', zone: '', offset: 0, urls: [], keys: [], statements: [], day: '', last: NONE };
  if (bytes.length > MOST.LIST) throw new Refusal('KEYS_TOO_LARGE');
  const lines = plainText(bytes)
    .split('\n')
    .map(line => line.replace(/^[ \t-\r]+|[ \t-\r]+$/g, ''));
  if (lines[0] !== 'khung-keys 1' && lines[0] !== 'khung-key-list 1')
    throw new Refusal(/^khung-key(s|-list) ./.test(lines[0]) ? 'KEYS_FILE_NEWER' : 'KEYS_NONE');
  for (let i = 1; i < lines.length; i++) {
    const words = lines[i].split(' ');
    if (lines[i] === '' || lines[i][0] === '#' || (words[0] === 'secret' && words.length === 8)) continue;
    const statement = words[0] === 'statement' && words.length === 2 ? base64Read(words[1]) : null;
    if (!statement || !statement.length) throw new Refusal('KEYS_LINE', i + 1);
    await addStatement(engine, list, statement);
  }
  if (!list.statements.length) throw new Refusal('KEYS_NONE');
  return list;
}

const follows = (list, older) =>
  older.statements.every((statement, i) => i < list.statements.length && sameBytes(statement, list.statements[i]));

/* The newer of a list that was given and one that is known of the same issuer; what contradicts it is refused. */
function newerOf(given, known) {
  if (!given || !known || given.issuer !== known.issuer) return given || known;
  if (follows(given, known)) return given;
  if (!follows(known, given)) throw new Refusal('KEYS_CONTRADICT', given.issuer);
  return known;
}
