/* What the files of certificate share: one sheet being laid out. Everything on it stands in one column of parts, one below the other,
 * each as high as its text; a style gives the places where parts stand when names are short, and how near they may come otherwise. */
#ifndef KHUNG_CERTIFICATE_INNER_H
#define KHUNG_CERTIFICATE_INNER_H

#include "../certificate.h"
#include "../report/inner.h"

/* A text in the sheet's language, and in the other one where the sheet has both and it differs; else empty. */
typedef struct khung__pair {
    khung__str first, second;
} khung__pair;

typedef enum khung__slot {
    KHUNG__SLOT_TITLE, KHUNG__SLOT_SUBJECT, KHUNG__SLOT_TITLE2, KHUNG__SLOT_CERTIFIES, KHUNG__SLOT_NAME, KHUNG__SLOT_TEXT, KHUNG__SLOT_GRADE,
    KHUNG__SLOT_FACTS, KHUNG__SLOT_CONDITIONS, KHUNG__SLOT_OTHER, KHUNG__SLOT_SIGN, KHUNG__SLOTS
} khung__slot;

/* Where a part stands on a sheet of short texts, and the least space between it and what is above. */
typedef struct khung__place {
    double at, gap;
} khung__place;

/* One way to lay a certificate out: style and paper. Lengths in points. */
typedef struct khung__layout {
    bool state, portrait;
    double w, h;                     /* the paper */
    double x, text_w;                /* the column */
    double paragraph_w;              /* its sentence */
    double head_y;                   /* top of the first line */
    double limit;                    /* nothing ends below */
    double code_x;                   /* left end of the code's place, 72 wide */
    double sign_right;               /* right end of the signature block, 240 wide, its left third the seal's */
    khung__align align;
    khung__place places[KHUNG__SLOTS];
} khung__layout;

enum { KHUNG__SIGN_W = 160, KHUNG__SEAL_W = 80, KHUNG__QR = 72, KHUNG__MOST_SIGN = 2, KHUNG__MOST_ENTRIES = 4 };

/* What is measured before it is drawn. height 0: the part is not there. */
typedef struct khung__measured {
    khung__para para;
    double height, top;
    double nudge; /* large letters stand that much to the left, so that their stems line up */
    khung__tag tag;
    const char *name;
    bool second; /* in the other language */
} khung__measured;

typedef struct khung__entry {
    khung__para label, value, second; /* second: both in the other language */
} khung__entry;

typedef struct khung__signer {
    khung__para role, other, hint, name; /* hint: where to sign, while no name is known */
    double height;
} khung__signer;

enum { KHUNG__DIGITAL_LINES = 5 };
/* The block of a digital signature: by whom it is, in the other language, the name, its organisation, when; one below the other. */
typedef struct khung__digital {
    khung__para lines[KHUNG__DIGITAL_LINES];
    double height; /* 0: there is none */
} khung__digital;

typedef struct khung__certificate {
    khung__report report, other;     /* both say; only the first draws. `other` speaks the other language */
    khung__layout sheet;
    const khung__layout *layout;      /* sheet */
    const khung__award *award;
    bool both, declaration;
    const khung__issued *issued;     /* NULL: a preview */
    uint32_t grade;                  /* awarded: index of the framework */
    bool apart, sign_apart;          /* conditions, signatures too are on a sheet of their own */
    bool bare;                       /* facts in one language */
    khung__date dated;               /* year 0: not yet */
    khung__measured parts[KHUNG__SLOTS];
    khung__para *conditions, conditions_label;
    size_t condition_count;          /* how many are written on this sheet */
    khung__entry entries[KHUNG__MOST_ENTRIES];
    size_t entry_count;
    khung__signer signers[KHUNG__MOST_SIGN];
    size_t signer_count;
    khung__digital digital;
    khung__para date;
    double date_left;                /* how far it begins left of the signature */
    double head_end;                 /* where the head ends */
    double logo_w;                   /* the logo beside the title; 0: none */
    double sign_body, sign_height;   /* height of the signatures alone; with the code's place below them */
} khung__certificate;

extern const khung__layout khung__layouts[2][2]; /* by style and paper */
/* The layout on a sheet that is not A4: what stands at the right moves with the right edge, the signatures with the lower one, all between in
 * proportion. w, h: of the paper upright. */
khung__layout khung__certificate_fit(const khung__layout *layout, double w, double h);

