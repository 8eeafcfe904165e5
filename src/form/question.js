/* A criterion on the page: its question, what can be answered, evidence and a note. */

/* The answer that is being given; made when it is first written to. */
function answerOf(c) {
  return own(app.state.answers, c.id) || {};
}

function changeAnswer(c, change, later) {
  const answer = Object.assign({}, answerOf(c));
  change(answer);
  for (const key of Object.keys(answer)) if (answer[key] === undefined) delete answer[key];
  if (Object.keys(answer).length) app.state.answers[c.id] = answer;
  else delete app.state.answers[c.id];
  changed(later);
}

/* Whatever answers anew ends the mark of last time. */
const answering = (c, change) =>
  changeAnswer(c, a => {
    delete a.carried;
    change(a);
  });

function questionOf(c) {
  const r = app.run.at.get(c),
    heading = 'h-' + c.id,
    out = r.state === 'out_of_scope';
  const title = h(
    'h2',
    { id: heading, tabindex: '-1', class: 'title' },
    c.raw.code && h('span', { class: 'code' }, c.raw.code + ' '),
    nodeAt(c.id + '.title', c.raw.title),
  );
  const box = h('section', { class: 'question', id: 'q-' + c.id, 'aria-labelledby': heading, 'data-stop': c.id });
  if (out) return fill(box, [title, h('p', { class: 'quiet' }, say('OUT_OF_SCOPE'))]);
  const tags = [
    c.need === 'must' && say('NEED_MUST'),
    c.need === 'may' && say('NEED_MAY'),
    c.stage === 'future' && say('STAGE_FUTURE'),
    c.stage === 'retired' && say('STAGE_RETIRED'),
    c.weight.n === 0n && say('NOT_COUNTED'),
  ].filter(Boolean);
  fill(box, [
    title,
    c.raw.ask && h('p', { class: 'ask', id: 'ask-' + c.id }, nodeAt(c.id + '.ask', c.raw.ask)),
    c.raw.why && h('p', { class: 'why' }, nodeAt(c.id + '.why', c.raw.why)),
    tags.length > 0 && h('p', { class: 'tags' }, tags.join(' · ')),
    spreadPart(c),
    r.state === 'fact_missing' && h('p', { class: 'notice' }, sign('warn'), say('FACT_MISSING') + ' ', h('a', { href: '#profile' }, say('PROFILE'))),
  ]);
  fill(box, [
    carriedPart(c),
    { scale: levelsPart, ladder: checksPart, checklist: checksPart, quantity: quantityPart }[c.method](c),
    standingPart(c),
    morePart(c),
  ]);
  return box;
}

/* ---- what last time's answer was ---- */

function carriedPart(c) {
  const box = h('div', {});
  const draw = () => {
    const carried = answerOf(c).carried === 'true';
    if (carried !== box.childNodes.length > 0)
      refill(
        box,
        carried &&
          h(
            'div',
            { class: 'notice' },
            h('p', {}, sign('warn'), say('CARRIED')),
            h(
              'button',
              {
                type: 'button',
                onclick: () => {
                  changeAnswer(c, a => {
                    delete a.carried;
                  });
                  focusOn(c);
                },
              },
              say('CONFIRM_CARRIED'),
            ),
          ),
      );
  };
  draw();
  app.refresh.push(draw);
  return box;
}

/* ---- levels ---- */

/* Levels are numbered by their points where all of these are whole. */
function levelTitle(c, level) {
  const numbered = c.scale.levels.every(l => /^\d+$/.test(l.points));
  return [numbered && level.points + '. ', nodeAt(levelAddress(c.scale, level), level.title)];
}

/* The level's own words for this criterion, else what the level means on its scale. */
function descriptor(c, level) {
  const text = c.raw.levels && own(c.raw.levels, level.id);
  return text
    ? h('span', { class: 'words' }, nodeAt(c.id + '.levels.' + level.id, text))
    : level.means && h('span', { class: 'words' }, nodeAt('scales.' + c.scale.id + '.levels.' + level.id + '.means', level.means));
}

