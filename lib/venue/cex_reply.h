/* cex_reply.h - how venues read a reply of venue/cex.h.  Layer: venue.
 *
 * Exchanges write numbers as texts, as numbers, as "" where there are none; ids
 * beyond 2^53; and may leave out what they documented.  Getters take a token that may
 * be NULL, as those of data/json_get.h do; false: it is not what was asked for.
 * Texts live in the arena the reply was opened in.
 */
#ifndef MM_CEX_REPLY_H
#define MM_CEX_REPLY_H

#include "data/json_get.h"
#include "venue/cex.h"

/* cex_reply_open scans a copy of the body.  NULL, or why it is no JSON (constant
 * phrase).  Owner of *j, which may be zero: caller, json_free, in any case. */
MM_CHECKED const char *cex_reply_open(struct json *j, const char *body,
				      size_t len, struct arena *a);

/* A decimal: text or number, with or without an exponent. */
MM_CHECKED bool cex_dec(struct dec *out, const struct json_tok *t);
/* One that may be missing: absent, null and "" are DEC_NONE. */
MM_CHECKED bool cex_dec_opt(struct dec *out, const struct json_tok *t);
/* A size or a price that is 0 where there is none: DEC_NONE then, too. */
MM_CHECKED bool cex_dec_some(struct dec *out, const struct json_tok *t);
/* Above 0; 0 or above. */
MM_CHECKED bool cex_dec_positive(struct dec *out, const struct json_tok *t);
MM_CHECKED bool cex_dec_natural(struct dec *out, const struct json_tok *t);

/* A time in ms, or another whole number from 0 to 2^53 - 1, as text or number. */
MM_CHECKED bool cex_ms(int64_t *out, const struct json_tok *t);

/* An id: a text that is not empty, or a whole number as text. */
MM_CHECKED bool cex_id(const char **out, const struct json_tok *t,
		       struct arena *a);
/* One that may be missing or "": NULL. */
MM_CHECKED bool cex_id_opt(const char **out, const struct json_tok *t,
			   struct arena *a);

/* true or false, also as text. */
MM_CHECKED bool cex_bool(bool *out, const struct json_tok *t);

/* The place of a text in a list that ends with NULL.  False: it is none of them. */
MM_CHECKED bool cex_word(int *out, const struct json_tok *t,
			 const char *const *words);

/* Whether it is that text. */
bool cex_is(const struct json_tok *t, const char *text);

/* [[price, size], ...], best first: above 0, in order.  At most CEX_LEVELS_MAX are
 * kept. */
#define CEX_LEVELS_MAX 200
MM_CHECKED bool cex_levels(struct rec_list *out, const struct json *j,
			   const struct json_tok *t, bool bids,
			   struct arena *a);

/* ---- verdicts ---- */

/* A body that is looked at and wiped: the reply to a new key holds its secret. */
struct cex_look {
	struct json j;
	char *copy;
	size_t len;
	bool is_json;
};

/* cex_look_open: NULL is no body.  Owner: caller, cex_look_close. */
void cex_look_open(struct cex_look *l, const char *body, size_t len);
void cex_look_close(struct cex_look *l);

struct cex_code {
	int64_t code;
	enum cex_verdict verdict;
	enum cex_why why;
};

/* cex_judge_code sets verdict, why and code by a table of n rows, which is in the
 * order of codes from low to high; false: it is not there. */
bool cex_judge_code(struct cex_reply *out, const struct cex_code *table,
		    size_t n, int64_t code);

/* cex_judge_text: the venue's words, masked, cut, and without what a signed request
 * held: venues quote what was signed. */
const char *cex_judge_text(const struct cex_request *r, const char *text,
			   struct arena *a);

/* cex_reply_none: what is known before an answer is: nothing but its Retry-After,
 * seconds, NULL: there is none. */
struct cex_reply cex_reply_none(const char *retry_after);

#endif
