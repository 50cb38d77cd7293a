/* check.h - how a library module answers golden vectors.  Tests only.
 *
 * A checker reads the `in` of one line, calls our library and returns the `out`
 * that the library computes, key for key; compare.c judges it by the line's
 * `tol`.  It never sees what was expected.  To add a module: check_<module>.c
 * with its table, one line in run.c.
 *
 * All memory, cJSON's too, belongs to the line: nothing is freed, nothing
 * outlives it.  A reader that does not find what it asks for fails the line
 * with a message and does not return.
 */
#ifndef MM_VECTORS_CHECK_H
#define MM_VECTORS_CHECK_H

#include "base/mem.h"
#include "base/status.h"
#include "base/u256.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct checker {
	const char *fn; /* NULL ends a table */
	cJSON *(*answer)(const cJSON *in);
};

extern const struct checker check_aave[];
extern const struct checker check_aave_abi[];
extern const struct checker check_abi[];
extern const struct checker check_ed25519[];
extern const struct checker check_evm_tx[];
extern const struct checker check_grid[];
extern const struct checker check_keys[];
extern const struct checker check_lp[];
extern const struct checker check_match[];
extern const struct checker check_openbook[];
extern const struct checker check_openbook_ix[];
extern const struct checker check_pivot[];
extern const struct checker check_risk[];
extern const struct checker check_route[];
extern const struct checker check_sol_ix[];
extern const struct checker check_sol_tx[];
extern const struct checker check_sol_wire[];
extern const struct checker check_stats[];
extern const struct checker check_treasury[];
extern const struct checker check_univ2[];
extern const struct checker check_univ3[];

/* vec_alloc: zeroed, until the line is done; vec_arena: where from, for what asks
 * for one. */
void *vec_alloc(size_t n, size_t size);
struct arena *vec_arena(void);

/* ---- reading `in`: o is any object, e an element of an array ---- */

/* vec_has: present and not null. */
bool vec_has(const cJSON *o, const char *key);

/* vec_get: the value itself, whatever it is; vec_array: an array. */
const cJSON *vec_get(const cJSON *o, const char *key);
const cJSON *vec_array(const cJSON *o, const char *key);

double vec_real(const cJSON *o, const char *key);
bool vec_bool(const cJSON *o, const char *key);
const char *vec_text(const cJSON *o, const char *key);

/* An integer: a JSON integer below 2^53 or a decimal string. */
int64_t vec_i64(const cJSON *o, const char *key);
uint64_t vec_u64(const cJSON *o, const char *key);
__int128 vec_i128(const cJSON *o, const char *key);
struct u256 vec_u256(const cJSON *o, const char *key);

/* Arrays of them.  Returns the count; *out is NULL for an empty array. */
size_t vec_reals(double **out, const cJSON *o, const char *key);
size_t vec_i64s(int64_t **out, const cJSON *o, const char *key);

/* ---- writing the answer ---- */

/* vec_out: an empty answer; vec_err: the answer of a function that returned
 * st; vec_refusal: one whose name is a class of its own, such as
 * OVERSUBSCRIBED. */
cJSON *vec_out(void);
cJSON *vec_err(enum status st);
cJSON *vec_refusal(const char *name);

/* Integers are compared exactly, reals by `tol`: write each as what it is. */
void vec_put_i64(cJSON *out, const char *key, int64_t n);
void vec_put_i128(cJSON *out, const char *key, __int128 n);
void vec_put_u256(cJSON *out, const char *key, struct u256 n);
void vec_put_text(cJSON *out, const char *key, const char *s);
void vec_put_real(cJSON *out, const char *key, double x);
void vec_put_bool(cJSON *out, const char *key, bool yes);
void vec_put_null(cJSON *out, const char *key);
void vec_put_i64s(cJSON *out, const char *key, const int64_t *v, size_t n);
void vec_put_reals(cJSON *out, const char *key, const double *v, size_t n);

/* vec_put_array: an empty array under key, to be filled with vec_add_*. */
cJSON *vec_put_array(cJSON *out, const char *key);
void vec_add_text(cJSON *array, const char *s);
void vec_add(cJSON *array, cJSON *element);

#endif