function radioRow(name, on, choose, ...kids) {
  const input = h('input', { type: 'radio', name, '.checked': on, onchange: choose });
  return h('label', { class: 'option' }, input, h('span', {}, kids));
}

function levelsPart(c) {
  const name = 'level-' + c.id,
    group = h('div', { role: 'radiogroup', class: 'options', 'aria-labelledby': 'h-' + c.id, 'aria-describedby': c.raw.ask && 'ask-' + c.id });
  for (const level of c.choosable)
    group.append(
      radioRow(
        name,
        answerOf(c).level === level.id,
        () =>
          answering(c, a => {
            a.level = level.id;
            delete a.na;
          }),
        h('b', {}, levelTitle(c, level)),
        descriptor(c, level),
        marksAt(c, level),
      ),
    );
  if (c.raw.na !== 'forbid')
    group.append(
      radioRow(
        name,
        answerOf(c).na !== undefined,
        () =>
          answering(c, a => {
            delete a.level;
            a.na = a.na || '';
          }),
        h('b', {}, say('NA')),
        say('NA_AFTER'),
        marksNa(c),
      ),
    );
  app.refresh.push(() => {
    for (const input of group.querySelectorAll('input')) {
      if (answerOf(c).level === undefined && answerOf(c).na === undefined) input.checked = false;
      input.parentNode.classList.toggle('on', input.checked);
    }
  });
  return [group, reasonPart(c)];
}

/* "Not applicable" where the answers are no radio buttons. */
function naBox(c, ending) {
  if (c.raw.na === 'forbid') return null;
  const input = h('input', {
    type: 'checkbox',
    '.checked': answerOf(c).na !== undefined,
    onchange: () =>
      answering(c, a => {
        if (input.checked) {
          a.na = '';
          ending(a);
        } else {
          delete a.na;
        }
      }),
  });
  app.refresh.push(() => {
    input.checked = answerOf(c).na !== undefined;
    input.parentNode.classList.toggle('on', input.checked);
  });
  return [h('label', { class: 'option' }, input, h('span', {}, h('b', {}, say('NA')), say('NA_AFTER'), marksNa(c))), reasonPart(c)];
}

function reasonPart(c) {
  const box = h('div', { class: 'reason' }),
    id = 'na-' + c.id;
  const draw = () => {
    const wanted = answerOf(c).na !== undefined;
    if (wanted !== box.childNodes.length > 0)
      refill(
        box,
        wanted && [
          h('label', { for: id }, say('NA_REASON')),
          textBox({ id, lines: true, most: 2000 }, answerOf(c).na, text =>
            answering(c, a => {
              a.na = text;
            }),
          ),
        ],
      );
  };
  draw();
  app.refresh.push(draw);
  return box;
}

/* ---- checks ---- */

function checkRow(c, check) {
  const id = 'check-' + c.id + '-' + check.id,
    answer = () => own(answerOf(c).checks, check.id);
  const choice = (value, word) =>
    h(
      'label',
      { class: 'choice' },
      h('input', {
        type: 'radio',
        name: id,
        '.checked': answer() === value,
        'data-value': value,
        onchange: () =>
          answering(c, a => {
            a.checks = Object.assign({}, a.checks, { [check.id]: value });
            delete a.na;
          }),
      }),
      h('span', {}, word),
    );
  const row = h(
    'div',
    { class: 'check', role: 'radiogroup', 'aria-labelledby': id },
    h(
      'p',
      { id },
      nodeAt(c.id + '.checks.' + check.id + '.ask', check.ask),
      c.method === 'checklist' && h('span', { class: 'quiet' }, ' (' + say('POINTS', local(check.points)) + ')'),
      marksCheck(c, check),
    ),
    h('div', { class: 'choices' }, choice('true', say('YES')), choice('false', say('NOT_YET'))),
  );
  app.refresh.push(() => {
    for (const input of row.querySelectorAll('input')) input.checked = answer() === input.getAttribute('data-value');
  });
  return row;
}

