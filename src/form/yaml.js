/* Files of answers: the part of YAML that the engine takes, read and written. Every scalar is a string: what it means is decided by whoever
 * asks for it, never by its look. Reading fails with a YamlError, which knows the line. */

class YamlError extends Error {
  constructor(line, what) {
    super(what);
    this.line = line;
  }
}

const YAML_DEEPEST = 64;

/* ---- reading ---- */

class YamlReader {
  constructor(text) {
    this.s = text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
    this.i = 0;
    this.depth = 0;
  }

  fail(what) {
    throw new YamlError(this.s.slice(0, this.i).split('\n').length, what);
  }

  get ch() {
    return this.s[this.i];
  }

  column() {
    return this.i - (this.s.lastIndexOf('\n', this.i - 1) + 1);
  }

  isBlank(at) {
    const c = this.s[at];
    return c === undefined || c === ' ' || c === '\t' || c === '\n';
  }

  /* To the next token, over blanks, comments and empty lines; false at the end. */
  skip() {
    for (;;) {
      while (this.ch === ' ' || this.ch === '\t' || this.ch === '\n') this.i += 1;
      if (this.ch !== '#' || (this.i > 0 && !this.isBlank(this.i - 1))) break;
      while (this.ch !== undefined && this.ch !== '\n') this.i += 1;
    }
    return this.ch !== undefined && !/^(---|\.\.\.)(\s|$)/.test(this.column() === 0 ? this.s.slice(this.i, this.i + 4) : '');
  }

  /* Within the line: true when something stands there still. */
  skipInLine() {
    while (this.ch === ' ' || this.ch === '\t') this.i += 1;
    if (this.ch === '#' && this.isBlank(this.i - 1)) while (this.ch !== undefined && this.ch !== '\n') this.i += 1;
    return this.ch !== undefined && this.ch !== '\n';
  }

  document() {
    this.skip();
    if (this.s.startsWith('---', this.i)) this.i += 3;
    const value = this.skip() ? this.node(0, -1) : '';
    if (this.skip() || (this.s.startsWith('---', this.i) && this.ch !== undefined)) this.fail('outside');
    return value;
  }

  /* A value that begins here, at `least` or to the right of it; `parent`: the column of what holds it. */
  node(least, parent) {
    const column = this.column();
    if (column < least) return '';
    if (++this.depth > YAML_DEEPEST) this.fail('deep');
    if (/[&*!%@`]/.test(this.ch)) this.fail('sign');
    let value;
    if (this.ch === '-' && this.isBlank(this.i + 1)) value = this.sequence(column);
    else if (this.startsMapping()) value = this.mapping(column);
    else value = this.scalarOrFlow(parent);
    this.depth -= 1;
    return value;
  }

  scalarOrFlow(parent) {
    if (/[&*!%@`]/.test(this.ch)) this.fail('sign');
    if (this.ch === '{' || this.ch === '[') return this.flow();
    if (this.ch === '|' || this.ch === '>') return this.block(parent);
    if (this.ch === '"' || this.ch === "'") return this.quoted();
    return this.plain(parent, false);
  }

