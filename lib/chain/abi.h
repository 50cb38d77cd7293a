/* abi.h - the contract ABI of Ethereum: signatures, values, calls, logs.
 * Layer: chain.  source: Solidity 0.8, "Contract ABI Specification".
 *
 * A signature is what a person writes of a function, event or error; it is parsed
 * into an arena once.  A value is a tree beside its type.  Values have one text
 * form, the same in actions, events and evm-call (below, abi_text).  What comes
 * from outside is never trusted: nothing here takes memory or time out of
 * proportion to its input, and what is wrong is refused with a phrase that names
 * the argument.
 *
 * `why`, where a function has one, is set when it fails and only then: lower case,
 * no full stop, in the arena or constant.  Everything made lives in the arena
 * given; trees also point into the bytes they were decoded from.
 */
#ifndef MM_ABI_H
#define MM_ABI_H

#include "base/mem.h"
#include "base/status.h"
#include "base/u256.h"
#include "chain/evm_address.h"
#include "chain/keccak.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ABI_WORD         32
#define ABI_SELECTOR_LEN 4
#define ABI_TOPICS_MAX   4
#define ABI_DEPTH_MAX    16            /* arrays and tuples in each other */
#define ABI_PARAMS_MAX   256           /* in one list or tuple            */
#define ABI_HEAD_MAX     (1024 * 1024) /* bytes a type takes in place     */

enum abi_kind {
	ABI_UINT, /* size: bits, 8..256 */
	ABI_INT,
	ABI_BOOL,
	ABI_ADDRESS,
	ABI_FIXED_BYTES, /* bytes1..bytes32; size: bytes                   */
	ABI_CALLBACK,    /* "function": an address and a selector, 24 bytes */
	ABI_BYTES,
	ABI_STRING,
	ABI_LIST,  /* T[]; item */
	ABI_ARRAY, /* T[n], n > 0; item */
	ABI_TUPLE, /* members; n > 0 unless it is a whole argument list */
};

struct abi_type {
	enum abi_kind kind;
	unsigned size;                 /* see the kind, else 0        */
	size_t n;                      /* of ABI_ARRAY and ABI_TUPLE  */
	const struct abi_type *item;   /* of ABI_LIST and ABI_ARRAY   */
	const struct abi_param *param; /* the n members of ABI_TUPLE  */
	bool dynamic;                  /* in a head: an offset        */
	size_t head;                   /* bytes in a head; 32 if dynamic */
	size_t inside;                 /* of ABI_ARRAY and ABI_TUPLE: bytes of
					  the heads of what it holds */
};

/* A named place: an argument, a result, a member.  One without a name is called
 * arg0, arg1, ... after its position. */
struct abi_param {
	const char *name;
	struct abi_type type;
	bool indexed; /* of events */
	/* Of an event's inputs: the topic (1..3) of an indexed one, else its
	 * first byte in the head of the data. */
	size_t at;
};

enum abi_item_kind {
	ABI_FUNCTION,
	ABI_EVENT,
	ABI_ERROR,
	ABI_CONSTRUCTOR,
	ABI_ARGUMENTS, /* a bare list: no name, no selector */
};

struct abi_item {
	enum abi_item_kind kind;
	const char *name;        /* "" where there is none */
	const char *signature;   /* canonical: "swap(address,(int8,bytes)[])" */
	struct abi_type inputs;  /* ABI_TUPLE */
	struct abi_type outputs; /* ABI_TUPLE; of functions, maybe empty */
	struct abi_type data;    /* of an event: the inputs not indexed */
	/* Keccak-256 of the signature: an event's topic 0; its first 4 bytes are
	 * the selector of the others. */
	uint8_t hash[KECCAK256_LEN];
	bool view; /* view or pure */
	bool payable;
	bool anonymous;  /* an event without topic 0 */
	bool flat;       /* an event whose every input is one word in the log */
	size_t n_topics; /* of an event: topic 0 (unless anonymous), indexed */
};

/* abi_parse reads a signature: "function f(address to, (uint256 a, bytes b)[] c)
 * view returns (uint256)", "event E(address indexed a)", "error X(uint256)",
 * "constructor(address)", "f(address,uint256)" (a function, or an event if something
 * in it is indexed), "f(address)(uint256)" with results, "(uint256,bytes)".
 * uint, int and byte are uint256, int256 and bytes1; data locations, visibility,
 * "tuple" before a parenthesis and a ';' at the end change nothing; fixed and
 * names of contracts and enums are refused.
 *
 * out:     *out, undefined on failure.
 * in:      text, NUL-terminated, of any origin. */
MM_CHECKED bool abi_parse(struct abi_item *out, struct arena *a,
			  const char *text, const char **why);

/* abi_type_text: the canonical name: "(uint256,bytes)[3]". */
const char *abi_type_text(struct arena *a, const struct abi_type *t);

/* A value.  Those made here are always in the range of their type, so encoding
 * cannot fail. */
struct abi_value {
	const struct abi_type *type;
	union {
		/* Elementary kinds up to ABI_CALLBACK: as on the wire. */
		uint8_t word[ABI_WORD];
		/* ABI_BYTES, ABI_STRING: any bytes. */
		struct {
			const uint8_t *bytes;
			size_t len;
		};
		/* ABI_LIST, ABI_ARRAY, ABI_TUPLE. */
		struct {
			struct abi_value *items;
			size_t n;
		};
	};
};

struct abi_bytes {
	uint8_t *p; /* may be NULL with len 0 */
	size_t len;
};

/* abi_is_word: the type is one word, in place. */
static inline bool abi_is_word(const struct abi_type *t)
{
	return t->kind <= ABI_CALLBACK;
}

