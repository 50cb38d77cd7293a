/* compare.c - is our answer within the tolerance of the golden line?
 *
 * `tol` is "exact" or an object of rel, abs (|got - want| <= rel |want| + abs
 * for every real), abs_by_field, abs_ticks (prices, in multiples of the line's
 * tick) and ints ("exact", as they always are).  What only a note or the README
 * of the vectors says stands in `rules`.  An error that was only seen to happen is
 * "revert": any error is as good.  A form not known here fails the line:
 * what cannot be judged has not passed.
 */
#include "line.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum rule_kind {
	RULE_REAL,      /* rel and abs are these                       */
	RULE_INTS,      /* integers may differ by abs                  */
	RULE_ULPS,      /* reals may differ by abs units in last place */
	RULE_VALUES,    /* a sum of values: abs of them together       */
	RULE_VICTIM,    /* abs of what is swapped                      */
	RULE_RESAMPLES, /* one resample more or less: abs 1 / (B + 1)  */
};

static const struct rule {
	const char *fn;
	const char *field;
	enum rule_kind kind;
	double rel;
	double abs;
} rules[] = {
	{ "vwap_seeded", "pivot", RULE_ULPS, 0, 1 },
	{ "grid_weights", "int_weights", RULE_INTS, 0, 1024 },
	{ "fiat_buffer", "usdc_target_frac", RULE_REAL, 1e-10, 1e-14 },
	{ "fiat_buffer", "sol_frac_now", RULE_REAL, 1e-10, 1e-14 },
	{ "v3_position_il", "net_vs_hold", RULE_VALUES, 0, 1e-9 },
	{ "v3_position_il", "net_vs_entry", RULE_VALUES, 0, 1e-9 },
	{ "opt_width", "half_ticks", RULE_INTS, 0, 1 },
	{ "sandwich_bound", "gross_profit", RULE_VICTIM, 1e-8, 1e-9 },
	{ "sandwich_bound", "net_profit", RULE_VICTIM, 1e-8, 1e-9 },
	{ "paired_block_bootstrap", "p_two_sided", RULE_RESAMPLES, 0, 0 },
};

/* What one field may differ by. */
struct slack {
	double rel;
	double abs;
	double ulps;
	long long ints;
};

struct line {
	const char *fn;
	const cJSON *in;
	const cJSON *want;
	const cJSON *tol; /* an object, or NULL: exact */
};

/* Errors of one class: the name in the vectors, the class. */
static const struct {
	const char *name;
	const char *class;
} classes[] = {
	{ "NODATA", "E_NODATA" },
	{ "T", "E_RANGE" },
	{ "R", "E_RANGE" },
	{ "u128", "E_OVERFLOW" },
	{ "insufficient", "E_DOMAIN" },
	{ "DOMAIN", "E_DOMAIN" },
	{ "OVERFLOW", "E_OVERFLOW" },
	{ "DIVZERO", "E_DIVZERO" },
	{ "RANGE", "E_RANGE" },
};

#define ANY_ERR "revert"

static const char *class_of(const char *err)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (strcmp(err, classes[i].name) == 0)
			return classes[i].class;
	return err;
}

static double number_in(const cJSON *o, const char *key, double absent)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	if (!v)
		return absent;
	if (!cJSON_IsNumber(v))
		line_fail("'%s': not a number", key);
	return v->valuedouble;
}

static void check_tol_form(const cJSON *tol)
{
	static const char *const known[] = { "rel",          "abs",
					     "abs_by_field", "abs_ticks",
					     "ints",         "note" };
	const cJSON *v;

	cJSON_ArrayForEach(v, tol)
	{
		size_t i = 0, n = sizeof(known) / sizeof(*known);

		while (i < n && strcmp(v->string, known[i]) != 0)
			i++;
		if (i == n)
			line_fail("'tol': form '%s' is not known", v->string);
	}
}

/* The values a net is made of, all of them above 0. */
static double values_in(const cJSON *want)
{
	return number_in(want, "value_now", 0) +
	       number_in(want, "value_hold", 0) +
	       number_in(want, "value_entry", 0) +
	       number_in(want, "fees_value", 0);
}

static void apply_rule(struct slack *s, const struct rule *r,
		       const struct line *l)
{
	switch (r->kind) {
	case RULE_REAL:
		s->rel = r->rel;
		s->abs = r->abs;
		return;
	case RULE_INTS:
		s->ints = (long long)r->abs;
		return;
	case RULE_ULPS:
		s->ulps = r->abs;
		return;
	case RULE_VALUES:
		s->rel = 0;
		s->abs = r->abs * values_in(l->want);
		return;
	case RULE_VICTIM:
		s->rel = r->rel;
		s->abs = r->abs * number_in(l->in, "victim_in", 0);
		return;
	case RULE_RESAMPLES:
		s->abs += 1 / (number_in(l->in, "resamples", 0) + 1);
		return;
	}
}

static struct slack slack_of(const struct line *l, const char *field, bool last)
{
	struct slack s = { 0 };