  /* Whether a key stands here: a plain or quoted word and a colon behind it on this line. */
  startsMapping() {
    const from = this.i;
    if (this.ch === '"' || this.ch === "'") this.quoted();
    else while (this.ch !== undefined && this.ch !== '\n' && !this.atColon() && !(this.ch === '#' && this.isBlank(this.i - 1))) this.i += 1;
    if (from !== this.i) while (this.ch === ' ') this.i += 1;
    const found = this.atColon() && !/[{[|>]/.test(this.s[from]);
    this.i = from;
    return found;
  }

  atColon() {
    return this.ch === ':' && this.isBlank(this.i + 1);
  }

  key() {
    if (this.ch === '"' || this.ch === "'") {
      const text = this.quoted();
      this.skipInLine();
      return text;
    }
    const from = this.i;
    while (this.ch !== undefined && this.ch !== '\n' && !this.atColon()) this.i += 1;
    return this.s.slice(from, this.i).trim();
  }

  put(map, key, value) {
    if (own(map, key) !== undefined) this.fail('twice');
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  }

  mapping(column) {
    const map = {};
    while (this.skip() && this.column() === column) {
      if (!this.startsMapping()) this.fail('key');
      const key = this.key();
      this.i += 1;
      this.put(map, key, this.value(column));
    }
    if (this.skip() && this.column() > column) this.fail('indent');
    return map;
  }

  /* What stands behind `key:`. */
  value(column) {
    if (this.skipInLine()) return this.scalarOrFlow(column);
    if (!this.skip()) return '';
    if (this.column() === column && this.ch === '-' && this.isBlank(this.i + 1)) return this.sequence(column);
    return this.column() > column ? this.node(column + 1, column) : '';
  }

  sequence(column) {
    const list = [];
    while (this.skip() && this.column() === column && this.ch === '-' && this.isBlank(this.i + 1)) {
      this.i += 1;
      if (this.skipInLine()) list.push(this.node(column + 1, column));
      else list.push(this.skip() && this.column() > column ? this.node(column + 1, column) : '');
    }
    return list;
  }

  flow() {
    if (++this.depth > YAML_DEEPEST) this.fail('deep');
    const map = this.ch === '{',
      close = map ? '}' : ']',
      value = map ? {} : [];
    this.i += 1;
    for (;;) {
      if (!this.skip()) this.fail('open');
      if (this.ch === close) break;
      const item = this.flowItem();
      if (map) {
        let inside = '';
        this.skip();
        if (this.ch === ':') {
          this.i += 1;
          this.skip();
          inside = this.ch === ',' || this.ch === '}' ? '' : this.flowItem();
        }
        this.put(value, item, inside);
      } else {
        value.push(item);
      }
      this.skip();
      if (this.ch === ',') this.i += 1;
      else if (this.ch !== close) this.fail('comma');
    }
    this.i += 1;
    this.depth -= 1;
    return value;
  }

  flowItem() {
    if (/[&*!%@`]/.test(this.ch)) this.fail('sign');
    if (this.ch === '{' || this.ch === '[') return this.flow();
    return this.ch === '"' || this.ch === "'" ? this.quoted() : this.plain(-1, true);
  }

  /* Unquoted text; further lines, to the right of `parent`, go on with a blank, empty lines between are line feeds. */
  plain(parent, inFlow) {
    if (/[-?]/.test(this.ch) && this.isBlank(this.i + 1)) this.fail('sign');
    let text = '';
    for (;;) {
      const from = this.i;
      while (this.ch !== undefined && this.ch !== '\n' && !(this.ch === '#' && this.isBlank(this.i - 1)) && !this.endsPlain(inFlow)) this.i += 1;
      text += this.s.slice(from, this.i).trim();
      if (this.atColon() && !inFlow) this.fail('colon');
      if (this.ch !== '\n') return text;
      const stop = this.i,
        feeds = this.feeds();
      const goesOn =
        this.ch !== undefined &&
        this.ch !== '#' &&
        !this.endsPlain(inFlow) &&
        (inFlow || this.column() > parent) &&
        !(this.column() === 0 && /^(---|\.\.\.)(\s|$)/.test(this.s.slice(this.i, this.i + 4)));
      if (!goesOn) {
        this.i = stop;
        return text;
      }
      text += feeds > 1 ? '\n'.repeat(feeds - 1) : ' ';
    }
  }

  /* Over blanks and line feeds; how many line feeds. */
  feeds() {
    let count = 0;
    for (; this.ch === ' ' || this.ch === '\t' || this.ch === '\n'; this.i += 1) count += this.ch === '\n';
    return count;
  }

  endsPlain(inFlow) {
    if (inFlow && /[,[\]{}]/.test(this.ch)) return true;
    return this.ch === ':' && (this.isBlank(this.i + 1) || (inFlow && /[,[\]{}]/.test(this.s[this.i + 1])));
  }

  quoted() {
    const quote = this.ch;
    let text = '';
    this.i += 1;
    for (;;) {
      const c = this.ch;
      if (c === undefined) this.fail('quote');
      if (c === quote && !(quote === "'" && this.s[this.i + 1] === "'")) break;
      if (c === '\n') {
        const feeds = this.feeds();
        text = text.replace(/[ \t]+$/, '') + (feeds > 1 ? '\n'.repeat(feeds - 1) : ' ');
      } else if (c === '\\' && quote === '"') {
        text += this.escape();
      } else {
        text += c;
        this.i += c === "'" && quote === "'" ? 2 : 1;
      }
    }
    this.i += 1;
    return text;
  }

  escape() {
    const simple = {
      0: '\0',
      a: '\x07',
      b: '\b',
      t: '\t',
      n: '\n',
      v: '\v',
      f: '\f',
      r: '\r',
      e: '\x1b',
      ' ': ' ',
      '"': '"',
      '/': '/',
      '\\': '\\',
      N: '\x85',
      _: '\xa0',
      L: '\u2028',
      P: '\u2029',
    };
    const c = this.s[this.i + 1],
      length = { x: 2, u: 4, U: 8 }[c];
    this.i += 2;
    if (length) {
      const hex = this.s.slice(this.i, this.i + length);
      if (!/^[0-9A-Fa-f]+$/.test(hex) || hex.length < length || parseInt(hex, 16) > 0x10ffff) this.fail('escape');
      this.i += length;
      return String.fromCodePoint(parseInt(hex, 16));
    }
    if (c === '\n') {
      this.feeds();
      return '';
    }
    if (own(simple, c) === undefined) this.fail('escape');
    return simple[c];
  }

  /* Literal (|) and folded (>) text. */
  block(parent) {
    const head = /^([|>])([+-]?)([1-9]?)([+-]?)[ \t]*(#[^\n]*)?(\n|$)/.exec(this.s.slice(this.i, this.s.indexOf('\n', this.i) + 1 || undefined));
    if (!head) this.fail('block');
    this.i += head[0].length;
    const lines = [];
    let indent = head[3] ? Math.max(parent, 0) + Number(head[3]) : 0;
    while (this.ch !== undefined) {
      let end = this.s.indexOf('\n', this.i);
      if (end < 0) end = this.s.length;
      const line = this.s.slice(this.i, end),
        blank = /^ */.exec(line)[0].length;
      if (!indent && blank < line.length) indent = Math.max(blank, parent + 1, 1);
      if (blank < line.length && blank < (indent || 1)) break;
      lines.push(line.slice(indent || blank));
      this.i = Math.min(end + 1, this.s.length);
    }
    return chomp(head[1] === '|' ? lines.join('\n') + '\n' : fold(lines), head[2] || head[4]);
  }
}

function chomp(text, sign) {
  if (sign === '+') return text;
  const bare = text.replace(/\n+$/, '');
  return sign === '-' || bare === '' ? bare : bare + '\n';
}

/* Lines of one paragraph are joined by a blank; lines that begin with one stay as they are. */
function fold(lines) {
  let text = '';
  for (let i = 0; i < lines.length; i++) {
    const next = lines[i + 1],
      loose = /^[ \t]/;
    if (lines[i] === '') text += '\n';
    else if (next === undefined || loose.test(lines[i]) || loose.test(next)) text += lines[i] + '\n';
    else if (next !== '') text += lines[i] + ' ';
    else {
      /* the line feed of the last line before empty ones is one of theirs, but before a line that begins with a blank */
      let after = i + 1;
      while (lines[after] === '') after += 1;
      text += lines[i] + (after < lines.length && loose.test(lines[after]) ? '\n' : after === lines.length ? '\n' : '');
    }
  }
  return text;
}

/* As the engine keeps texts: white space at the ends is none, letters and their marks are one. */
const yamlText = text => text.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, '').normalize('NFC');

function yamlClean(value) {
  if (typeof value === 'string') return yamlText(value);
  if (Array.isArray(value)) return value.map(yamlClean);
  for (const key of Object.keys(value)) value[key] = yamlClean(value[key]);
  return value;
}

const yamlRead = text => yamlClean(new YamlReader(text).document());

/* ---- writing ---- */

/* Ids, dates, numbers, true and false stand as they are; all other text is quoted, so that no sign or word in it means anything to any reader. */
const YAML_PLAIN = /^(?!(?:y|n|yes|no|on|off|null)$)(?:[a-z0-9][a-z0-9.-]*|-[0-9.]+)$/;

function yamlScalar(text) {
  if (YAML_PLAIN.test(text)) return text;
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/[\xa0\ufeff\u202a-\u202e\ufffe\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase());
  return '"' + escaped + '"';
}

function yamlLines(value, indent) {
  return Object.keys(value)
    .map(key => {
      const inner = value[key],
        start = indent + key + ':';
      if (typeof inner === 'string') return start + ' ' + yamlScalar(inner) + '\n';
      if (!Object.keys(inner).length) return start + (Array.isArray(inner) ? ' []\n' : ' {}\n');
      if (!Array.isArray(inner)) return start + '\n' + yamlLines(inner, indent + '  ');
      return start + '\n' + inner.map(item => indent + '  - ' + yamlLines(item, indent + '    ').slice(indent.length + 4)).join('');
    })
    .join('');
}

const yamlWrite = value => yamlLines(value, '');
