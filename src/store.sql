-- The store of khung, version 1. One SQLite file holds organisations, frameworks, assessments, answers and results.
--
-- Keys are made by the client (UUID version 7, RFC 9562: text of 36 characters that sorts by time of making), and every row that
-- belongs to an organisation carries that organisation's key. Times are UTC, "2026-11-22T03:15:00.000Z"; dates "2026-11-22".
-- Nothing is ever deleted by a cascade. Answers and frameworks are kept whole as canonical JSON (khung-framework(5)), so that
-- sqlite3 and json_each alone can read them for ever:
--
--   SELECT t.kind, a.key, a.value FROM track t, json_each(t.answers, '$.answers') a;

CREATE TABLE person (               -- who acts; records, does not prove
    id    TEXT PRIMARY KEY,         -- short, chosen: an
    name  TEXT NOT NULL,
    since TEXT NOT NULL             -- time of adding
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    key   TEXT PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,     -- as the answers name it
    name  TEXT NOT NULL,            -- as the newest answers name it
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE assessment (           -- one organisation, one framework, one period
    key          TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES organisation ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework    TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT,
    id           TEXT NOT NULL UNIQUE, -- for people: hoi-song-xanh-2026
    period_from  TEXT NOT NULL,
    period_to    TEXT NOT NULL CHECK (period_to >= period_from),
    state        TEXT NOT NULL DEFAULT 'draft'
                 CHECK (state IN ('draft', 'submitted', 'in_review', 'returned', 'reviewed', 'certified', 'closed', 'withdrawn')),
    made         TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    UNIQUE (organisation, framework, period_from, period_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE track (                -- one file of answers, never changed once kept
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation ON DELETE RESTRICT ON UPDATE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('self', 'respondent', 'consensus', 'reviewer')),
    answers      TEXT NOT NULL CHECK (json_valid(answers)), -- the whole file, canonical JSON
    digest       TEXT NOT NULL,     -- of that text
    kept         TEXT NOT NULL,
    kept_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT,
    UNIQUE (assessment, digest)
) STRICT;
CREATE INDEX track_by_organisation ON track (organisation);

CREATE TABLE result (               -- what scoring gave, pinned: never recomputed in place; the newest counts
    key          TEXT PRIMARY KEY,
    assessment   TEXT NOT NULL REFERENCES assessment ON DELETE RESTRICT ON UPDATE RESTRICT,
    organisation TEXT NOT NULL REFERENCES organisation ON DELETE RESTRICT ON UPDATE RESTRICT,
    framework    TEXT NOT NULL REFERENCES framework ON DELETE RESTRICT ON UPDATE RESTRICT, -- the digest it rests on
    rules        INTEGER NOT NULL,  -- number of the rule set
    content      TEXT NOT NULL CHECK (json_valid(content)), -- the result as JSON (scoring.md, section 6)
    digest       TEXT NOT NULL,     -- of that text
    complete     INTEGER NOT NULL CHECK (complete IN (0, 1)),
    grade        TEXT,              -- id, null for none
    made         TEXT NOT NULL,
    made_by      TEXT NOT NULL REFERENCES person ON DELETE RESTRICT ON UPDATE RESTRICT
) STRICT;
CREATE INDEX result_by_assessment ON result (assessment, made);
CREATE INDEX result_by_organisation ON result (organisation);

CREATE TABLE result_track (         -- which answers a result rests on, in the order they were given
    result   TEXT NOT NULL REFERENCES result ON DELETE RESTRICT ON UPDATE RESTRICT,
    position INTEGER NOT NULL,
    track    TEXT NOT NULL REFERENCES track ON DELETE RESTRICT ON UPDATE RESTRICT,
    PRIMARY KEY (result, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_track_by_track ON result_track (track);

-- The scores as rows, null without one: `exact` is the reduced fraction, `shown` what is printed. The `…_sort` columns are nearest
-- binary numbers, for ordering long lists and for nothing else: they are never shown, compared with a limit or added up.
CREATE TABLE result_domain (        -- domain '' is the total
    result        TEXT NOT NULL REFERENCES result ON DELETE RESTRICT ON UPDATE RESTRICT,
    position      INTEGER NOT NULL,
    organisation  TEXT NOT NULL REFERENCES organisation ON DELETE RESTRICT ON UPDATE RESTRICT,
    domain        TEXT NOT NULL,
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    exact         TEXT,
    shown         TEXT,
    percent_exact TEXT,
    percent_shown TEXT,
    score_sort    REAL,
    percent_sort  REAL,
    band          TEXT,
    PRIMARY KEY (result, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE result_criterion (
    result       TEXT NOT NULL REFERENCES result ON DELETE RESTRICT ON UPDATE RESTRICT,
    position     INTEGER NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation ON DELETE RESTRICT ON UPDATE RESTRICT,
    criterion    TEXT NOT NULL,
    state        TEXT NOT NULL,
    level        TEXT,
    exact        TEXT,
    shown        TEXT,
    score_sort   REAL,
    self         TEXT,              -- these three exact
    reviewer     TEXT,
    gap          TEXT,
    PRIMARY KEY (result, position)
) STRICT, WITHOUT ROWID;