/* abi_decode reads a value of type t (an item's inputs or outputs) from data.
 *
 * Refused, as Solidity's coder 2 does: an offset or a length past the end, padding
 * of small types that is not zero or the sign, a bool that is neither 0 nor 1.
 * Refused beyond that: an offset back into the head, and parts that overlap so
 * that the values would take more room than the data.  Bytes behind what is read,
 * and the padding behind bytes and string, are not looked at.
 *
 * out: *out, undefined on failure; bytes point into data.
 * cost: O(len) time and memory, whatever data says. */
MM_CHECKED bool abi_decode(struct abi_value *out, struct arena *a,
			   const struct abi_type *t, const uint8_t *data,
			   size_t len, const char **why);

/* abi_encode: the value of a whole list (ABI_TUPLE) as abi_decode reads it.  Returns
 * its bytes. */
struct abi_bytes abi_encode(struct arena *a, const struct abi_value *v);

/* abi_encode_packed: as abi.encodePacked.  False: structs, arrays in arrays and
 * arrays of bytes or string have no packed form. */
MM_CHECKED bool abi_encode_packed(struct abi_bytes *out, struct arena *a,
				  const struct abi_value *v, const char **why);

/* Text.  Integers decimal; addresses checksummed (read: evm_address_parse);
 * true, false; bytes 0x and lower-case digits; a string as it is at the top and
 * "quoted" as in JSON inside; lists and arrays [a,b]; tuples (a,b).  Blanks are
 * read between the parts of lists and tuples, and not written.
 *
 * A string whose bytes are no UTF-8, or NUL, is written with U+FFFD in their place;
 * all else reads back as it was. */
const char *abi_text(struct arena *a, const struct abi_value *v);

/* abi_value_read: the value a text stands for.  False: it is none of type t, or does
 * not fit it; `what` ("argument 1 'to'") begins the reason. */
MM_CHECKED bool abi_value_read(struct abi_value *out, struct arena *a,
			       const struct abi_type *t, const char *what,
			       const char *text, const char **why);

/* abi_args_read: n texts as the value of the list t.  False: another number of
 * arguments than t has, or one that cannot be read, which why names. */
MM_CHECKED bool abi_args_read(struct abi_value *out, struct arena *a,
			      const struct abi_type *t, const char *const *args,
			      size_t n, const char **why);

/* abi_call: a call's data, selector and arguments.
 * in: v, a value of f->inputs. */
struct abi_bytes abi_call(struct arena *a, const struct abi_item *f,
			  const struct abi_value *v);

/* abi_words_call: the same of a function whose n arguments are a word each, or of
 * which they are the words. */
struct abi_bytes abi_words_call(struct arena *a, const char *signature,
				const struct u256 *words, size_t n);

/* abi_call_text: the same of arguments in text. */
MM_CHECKED bool abi_call_text(struct abi_bytes *out, struct arena *a,
			      const struct abi_item *f, const char *const *args,
			      size_t n, const char **why);

/* abi_call_decode: the arguments of a call, as abi_decode.  False also: another
 * selector. */
MM_CHECKED bool abi_call_decode(struct abi_value *out, struct arena *a,
				const struct abi_item *f, const uint8_t *data,
				size_t len, const char **why);

/* abi_arg: the value at a path of names and, in lists and arrays, positions:
 * "to", "params.recipient", "path.0".  NULL: there is none. */
const struct abi_value *abi_arg(const struct abi_value *tuple,
				const char *path);

/* A word as what it stands for.  in: a value of that kind. */
struct u256 abi_uint(const struct abi_value *v);
struct evm_address abi_address(const struct abi_value *v);
bool abi_bool(const struct abi_value *v);

/* abi_int: the magnitude of an ABI_INT; true: it is negative. */
bool abi_int(struct u256 *magnitude, const struct abi_value *v);

/* A log as it stands: topic 0 first. */
struct abi_log {
	const uint8_t (*topics)[ABI_WORD];
	size_t n_topics;
	const uint8_t *data;
	size_t len;
};

/* abi_log_decode: the inputs of event e in a log.  An indexed input that is not one
 * word is its hash: a value of type abi_hash_type.  False: another topic 0 or number
 * of topics, or data that abi_decode refuses. */
MM_CHECKED bool abi_log_decode(struct abi_value *out, struct arena *a,
			       const struct abi_item *e,
			       const struct abi_log *log, const char **why);
extern const struct abi_type abi_hash_type; /* bytes32 */

/* abi_log_words: the same of an event that is flat, without memory.
 * out:     words[i], the word of input i, where it stands in the log; checked.
 * in:      words has room for e->inputs.n.
 * returns: NULL, or why not; a constant.
 * cost:    O(inputs). */
MM_CHECKED const char *abi_log_words(const uint8_t **words,
				     const struct abi_item *e,
				     const struct abi_log *log);

/* abi_word_fits: NULL if the word is one of elementary type t; else why not, a
 * constant. */
MM_CHECKED const char *abi_word_fits(const struct abi_type *t,
				     const uint8_t word[static ABI_WORD]);

/* abi_word_text writes the text of a word (abi_text), NUL-terminated, without
 * memory.  in: t as abi_log_words means it: the type of the word in the log.
 * Returns its length. */
#define ABI_WORD_TEXT_SZ 80 /* the lowest int256 */
size_t abi_word_text(char buf[static ABI_WORD_TEXT_SZ],
		     const struct abi_type *t,
		     const uint8_t word[static ABI_WORD]);

/* abi_log_type: the type of input i as it stands in a log. */
static inline const struct abi_type *abi_log_type(const struct abi_item *e,
						  size_t i)
{
	const struct abi_param *p = &e->inputs.param[i];

	return p->indexed && !abi_is_word(&p->type) ? &abi_hash_type : &p->type;
}

#endif