function checksPart(c) {
  const box = h('div', { class: 'checks' });
  if (c.method === 'checklist')
    fill(
      box,
      c.checks.map(check => checkRow(c, check)),
    );
  else
    for (const level of c.choosable) {
      const checks = c.checks.filter(check => check.level === level.id);
      fill(box, [h('h3', { class: 'level' }, levelTitle(c, level)), descriptor(c, level), checks.map(check => checkRow(c, check))]);
    }
  return [
    box,
    naBox(c, a => {
      delete a.checks;
    }),
  ];
}

/* ---- quantities ---- */

function quantityPart(c) {
  const id = 'quantity-' + c.id,
    unit = textAt(c.id + '.unit', c.raw.unit);
  const steps = h(
    'ul',
    { class: 'ranges' },
    c.ranges.map((range, i) =>
      h(
        'li',
        {},
        h('b', {}, rangeText(c, i) + ' '),
        levelTitle(
          c,
          c.scale.levels.find(l => l.id === range.level),
        ),
        descriptor(
          c,
          c.scale.levels.find(l => l.id === range.level),
        ),
      ),
    ),
  );
  return [
    h(
      'div',
      { class: 'field' },
      h('label', { for: id }, unit ? say('NUMBER_IN', unit) : say('NUMBER')),
      numberBox(
        id,
        () => answerOf(c).quantity,
        text =>
          answering(c, a => {
            a.quantity = text;
            if (text !== undefined) delete a.na;
          }),
      ),
      steps,
    ),
    naBox(c, a => {
      delete a.quantity;
    }),
  ];
}

function rangeText(c, i) {
  const from = c.ranges[i].from,
    next = c.ranges[i + 1] && c.ranges[i + 1].from;
  return from === undefined
    ? say('RANGE_BELOW', local(next || ''))
    : next === undefined
      ? say('RANGE_FROM', local(from))
      : say('RANGE', local(from), local(next));
}

/* ---- what has been answered ---- */

function standingPart(c) {
  const line = h('p', { class: 'standing' }),
    clear = h(
      'button',
      {
        type: 'button',
        class: 'plain',
        onclick: () => {
          delete app.state.drafts['quantity-' + c.id];
          changeAnswer(c, a => {
            for (const key of ['level', 'checks', 'quantity', 'na', 'carried']) delete a[key];
          });
          renderPage();
          focusOn(c);
        },
      },
      say('CLEAR'),
      h('span', { class: 'hidden' }, ' ' + labelOf(c)),
    );
  const draw = () => {
    const r = app.run.at.get(c),
      a = answerOf(c),
      at = progressOf(app.run, c, app.state);
    const said = a.level !== undefined || a.checks !== undefined || a.quantity !== undefined || a.na !== undefined;
    const reached = c.method !== 'scale' && at === 'done' && r.self !== NOT_APPLICABLE && (valueOf(c, answerDoc(c, a)) || {});
    const text =
      at === 'reason'
        ? say('REASON_NEEDED')
        : at === 'part'
          ? say('CHECKS_LEFT')
          : reached && reached.level
            ? say('REACHED', levelName(c, reached.level))
            : reached && reached.x
              ? say('REACHED', say('POINTS_OF', shown(reached.x), shown(c.hi)))
              : '';
    clear.hidden = !said;
    line.textContent = text;
  };
  draw();
  app.refresh.push(draw);
  return h('div', { class: 'below' }, line, clear);
}

/* ---- evidence, note, references ---- */

