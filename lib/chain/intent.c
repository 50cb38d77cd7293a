#include "chain/intent.h"

#include "chain/hash.h"

#include <string.h>

#define FIELDS 9

/* The netstrings so far: length, colon, text and comma of each field. */
struct encoding {
	struct hash_part part[4 * FIELDS];
	char len[FIELDS][DEC_STR_SZ];
	size_t n;
};

static struct dec whole(__int128 v)
{
	return (struct dec){ .v = v, .scale = 0 };
}

static void add(struct encoding *e, const char *text)
{
	struct hash_part *part = &e->part[4 * e->n];
	char *len_text = e->len[e->n++];
	size_t len = text ? strlen(text) : 0;

	part[0].p = len_text;
	part[0].len = dec_format(len_text, whole((__int128)len));
	part[1] = (struct hash_part){ ":", 1 };
	part[2] = (struct hash_part){ text, len };
	part[3] = (struct hash_part){ ",", 1 };
}

static const char *dec_text(char buf[static DEC_STR_SZ], struct dec d)
{
	if (dec_is_none(d))
		return NULL;
	dec_format(buf, d);
	return buf;
}

void intent_id(char out[static INTENT_ID_SZ], const struct intent *in)
{
	char strategy[DEC_STR_SZ], price[DEC_STR_SZ], size[DEC_STR_SZ];
	char client_id[DEC_STR_SZ], since_ms[DEC_STR_SZ];
	unsigned char digest[SHA256_LEN];
	struct encoding e = { .n = 0 };

	add(&e, dec_text(strategy, whole(in->strategy)));
	add(&e, in->action);
	add(&e, in->subject);
	add(&e, in->wallet);
	add(&e, in->side);
	add(&e, dec_text(price, in->price));
	add(&e, dec_text(size, in->size));
	add(&e,
	    in->client_id ? dec_text(client_id, whole(in->client_id)) : NULL);
	add(&e, dec_text(since_ms, whole(in->since_ms)));
	sha256(digest, e.part, 4 * e.n);
	hex_format(out, digest, INTENT_ID_BYTES);
}
