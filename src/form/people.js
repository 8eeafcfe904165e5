/* What several people said of each criterion, where the form is for settling on common answers: how many stand at each level, without who. */

const people = data.people || null;
const saidOf = c => (people ? own(people.items, c.id) : undefined);

/* A bar as long as their part, and how many they are. */
function marks(count) {
  if (!people) return null;
  const inner = h('span', {});
  inner.style.width = (100 * count) / people.count + '%';
  return h(
    'span',
    { class: 'marks' + (count ? '' : ' none') },
    h('span', { class: 'track', 'aria-hidden': 'true' }, inner),
    say('PEOPLE', local(String(count))),
  );
}

const marksAt = (c, level) => saidOf(c) && marks(saidOf(c).levels[c.scale.levels.indexOf(level)]);
const marksNa = c => saidOf(c) && marks(saidOf(c).na);

function marksCheck(c, check) {
  const said = saidOf(c),
    i = c.checks.indexOf(check);
  return said && h('span', { class: 'quiet' }, ' ' + say('CHECK_SAID', local(String(said.yes[i])), local(String(said.no[i]))));
}

/* "7 (3 people); 9" */
function numbersSaid(said) {
  const each = new Map();
  for (const number of said.quantities) each.set(number, (each.get(number) || 0) + 1);
  return Array.from(each, ([number, count]) => local(number) + (count > 1 ? ' (' + say('PEOPLE', local(String(count))) + ')' : '')).join('; ');
}

/* Between which levels people stand, and how many said nothing. */
function spreadText(c) {
  const said = saidOf(c),
    taken = said.levels ? c.scale.levels.filter((l, i) => said.levels[i] > 0) : [];
  return [
    said.same ? say('ALL_SAME') : taken.length > 1 && say('LEVELS_FROM', levelName(c, taken[0].id), levelName(c, taken[taken.length - 1].id)),
    said.na > 0 && !said.same && say('SAID_NA', local(String(said.na))),
    said.open > 0 && say('SAID_NOTHING', local(String(said.open))),
  ]
    .filter(Boolean)
    .join(' · ');
}

function spreadPart(c) {
  const said = saidOf(c);
  if (!said) return null;
  const numbers = said.quantities && said.quantities.length > 0 && say('NUMBERS_SAID', numbersSaid(said));
  return h('p', { class: 'quiet said' }, [spreadText(c), numbers].filter(Boolean).join(' · '));
}

/* What all who answered said, as a file has it; null where they differ or a reason is needed. */
function commonAnswer(c) {
  const said = saidOf(c);
  if (!said || !said.same || said.na) return null;
  if (c.method === 'scale') return { level: c.scale.levels[said.levels.findIndex(n => n > 0)].id };
  if (c.method === 'quantity') return { quantity: said.quantities[0] };
  const checks = {};
  c.checks.forEach((check, i) => {
    if (said.yes[i] !== said.no[i]) checks[check.id] = said.yes[i] ? 'true' : 'false';
  });
  return { checks };
}

/* ---- the page before the domains ---- */

/* A cell a level, with its number of people: the whole at a glance. */
function strip(c) {
  const said = saidOf(c),
    list = c.scale ? c.choosable.map(level => [levelName(c, level.id), said.levels[c.scale.levels.indexOf(level)]]) : [];
  if (c.raw.na !== 'forbid' && said.na) list.push([say('NA'), said.na]);
  return h(
    'span',
    { class: 'strip' },
    list.map(([name, count]) => {
      const cell = h('i', { class: count ? 'some' : null, title: name }, count ? local(String(count)) : '');
      return cell;
    }),
  );
}

function stripWords(c) {
  const said = saidOf(c);
  const list = c.scale ? c.choosable.map(level => [levelName(c, level.id), said.levels[c.scale.levels.indexOf(level)]]) : [];
  if (said.na) list.push([say('NA'), said.na]);
  return list
    .filter(([, count]) => count > 0)
    .map(([name, count]) => name + ': ' + local(String(count)))
    .join('; ');
}

function agreedText(c) {
  const a = answerOf(c);
  if (progressOf(app.run, c, app.state) !== 'done') return null;
  return a.na ? say('NA') : a.level ? levelName(c, a.level) : a.quantity ? local(a.quantity) : say('AGREED_CHECKS');
}

function takeCommon() {
  let taken = 0;
  for (const c of fw.criteria) {
    const common = commonAnswer(c);
    if (!common || progressOf(app.run, c, app.state) !== 'open') continue;
    app.state.answers[c.id] = Object.assign({}, answerOf(c), common);
    taken++;
  }
  changed();
  renderPage();
  tell('yes', say('TAKEN_COMMON', local(String(taken))));
}

function peoplePage() {
  const order = people.order.map(id => fw.criterion.get(id)),
    same = order.filter(c => saidOf(c).same).length;
  const list = h('ol', { class: 'spread' });
  app.refresh.push(() =>
    refill(
      list,
      order
        .filter(c => app.run.at.get(c).state !== 'out_of_scope')
        .map(c => {
          const agreed = agreedText(c);
          return h(
            'li',
            {},
            h('a', { href: '#q-' + c.id }, nameOf(c)),
            h('span', { class: 'quiet' }, spreadText(c)),
            h('span', { 'aria-hidden': 'true' }, strip(c)),
            h('span', { class: 'hidden' }, stripWords(c)),
            agreed && h('span', { class: 'agreed' }, sign('yes'), agreed),
          );
        }),
    ),
  );
  const common = fw.criteria.filter(c => commonAnswer(c) && progressOf(app.run, c, app.state) === 'open').length;
  return [
    h('p', { class: 'lead' }, say('PEOPLE_LEAD', local(String(people.count)), local(String(same)), local(String(order.length)))),
    h('p', {}, say('PEOPLE_HOW')),
    h('p', { class: 'notice' }, sign('warn'), say('PEOPLE_KEEP')),
    people.facts.length > 0 &&
      h(
        'p',
        { class: 'notice' },
        sign('warn'),
        say('FACTS_DIFFER') + ' ',
        h('a', { href: '#profile' }, people.facts.map(id => textAt('profile.' + id + '.ask', fw.fact.get(id).ask)).join('; ')),
      ),
    common > 0 && h('div', { class: 'row' }, h('button', { type: 'button', onclick: takeCommon }, say('TAKE_COMMON', local(String(common))))),
    list,
  ];
}
