/* Days as YYYY-MM-DD, which sort as they follow one another, '' for none; and what a certificate is on one, by the rules of src/states. */

const DAY = 86400000,
  LAST_DAY = '9999-12-31';

const moment = day => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
const dayOf = time => (time > moment(LAST_DAY) ? LAST_DAY : new Date(time).toISOString().slice(0, 10));
const isDay = text => /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && dayOf(moment(text)) === text;
const dayAfter = day => dayOf(moment(day) + DAY);
/* The day that a moment falls on where clocks are so many minutes ahead. */
const civilDay = (time, minutes) => dayOf(Math.floor((time + minutes * 60000) / DAY) * DAY);

/* "+07:00", "Z" as minutes; null: it is no such text. */
function zoneOf(text) {
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(text);
  if (text === 'Z') return 0;
  if (!parts || Number(parts[3]) > 59 || Number(parts[2]) * 60 + Number(parts[3]) > 14 * 60) return null;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

/* "2027-07-04" as it is, "2027-07-04T23:59:59+07:00" as the day there is then where clocks are `minutes` ahead, '' as now; null: it is neither. */
function askedDay(at, now, minutes) {
  if (!at) return civilDay(now, minutes);
  if (at.length === 10) return isDay(at) ? at : null;
  const parts = /^(.{10})T(\d\d):(\d\d):(\d\d)(.+)$/.exec(at),
    zone = parts && zoneOf(parts[5]);
  if (!parts || !isDay(parts[1]) || zone === null || Number(parts[2]) > 23 || Number(parts[3]) > 59 || Number(parts[4]) > 59) return null;
  return civilDay(moment(parts[1]) + ((Number(parts[2]) * 60 + Number(parts[3]) - zone) * 60 + Number(parts[4])) * 1000, minutes);
}

/* ---- what a certificate is ---- */

const isOver = state => data.states[state];

/* The last entry that counts on that day. */
function enteredOn(life, day) {
  let last = { state: 'issued', day: life.issued };
  for (const entry of life.entries) if (entry.day <= day && !isOver(last.state)) last = entry;
  return last;
}

/* Since when a condition suspends (the earliest; '': none does), and until when one did. */
function lapsedOn(life, day) {
  let since = '',
    over = '';
  for (const { due, met } of life.conditions) {
    if (!due || day <= due) continue;
    const from = dayAfter(due),
      isMet = met && met <= day;
    if (!isMet && (!since || from < since)) since = from;
    if (isMet && met > from && met > over) over = met;
  }
  return { since, over };
}

/* Its state on that day, and the first day of that. */
function stateOn(life, day) {
  if (day < life.issued) return { state: 'not-yet', since: life.issued };
  const last = enteredOn(life, day);
  if (isOver(last.state)) return { state: last.state, since: last.day };
  if (life.until && day > life.until) return { state: 'expired', since: dayAfter(life.until) };
  const { since, over } = lapsedOn(life, day);
  if (since) {
    const both = last.state === 'suspended' && since >= last.day;
    return { state: 'suspended', since: both ? last.day : since > life.issued ? since : life.issued };
  }
  return last.state !== 'suspended' && over > last.day ? { state: 'reinstated', since: over } : { state: last.state, since: last.day };
}