	if (!l->tol)
		return s;
	s.rel = number_in(l->tol, "rel", 0);
	s.abs = number_in(l->tol, "abs", 0);
	s.abs = number_in(
		cJSON_GetObjectItemCaseSensitive(l->tol, "abs_by_field"), field,
		s.abs);
	/* the last level of a ladder is exact */
	if (strcmp(field, "prices") == 0 && !last)
		s.ints = (long long)(number_in(l->tol, "abs_ticks", 0) *
				     number_in(l->in, "tick", 1));
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i].fn, l->fn) == 0 &&
		    strcmp(rules[i].field, field) == 0)
			apply_rule(&s, &rules[i], l);
	return s;
}

static void compare_real(const char *field, double want, double got,
			 struct slack s)
{
	double room = s.rel * fabs(want) + s.abs;

	if (s.ulps > 0)
		room = s.ulps * (nextafter(fabs(want), INFINITY) - fabs(want));
	/* written so that a NaN fails */
	if (!(fabs(got - want) <= room))
		line_fail("'%s': %.17g, not %.17g (within %.3g)", field, got,
			  want, room);
}

static bool to_int(long long *out, const char *s)
{
	char *end;

	errno = 0;
	*out = strtoll(s, &end, 10);
	return end != s && !*end && errno == 0;
}

/* Both are text: a word, or an integer of any length. */
static void compare_text(const char *field, const char *want, const char *got,
			 struct slack s)
{
	long long a, b;

	if (strcmp(want, got) == 0)
		return;
	if (s.ints > 0 && to_int(&a, want) && to_int(&b, got) &&
	    llabs(a - b) <= s.ints)
		return;
	line_fail("'%s': '%s', not '%s'", field, got, want);
}

static void compare_number(const char *field, double want, const cJSON *got,
			   struct slack s)
{
	char text[32];

	if (cJSON_IsNumber(got)) {
		compare_real(field, want, got->valuedouble, s);
		return;
	}
	if (!cJSON_IsString(got))
		line_fail("'%s': not a number, want %.17g", field, want);
	/* we answer an integer: the golden number is one too, below 2^53 */
	snprintf(text, sizeof(text), "%.0f", want);
	if (!(fabs(want) <= 0x1p53) || want != floor(want))
		line_fail("'%s': %s, not %.17g", field, got->valuestring, want);
	compare_text(field, text, got->valuestring, s);
}

static void compare_value(const struct line *l, const char *field, bool last,
			  const cJSON *want, const cJSON *got);

static void compare_array(const struct line *l, const char *field,
			  const cJSON *want, const cJSON *got)
{
	const cJSON *w, *g;

	if (!cJSON_IsArray(got))
		line_fail("'%s': not an array", field);
	if (cJSON_GetArraySize(want) != cJSON_GetArraySize(got))
		line_fail("'%s': %d elements, not %d", field,
			  cJSON_GetArraySize(got), cJSON_GetArraySize(want));
	for (w = want->child, g = got->child; w; w = w->next, g = g->next)
		compare_value(l, field, !w->next, w, g);
}

static void compare_object(const struct line *l, const char *field,
			   const cJSON *want, const cJSON *got)
{
	const cJSON *w;

	if (!cJSON_IsObject(got))
		line_fail("'%s': not an object", field);
	cJSON_ArrayForEach(w, want)
		compare_value(l, w->string, true, w,
			      cJSON_GetObjectItemCaseSensitive(got, w->string));
}

static const char *err_of(const cJSON *answer)
{
	const cJSON *err = cJSON_GetObjectItemCaseSensitive(answer, "err");

	return cJSON_IsString(err) ? err->valuestring : NULL;
}

static void compare_value(const struct line *l, const char *field, bool last,
			  const cJSON *want, const cJSON *got)
{
	struct slack s = slack_of(l, field, last);

	if (got && err_of(got) && !err_of(want))
		line_fail("'%s': error %s, not a result", field, err_of(got));
	if (!got)
		line_fail("'%s': missing", field);
	if (cJSON_IsObject(want)) {
		compare_object(l, field, want, got);
	} else if (cJSON_IsArray(want)) {
		compare_array(l, field, want, got);
	} else if (cJSON_IsNumber(want)) {
		compare_number(field, want->valuedouble, got, s);
	} else if (cJSON_IsString(want)) {
		if (!cJSON_IsString(got))
			line_fail("'%s': not text, want '%s'", field,
				  want->valuestring);
		if (strcmp(field, "err") == 0 &&
		    strcmp(want->valuestring, ANY_ERR) == 0)
			return;
		if (strcmp(field, "err") == 0)
			compare_text(field, class_of(want->valuestring),
				     class_of(got->valuestring), s);
		else
			compare_text(field, want->valuestring, got->valuestring,
				     s);
	} else if (want->type != got->type) { /* true, false, null */
		line_fail("'%s': differs", field);
	}
}

void compare_answer(const char *fn, const cJSON *in, const cJSON *want,
		    const cJSON *tol, const cJSON *got)
{
	struct line l = { .fn = fn, .in = in, .want = want, .tol = tol };

	if (cJSON_IsString(tol) && strcmp(tol->valuestring, "exact") == 0)
		l.tol = NULL;
	else if (tol && !cJSON_IsObject(tol))
		line_fail("'tol': neither \"exact\" nor an object");
	check_tol_form(l.tol);
	compare_value(&l, "out", true, want, got);
}
