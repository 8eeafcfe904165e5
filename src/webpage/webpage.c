/* webpage: see webpage.h. */
#include "../webpage.h"

#include <string.h>

static const char BASE[] = {
#include "base.css.h"
};
static const char ELEMENTS[] = {
#include "elements.js.h"
};

/* Text with & < > " escaped. */
static void put_escaped(khung__buf *out, khung__str s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.s[i]) {
        case '&': khung__buf_z(out, "&amp;"); break;
        case '<': khung__buf_z(out, "&lt;"); break;
        case '>': khung__buf_z(out, "&gt;"); break;
        case '"': khung__buf_z(out, "&quot;"); break;
        default: khung__buf_char(out, s.s[i]);
        }
    }
}

/* JSON within a script element: `<` only occurs in strings, where it can be written as an escape, so that nothing ends the element. */
static void put_json(khung__buf *out, khung__str json)
{
    for (size_t from = 0; from < json.n;) {
        const char *at = memchr(json.s + from, '<', json.n - from);
        size_t end = at ? (size_t)(at - json.s) : json.n;
        khung__buf_add(out, json.s + from, end - from);
        if (at)
            khung__buf_z(out, "\\u003c");
        from = end + 1;
    }
}

static void put_digest(khung__buf *out, const khung__buf *text)
{
    khung__arena arena = {0};
    khung__sha256 hash;
    unsigned char digest[32];
    khung__sha256_start(&hash);
    khung__sha256_add(&hash, text->s, text->n);
    khung__sha256_end(&hash, digest);
    khung__str base64 = khung__base64_write(&arena, (khung__str){(const char *)digest, sizeof digest});
    out->failed = out->failed || !base64.s;
    khung__buf_z(out, "'sha256-");
    khung__buf_str(out, base64);
    khung__buf_char(out, '\'');
    khung__arena_free(&arena);
}

static void put_head(khung__buf *out, const khung__webpage *page, const khung__buf *style, const khung__buf *script)
{
    khung__buf_z(out, "<!DOCTYPE html>\n<html lang=\"");
    put_escaped(out, page->language);
    khung__buf_z(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    put_digest(out, script);
    khung__buf_z(out, "; style-src ");
    put_digest(out, style);
    khung__buf_z(out, "; img-src data:; base-uri 'none'; form-action 'none'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"format-detection\" content=\"telephone=no\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    put_escaped(out, page->title);
    khung__buf_z(out, "</title>\n<style>");
    khung__buf_str(out, (khung__str){style->s, style->n});
    khung__buf_z(out, "</style>\n</head>\n");
}

/* What stands on the page where the script does not run; the script takes it away. */
static void put_body(khung__buf *out, const khung__webpage *page, const khung__buf *script)
{
    khung__buf_z(out, "<body>\n<main class=\"old\"><h1>");
    put_escaped(out, page->title);
    khung__buf_z(out, "</h1>");
    khung__buf_printf(out, "<p lang=\"vi\">%s</p><p lang=\"en\">%s</p>", page->too_old[0], page->too_old[1]);
    khung__buf_z(out, "</main>\n<script type=\"application/json\" id=\"data\">");
    put_json(out, page->data);
    khung__buf_z(out, "</script>\n<script>");
    khung__buf_str(out, (khung__str){script->s, script->n});
    khung__buf_z(out, "</script>\n</body>\n</html>\n");
}

bool khung__webpage_write(khung__buf *out, const khung__webpage *page)
{
    khung__buf style = {0}, script = {0};
    khung__buf_z(&style, BASE);
    khung__buf_z(&style, page->style);
    khung__buf_z(&script, "'use strict';\n(function () {\n");
    khung__buf_z(&script, ELEMENTS);
    for (size_t i = 0; i < page->script_count; i++)
        khung__buf_z(&script, page->scripts[i]);
    khung__buf_z(&script, "}());\n");
    if (!style.failed && !script.failed) {
        put_head(out, page, &style, &script);
        put_body(out, page, &script);
    }
    out->failed = out->failed || style.failed || script.failed;
    khung__buf_free(&style);
    khung__buf_free(&script);
    return !out->failed;
}
