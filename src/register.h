/* register: the public list of certificates: in force, suspended, withdrawn, expired. */
#ifndef KHUNG_REGISTER_H
#define KHUNG_REGISTER_H

#include "figures.h"
#include "leaf.h"

/* Adds all pages; doc->status tells how it went (also returned). */
khung_status khung__register_lay(khung__doc *doc, const khung__leaf_input *in, const khung_figures *figures);

#endif
