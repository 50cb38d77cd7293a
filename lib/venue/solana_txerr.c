#include "venue/solana_txerr.h"

#include "data/json_get.h"

#include <stdio.h>
#include <string.h>

/* "BlockhashNotFound" as "blockhash_not_found".  Anything but letters and digits
 * is no name of an error. */
static void kind_of(char kind[static SOLANA_TXERR_KIND_SZ], const char *name)
{
	size_t n = 0;

	for (const char *p = name; *p; p++) {
		bool upper = *p >= 'A' && *p <= 'Z';

		if (!upper && !(*p >= 'a' && *p <= 'z') &&
		    !(*p >= '0' && *p <= '9'))
			n = SOLANA_TXERR_KIND_SZ;
		if (n + 2 >= SOLANA_TXERR_KIND_SZ) {
			snprintf(kind, SOLANA_TXERR_KIND_SZ, "unknown");
			return;
		}
		if (upper && n)
			kind[n++] = '_';
		kind[n++] = (char)(upper ? *p | 32 : *p);
	}
	kind[n] = '\0';
	if (!n)
		snprintf(kind, SOLANA_TXERR_KIND_SZ, "unknown");
}

/* A Rust enum as serde writes it: "Name", or {"Name": more}.  Returns more. */
static const struct json_tok *variant(const char **name,
				      const struct json_tok *t)
{
	*name = "";
	if (json_is(t, JSON_STRING))
		*name = t->s;
	if (!json_is(t, JSON_OBJECT) || t->len != 1)
		return NULL;
	*name = t[1].s;
	return t + 2;
}

/* [index, error of the instruction] */
static void of_instruction(struct solana_txerr *out, const struct json *j,
			   const struct json_tok *pair)
{
	const struct json_tok *more;
	const char *name;
	int64_t v;

	if (!json_is(pair, JSON_ARRAY) || pair->len != 2 ||
	    !json_int(&v, pair + 1) || v < 0 || v > UINT8_MAX)
		return;
	out->instruction = (int)v;
	more = variant(&name, json_next(j, pair + 1));
	kind_of(out->kind, name);
	if (!strcmp(name, "Custom") && json_int(&v, more) && v >= 0 &&
	    v <= UINT32_MAX) {
		out->is_custom = true;
		out->custom = (uint32_t)v;
	}
}

void solana_txerr_read(struct solana_txerr *out, const struct json *j,
		       const struct json_tok *err)
{
	const struct json_tok *more;
	const char *name;

	*out = (struct solana_txerr){ .instruction = -1 };
	if (!err || err->kind == JSON_NULL)
		return;
	out->failed = true;
	more = variant(&name, err);
	kind_of(out->kind, name);
	if (!strcmp(name, "InstructionError"))
		of_instruction(out, j, more);
}

const char *solana_txerr_text(char buf[static SOLANA_TXERR_TEXT_SZ],
			      const struct solana_txerr *e,
			      const char *(*name)(uint32_t custom))
{
	const char *word = e->is_custom && name ? name(e->custom) : NULL;
	char where[32] = "", what[24] = "";

	if (!e->failed) {
		snprintf(buf, SOLANA_TXERR_TEXT_SZ, "no error");
		return buf;
	}
	if (e->instruction >= 0)
		snprintf(where, sizeof(where),
			 "instruction %d: ", e->instruction);
	if (e->is_custom)
		snprintf(what, sizeof(what), " %u", (unsigned)e->custom);
	snprintf(buf, SOLANA_TXERR_TEXT_SZ, "%s%s%s%s%s%s", where, e->kind,
		 what, word ? " (" : "", word ? word : "", word ? ")" : "");
	return buf;
}
