/* roll/row: a certificate as a line of CSV and as JSON, and back from CSV. */
#include "inside.h"

#include <string.h>

static const char *const columns[KHUNG__ROLL_COLUMNS] = {"number", "year",   "nn",    "state",  "since",      "organisation", "framework",
                                                         "version", "grade", "issued", "until", "entries", "conditions",   "digest"};
/* replaced_by rides behind the entry that it belongs to: "superseded 2027-01-05 07/2027/GCN-X". */

static khung__states_found found_on(const khung__roll_row *row, khung__date day)
{
    const khung__states_life life = {row->issued, row->until, row->entries, row->entry_count, row->conditions, row->condition_count};
    return khung__states_on(&life, day);
}

static void put_day(khung__buf *out, khung__date day)
{
    if (day.year)
        khung__buf_date(out, day);
}

static void put_hex(khung__buf *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        khung__buf_char(out, digits[bytes[i] >> 4]);
        khung__buf_char(out, digits[bytes[i] & 15]);
    }
}

static void put_entries(khung__buf *out, const khung__roll_row *row)
{
    for (size_t i = 0; i < row->entry_count; i++) {
        khung__buf_z(out, i ? "; " : "");
        khung__buf_z(out, khung__states_name(row->entries[i].state));
        khung__buf_char(out, ' ');
        put_day(out, row->entries[i].day);
        bool replaced = row->entries[i].state == KHUNG__STATES_SUPERSEDED || row->entries[i].state == KHUNG__STATES_REISSUED;
        if (replaced && row->replaced_by.n) {
            khung__buf_char(out, ' ');
            khung__buf_str(out, row->replaced_by);
        }
    }
}

static void put_conditions(khung__buf *out, const khung__roll_row *row)
{
    for (size_t i = 0; i < row->condition_count; i++) {
        khung__buf_z(out, i ? "; " : "");
        put_day(out, row->conditions[i].due);
        if (row->conditions[i].met.year)
            khung__buf_z(out, " met ");
        put_day(out, row->conditions[i].met);
    }
}

/* ---- CSV ---- */

void khung__roll_put_heading(khung__buf *out)
{
    for (size_t i = 0; i < KHUNG__ROLL_COLUMNS; i++) {
        khung__buf_z(out, i ? "," : "");
        khung__buf_z(out, columns[i]);
    }
    khung__buf_z(out, "\r\n");
}

/* In quotes where it must be; an apostrophe keeps spreadsheets from taking it for a formula. */
static void put_cell(khung__buf *out, khung__str text)
{
    bool formula = text.n && strchr("=+-@'", text.s[0]);
    khung__buf_z(out, formula ? ",\"'" : ",\"");
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '"')
            khung__buf_char(out, '"');
        khung__buf_char(out, text.s[i] == '\n' || text.s[i] == '\r' ? ' ' : text.s[i]);
    }
    khung__buf_char(out, '"');
}

static bool fits(const khung__roll_row *row)
{
    return row->organisation.n <= KHUNG__ROLL_MOST_TEXT && row->framework.n <= KHUNG__ROLL_MOST_TEXT && row->version.n <= 64 && row->grade.n <= 512 &&
           row->replaced_by.n <= 64 && row->entry_count <= KHUNG__ROLL_MOST_STATES && row->condition_count <= KHUNG__ROLL_MOST_STATES &&
           row->year >= 2000 && row->year <= 2999 && row->nn >= 1 && row->nn <= 999999 && row->issued.year;
}

bool khung__roll_put_csv(khung__buf *out, const khung__roll_row *row, const khung__roll_head *head)
{
    khung__states_found found = found_on(row, head->day);
    if (!fits(row))
        return false;
    khung__buf_printf(out, "%02lld/%lld/GCN-", (long long)row->nn, (long long)row->year);
    khung__buf_str(out, head->abbreviation);
    khung__buf_printf(out, ",%lld,%lld,%s,", (long long)row->year, (long long)row->nn, khung__states_name(found.state));
    put_day(out, found.since);
    put_cell(out, row->organisation);
    put_cell(out, row->framework);
    put_cell(out, row->version);
    put_cell(out, row->grade);
    khung__buf_char(out, ',');
    put_day(out, row->issued);
    khung__buf_char(out, ',');
    put_day(out, row->until);
    khung__buf_char(out, ',');
    put_entries(out, row);
    khung__buf_char(out, ',');
    put_conditions(out, row);
    khung__buf_char(out, ',');
    put_hex(out, row->digest, 32);
    khung__buf_z(out, "\r\n");
    return true;
}

