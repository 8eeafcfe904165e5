/* The register, by the rules of src/roll: register.csv with register.sig, whose signed head proves a node, the node a chunk, the chunk a row. */

const HEAD_FIELDS = [
  ['csv', 'bytes', true],
  ['day', 'date', true],
  ['json', 'bytes', true],
  ['name', 'text', true],
  ['next', 'date', true],
  ['size', 'int', true],
  ['zone', 'text', true],
  ['count', 'int', true],
  ['nodes', 'bytes', false],
  ['issuer', 'text', true],
  ['number', 'int', true],
  ['offset', 'int', false],
  ['abbreviation', 'text', true],
];
const ROLL = { ENTRY: 46, KEY: 6, CHUNK: 64, NODE: 128, HEAD: 1 << 20, BYTES: 16384 * 64, TAIL: 12, STATES: 32, COLUMNS: 14 };
const MAGIC = utf8('KHUNGRG1');

/* Checks the head's signature against the list, and the size of register.csv. */
async function openRegister(engine, { csv, sig }, keys) {
  const no = (name, file) => {
    throw new Refusal(name, file || 'register.sig');
  };
  if (!sig || !csv) no('ROLL_NOT_FOUND', sig ? 'register.csv' : 'register.sig');
  const size = sig.length,
    length = size < ROLL.TAIL ? 0 : numberOf(sig.subarray(size - ROLL.TAIL, size - 8));
  if (size < ROLL.TAIL || !sameBytes(sig.subarray(size - 8), MAGIC) || length > ROLL.HEAD || length + ROLL.TAIL > size) no('ROLL_NONE');
  const message = readMessage(sig.subarray(size - ROLL.TAIL - length, size - ROLL.TAIL), 'khung-register-1'),
    head = message && readRecord(HEAD_FIELDS, message.payload);
  if (!head || head.nodes.length % ROLL.ENTRY || head.csv.length !== 32 || head.json.length !== 32) no('ROLL_NONE');
  const key = keyNamed(keys, message.key);
  if (!key || head.issuer !== keys.issuer) no('ROLL_OTHER_KEY');
  if (!(await messageRight(engine, message, key.open))) no('ROLL_FORGED');
  if (key.recovery || worthOf(key, head.day) !== 'good') no('ROLL_PAST_KEY');
  if (csv.length !== head.size) no('ROLL_CHANGED', 'register.csv');
  return { head, csv, sig };
}

/* ---- looking up ---- */

const entryAt = (entries, i) => entries.subarray(i * ROLL.ENTRY, (i + 1) * ROLL.ENTRY);
const firstRow = entry => numberOf(entry.subarray(0, ROLL.KEY));
const offsetOf = entry => numberOf(entry.subarray(ROLL.KEY, 14));

/* The last entry that begins at or before the key; -1: none does. */
function lastBefore(entries, key) {
  let low = 0,
    high = entries.length / ROLL.ENTRY;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firstRow(entryAt(entries, middle)) <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/* The bytes of the chunk in which the key would stand, proved; null: before the first one. */
async function chunkOf(engine, roll, key) {
  const changed = () => {
      throw new Refusal('ROLL_CHANGED', 'register.csv');
    },
    { nodes, count, size } = roll.head,
    which = lastBefore(nodes, key),
    before = which * ROLL.NODE,
    here = Math.min(Math.ceil(count / ROLL.CHUNK) - before, ROLL.NODE);
  if (which < 0) return null;
  if (here <= 0) changed();
  const node = roll.sig.subarray(before * ROLL.ENTRY, (before + here) * ROLL.ENTRY);
  if (node.length !== here * ROLL.ENTRY || !sameBytes(await engine.sha256(node), entryAt(nodes, which).subarray(14))) changed();
  const chunk = lastBefore(node, key);
  if (chunk < 0) changed();
  const from = offsetOf(entryAt(node, chunk)),
    last = (which + 1) * ROLL.ENTRY < nodes.length ? offsetOf(entryAt(nodes, which + 1)) : size,
    to = chunk + 1 < here ? offsetOf(entryAt(node, chunk + 1)) : last;
  if (to <= from || to - from > ROLL.BYTES || to > roll.csv.length) changed();
  const bytes = roll.csv.subarray(from, to);
  if (!sameBytes(await engine.sha256(bytes), entryAt(node, chunk).subarray(14))) changed();
  return bytes;
}

/* ---- rows ---- */

/* The cells of a line of our own CSV: in quotes, doubled within; an apostrophe before what a spreadsheet would take for a
 * formula. null: there are more. */
function cellsOf(line) {
  const cells = [];
  let at = 0;
  while (cells.length < ROLL.COLUMNS) {
    const quoted = /^"((?:[^"]|"")*)"?/.exec(line.slice(at));
    if (quoted) cells.push(quoted[1].replace(/""/g, '"').replace(/^'/, ''));
    else cells.push(/^[^,]*/.exec(line.slice(at))[0]);
    at += quoted ? quoted[0].length : cells[cells.length - 1].length;
    at = at < line.length && line[at] === ',' ? at + 1 : line.length;
  }
  return at === line.length ? cells : null;
}

const partsOf = text => (text ? text.split('; ') : []);
const isWhole = text => /^(0|[1-9]\d{0,11})$/.test(text);

/* null: this is no row. */
function rowOf(line) {
  const cells = cellsOf(line);
  if (!cells || !isWhole(cells[1]) || !isWhole(cells[2]) || !isDay(cells[9]) || (cells[10] && !isDay(cells[10]))) return null;
  const row = { year: Number(cells[1]), nn: Number(cells[2]), organisation: cells[5], framework: cells[6], version: cells[7], grade: cells[8] };
  Object.assign(row, { issued: cells[9], until: cells[10], entries: [], conditions: [], replaced: '', digest: bytesOfHex(cells[13]) });
  for (const part of partsOf(cells[11])) {
    const said = /^(\S+) (.{10})(?:.(.+))?$/.exec(part);
    if (!said || data.states[said[1]] === undefined || !isDay(said[2]) || row.entries.length === ROLL.STATES) return null;
    row.entries.push({ state: said[1], day: said[2] });
    if (said[3]) row.replaced = said[3];
  }
  for (const part of partsOf(cells[12])) {
    const said = /^(.{10})(?: met (.{10}))?$/.exec(part);
    if (!said || !isDay(said[1]) || (said[2] && !isDay(said[2])) || row.conditions.length === ROLL.STATES) return null;
    row.conditions.push({ due: said[1], met: said[2] || '' });
  }
  return /^[0-9a-f]{64}$/.test(cells[13]) ? row : null;
}

/* The row of that certificate; null: a register that is whole does not have it. */
async function findRow(engine, roll, year, nn) {
  const bytes = await chunkOf(engine, roll, year * 2 ** 32 + nn);
  if (!bytes) return null;
  for (const line of new TextDecoder().decode(bytes).split('\r\n').slice(0, -1)) {
    const row = rowOf(line);
    if (!row) throw new Refusal('ROLL_CHANGED', 'register.csv');
    if (row.year === year && row.nn === nn) return row;
  }
  return null;
}
