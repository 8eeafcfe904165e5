/* portfolio: the reviewed results of a framework's newest round, for the portfolio of khung-figures(5). portfolio_rows.c gathers them, portfolio.c
 * writes them down. */
#ifndef KHUNG_STORE_PORTFOLIO_H
#define KHUNG_STORE_PORTFOLIO_H

#include "assess.h"
#include "registry.h"
#include "../framework.h"

enum { KHUNG__FOLIO_DOMAINS = 12, KHUNG__FOLIO_ROUNDS = 12 };

/* A group that organisations are in: a province, a legal form, a region, a network; id "none": those of whom it is not known. */
typedef struct khung__folio_group {
    khung__str id, title;
    int64_t registered, members;
} khung__folio_group;
typedef struct khung__folio_groups {
    khung__folio_group *list;
    size_t count, room;
} khung__folio_groups;

/* A result: of an organisation (its place in the questions' order), a year, in millionths of a percent. */
typedef struct khung__folio_row {
    khung__str organisation, name, grade;
    size_t group, part;
    int64_t year;
    khung__micro total, domains[KHUNG__FOLIO_DOMAINS]; /* -1: none */
    bool shown;                                          /* the one that counts in the round */
} khung__folio_row;

typedef struct khung__folio_data {
    khung_store *store;
    const khung_framework *framework;
    const khung_portfolio_pick *pick;
    khung__language language;
    khung__arena arena;
    khung__str network;                /* the name of the network asked for; absent: none */
    khung__folio_groups groups, parts; /* what sheets are of; what each is told by once more */
    khung__folio_row *rows;            /* by organisation, then by the end of the period */
    size_t count, room;
    int64_t round;                     /* year */
    int64_t others;                    /* results of other versions, which are left out */
    uint32_t domains[KHUNG__FOLIO_DOMAINS]; /* those of the framework that are no part of another */
    uint32_t domain_count;
} khung__folio_data;

/* What the sheets are of: by province, by form or by network. */
typedef enum khung__folio_by { KHUNG__BY_PROVINCE, KHUNG__BY_FORM, KHUNG__BY_NETWORK, KHUNG__BY_COUNT } khung__folio_by;
extern const char *const khung__folio_ways[KHUNG__BY_COUNT];
/* KHUNG__BY_COUNT for a word that is none; NULL is by province. */
khung__folio_by khung__folio_by_of(const char *word);

/* Fills all but store, framework, pick and language. */
khung_status khung__folio_gather(khung__folio_data *data, khung_log *log);

#endif