/* The next cell, unquoted in place; *at moves behind its comma. */
static khung__str next_cell(char **at, char *end)
{
    char *p = *at, *to = p;
    if (p < end && *p == '"') {
        char *from = ++p;
        for (to = p; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
            p += *p == '"';
            *to++ = *p;
        }
        khung__str cell = {from, (size_t)(to - from)};
        if (cell.n && cell.s[0] == '\'')
            cell = (khung__str){cell.s + 1, cell.n - 1};
        p += p < end;
        *at = p < end && *p == ',' ? p + 1 : end;
        return cell;
    }
    while (p < end && *p != ',')
        p++;
    khung__str cell = {*at, (size_t)(p - *at)};
    *at = p < end ? p + 1 : end;
    return cell;
}

static bool read_day(khung__date *out, khung__str text)
{
    *out = (khung__date){0};
    return text.n == 0 || khung__read_date(text, out);
}

/* The next part before "; ". */
static khung__str next_part(khung__str *text)
{
    khung__str part = *text;
    for (size_t i = 0; i + 1 < text->n; i++)
        if (text->s[i] == ';' && text->s[i + 1] == ' ') {
            part.n = i;
            *text = (khung__str){text->s + i + 2, text->n - i - 2};
            return part;
        }
    *text = (khung__str){0};
    return part;
}

static bool read_entries(khung__roll_row *out, khung__str text)
{
    while (text.n) {
        khung__str part = next_part(&text);
        const char *blank = memchr(part.s, ' ', part.n);
        if (!blank || out->entry_count == KHUNG__ROLL_MOST_STATES || part.s + part.n - blank < 11)
            return false;
        khung__states_entry *entry = &out->entries[out->entry_count++];
        entry->state = khung__states_of((khung__str){part.s, (size_t)(blank - part.s)});
        if (entry->state == KHUNG__STATES_COUNT || !khung__read_date((khung__str){blank + 1, 10}, &entry->day))
            return false;
        if (part.s + part.n - blank > 12)
            out->replaced_by = (khung__str){blank + 12, (size_t)(part.s + part.n - blank - 12)};
    }
    return true;
}

static bool read_conditions(khung__roll_row *out, khung__str text)
{
    while (text.n) {
        khung__str part = next_part(&text);
        if (out->condition_count == KHUNG__ROLL_MOST_STATES || (part.n != 10 && part.n != 25))
            return false;
        khung__states_condition *condition = &out->conditions[out->condition_count++];
        if (!khung__read_date((khung__str){part.s, 10}, &condition->due) ||
            (part.n == 25 && !khung__read_date((khung__str){part.s + 15, 10}, &condition->met)))
            return false;
    }
    return true;
}