function morePart(c) {
  const count = h('span', { class: 'count' }),
    id = 'note-' + c.id;
  const draw = () => {
    const a = answerOf(c),
      files = (a.evidence || []).length;
    count.textContent = [files && say('FILES', files), a.note && say('ONE_NOTE')].filter(Boolean).join(', ') || say('ADD');
  };
  draw();
  app.refresh.push(draw);
  return h(
    'details',
    {
      class: 'more',
      ontoggle: event => event.target.querySelectorAll('textarea').forEach(grow),
      '.open': !!(answerOf(c).note || (answerOf(c).evidence || []).length) && wide(),
    },
    h('summary', {}, h('span', {}, c.evidence.length ? say('EVIDENCE_AND_NOTE') : say('NOTE')), count),
    h(
      'div',
      { class: 'inside' },
      c.evidence.length > 0 &&
        h(
          'fieldset',
          {},
          h('legend', {}, say('EVIDENCE')),
          h('p', { class: 'quiet' }, say('EVIDENCE_HELP')),
          c.evidence.map(item => evidencePart(c, item)),
        ),
      h('label', { for: id }, say('NOTE_LABEL')),
      textBox({ id, lines: true, most: 16000 }, answerOf(c).note, text =>
        changeAnswer(
          c,
          a => {
            a.note = text || undefined;
          },
          true,
        ),
      ),
      referencesPart(c),
    ),
  );
}

const proofsOf = (c, item) => (answerOf(c).evidence || []).filter(proof => proof.item === item.id);

/* Replaces what is listed for one item; the others keep their order. */
function setProofs(c, item, proofs, later) {
  changeAnswer(
    c,
    a => {
      const others = (a.evidence || []).filter(proof => proof.item !== item.id),
        all = others.concat(proofs);
      const order = c.evidence.map(e => e.id);
      all.sort((x, y) => order.indexOf(x.item) - order.indexOf(y.item));
      a.evidence = all.length ? all : undefined;
    },
    later,
  );
}

function evidencePart(c, item) {
  const id = 'e-' + c.id + '-' + item.id,
    box = h('div', { class: 'evidence' }),
    list = h('div', {});
  const draw = () =>
    refill(
      list,
      proofsOf(c, item).map((proof, i) => proofPart(c, item, i, id)),
      proofsOf(c, item).length > 0 &&
        h(
          'button',
          {
            type: 'button',
            class: 'plain',
            onclick: () => {
              setProofs(c, item, proofsOf(c, item).concat({ item: item.id }));
              draw();
            },
          },
          say('ANOTHER_FILE'),
          h('span', { class: 'hidden' }, ' ' + textAt(c.id + '.evidence.' + item.id, item.title)),
        ),
    );
  const input = h('input', {
    type: 'checkbox',
    id,
    '.checked': proofsOf(c, item).length > 0,
    onchange: () => {
      setProofs(c, item, input.checked ? [{ item: item.id }] : []);
      draw();
    },
  });
  const rules = [
    or(item.required, 'true') === 'true' ? say('REQUIRED') : say('OPTIONAL'),
    item.from_level && c.scale && say('FROM_LEVEL', levelName(c, item.from_level)),
    item.max_age_months && say('MAX_AGE', item.max_age_months),
  ].filter(Boolean);
  draw();
  return fill(box, [
    h(
      'label',
      { class: 'choice wide' },
      input,
      h('span', {}, nodeAt(c.id + '.evidence.' + item.id + '.title', item.title), h('span', { class: 'quiet' }, ' ' + rules.join(', '))),
    ),
    list,
  ]);
}

