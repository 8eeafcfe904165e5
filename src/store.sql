-- The store of khung, version 3. One SQLite file holds a registry (organisations, people, networks), frameworks, assessments with
-- answers, reviews and results, and the log of every change.
--
-- Keys are made by the client (UUID version 7, RFC 9562: text of 36 characters that sorts by time of making), and every row that
-- belongs to an organisation carries that organisation's key. Times are UTC, "2026-11-22T03:15:00.000Z"; dates "2026-11-22".
-- Nothing is ever deleted by a cascade. Answers and frameworks are kept whole as canonical JSON (khung-framework(5)), so that
-- sqlite3 and json_each alone can read them for ever:
--
--   SELECT t.kind, a.key, a.value FROM track t, json_each(t.answers, '$.answers') a;
--
-- A result is kept as one line of JSON without what its framework says already. Lists stand in the framework's file order:
--   domains   the total, then the domains depth first: [complete, criteria with a score, score, lo, hi, band], the last four where
--             there are any. Percent = 100 * (score - lo) / (hi - lo).
--   criteria  a number: that level of its scale (the lowest is 0), said by the organisation, nobody else; [level]: the reviewer
--             agreed; [level, "points"]: the reviewer's level, and what the organisation said. A text: that state, without numbers.
--             Else an object: state ("answered" when it is not there), level, score (the level's points), self (the score), reviewer.
--   coverage  applicable, answered, not applicable, out of scope, unanswered.
--   views     of each its groups: [complete, score, percent]. gates: [value, reason]; passed are "yes" and "void".
-- Fractions are texts, exact and reduced. The criteria that stand at their lowest level, and the scores of the domains:
--
--   SELECT a.id, c.key AS number FROM assessment a JOIN result r ON r.key = a.result, json_each(r.content, '$.criteria') c
--     WHERE c.atom = 0;
--   SELECT a.id, d.key AS number, d.value ->> 2 AS score FROM assessment a JOIN result r ON r.key = a.result,
--     json_each(r.content, '$.domains') d;
--
-- In tables WITHOUT ROWID the columns of the key come first, in its order: integrity_check of SQLite 3.40 misreads others.
--
-- Every row but those of `store`, `event`, `personal` and what is marked "derived" is written through an event that holds the row
-- before and after (tables.def lists the columns), so that the events alone give the state again.

-- ---- the log ----

CREATE TABLE store (                -- one row: this file
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    chain  TEXT NOT NULL,           -- the key of its chain of events, made once
    number INTEGER NOT NULL,        -- how many events the chain has
    head   TEXT NOT NULL            -- digest of the last one, '' before the first
) STRICT;

CREATE TABLE event (                -- append-only: what happened, here or where a received file came from
    seq           INTEGER PRIMARY KEY, -- order of arrival here
    chain         TEXT NOT NULL,    -- of the store in which it happened
    number        INTEGER NOT NULL, -- 1, 2, 3 … in that chain
    at            TEXT NOT NULL,    -- time
    by            TEXT NOT NULL,    -- key of the person who acted
    act           TEXT NOT NULL,    -- 'org.add', 'assess.submit' …
    thread        TEXT NOT NULL,    -- key of what it is about: an assessment, else an organisation, person, network; else ''
    organisation  TEXT,             -- key of the organisation it belongs to
    body          TEXT NOT NULL,    -- JSON: the rows before and after, a reason …; no personal field (see personal)
    chain_before  TEXT NOT NULL,    -- digest of the event before in this chain, '' for the first
    thread_before TEXT NOT NULL,    -- digest of the event before about the same thing that this store knew, '' for the first
    digest        TEXT NOT NULL,    -- sha256:… over all of the above but seq (see event.c)
    UNIQUE (chain, number)
) STRICT;
CREATE INDEX event_by_thread ON event (thread, seq);
CREATE INDEX event_by_organisation ON event (organisation, seq) WHERE organisation IS NOT NULL;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never removed'); END;

-- ---- people ----

CREATE TABLE person (               -- who acts or is in contact; acting records, it does not prove
    key        TEXT PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE, -- short, chosen, stays when the person is erased: an
    role       TEXT NOT NULL CHECK (role IN ('member', 'assessor', 'expert', 'contact', 'office')),
    commitment TEXT,                -- sha256:… over the salt and the fields in `personal`; null when erased
    since      TEXT NOT NULL,
    erased     TEXT,                -- time
    chain      TEXT NOT NULL        -- of the store in which the person was added
) STRICT;

-- The one table with personal fields. No event holds them and no digest covers them but through a salted commitment, whose salt
-- is here; so a row can be erased and the chain still verifies.
CREATE TABLE personal (
    subject TEXT PRIMARY KEY,       -- key of a person, or of a track (who gave these answers)
    content TEXT NOT NULL CHECK (json_valid(content)), -- person: name, email, phone, province, language, field, note; track: name, role
    salt    TEXT NOT NULL,          -- 64 hex digits
    sort    TEXT NOT NULL           -- derived from the name: Vietnamese order, people by their last word
) STRICT;
CREATE INDEX personal_by_sort ON personal (sort);

CREATE TABLE consent (              -- what a person agreed to; nothing is agreed to by silence
    person    TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    purpose   TEXT NOT NULL,        -- directory, exchange …
    given     TEXT NOT NULL,        -- date
    withdrawn TEXT,                 -- date
    PRIMARY KEY (person, purpose, given)
) STRICT, WITHOUT ROWID;

-- ---- organisations ----

CREATE TABLE organisation (
    number       INTEGER PRIMARY KEY, -- derived: the row in this file, for the search
    key          TEXT NOT NULL UNIQUE,
    id           TEXT NOT NULL UNIQUE, -- as answers name it
    name         TEXT NOT NULL,
    short_name   TEXT,
    form         TEXT,              -- association, fund, centre …
    province     TEXT,              -- official code, only together with its list
    list         TEXT,              -- 2025: the 34 since July 2025; 2024: the 63 before
    address      TEXT,
    registration TEXT,              -- number of the registration
    registrar    TEXT,              -- who gave it
    founded      TEXT,
    website      TEXT,
    email        TEXT,              -- of the organisation, not of a person
    phone        TEXT,
    merged_into  TEXT REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT, -- a duplicate of that one
    since        TEXT NOT NULL,
    fold         TEXT,              -- derived: names, id, identifiers and province for look-up, without accents; null when merged
    lower        TEXT,              -- derived: the names in small letters with their accents; null when merged
    name_fold    TEXT,              -- derived: the name alone, without accents
    sort         TEXT,              -- derived: Vietnamese order of the name
    CHECK ((province IS NULL) = (list IS NULL))
) STRICT;
CREATE INDEX organisation_by_sort ON organisation (sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_name ON organisation (name_fold) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_province ON organisation (province, list, sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_by_form ON organisation (form, sort) WHERE merged_into IS NULL;
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE organisation_name (    -- in other languages
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    language     TEXT NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (organisation, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation_identifier (
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    scheme       TEXT NOT NULL,     -- VN-TIN (tax), VN-MOST (science and technology) …
    value        TEXT NOT NULL,
    PRIMARY KEY (organisation, scheme, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX organisation_identifier_by_value ON organisation_identifier (scheme, value);

-- What an organisation is looked up by. Triggers keep the derived columns and the search; they need the functions of khung (khung_fold …),
-- so that another program can read the store but not change a name.
CREATE VIEW organisation_words (number, key, fold, lower, name_fold, sort) AS
SELECT number, key,
       iif(merged_into IS NULL, khung_fold(concat || ' ' || id || identifiers || ' ' || coalesce(khung_place(province, list), '')), NULL),
       iif(merged_into IS NULL, khung_lower(concat), NULL), khung_fold(name), khung_sort(name)
FROM (SELECT o.*, o.name || coalesce(' ' || o.short_name, '')
                  || coalesce((SELECT ' ' || group_concat(n.name, ' ') FROM organisation_name n WHERE n.organisation = o.key), '')
                  || coalesce((SELECT ' ' || group_concat(m.name || ' ' || m.id, ' ') FROM organisation m WHERE m.merged_into = o.key), '') AS concat,
             coalesce((SELECT ' ' || group_concat(i.value, ' ') FROM organisation_identifier i WHERE i.organisation = o.key), '') AS identifiers
      FROM organisation o);
CREATE VIRTUAL TABLE organisation_search USING fts5 (fold, lower, content = 'organisation', content_rowid = 'number',
                                                     tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3');
CREATE TRIGGER organisation_added AFTER INSERT ON organisation BEGIN
    UPDATE organisation SET (fold, lower, name_fold, sort) = (SELECT fold, lower, name_fold, sort FROM organisation_words WHERE number = NEW.number)
    WHERE number = NEW.number;
END;
CREATE TRIGGER organisation_renamed AFTER UPDATE OF id, name, short_name, province, list, merged_into ON organisation
WHEN (OLD.id, OLD.name, OLD.short_name, OLD.province, OLD.list, OLD.merged_into)
     IS NOT (NEW.id, NEW.name, NEW.short_name, NEW.province, NEW.list, NEW.merged_into) BEGIN
    UPDATE organisation SET (fold, lower, name_fold, sort) = (SELECT fold, lower, name_fold, sort FROM organisation_words WHERE number = NEW.number)
    WHERE number = NEW.number;
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.merged_into) WHERE key = NEW.merged_into;
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.merged_into) WHERE key = OLD.merged_into;
END;
CREATE TRIGGER organisation_found AFTER UPDATE OF fold, lower ON organisation WHEN (OLD.fold, OLD.lower) IS NOT (NEW.fold, NEW.lower) BEGIN
    INSERT INTO organisation_search (organisation_search, rowid, fold, lower) SELECT 'delete', OLD.number, OLD.fold, OLD.lower WHERE OLD.fold IS NOT NULL;
    INSERT INTO organisation_search (rowid, fold, lower) SELECT NEW.number, NEW.fold, NEW.lower WHERE NEW.fold IS NOT NULL;
END;
CREATE TRIGGER organisation_name_added AFTER INSERT ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_name_changed AFTER UPDATE ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_name_removed AFTER DELETE ON organisation_name BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.organisation) WHERE key = OLD.organisation;
END;
CREATE TRIGGER organisation_identifier_added AFTER INSERT ON organisation_identifier BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = NEW.organisation) WHERE key = NEW.organisation;
END;
CREATE TRIGGER organisation_identifier_removed AFTER DELETE ON organisation_identifier BEGIN
    UPDATE organisation SET (fold, lower) = (SELECT fold, lower FROM organisation_words WHERE key = OLD.organisation) WHERE key = OLD.organisation;
END;

CREATE TABLE organisation_field (   -- what it works on
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    vocabulary   TEXT NOT NULL,
    code         TEXT NOT NULL,
    PRIMARY KEY (organisation, vocabulary, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX organisation_field_by_code ON organisation_field (vocabulary, code);

CREATE TABLE organisation_size (    -- facts by year
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    year         INTEGER NOT NULL,
    fact         TEXT NOT NULL,     -- staff, volunteers, members, budget …
    value        TEXT NOT NULL,     -- exact decimal
    unit         TEXT,
    PRIMARY KEY (organisation, year, fact)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation_status (
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    from_date    TEXT NOT NULL,
    status       TEXT NOT NULL,     -- active, suspended, dissolved …
    note         TEXT,
    PRIMARY KEY (organisation, from_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE tie (                  -- a person's place in an organisation: contact, staff, board …
    person       TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    role         TEXT NOT NULL,
    from_date    TEXT NOT NULL,     -- '' when not known
    to_date      TEXT,
    PRIMARY KEY (person, organisation, role, from_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_by_organisation ON tie (organisation);

CREATE TABLE activity (
    key          TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('programme', 'project', 'non_project')),
    title        TEXT NOT NULL,
    vocabulary   TEXT,
    field        TEXT,
    province     TEXT,
    list         TEXT,
    place        TEXT,
    from_date    TEXT,
    to_date      TEXT,
    donor        TEXT,
    value        TEXT,              -- exact decimal
    currency     TEXT,              -- ISO 4217
    removed      TEXT,              -- time: no longer listed
    CHECK ((province IS NULL) = (list IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_organisation ON activity (organisation);

CREATE TABLE network (
    key        TEXT PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    short_name TEXT,
    since      TEXT NOT NULL,
    sort       TEXT                 -- derived: Vietnamese order of the name
) STRICT;
CREATE INDEX network_by_sort ON network (sort);
CREATE TRIGGER network_added AFTER INSERT ON network BEGIN
    UPDATE network SET sort = khung_sort(name) WHERE key = NEW.key;
END;
CREATE TRIGGER network_renamed AFTER UPDATE OF name ON network WHEN OLD.name IS NOT NEW.name BEGIN
    UPDATE network SET sort = khung_sort(name) WHERE key = NEW.key;
END;

CREATE TABLE membership (
    network      TEXT NOT NULL REFERENCES network ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    from_date    TEXT NOT NULL,
    to_date      TEXT,
    PRIMARY KEY (network, organisation, from_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_organisation ON membership (organisation);

-- ---- frameworks, assessments, answers, results ----

CREATE TABLE framework (
    digest   TEXT PRIMARY KEY,      -- sha256:… of the resolved framework (scoring.md, section 6)
    id       TEXT NOT NULL,
    version  TEXT NOT NULL,
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    content  TEXT NOT NULL CHECK (json_valid(content)), -- the whole framework, canonical JSON
    source   BLOB NOT NULL,         -- the file it came from, byte for byte, with its comments
    added    TEXT NOT NULL,
    added_by TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX framework_by_id ON framework (id, version);
CREATE TRIGGER framework_stays BEFORE UPDATE ON framework BEGIN SELECT raise(ABORT, 'a kept framework is never changed'); END;
CREATE TRIGGER framework_remains BEFORE DELETE ON framework BEGIN SELECT raise(ABORT, 'a kept framework is never removed'); END;

CREATE TABLE assessment (           -- one organisation, one framework, one period
    key          TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework    TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT,
    id           TEXT NOT NULL UNIQUE, -- for people: hoi-song-xanh-2026
    period_from  TEXT NOT NULL,
    period_to    TEXT NOT NULL CHECK (period_to >= period_from),
    state        TEXT NOT NULL
                 CHECK (state IN ('draft', 'submitted', 'in_review', 'returned', 'reviewed', 'certified', 'closed', 'withdrawn')),
    state_since  TEXT NOT NULL,
    state_by     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    before       TEXT REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT, -- the round before, whose answers were carried
    result       TEXT,              -- key of the result that counts, null before the first
    made         TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    UNIQUE (organisation, framework, period_from, period_to)
) STRICT;

CREATE TABLE answer (               -- a track that is still being worked on, one row a criterion; '' holds profile, date, name of the file
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('self', 'respondent', 'consensus', 'reviewer')),
    person       TEXT NOT NULL,     -- key of the respondent or reviewer; '' for self and consensus
    criterion    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    value        TEXT NOT NULL CHECK (json_valid(value)), -- as in a file of answers
    reason       TEXT,              -- reviewer: why another level than the organisation's
    seen         TEXT,              -- reviewer: what evidence was seen
    agreed       INTEGER CHECK (agreed IN (0, 1)), -- reviewer: confirmed as it was
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    PRIMARY KEY (assessment, kind, person, criterion)
) STRICT, WITHOUT ROWID;

CREATE TABLE track (                -- one file of answers, never changed once kept
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('self', 'respondent', 'consensus', 'reviewer')),
    answers      TEXT NOT NULL CHECK (json_valid(answers)), -- the whole file as canonical JSON, without `by` (see personal)
    digest       TEXT NOT NULL,     -- of that text
    kept         TEXT NOT NULL,
    kept_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX track_by_assessment ON track (assessment, kind, digest, kept_by); -- not unique: two respondents may say just the same
CREATE TRIGGER track_stays BEFORE UPDATE ON track BEGIN SELECT raise(ABORT, 'a kept track is never changed'); END;
CREATE TRIGGER track_remains BEFORE DELETE ON track BEGIN SELECT raise(ABORT, 'a kept track is never removed'); END;

CREATE TABLE result (               -- what scoring gave, pinned: never recomputed in place; the newest counts
    key           TEXT PRIMARY KEY,
    assessment    TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation  TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework     TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT, -- the digest it rests on
    rules         INTEGER NOT NULL, -- number of the rule set
    tracks        TEXT NOT NULL CHECK (json_valid(tracks)), -- keys of the answers it rests on, in the order they were given
    content       TEXT NOT NULL CHECK (json_valid(content)), -- the kept form (see above); scoring.md, section 6 comes of it
    digest        TEXT NOT NULL,    -- of that text
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    score         TEXT,             -- the total: reduced fraction, null without a score
    percent       TEXT,             -- the same of its percent
    percent_shown TEXT,             -- as printed
    percent_sort  INTEGER,          -- in millionths of a percent, for ordering long lists and nothing else
    band          TEXT,             -- id, null for none
    grade         TEXT,             -- id, null for none
    made          TEXT NOT NULL,
    made_by       TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX result_by_assessment ON result (assessment, made);
CREATE INDEX result_by_grade ON result (grade, organisation) WHERE grade IS NOT NULL;
CREATE TRIGGER result_stays BEFORE UPDATE ON result BEGIN SELECT raise(ABORT, 'a kept result is never changed'); END;
CREATE TRIGGER result_remains BEFORE DELETE ON result BEGIN SELECT raise(ABORT, 'a kept result is never removed'); END;

-- ---- roll-up ----

-- Derived: how many assessments there are of each kind, kept by the triggers below in the transaction that changes one, so that
-- questions about a country cost what there are of kinds, not of assessments. '' and 0 stand for what is not there. An assessment
-- whose result is named before it is written is counted when the result comes.
CREATE TABLE rollup (
    framework TEXT NOT NULL,        -- id; all its versions together
    year      INTEGER NOT NULL,     -- of period_to
    list      TEXT NOT NULL,        -- of the organisation's province
    province  TEXT NOT NULL,
    form      TEXT NOT NULL,        -- of the organisation
    state     TEXT NOT NULL,
    grade     TEXT NOT NULL,        -- of the result that counts
    complete  INTEGER NOT NULL,     -- 1 or 0, of that result
    n         INTEGER NOT NULL CHECK (n >= 0), -- assessments; a row with none is removed
    PRIMARY KEY (framework, year, list, province, form, state, grade, complete)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rollup_empty AFTER UPDATE OF n ON rollup WHEN new.n = 0 BEGIN
    DELETE FROM rollup WHERE framework = new.framework AND year = new.year AND list = new.list AND province = new.province AND form = new.form
        AND state = new.state AND grade = new.grade AND complete = new.complete;
END;

-- Where each assessment is counted, and the same numbers by counting all: what doctor compares.
CREATE VIEW rollup_of AS
    SELECT a.key, a.organisation, f.id AS framework, CAST(substr(a.period_to, 1, 4) AS INTEGER) AS year, coalesce(o.list, '') AS list,
           coalesce(o.province, '') AS province, coalesce(o.form, '') AS form, a.state, coalesce(r.grade, '') AS grade,
           coalesce(r.complete, 0) AS complete
    FROM assessment a JOIN organisation o ON o.key = a.organisation JOIN framework f ON f.digest = a.framework
    LEFT JOIN result r ON r.key = a.result
    WHERE a.result IS NULL OR r.key IS NOT NULL;
CREATE VIEW rollup_again AS
    SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of
    GROUP BY framework, year, list, province, form, state, grade, complete;

CREATE TRIGGER rollup_new AFTER INSERT ON assessment WHEN new.result IS NULL BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.key
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_before BEFORE UPDATE OF organisation, framework, period_to, state, result ON assessment BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE key = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_after AFTER UPDATE OF organisation, framework, period_to, state, result ON assessment BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.key
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_removed BEFORE DELETE ON assessment BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE key = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_result AFTER INSERT ON result WHEN (SELECT result FROM assessment WHERE key = new.assessment) = new.key BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, 1 FROM rollup_of WHERE key = new.assessment
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rollup_organisation_before BEFORE UPDATE OF province, list, form ON organisation
WHEN old.province IS NOT new.province OR old.list IS NOT new.list OR old.form IS NOT new.form BEGIN
    UPDATE rollup SET n = rollup.n - gone.n
        FROM (SELECT framework, year, list, province, form, state, grade, complete, count(*) AS n FROM rollup_of WHERE organisation = old.key
              GROUP BY framework, year, list, province, form, state, grade, complete) AS gone
        WHERE rollup.framework = gone.framework AND rollup.year = gone.year AND rollup.list = gone.list AND rollup.province = gone.province AND rollup.form = gone.form
            AND rollup.state = gone.state AND rollup.grade = gone.grade AND rollup.complete = gone.complete;
END;
CREATE TRIGGER rollup_organisation_after AFTER UPDATE OF province, list, form ON organisation
WHEN old.province IS NOT new.province OR old.list IS NOT new.list OR old.form IS NOT new.form BEGIN
    INSERT INTO rollup (framework, year, list, province, form, state, grade, complete, n)
        SELECT framework, year, list, province, form, state, grade, complete, count(*) FROM rollup_of WHERE organisation = new.key GROUP BY framework, year, list, province, form, state, grade, complete
        ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

CREATE VIEW working AS              -- derived: the organisation's answers that are worked on; where there are none yet, those of the result that counts
    SELECT assessment, kind, person, criterion, value FROM answer WHERE kind <> 'reviewer'
    UNION ALL
    SELECT a.key, t.kind, iif(t.kind = 'respondent', t.key, ''), j.key, iif(j.type = 'text', json_quote(j.value), j.value)
    FROM assessment a JOIN result r ON r.key = a.result, json_each(r.tracks) k JOIN track t ON t.key = k.value, json_each(t.answers, '$.answers') j
    WHERE t.kind <> 'reviewer' AND NOT EXISTS (SELECT 1 FROM answer w WHERE w.assessment = a.key AND w.kind <> 'reviewer')
    UNION ALL
    SELECT a.key, t.kind, iif(t.kind = 'respondent', t.key, ''), '',
           json_patch('{}', json_object('dated', t.answers ->> '$.dated', 'profile', json(t.answers -> '$.profile')))
    FROM assessment a JOIN result r ON r.key = a.result, json_each(r.tracks) k JOIN track t ON t.key = k.value
    WHERE t.kind <> 'reviewer' AND NOT EXISTS (SELECT 1 FROM answer w WHERE w.assessment = a.key AND w.kind <> 'reviewer');

-- ---- review ----

CREATE TABLE review (               -- a reviewer's turn at an assessment
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    reviewer     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    taken        TEXT NOT NULL,
    ended        TEXT,              -- time, null while it lasts
    outcome      TEXT CHECK (outcome IN ('finished', 'returned', 'withdrawn')),
    reason       TEXT               -- of a return
) STRICT;
CREATE INDEX review_by_assessment ON review (assessment, taken);

-- Separation of duties, kept by the data whoever writes: nobody reviews an assessment whose organisation they were tied to in its
-- period or since, whose answers they gave or handed in, or which they approved; nobody approves what they reviewed. The texts of
-- the triggers are translated in statement.c.
CREATE VIEW no_reviewer AS          -- derived: who may not review an assessment, and why
    SELECT a.key AS assessment, t.person, 'tied' AS why FROM assessment a JOIN tie t ON t.organisation = a.organisation
    WHERE t.to_date IS NULL OR t.to_date >= a.period_from
    UNION ALL SELECT assessment, kept_by, 'answered' FROM track WHERE kind <> 'reviewer'
    UNION ALL SELECT assessment, by, 'answered' FROM answer WHERE kind <> 'reviewer'
    UNION ALL SELECT e.thread, e.by, 'answered' FROM event e -- also when somebody else wrote over it later
    WHERE e.act <> 'receive' AND EXISTS (SELECT 1 FROM json_each(e.body, '$.rows') r WHERE r.value ->> '$.table' = 'answer'
          AND coalesce(r.value ->> '$.after.kind', r.value ->> '$.before.kind') <> 'reviewer')
    UNION ALL SELECT key, state_by, 'approved' FROM assessment WHERE state IN ('certified', 'closed');
CREATE TRIGGER review_begins BEFORE INSERT ON review WHEN NOT EXISTS (SELECT 1 FROM review WHERE key = NEW.key) BEGIN
    SELECT raise(ABORT, 'duties: a reviewer is an assessor or expert')
    WHERE EXISTS (SELECT 1 FROM person WHERE key = NEW.reviewer AND role NOT IN ('assessor', 'expert'));
    SELECT raise(ABORT, 'duties: the reviewer is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'tied');
    SELECT raise(ABORT, 'duties: the reviewer answered for the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'answered');
    SELECT raise(ABORT, 'duties: the reviewer approved the same')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'approved');
END;
CREATE TRIGGER review_finishes BEFORE UPDATE ON review WHEN NEW.outcome = 'finished' AND OLD.outcome IS NULL BEGIN
    SELECT raise(ABORT, 'duties: the reviewer is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.reviewer AND why = 'tied');
END;
CREATE TRIGGER review_remains BEFORE UPDATE OF assessment, reviewer ON review
WHEN NEW.assessment <> OLD.assessment OR NEW.reviewer <> OLD.reviewer BEGIN SELECT raise(ABORT, 'duties: a review keeps its reviewer'); END;
CREATE TRIGGER answer_duties BEFORE INSERT ON answer WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.by);
END;
CREATE TRIGGER answer_duties_later BEFORE UPDATE OF by ON answer WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.by);
END;
CREATE TRIGGER track_duties BEFORE INSERT ON track WHEN NEW.kind <> 'reviewer' BEGIN
    SELECT raise(ABORT, 'duties: a reviewer answers for the organisation')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.kept_by);
END;
CREATE TRIGGER assessment_duties BEFORE UPDATE OF state, state_by ON assessment WHEN NEW.state IN ('certified', 'closed') BEGIN
    SELECT raise(ABORT, 'duties: a reviewer approves the same')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.key AND reviewer = NEW.state_by);
END;

CREATE TABLE judgement (            -- what the reviewer said of a criterion when the review ended
    review       TEXT NOT NULL REFERENCES review ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    value        TEXT NOT NULL CHECK (json_valid(value)),
    agreed       INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    reason       TEXT,
    seen         TEXT,
    at           TEXT NOT NULL,
    PRIMARY KEY (review, criterion)
) STRICT, WITHOUT ROWID;

CREATE TABLE reply (                -- the organisation's answer to a changed level
    key          TEXT PRIMARY KEY,
    review       TEXT NOT NULL REFERENCES review ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    text         TEXT NOT NULL,
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_by_review ON reply (review);

CREATE TABLE evidence (
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    title        TEXT NOT NULL,
    file         TEXT,              -- its name
    dated        TEXT,              -- date of the document
    sha256       TEXT,              -- 64 hex digits
    size         INTEGER,           -- bytes
    kept         INTEGER NOT NULL CHECK (kept IN (0, 1)), -- a copy lies beside the store
    added        TEXT NOT NULL,
    added_by     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    removed      TEXT               -- time
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_assessment ON evidence (assessment);

CREATE TABLE evidence_use (         -- one item can serve several criteria
    evidence     TEXT NOT NULL REFERENCES evidence ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    item         TEXT NOT NULL,     -- id of the criterion's evidence item
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT, -- after the key: integrity_check of
                                                        -- SQLite 3.40 takes a column between a key's for null
    PRIMARY KEY (evidence, criterion, item)
) STRICT, WITHOUT ROWID;

-- ---- exchange ----

CREATE TABLE conflict (             -- both sides changed the same field; ours stands until somebody decides
    key          TEXT PRIMARY KEY,
    organisation TEXT,
    thread       TEXT NOT NULL,     -- key of what it is about
    place        TEXT NOT NULL,     -- table, row and column: JSON list
    ours         TEXT NOT NULL,     -- JSON: value, at, by, chain
    theirs       TEXT NOT NULL,
    found        TEXT NOT NULL,
    settled      TEXT,              -- time
    kept         TEXT CHECK (kept IN ('ours', 'theirs'))
) STRICT;
CREATE INDEX conflict_open ON conflict (thread) WHERE settled IS NULL;

-- ---- certificates: what version 3 adds ----

CREATE TABLE issuer (               -- who issues certificates; numbers are given by the store it was made in and by no other
    key      TEXT PRIMARY KEY,
    id       TEXT NOT NULL,         -- as codes, claims and keys name it
    abbr     TEXT NOT NULL,         -- as in its numbers: 05/2026/GCN-ABBR
    name     TEXT NOT NULL,
    name_en  TEXT,
    url      TEXT NOT NULL,         -- https address where certificates can be checked
    zone     INTEGER NOT NULL CHECK (zone BETWEEN -840 AND 840), -- minutes ahead of UTC: whose days count
    renewal  INTEGER NOT NULL CHECK (renewal >= 0),   -- months before the last day from which on the next one may take its place
    cool_off INTEGER NOT NULL CHECK (cool_off >= 0),  -- months after a withdrawal in which nothing is issued anew
    since    TEXT NOT NULL,
    chain    TEXT NOT NULL,         -- of the store that gives its numbers
    UNIQUE (chain, id)
) STRICT;

CREATE TABLE certificate (          -- never changed; what becomes of it stands in certificate_state and certificate_condition
    key          TEXT PRIMARY KEY,
    issuer       TEXT NOT NULL REFERENCES issuer ON DELETE RESTRICT ON UPDATE RESTRICT,
    year         INTEGER NOT NULL,  -- of the day of issue
    number       INTEGER NOT NULL CHECK (number > 0), -- 1, 2, 3 … in that year, without a gap
    abbr         TEXT NOT NULL,     -- the issuer's then
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework    TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT,
    result       TEXT NOT NULL REFERENCES result ON DELETE RESTRICT ON UPDATE RESTRICT, -- what it rests on
    name         TEXT NOT NULL,     -- the organisation's, as printed
    computed     TEXT NOT NULL,     -- id of the grade that scoring gave
    awarded      TEXT NOT NULL,     -- id of the grade that is certified: that one or a lower one
    decided_as   TEXT,              -- of a lower one: in which role it was decided,
    decided      TEXT,              -- on which day,
    decided_why  TEXT,              -- and why
    issued       TEXT NOT NULL,     -- date
    until        TEXT,              -- date: the last day; null: without an end
    before       TEXT REFERENCES certificate ON DELETE RESTRICT ON UPDATE RESTRICT, -- the one whose place it took
    claim        TEXT NOT NULL,     -- what is signed (claim.h), base64
    digest       TEXT NOT NULL,     -- sha256:… of its bytes
    made         TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    UNIQUE (issuer, year, number),
    CHECK (iif(computed = awarded, coalesce(decided_as, decided, decided_why) IS NULL, (decided_as IS NULL) + (decided IS NULL) + (decided_why IS NULL) = 0)),
    CHECK (until IS NULL OR until >= issued),
    CHECK (year = CAST(substr(issued, 1, 4) AS INTEGER))
) STRICT;
CREATE INDEX certificate_by_organisation ON certificate (organisation, issued);
CREATE INDEX certificate_by_assessment ON certificate (assessment);
CREATE INDEX certificate_by_before ON certificate (before) WHERE before IS NOT NULL;
CREATE TRIGGER certificate_stays BEFORE UPDATE ON certificate BEGIN SELECT raise(ABORT, 'a certificate is never changed'); END;
CREATE TRIGGER certificate_remains BEFORE DELETE ON certificate BEGIN SELECT raise(ABORT, 'a certificate is never removed'); END;

CREATE TABLE certificate_condition ( -- what the organisation is to do; past the deadline the certificate is suspended by itself
    certificate  TEXT NOT NULL REFERENCES certificate ON DELETE RESTRICT ON UPDATE RESTRICT,
    number       INTEGER NOT NULL CHECK (number > 0),
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    text         TEXT NOT NULL,
    due          TEXT,              -- date: the last day; null: no deadline
    met          TEXT,              -- date on which it was met; null: not yet
    met_at       TEXT,              -- time at which that was noted,
    met_by       TEXT REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT, -- by whom,
    met_note     TEXT,              -- and what was seen
    PRIMARY KEY (certificate, number),
    CHECK ((met IS NULL) = (met_at IS NULL) AND (met IS NULL) = (met_by IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER certificate_condition_stays BEFORE UPDATE ON certificate_condition
WHEN OLD.met IS NOT NULL OR (OLD.organisation, OLD.text, OLD.due) IS NOT (NEW.organisation, NEW.text, NEW.due) BEGIN
    SELECT raise(ABORT, 'a condition is never changed') WHERE (OLD.organisation, OLD.text, OLD.due, OLD.met, OLD.met_at, OLD.met_by, OLD.met_note)
        IS NOT (NEW.organisation, NEW.text, NEW.due, NEW.met, NEW.met_at, NEW.met_by, NEW.met_note);
END;
CREATE TRIGGER certificate_condition_remains BEFORE DELETE ON certificate_condition BEGIN SELECT raise(ABORT, 'a condition is never removed'); END;

CREATE TABLE certificate_state (    -- what was entered about a certificate, the issue first; what dates and deadlines do is not entered (states.def)
    certificate  TEXT NOT NULL REFERENCES certificate ON DELETE RESTRICT ON UPDATE RESTRICT,
    number       INTEGER NOT NULL CHECK (number > 0),
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    state        TEXT NOT NULL CHECK (state IN ('issued', 'suspended', 'reinstated', 'withdrawn', 'superseded', 'reissued')),
    day          TEXT NOT NULL,     -- date from which on it counts
    reason       TEXT,
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    PRIMARY KEY (certificate, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER certificate_state_stays BEFORE UPDATE ON certificate_state BEGIN
    SELECT raise(ABORT, 'what was entered about a certificate is never changed') WHERE (OLD.organisation, OLD.state, OLD.day, OLD.reason, OLD.at, OLD.by)
        IS NOT (NEW.organisation, NEW.state, NEW.day, NEW.reason, NEW.at, NEW.by);
END;
CREATE TRIGGER certificate_state_remains BEFORE DELETE ON certificate_state BEGIN
    SELECT raise(ABORT, 'what was entered about a certificate is never removed');
END;

CREATE TABLE certificate_signature ( -- made once, by the key of then: printing it again needs no key that is past its days
    certificate  TEXT PRIMARY KEY REFERENCES certificate ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation (key) ON DELETE RESTRICT ON UPDATE RESTRICT,
    content      TEXT NOT NULL,     -- the signed claim as text (seal.h)
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT, WITHOUT ROWID;
CREATE TRIGGER certificate_signature_stays BEFORE UPDATE ON certificate_signature BEGIN
    SELECT raise(ABORT, 'a signature is never changed') WHERE (OLD.organisation, OLD.content, OLD.at, OLD.by) IS NOT (NEW.organisation, NEW.content, NEW.at, NEW.by);
END;
CREATE TRIGGER certificate_signature_remains BEFORE DELETE ON certificate_signature BEGIN SELECT raise(ABORT, 'a signature is never removed'); END;

CREATE TABLE register_issue (       -- every register that was published, so that its number only grows
    issuer TEXT NOT NULL REFERENCES issuer ON DELETE RESTRICT ON UPDATE RESTRICT,
    serial INTEGER NOT NULL CHECK (serial > 0), -- 1, 2, 3 …
    dated  TEXT NOT NULL,           -- time of which it tells
    count  INTEGER NOT NULL,        -- certificates in it
    digest TEXT NOT NULL,           -- sha256:… of the file
    at     TEXT NOT NULL,
    by     TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    PRIMARY KEY (issuer, serial)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER register_issue_stays BEFORE UPDATE ON register_issue BEGIN SELECT raise(ABORT, 'a published register is never changed'); END;
CREATE TRIGGER register_issue_remains BEFORE DELETE ON register_issue BEGIN SELECT raise(ABORT, 'a published register is never removed'); END;

-- Who certifies, reinstates or notes that a condition is met belongs neither to the organisation nor to those that were merged with it, on that
-- day or in the period assessed; who issues has not reviewed it nor answered for it either. The texts are translated in statement.c.
CREATE VIEW no_certifier AS         -- derived: ties of persons to the organisation of a certificate or to one that is the same by merging
    SELECT c.key AS certificate, t.person, t.from_date, t.to_date, a.period_from
    FROM certificate c JOIN assessment a ON a.key = c.assessment JOIN organisation o ON o.key = c.organisation
    JOIN organisation p ON coalesce(p.merged_into, p.key) = coalesce(o.merged_into, o.key) JOIN tie t ON t.organisation = p.key;
CREATE TRIGGER certificate_duties AFTER INSERT ON certificate BEGIN
    SELECT raise(ABORT, 'duties: who certifies is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_certifier WHERE certificate = NEW.key AND person = NEW.made_by AND from_date <= NEW.issued
                  AND (to_date IS NULL OR to_date >= period_from));
    SELECT raise(ABORT, 'duties: who certifies answered for the organisation')
    WHERE EXISTS (SELECT 1 FROM no_reviewer WHERE assessment = NEW.assessment AND person = NEW.made_by AND why = 'answered');
    SELECT raise(ABORT, 'duties: who certifies reviewed it')
    WHERE EXISTS (SELECT 1 FROM review WHERE assessment = NEW.assessment AND reviewer = NEW.made_by);
END;
CREATE TRIGGER certificate_state_duties BEFORE INSERT ON certificate_state WHEN NEW.state = 'reinstated' BEGIN
    SELECT raise(ABORT, 'duties: who certifies is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_certifier WHERE certificate = NEW.certificate AND person = NEW.by AND from_date <= NEW.day
                  AND (to_date IS NULL OR to_date >= period_from));
END;
CREATE TRIGGER certificate_condition_duties BEFORE UPDATE OF met ON certificate_condition WHEN NEW.met IS NOT NULL AND OLD.met IS NULL BEGIN
    SELECT raise(ABORT, 'duties: who certifies is tied to the organisation')
    WHERE EXISTS (SELECT 1 FROM no_certifier WHERE certificate = NEW.certificate AND person = NEW.met_by AND from_date <= substr(NEW.met_at, 1, 10)
                  AND (to_date IS NULL OR to_date >= period_from));
END;
