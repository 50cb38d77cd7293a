/* rec.h - record types as tables: one description decodes, encodes, identifies
 * and documents a type.  Layer: data.
 *
 * A type's struct and its key names stand in rec_<type>.[ch] and nowhere else.
 * Absent optional keys have a value of their own per kind (REC_NONE_INT, DEC_NONE,
 * NULL, NAN, an empty list, false, 0 for u64, !known), so encode(decode(x)) keeps them
 * absent.
 */
#ifndef MM_REC_H
#define MM_REC_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/u256.h"
#include "data/json.h"
#include "data/out.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REC_NONE_INT INT64_MIN
#define REC_INT_MAX  (INT64_C(1) << 53) /* exclusive, of magnitude */

/* The C type each kind decodes into. */
enum rec_kind {
	REC_DEC,     /* struct dec: a string, or a JSON integer below 2^53 */
	REC_INT,     /* int64_t: JSON integer, |n| < 2^53                  */
	REC_U64,     /* uint64_t: decimal string                           */
	REC_REAL,    /* double: JSON number, finite                        */
	REC_STR,     /* const char *: not empty                            */
	REC_BOOL,    /* bool                                               */
	REC_WORD,    /* int, index into .of (const char *[], NULL-ended);
	                 -1 where absent                                    */
	REC_STRS,    /* struct rec_list of const char *                    */
	REC_LEVELS,  /* struct rec_list of struct rec_level                */
	REC_AMOUNTS, /* struct rec_list of struct rec_amount: {name: decimal} */
	REC_TEXTS,   /* struct rec_list of struct rec_text: {name: string}  */
	REC_OBJECT,  /* the struct of .of (struct rec_shape) in place      */
	REC_NAMED,   /* struct rec_list of structs of .of that begin with
	                 const char *: {name: object}                       */
	REC_U256,    /* struct rec_u256: a string of digits                 */
	REC_OBJECTS, /* struct rec_list of structs of .of: [object, ...]    */
	REC_TICKS,   /* struct rec_list of struct rec_tick:
	                 [[tick, "net", "gross"], ...]                      */
};

enum rec_flag {
	REC_MUST = 0,
	REC_OPT = 1, /* may be absent                      */
	REC_ID = 2,  /* part of the identity, DESIGN: records */
};

struct rec_list {
	void *v; /* NULL where empty */
	size_t n;
};

struct rec_level {
	struct dec price, size;
};

struct rec_amount {
	const char *name;
	struct dec amount;
};

/* A word of a contract, whole: what a dec has no room for. */
struct rec_u256 {
	struct u256 v;
	bool known; /* false: the key is absent */
};

/* An initialised tick of a pool and the liquidity that begins or ends at it. */
struct rec_tick {
	int64_t tick;
	struct dec net, gross;
};

struct rec_text {
	const char *name, *text;
};

#define REC_NAME_MORE 3 /* quotes and colon */

struct rec_field {
	const char *key;  /* plain ASCII: needs no escape */
	const char *name; /* as a line has it: "key": */
	size_t len;       /* of key; name has REC_NAME_MORE */
	enum rec_kind kind;
	unsigned flags;
	size_t offset;
	const void *of;
};

struct rec_shape {
	const struct rec_field *fields;
	size_t n_fields; /* at most 64 */
	size_t size;
};

/* Whether the identity of a type begins with the cycle that closes its frame. */
enum rec_scope { REC_IN_FRAME, REC_ANYWHERE };

struct rec_type {
	const char *name;
	enum rec_scope scope;
	struct rec_shape shape;
};

/* clang-format off */
#define REC_FIELD(st, member, kind, flags) \
	{ #member, "\"" #member "\":", sizeof(#member) - 1, kind, flags, offsetof(struct st, member), NULL }
#define REC_FIELD_OF(st, member, kind, flags, of) \
	{ #member, "\"" #member "\":", sizeof(#member) - 1, kind, flags, offsetof(struct st, member), of }
#define REC_SHAPE(st, fields) \
	{ fields, sizeof(fields) / sizeof(*(fields)), sizeof(struct st) }
/* clang-format on */

extern const char *const rec_sides[]; /* "buy", "sell": enum side */

/* rec_decode fills the struct at rec from a scanned line.
 *
 * out:     *rec, whole or undefined; its strings point into the line, its lists
 *          into the arena.
 * returns: NULL, or why not, naming the key ("'price': not a decimal"): text in
 *          the arena. */
MM_CHECKED const char *rec_decode(const struct rec_type *type, void *rec,
				  const struct json *j, struct arena *a);

/* rec_read is both in one pass, for a line as rec_write writes it: no blanks, its type
 * first, its keys in table order and none beside them, strings plain ASCII without
 * escapes.  Most lines are.
 *
 * out:     *rec as of rec_decode; j is used.
 * in:      line of len bytes, writable, with line[len] == '\0'.
 * returns: false: it is no such line, or is to be refused: which and why json_scan and
 *          rec_decode say, of a copy, for what line holds is destroyed. */
MM_CHECKED bool rec_read(const struct rec_type *type, void *rec, char *line,
			 size_t len, struct json *j, struct arena *a);

/* rec_clear makes *rec a record without any key, to be filled in: a key that is
 * added to a type later then stays absent where nobody sets it. */
void rec_clear(const struct rec_type *type, void *rec);

/* rec_write writes the record as one line, type first, then its keys in table
 * order. */
void rec_write(struct out *o, const struct rec_type *type, const void *rec);

/* rec_is_absent: the value at this place stands for an absent optional key. */
bool rec_is_absent(const struct rec_field *f, const void *at);

/* rec_identity appends the identity within its scope: the values of the REC_ID
 * keys, each as its JSON text, separated by a space. */
void rec_identity(struct buf *b, const struct rec_type *type, const void *rec);

/* rec_copy copies *rec of that type into the arena, strings and lists included,
 * so that it outlives its line. */
void *rec_copy(struct arena *a, const struct rec_type *type, const void *rec);

/* Every type of the suite, for programs that handle any: ends with NULL. */
extern const struct rec_type *const rec_types[];
const struct rec_type *rec_find(const char *name, size_t len);

#endif