static bool read_digest(unsigned char out[32], khung__str text)
{
    if (text.n != 64)
        return false;
    for (size_t i = 0; i < 64; i++) {
        char c = text.s[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        out[i / 2] = (unsigned char)(out[i / 2] << 4 | (c <= '9' ? c - '0' : c - 'a' + 10));
    }
    return true;
}

bool khung__roll_read_csv(khung__roll_row *out, char *line, size_t n)
{
    char *at = line, *end = line + n;
    khung__str cells[KHUNG__ROLL_COLUMNS];
    for (size_t i = 0; i < KHUNG__ROLL_COLUMNS; i++)
        cells[i] = next_cell(&at, end);
    *out = (khung__roll_row){.organisation = cells[5], .framework = cells[6], .version = cells[7], .grade = cells[8]};
    return at == end && khung__read_whole(cells[1], &out->year) && khung__read_whole(cells[2], &out->nn) && khung__read_date(cells[9], &out->issued) &&
           read_day(&out->until, cells[10]) && read_entries(out, cells[11]) && read_conditions(out, cells[12]) && read_digest(out->digest, cells[13]);
}

/* ---- JSON ---- */

static void put_member(khung__buf *out, const char *name, khung__str text)
{
    khung__buf_printf(out, ",\"%s\":", name);
    khung__buf_json(out, text);
}

static void put_date_member(khung__buf *out, const char *name, khung__date day)
{
    khung__buf_printf(out, ",\"%s\":", name);
    khung__buf_z(out, day.year ? "\"" : "null");
    put_day(out, day);
    khung__buf_z(out, day.year ? "\"" : "");
}

static void put_lists(khung__buf *out, const khung__roll_row *row)
{
    khung__buf_z(out, ",\"entries\":[");
    for (size_t i = 0; i < row->entry_count; i++) {
        khung__buf_printf(out, "%s{\"state\":\"%s\"", i ? "," : "", khung__states_name(row->entries[i].state));
        put_date_member(out, "from", row->entries[i].day);
        khung__buf_char(out, '}');
    }
    khung__buf_z(out, "],\"conditions\":[");
    for (size_t i = 0; i < row->condition_count; i++) {
        khung__buf_z(out, i ? ",{\"due\":\"" : "{\"due\":\"");
        put_day(out, row->conditions[i].due);
        khung__buf_char(out, '"');
        put_date_member(out, "met", row->conditions[i].met);
        khung__buf_char(out, '}');
    }
    khung__buf_char(out, ']');
}

void khung__roll_put_json(khung__buf *out, const khung__roll_row *row, const khung__roll_head *head)
{
    khung__states_found found = found_on(row, head->day);
    khung__buf_printf(out, "{\"year\":%lld,\"nn\":%lld,\"number\":\"%02lld/%lld/GCN-", (long long)row->year, (long long)row->nn, (long long)row->nn,
                      (long long)row->year);
    khung__buf_str(out, head->abbreviation);
    khung__buf_printf(out, "\",\"state\":\"%s\"", khung__states_name(found.state));
    put_date_member(out, "since", found.since);
    put_member(out, "organisation", row->organisation);
    put_member(out, "framework", row->framework);
    put_member(out, "version", row->version);
    put_member(out, "grade", row->grade);
    put_date_member(out, "issued", row->issued);
    put_date_member(out, "until", row->until);
    if (row->replaced_by.n)
        put_member(out, "replaced_by", row->replaced_by);
    put_lists(out, row);
    khung__buf_z(out, ",\"digest\":\"");
    put_hex(out, row->digest, 32);
    khung__buf_z(out, "\"}");
}

/* ---- the descriptor ---- */

static void put_fields(khung__buf *out)
{
    static const char *const types[KHUNG__ROLL_COLUMNS] = {"string", "integer", "integer", "string", "date", "string", "string",
                                                           "string", "string",  "date",    "date",   "string", "string", "string"};
    for (size_t i = 0; i < KHUNG__ROLL_COLUMNS; i++)
        khung__buf_printf(out, "%s\n        {\"name\": \"%s\", \"type\": \"%s\"}", i ? "," : "", columns[i], types[i]);
}

void khung__roll_put_package(khung__buf *out, const khung__roll_head *head)
{
    khung__buf_z(out, "{\n  \"$schema\": \"https://datapackage.org/profiles/2.0/datapackage.json\",\n  \"name\": \"certificates-");
    khung__buf_str(out, head->issuer);
    khung__buf_z(out, "\",\n  \"title\": ");
    khung__buf_json(out, head->name);
    khung__buf_printf(out, ",\n  \"version\": \"%lld\",\n  \"created\": \"", (long long)head->number);
    put_day(out, head->day);
    khung__buf_printf(out, "T00:00:00Z\",\n  \"resources\": [\n    {\"name\": \"register\", \"path\": \"%s\", \"format\": \"csv\", \"mediatype\": "
                      "\"text/csv\", \"encoding\": \"utf-8\",\n      \"bytes\": %lld, \"hash\": \"sha256:", khung__roll_names[KHUNG__ROLL_CSV],
                      (long long)head->size);
    put_hex(out, (const unsigned char *)head->csv.s, head->csv.n);
    khung__buf_z(out, "\",\n      \"schema\": {\"fields\": [");
    put_fields(out);
    khung__buf_printf(out, "],\n        \"primaryKey\": [\"year\", \"nn\"]}},\n    {\"name\": \"register-json\", \"path\": \"%s\", \"format\": \"json\", "
                      "\"mediatype\": \"application/json\"}\n  ]\n}\n", khung__roll_names[KHUNG__ROLL_JSON]);
}
