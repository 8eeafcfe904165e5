/* Memory: the one door to malloc, which a test can make fail, and arenas behind it. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Armed by tests only; untouched (so safe to read from every thread) in a program that never calls
 * khung__alloc_fail_at. */
static struct {
    bool counting;
    size_t fail_at; /* allocations from this number on fail; 0: none */
    size_t count;
} hook;

void khung__alloc_fail_at(size_t n)
{
    hook.counting = true;
    hook.fail_at = n;
    hook.count = 0;
}

size_t khung__alloc_count(void)
{
    return hook.count;
}

static bool fails_now(void)
{
    if (!hook.counting)
        return false;
    hook.count++;
    return hook.fail_at != 0 && hook.count >= hook.fail_at;
}

void *khung__alloc(size_t n)
{
    return fails_now() ? NULL : malloc(n ? n : 1);
}

void *khung__realloc(void *p, size_t n)
{
    return fails_now() ? NULL : realloc(p, n ? n : 1);
}

void khung__free(void *p)
{
    free(p);
}

/* A block is a header and its bytes; in debug builds a block is exactly one piece. */
struct khung__arena_block {
    struct khung__arena_block *before;
    size_t size;
};

enum { ALIGN = 16, FIRST_BLOCK = 4096, LAST_BLOCK = 1 << 20 };
_Static_assert(sizeof(struct khung__arena_block) % ALIGN == 0, "pieces start aligned");

/* Adds a block with room for `n` bytes. Blocks double, so that small arenas stay small and big ones
 * need few blocks. */
static bool add_block(khung__arena *arena, size_t n)
{
    size_t size = n;
#ifndef KHUNG_DEBUG_ARENA
    size_t usual = arena->last ? arena->last->size * 2 : FIRST_BLOCK;
    if (usual > LAST_BLOCK)
        usual = LAST_BLOCK;
    if (size < usual)
        size = usual;
#endif
    struct khung__arena_block *block = khung__alloc(sizeof *block + size);
    if (!block)
        return false;
    block->before = arena->last;
    block->size = size;
    arena->last = block;
    arena->at = (char *)(block + 1);
    arena->end = arena->at + size;
    return true;
}

bool khung__arena_reserve(khung__arena *arena, size_t n)
{
#ifdef KHUNG_DEBUG_ARENA
    (void)arena;
    (void)n;
    return true;
#else
    size_t size = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    return size < n || (size_t)(arena->end - arena->at) >= size || add_block(arena, size);
#endif
}

/* Sees to it that `size` bytes are free in the last block. */
static bool make_room(khung__arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return false;
#ifndef KHUNG_DEBUG_ARENA
    if ((size_t)(arena->end - arena->at) >= size)
        return true;
#endif
    return add_block(arena, size);
}

void *khung__arena_alloc(khung__arena *arena, size_t n)
{
    size_t size = n ? n : 1;
#ifndef KHUNG_DEBUG_ARENA /* there a piece is exact, so that one byte too far is seen */
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
#endif
    if (!make_room(arena, size))
        return NULL;
    char *piece = arena->at;
    arena->at += size;
    return memset(piece, 0, n);
}

void khung__arena_free(khung__arena *arena)
{
    struct khung__arena_block *block = arena->last;
    while (block) {
        struct khung__arena_block *before = block->before;
        khung__free(block);
        block = before;
    }
    *arena = (khung__arena){0};
}

void khung__arena_reset(khung__arena *arena)
{
    struct khung__arena_block *kept = arena->last;
#ifdef KHUNG_DEBUG_ARENA /* there a block is one piece, which must not be used any more */
    kept = NULL;
#endif
    if (!kept) {
        khung__arena_free(arena);
        return;
    }
    arena->last = kept->before;
    khung__arena_free(arena);
    kept->before = NULL;
    *arena = (khung__arena){kept, (char *)(kept + 1), (char *)(kept + 1) + kept->size};
}

/* Texts need no alignment: they are packed at the back of the block. */
khung__str khung__str_copy(khung__arena *arena, khung__str from)
{
    if (from.n == SIZE_MAX || !make_room(arena, from.n + 1))
        return (khung__str){0};
    arena->end -= from.n + 1;
    if (from.n)
        memcpy(arena->end, from.s, from.n);
    arena->end[from.n] = '\0';
    return (khung__str){arena->end, from.n};
}
