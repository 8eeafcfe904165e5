/* schema FOLDER: writes the JSON Schema of every kind that has one into FOLDER, from the loader's own tables. */
#include <stdio.h>

#include "khung.h"

static const struct {
    khung_kind kind;
    const char *name;
} kinds[] = {
    {KHUNG_KIND_FRAMEWORK, "framework"},
    {KHUNG_KIND_TRANSLATION, "translation"},
    {KHUNG_KIND_ANSWERS, "answers"},
    {KHUNG_KIND_REPORT, "report"},
    {KHUNG_KIND_PLAN, "plan"},
    {KHUNG_KIND_PORTFOLIO, "portfolio"},
    {KHUNG_KIND_REGISTER, "register"},
};

static int write_schema(const char *folder, khung_kind kind, const char *name)
{
    char *text = NULL;
    if (khung_schema_json(&text, kind) != KHUNG_OK) {
        return 1;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.schema.json", folder, name);
    FILE *file = fopen(path, "w");
    int bad = file == NULL || fputs(text, file) < 0;
    bad |= file != NULL && fclose(file) != 0;
    khung_text_free(text);
    return bad;
}

int main(int count, char **words)
{
    if (count != 2) {
        fputs("usage: schema FOLDER\n", stderr);
        return 64;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (write_schema(words[1], kinds[i].kind, kinds[i].name)) {
            fprintf(stderr, "schema: %s was not written into %s\n", kinds[i].name, words[1]);
            return 74;
        }
    }
    return 0;
}
