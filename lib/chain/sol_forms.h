/* sol_forms.h - the table behind sol_ix.h: how each instruction is written.
 * Layer: chain. */
#ifndef MM_SOL_FORMS_H
#define MM_SOL_FORMS_H

#include "chain/ix_roles.h"
#include "chain/sol_ix.h"

#define SOL_TAG_MAX    4
#define SOL_FIELDS_MAX 5

/* A field of the data behind the tag, little-endian. */
enum sol_field_type {
	FIELD_END = 0,
	FIELD_U8,      /* a uint8_t member                             */
	FIELD_U32,     /* a uint64_t member below 2^32                 */
	FIELD_U64,     /* a uint64_t member                            */
	FIELD_KEY,     /* 32 bytes; a const struct pubkey * member     */
	FIELD_OPT_KEY, /* 0, or 1 and 32 bytes; NULL is absent         */
	FIELD_SEED,    /* u64 length, bytes: seed, seed_len            */
	FIELD_TEXT,    /* all the rest: seed, seed_len                 */
	FIELD_KEYS,    /* u64 count, 32 bytes each: keys, n_keys       */
};

struct sol_field {
	enum sol_field_type type;
	uint16_t member;
};

struct sol_form {
	const char *name;
	const struct pubkey *program;
	uint8_t tag[SOL_TAG_MAX];
	size_t tag_len;
	struct sol_field fields[SOL_FIELDS_MAX]; /* the last is FIELD_END */
	struct ix_role roles[6];
	size_t n_roles;
};

/* By enum ix_kind; of IX_NONE only the name. */
extern const struct sol_form sol_forms[IX_KINDS];

#endif
