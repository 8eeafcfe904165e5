/* Memory: the one door to malloc, which a test can make fail, and arenas behind it. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Armed by tests only; untouched (so safe to read from every thread) in a program that never calls khung__alloc_fail_at. */
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

/* Adds a block with room for `n` bytes (a multiple of ALIGN). Blocks double, so that small arenas stay small and big ones
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

/* A piece whose bytes are not set yet. */
static char *take(khung__arena *arena, size_t n)
{
    if (n > SIZE_MAX - sizeof(struct khung__arena_block) - ALIGN)
        return NULL;
    size_t size = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (size == 0)
        size = ALIGN;
#ifdef KHUNG_DEBUG_ARENA
    size = n ? n : 1; /* exact, so that one byte too far is seen */
    if (!add_block(arena, size))
        return NULL;
#else
    if ((size_t)(arena->end - arena->at) < size && !add_block(arena, size))
        return NULL;
#endif
    char *piece = arena->at;
    arena->at += size;
    return piece;
}

void *khung__arena_alloc(khung__arena *arena, size_t n)
{
    char *piece = take(arena, n);
    if (piece)
        memset(piece, 0, n);
    return piece;
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

khung__str khung__str_copy(khung__arena *arena, khung__str from)
{
    char *piece = take(arena, from.n + 1);
    if (!piece)
        return (khung__str){0};
    if (from.n)
        memcpy(piece, from.s, from.n);
    piece[from.n] = '\0';
    return (khung__str){piece, from.n};
}
