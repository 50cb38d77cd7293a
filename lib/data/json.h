/* json.h - one line of JSON, checked and cut into tokens in place.
 * Layer: data.  source: RFC 8259; RFC 3629 for UTF-8.
 *
 * json_scan accepts one object and nothing after it, and refuses what a money
 * record must not hold and common parsers let through: a repeated key (at any
 * depth), a leading zero, NUL, a control byte or invalid UTF-8 in a string, a
 * lone surrogate, nesting over JSON_DEPTH.  Numbers are checked for form only: an
 * unread number is never judged.
 *
 * It is destructive: strings are unescaped where they stand and NUL-terminated,
 * so a caller that passes the line on copies it first.  It does not recurse,
 * allocates only the token array (kept from line to line) and takes time
 * proportional to the line (times log of the number of keys in an object of over
 * JSON_FEW_KEYS).
 */
#ifndef MM_JSON_H
#define MM_JSON_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH    32
#define JSON_FEW_KEYS 32

enum json_kind {
	JSON_OBJECT,
	JSON_ARRAY,
	JSON_STRING,
	JSON_NUMBER,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
};

/* Members of an object are pairs of tokens, the key (a string) first. */
struct json_tok {
	char *s;       /* string: its text, NUL-terminated; number: its first
	                  byte, not terminated                               */
	uint32_t len;  /* bytes of s; members or elements of a container     */
	uint32_t next; /* index of the token after this value                */
	enum json_kind kind;
};

/* Zero is a valid scanner.  Owner: caller, json_free. */
struct json {
	struct json_tok *tok; /* tok[0] is the object */
	uint32_t n, cap;
	size_t at; /* where a refused line went wrong, in bytes */
};

/* json_scan: out: j->tok and j->n, valid until the next scan, pointing into
 * line.
 * in:      line of len bytes, writable, with line[len] == '\0' (the place of the
 *          newline).
 * returns: NULL, or why the line is refused (constant phrase; j->at). */
MM_CHECKED const char *json_scan(struct json *j, char *line, size_t len);

/* json_scan_any: the same for one object or one array: an answer of a service. */
MM_CHECKED const char *json_scan_any(struct json *j, char *text, size_t len);

/* json_value: one object or array, at p inside of so many others, of a text that ends
 * at end, with *end == '\0'.
 *
 * out:     j->tok from 0 on, as of json_scan.
 * returns: the byte behind it; NULL: refused. */
MM_CHECKED char *json_value(struct json *j, char *p, char *end, int depth);

void json_free(struct json *j);

/* json_member: the value token of that key in the object at index obj, or NULL.
 * cost: O(members). */
const struct json_tok *json_member(const struct json *j, uint32_t obj,
				   const char *key);

#endif