function proofPart(c, item, i, id) {
  const stale = h('p', { class: 'standing' }),
    proof = () => proofsOf(c, item)[i] || {};
  const set = (key, value) =>
    setProofs(
      c,
      item,
      proofsOf(c, item).map((p, k) => (k === i ? Object.assign({}, p, { [key]: value || undefined }) : p)),
      key === 'file',
    );
  const draw = () => {
    const old = item.max_age_months && proof().dated && isDate(app.state.head.to || '') && !evidenceFresh(item, proof(), app.state.head.to);
    refill(stale, old && [sign('warn'), say('TOO_OLD_PROOF', item.max_age_months)], item.max_age_months && !proof().dated && say('DATE_NEEDED'));
  };
  draw();
  app.refresh.push(draw);
  return h(
    'div',
    { class: 'proof' },
    h(
      'div',
      { class: 'field' },
      h('label', { for: id + '-f' + i }, say('FILE_NAME')),
      textBox({ id: id + '-f' + i, most: 500 }, proof().file, text => set('file', text)),
    ),
    h(
      'div',
      { class: 'field' },
      h('label', { for: id + '-d' + i }, say('DATED')),
      dateBox(
        id + '-d' + i,
        () => proof().dated,
        text => set('dated', text),
      ),
    ),
    stale,
  );
}

function referencesPart(c) {
  const begun = app.state.head.from || today(),
    list = or(c.raw.references, []);
  return (
    list.length > 0 &&
    h(
      'div',
      { class: 'references' },
      h('p', { class: 'quiet' }, say('REFERENCES')),
      h(
        'ul',
        {},
        list.map(
          (ref, i) =>
            (ref.to || begun) >= begun &&
            h(
              'li',
              {},
              nodeAt(c.id + '.references.' + (i + 1) + '.title', ref.title),
              ref.number && ', ' + ref.number,
              ref.to && ' (' + say('UNTIL', dateShown(ref.to)) + ')',
            ),
        ),
      ),
    )
  );
}

/* ---- fields ---- */

/* A field of text; `take` gets it as files can hold it, at every letter, so that nothing waits for a click elsewhere. */
function textBox(options, value, take) {
  const attributes = {
    id: options.id,
    maxlength: options.most,
    '.value': value || '',
    autocomplete: 'off',
    oninput: () => take(cleanText(box.value, options.lines)),
  };
  const box = options.lines ? h('textarea', Object.assign({ rows: '2' }, attributes)) : h('input', Object.assign({ type: 'text' }, attributes));
  if (options.describedby) box.setAttribute('aria-describedby', options.describedby);
  if (options.lines) for (const event of ['input', 'focus']) box.addEventListener(event, () => grow(box));
  return box;
}

/* As high as its text. */
function grow(box) {
  box.style.height = 'auto';
  if (box.scrollHeight) box.style.height = box.scrollHeight + 2 + 'px';
}

/* A field whose text must be read first. What cannot be read stays in the field and among the drafts, with a word on how to write it. */
function readBox(id, input, value, read, write, help, take) {
  const line = h('p', { class: 'standing', id: id + '-help' }),
    bad = () => own(app.state.drafts, id);
  input.id = id;
  input.value = bad() !== undefined ? bad() : value() !== undefined ? write(value()) : '';
  input.setAttribute('aria-describedby', line.id);
  const draw = () => {
    const wrong = bad() !== undefined;
    input.setAttribute('aria-invalid', String(wrong));
    const typed = input.value.trim(),
      other = typed && value() !== undefined && typed !== write(value());
    refill(line, wrong ? [sign('warn'), say(help)] : other ? say('READ_AS', write(value())) : '');
  };
  input.addEventListener('input', () => {
    const typed = input.value.trim(),
      found = typed ? read(typed) : undefined;
    delete app.state.drafts[id];
    if (found === null) app.state.drafts[id] = input.value.slice(0, 200);
    take(found === null ? undefined : found);
    if (found !== null) draw();
  });
  input.addEventListener('change', draw);
  if (bad() !== undefined) draw();
  return [input, line];
}

const numberBox = (id, value, take) =>
  readBox(
    id,
    h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', class: 'number' }),
    value,
    typed => readNumber(typed, speaks()),
    local,
    'NUMBER_WRONG',
    take,
  );

const dateBox = (id, value, take) =>
  readBox(
    id,
    h('input', { type: 'date', autocomplete: 'off', min: '1900-01-01', max: '2999-12-31' }),
    value,
    readDate,
    text => text,
    'DATE_WRONG',
    take,
  );
