/* framework/ids: the hash behind every look-up by id. */
#include "shape.h"

#include <string.h>

typedef struct khung__ids_slot {
    uintptr_t space;
    khung__str id;
    uint32_t index;
} slot;

bool khung__ids_init(khung__ids *ids, khung__arena *arena, size_t n)
{
    size_t cap = 8;
    while (cap < n * 2)
        cap *= 2;
    ids->slots = khung__arena_alloc(arena, cap * sizeof *ids->slots);
    ids->cap = ids->slots ? cap : 0;
    ids->count = 0;
    return ids->slots != NULL;
}

/* Multiply-and-fold over words of eight bytes; ids are short. */
static size_t hash(uintptr_t space, khung__str id)
{
    uint64_t h = (uint64_t)space * UINT64_C(0x9E3779B97F4A7C15) ^ id.n, word;
    for (size_t i = 0; i < id.n; i += 8) {
        word = 0;
        memcpy(&word, id.s + i, id.n - i < 8 ? id.n - i : 8);
        h = (h ^ word) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 32;
    }
    return (size_t)h;
}

static slot *find(const khung__ids *ids, uintptr_t space, khung__str id)
{
    for (size_t i = hash(space, id);; i++) {
        slot *s = &ids->slots[i & (ids->cap - 1)];
        if (!s->id.s || (s->space == space && s->id.n == id.n && memcmp(s->id.s, id.s, id.n) == 0))
            return s;
    }
}

uint32_t khung__ids_add(khung__ids *ids, uintptr_t space, khung__str id, uint32_t index)
{
    slot *s = find(ids, space, id);
    if (s->id.s)
        return s->index;
    *s = (slot){.space = space, .id = id, .index = index};
    ids->count++;
    return KHUNG__NONE;
}

uint32_t khung__ids_find(const khung__ids *ids, uintptr_t space, khung__str id)
{
    if (ids->cap == 0 || !id.s)
        return KHUNG__NONE;
    slot *s = find(ids, space, id);
    return s->id.s ? s->index : KHUNG__NONE;
}
