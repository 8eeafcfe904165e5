/* Words, numbers and small drawings. */

const data = JSON.parse(document.getElementById('data').textContent);
const fw = modelOf(data.framework);
const languages = [data.language].concat(Object.keys(data.texts).filter(tag => tag !== data.language));
/* What the whole form shares; `refresh`: what the page on show does when an answer changed. */
const app = { language: data.language, state: newState(), run: null, page: 'profile', refresh: [] };

/* The form itself speaks Vietnamese and English; with frameworks in other languages it speaks English. */
const speaks = () => (app.language.startsWith('vi') ? 'vi' : 'en');

function say(key, ...args) {
  return args.reduce((text, arg, i) => text.split('{' + i + '}').join(arg), data.words[speaks()][key]);
}

/* ---- the framework's texts ---- */

const translated = address => own(own(data.texts, app.language), address);
const textAt = (address, source) => or(translated(address), or(source, ''));

/* The same as a node; marked where it is not in the language of what stands around it. */
function nodeAt(address, source) {
  const language = translated(address) === undefined ? data.language : app.language,
    text = textAt(address, source);
  return language.startsWith(speaks()) ? document.createTextNode(text) : h('span', { lang: language }, text);
}

const titleOf = part => textAt(part.id + '.title', part.raw.title);
const nameOf = part => (part.raw.code ? part.raw.code + '. ' : '') + titleOf(part);
const labelOf = part => part.raw.code || titleOf(part);
const levelAddress = (scale, level) => 'scales.' + scale.id + '.levels.' + level.id + '.title';
const levelName = (c, id) => {
  const level = c.scale && c.scale.levels.find(l => l.id === id);
  return level ? textAt(levelAddress(c.scale, level), level.title) : '';
};

/* ---- numbers, dates ---- */

function local(number) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(number);
  if (!parts) return number;
  const [point, group] = speaks() === 'vi' ? [',', '.'] : ['.', ','];
  return (parts[1] ? '\u2212' : '') + parts[2].replace(/\B(?=(\d{3})+$)/g, group) + (parts[3] ? point + parts[3] : '');
}

const shown = x => (x ? local(ratShown(x, fw.digits)) : '–');
const percentShown = x => (x ? shown(x) + '%' : '–');

function dateShown(date) {
  if (!isDate(date || '')) return date || '';
  const [year, month, day] = date.split('-');
  if (speaks() === 'vi') return day + '/' + (Number(month) < 3 ? month : Number(month)) + '/' + year;
  return Number(day) + ' ' + data.words.en.MONTHS.split(' ')[Number(month) - 1] + ' ' + year;
}

const timeShown = time => String(time.getHours()).padStart(2, '0') + ':' + String(time.getMinutes()).padStart(2, '0');

/* ---- drawings ---- */

/* A bar filled to a percent, for the eye alone: the number stands beside it. */
function bar(percent, name) {
  const inner = h('span', {});
  inner.style.width = (percent ? Math.max(0, Math.min(100, Number(ratShown(percent, 2)))) : 0) + '%';
  return h('span', { class: 'track ' + (name || ''), 'aria-hidden': 'true' }, inner);
}

/* A filled square for each level reached. */
function steps(c, r) {
  const at = c.choosable.findIndex(l => l.id === r.level);
  return c.choosable.length > 8 || at < 0
    ? null
    : h(
        'span',
        { class: 'steps', 'aria-hidden': 'true' },
        c.choosable.map((l, i) => h('i', { class: i <= at ? 'on' : null })),
      );
}