/* ---- say.c: what the sheet says ---- */
/* A phrase of the description as it stands. */
khung__pair khung__certificate_phrase(khung__certificate *c, khung__phrase_id id);
/* What the description gives in both languages: the other one where the sheet's is missing, and then no second. */
khung__pair khung__certificate_both(khung__certificate *c, const khung__both *both);
/* Who issues it; of a self-declaration the organisation. */
khung__pair khung__certificate_issuer(khung__certificate *c);
/* The body above the issuer; empty: none is named. */
khung__pair khung__certificate_superior(khung__certificate *c);
/* The heading: the framework's title of its certificates, or the large words of the state style. */
khung__pair khung__certificate_title(khung__certificate *c);
/* In the state style: what follows the large words of the title. */
khung__pair khung__certificate_subject(khung__certificate *c);
/* The words before the organisation's name. */
khung__pair khung__certificate_certifies(khung__certificate *c);
/* Place and date, or the blanks for the date. */
khung__pair khung__certificate_place_date(khung__certificate *c);
/* When it was signed digitally, "05/7/2026, 09:15:00 +07:00"; who did so when, for those who do not see the page; and that as PDF date text. */
khung__str khung__certificate_signed_at(khung__certificate *c);
khung__str khung__certificate_signed_alt(khung__certificate *c);
khung__str khung__certificate_signed_moment(khung__certificate *c);
/* What names the last day or the months of validity, and that. */
khung__pair khung__certificate_valid_label(khung__certificate *c);
khung__pair khung__certificate_valid(khung__certificate *c);
/* Condition `i`, of the description first. */
khung__pair khung__certificate_condition(khung__certificate *c, size_t i);
/* How many there are; a self-declaration has none. */
size_t khung__certificate_condition_count(const khung__certificate *c);
/* The whole of it in the other language, in a few sentences. */
khung__str khung__certificate_other(khung__certificate *c);
/* That a better grade was computed, who awarded less, when and why; absent where that was not so. */
khung__str khung__certificate_lowered(khung__certificate *c);
/* "05/2026/GCN-NGOIC", of an issued one. */
khung__str khung__certificate_number_text(khung__certificate *c);
/* Blanks that no line is broken at: all of them, or those before a dash. */
khung__str khung__certificate_glued(khung__certificate *c, khung__str text, bool dashes);
/* Who holds it: of an issued one as it was signed, which a reissue may have given another name. */
khung__str khung__certificate_holder(const khung__certificate *c);
/* The organisation's name as it is broken into lines. */
khung__str khung__certificate_name(khung__certificate *c);
/* With a capital at its beginning and a stop at its end. */
khung__str khung__certificate_sentence(khung__certificate *c, khung__str text);
/* In capitals. */
khung__str khung__certificate_upper(khung__certificate *c, khung__str text);

/* ---- measure.c: how high the parts are and where they stand ---- */
/* Lays everything out below the head; c->parts has the places. */
void khung__certificate_measure(khung__certificate *c);

/* ---- draw.c: parts that both styles have ---- */
/* Opens an element in the other language. */
void khung__certificate_open_other(khung__certificate *c, khung__tag tag);
/* A part that is one paragraph; nothing where it is not there. */
void khung__certificate_part(khung__certificate *c, khung__slot slot);
/* The conditions of the first sheet, or how many the second one has. */
void khung__certificate_conditions(khung__certificate *c);
/* Signatures and the code's place, from `top` down. */
void khung__certificate_sign(khung__certificate *c, double top);
/* "Số: chưa cấp" with its sign; `align` at x. */
void khung__certificate_number(khung__certificate *c, double x, double top, khung__style style, khung__align align);
/* What did not fit on the first sheet. */
void khung__certificate_annex(khung__certificate *c);

/* ---- plain.c, state.c ---- */
/* The band, shaped by the digest, and the line of issuer and number; sets head_end. */
void khung__certificate_plain_head(khung__certificate *c, const unsigned char digest[32]);
/* The frame and the head of decree 30/2020; sets head_end. */
void khung__certificate_state_head(khung__certificate *c);
/* Version, period, total and validity side by side, two by two on an upright sheet. */
void khung__certificate_plain_facts(khung__certificate *c);
/* Period and validity as rows, each with its name. */
void khung__certificate_state_facts(khung__certificate *c);

#endif
