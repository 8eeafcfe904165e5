/* CBOR in its deterministic form (RFC 8949, section 4.2.1) and signed messages of one signer (COSE_Sign1, RFC 9052), read as src/cbor reads them:
 * whole numbers, bytes, text, lists and maps that were written in the one way there is. The first item that is wrong makes all further ones wrong. */

const CBOR = { UNSIGNED: 0, NEGATIVE: 1, BYTES: 2, TEXT: 3, LIST: 4, MAP: 5, TAG: 6 };

/* Control characters but line feeds, and those that turn the direction of writing, could make a page say what is not there. */
const isClean = text => !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text);

class CborReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.wrong = false;
  }

  kind() {
    return this.at < this.bytes.length ? this.bytes[this.at] >> 5 : -1;
  }

  /* The number of a head of that kind, refused where fewer bytes would have done; what a double cannot hold is refused, too. */
  head(kind) {
    const mark = this.bytes[this.at] & 31;
    if (this.wrong || this.kind() !== kind || mark > 27) return this.fail();
    this.at++;
    if (mark < 24) return mark;
    const size = 1 << (mark - 24),
      value = numberOf(this.bytes.subarray(this.at, this.at + size));
    const shortest = value >= [24, 0x100, 0x10000, 0x100000000][mark - 24];
    if (this.bytes.length - this.at < size || !shortest || !Number.isSafeInteger(value)) return this.fail();
    this.at += size;
    return value;
  }

  fail() {
    this.wrong = true;
    return 0;
  }

  int() {
    const negative = this.kind() === CBOR.NEGATIVE,
      value = this.head(negative ? CBOR.NEGATIVE : CBOR.UNSIGNED);
    return this.wrong ? 0 : negative ? -1 - value : value;
  }

  string(kind) {
    const n = this.head(kind);
    if (this.wrong || n > this.bytes.length - this.at) {
      this.wrong = true;
      return NONE;
    }
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }

  data() {
    return this.string(CBOR.BYTES);
  }

  text() {
    const text = textOf(this.string(CBOR.TEXT));
    this.wrong = this.wrong || text === null || !isClean(text);
    return this.wrong ? '' : text;
  }

  count(kind, most) {
    const n = this.head(kind);
    this.wrong = this.wrong || n > most;
    return this.wrong ? 0 : n;
  }

  /* Steps over one item of at most so many levels; what was stepped over. */
  skip(depth) {
    const from = this.at;
    this.step(depth);
    return this.wrong ? NONE : this.bytes.subarray(from, this.at);
  }

  step(depth) {
    const kind = this.kind();
    if (kind === CBOR.UNSIGNED || kind === CBOR.NEGATIVE) this.int();
    else if (kind === CBOR.BYTES || kind === CBOR.TEXT) this.string(kind);
    else if ((kind === CBOR.LIST || kind === CBOR.MAP) && depth > 0) {
      const n = this.count(kind, this.bytes.length - this.at);
      for (let i = kind === CBOR.MAP ? 2 * n : n; i > 0 && !this.wrong; i--) this.step(depth - 1);
    } else this.wrong = true;
  }

  ended() {
    return !this.wrong && this.at === this.bytes.length;
  }
}

/* ---- records: a map by a table of [key, kind, needed] in the order of deterministic CBOR ---- */

const READ = {
  text: r => r.text(),
  bytes: r => r.data(),
  int: r => r.int(),
  raw: r => r.skip(3),
  date: r => {
    const day = r.text();
    r.wrong = r.wrong || !isDay(day);
    return day;
  },
};
const EMPTY = { text: '', bytes: NONE, int: 0, raw: NONE, date: '' };
const isEmpty = (kind, value) => (kind === 'int' ? value === 0 : value.length === 0);

/* Reads exactly that map; null: it is another one, or not in its one form. */
function readRecord(fields, bytes) {
  const r = new CborReader(bytes),
    pairs = r.count(CBOR.MAP, fields.length),
    record = {};
  let found = 0;
  for (const [key, kind, needed] of fields) {
    const at = r.at;
    record[key] = EMPTY[kind];
    if (r.wrong) return null;
    if (found < pairs && (typeof key === 'number' ? r.int() : r.text()) === key && !r.wrong) {
      record[key] = READ[kind](r);
      r.wrong = r.wrong || (isEmpty(kind, record[key]) && !(kind === 'int' && needed));
      found++;
    } else {
      if (needed) return null;
      r.at = at;
      r.wrong = false;
    }
  }
  return found === pairs && r.ended() ? record : null;
}

/* ---- signed messages ---- */

const COSE_SIGN1 = 18,
  EDDSA = -8;

/* Takes a message of that kind apart; null: it is none, or not in the one form that signing gives. Nothing is proved yet. */
function readMessage(bytes, kind) {
  const r = new CborReader(bytes);
  if (r.head(CBOR.TAG) !== COSE_SIGN1 || r.count(CBOR.LIST, 4) !== 4) return null;
  const head = r.data(),
    open = r.count(CBOR.MAP, 0),
    payload = r.data(),
    signature = r.data();
  if (open !== 0 || !r.ended() || signature.length !== 64) return null;
  const h = new CborReader(head);
  if (h.count(CBOR.MAP, 3) !== 3 || h.int() !== 1 || h.int() !== EDDSA || h.int() !== 4) return null;
  const key = h.data();
  if (h.int() !== 16 || h.text() !== kind || !h.ended() || key.length !== 8) return null;
  return { head, payload, signature, key: hexOf(key) };
}

function headBytes(kind, value) {
  const size = value < 24 ? 0 : value <= 0xff ? 1 : value <= 0xffff ? 2 : 4,
    bytes = [(kind << 5) | (size ? [24, 25, 0, 26][size - 1] : value)];
  for (let i = size - 1; i >= 0; i--) bytes.push((value >>> (8 * i)) & 255);
  return Uint8Array.from(bytes);
}
const writtenBytes = bytes => joined(headBytes(CBOR.BYTES, bytes.length), bytes);
const writtenText = text => joined(headBytes(CBOR.TEXT, utf8(text).length), utf8(text));

/* Whether the signature is that key's. */
function messageRight(engine, message, key) {
  const text = joined(
    headBytes(CBOR.LIST, 4),
    writtenText('Signature1'),
    writtenBytes(message.head),
    writtenBytes(NONE),
    writtenBytes(message.payload),
  );
  return engine.right(message.signature, text, key);
}
