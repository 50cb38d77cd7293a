#include "venue/evm_event.h"

#include "base/hex.h"
#include "base/le.h"

#include <stdlib.h>
#include <string.h>

#define FACES      4096 /* a power of two */
#define DIGITS_MAX 20

/* An address and its text; zero: of the zero address, which has none yet. */
struct evm_face {
	struct evm_address address;
	char text[EVM_ADDRESS_STR_SZ];
};

void evm_events_open(struct evm_events *e, const struct watch *w,
		     int64_t chain_id)
{
	*e = (struct evm_events){ .watch = w, .chain_id = chain_id };
	e->faces = mem_alloc(FACES, sizeof(*e->faces));
}

void evm_events_close(struct evm_events *e)
{
	free(e->faces);
	e->faces = NULL;
}

/* The checksummed text of the address at p: hashed once while it stays. */
static const char *face(struct evm_events *e, struct arena *a, const uint8_t *p)
{
	uint32_t key;
	struct evm_face *f;

	memcpy(&key, p + EVM_ADDRESS_LEN - sizeof(key), sizeof(key));
	f = &e->faces[key & (FACES - 1)];
	if (!*f->text || memcmp(f->address.b, p, EVM_ADDRESS_LEN) != 0) {
		f->address = evm_address_at(p);
		evm_address_format(f->text, &f->address);
	}
	return arena_strndup(a, f->text, EVM_ADDRESS_STR_SZ - 1);
}

/* ---- values ---- */

static const char *word_text(struct evm_events *e, struct arena *a,
			     const struct abi_type *t, const uint8_t *word)
{
	char text[ABI_WORD_TEXT_SZ];
	size_t n;

	if (t->kind == ABI_ADDRESS)
		return face(e, a, word + ABI_WORD - EVM_ADDRESS_LEN);
	n = abi_word_text(text, t, word);
	return arena_strndup(a, text, n);
}

/* Every input is a word in the log. */
static bool flat_args(struct rec_text *args, struct evm_events *e,
		      struct arena *a, const struct abi_item *item,
		      const struct abi_log *log)
{
	const struct abi_type *in = &item->inputs;
	const uint8_t **words = arena_alloc(a, (in->n + 1) * sizeof(*words));

	if (abi_log_words(words, item, log))
		return false;
	for (size_t i = 0; i < in->n; i++)
		args[i].text = word_text(e, a, abi_log_type(item, i), words[i]);
	return true;
}

static bool tree_args(struct rec_text *args, struct arena *a,
		      const struct abi_item *item, const struct abi_log *log)
{
	struct abi_value v;
	const char *why;

	if (!abi_log_decode(&v, a, item, log, &why))
		return false;
	for (size_t i = 0; i < item->inputs.n; i++)
		args[i].text = abi_text(a, &v.items[i]);
	return true;
}

static bool args_of(struct rec_list *out, struct evm_events *e, struct arena *a,
		    const struct abi_item *item, const struct abi_log *log)
{
	size_t n = item->inputs.n;
	struct rec_text *args = arena_alloc(a, (n + 1) * sizeof(*args));

	if (!(item->flat ? flat_args(args, e, a, item, log)
			 : tree_args(args, a, item, log)))
		return false;
	for (size_t i = 0; i < n; i++)
		args[i].name = item->inputs.param[i].name;
	*out = (struct rec_list){ args, n };
	return true;
}

/* ---- the log ---- */

/* The four bytes of eight digits, the first digits lowest. */
static uint64_t unhex8(uint64_t x)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	x = (x & ones * 15) + 9 * (x >> 6 & ones);
	x = (x << 4 | x >> 8) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x | x >> 8) & UINT64_C(0x0000ffff0000ffff);
	return x | x >> 16;
}

/* Digits that were checked, eight at a time: a log has hundreds of them. */
static void unhex(uint8_t *out, size_t n, const char *text)
{
	uint8_t last[8] = { 0 };

	for (; n >= 4; n -= 4, out += 4, text += 8)
		le_put(out, unhex8(le_u64((const uint8_t *)text)) & UINT32_MAX,
		       4);
	memcpy(last, text, 2 * n);
	le_put(last, unhex8(le_u64(last)) & UINT32_MAX, 4);
	memcpy(out, last, n);
}

static void bytes_of(struct abi_log *out, struct arena *a,
		     const struct evm_log *log)
{
	uint8_t(*topics)[ABI_WORD] = arena_alloc(a, ABI_TOPICS_MAX * ABI_WORD);
	uint8_t *data = arena_alloc(a, log->data_len + 1);

	for (size_t i = 0; i < log->n_topics; i++)
		unhex(topics[i], ABI_WORD, log->topic[i] + 2);
	unhex(data, log->data_len, log->data + 2);
	*out = (struct abi_log){ .topics = (const uint8_t(*)[ABI_WORD])topics,
				 .n_topics = log->n_topics,
				 .data = data,
				 .len = log->data_len };
}

static char *put_int(char *p, int64_t v)
{
	char digits[DIGITS_MAX], *d = digits + sizeof(digits);
	size_t n;

	do
		*--d = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	n = (size_t)(digits + sizeof(digits) - d);
	memcpy(p, d, n);
	return p + n;
}

/* What identifies a log: chain, block, transaction, index, turn. */
static const char *cause_of(struct arena *a, int64_t chain_id,
			    const char *block_hash, const char *tx_hash,
			    int64_t index, int64_t turn)
{
	char *text = arena_alloc(a, 3 * DIGITS_MAX + 2 * EVM_HASH_CHARS + 5);
	char *p = put_int(text, chain_id);

	*p++ = ':';
	memcpy(p, block_hash, EVM_HASH_CHARS);
	p += EVM_HASH_CHARS;
	*p++ = ':';
	memcpy(p, tx_hash, EVM_HASH_CHARS);
	p += EVM_HASH_CHARS;
	*p++ = ':';
	p = put_int(p, index);
	*p++ = ':';
	*put_int(p, turn) = '\0';
	return text;
}

static void fill(struct rec_event *out, struct arena *a, struct evm_events *e,
		 const struct abi_item *item, const struct evm_log *log,
		 const struct evm_address *contract)
{
	out->name = item->name;
	out->signature = item->signature;
	out->chain_id = e->chain_id;
	out->block = log->block;
	out->block_hash = log->block_hash;
	out->tx_hash = log->tx_hash;
	out->tx_index = log->tx_index;
	out->log_index = log->log_index;
	out->contract = face(e, a, contract->b);
	if (log->block_time_s >= 0)
		out->ts_ms = log->block_time_s * 1000;
}

enum evm_heard evm_event_of(struct rec_event *out, struct arena *a,
			    struct evm_events *e, const struct evm_log *log,
			    int64_t turn)
{
	struct evm_address contract;
	const struct watch_event *w;
	struct abi_log bytes;
	enum evm_heard heard = EVM_OTHER;
	size_t at = 0;

	if (log->block_time_s >= REC_INT_MAX / 1000)
		return EVM_UNFIT;
	bytes_of(&bytes, a, log);
	unhex(contract.b, sizeof(contract.b), log->address + 2);
	rec_clear(&rec_event_type, out);
	while ((w = watch_find(e->watch, &at, &contract, &bytes))) {
		heard = EVM_UNFIT;
		if (!args_of(&out->args, e, a, &w->item, &bytes))
			continue;
		fill(out, a, e, &w->item, log, &contract);
		evm_event_turn(out, a, turn);
		return EVM_EVENT;
	}
	return heard;
}

void evm_event_turn(struct rec_event *event, struct arena *a, int64_t turn)
{
	event->turn = turn;
	event->cause = cause_of(a, event->chain_id, event->block_hash,
				event->tx_hash, event->log_index, turn);
}

/* ---- taken back ---- */

bool evm_hash_read(struct reorg_hash *out, const char *text)
{
	return !strncmp(text, "0x", 2) &&
	       hex_parse(out->b, REORG_HASH_LEN, text + 2, strlen(text + 2));
}

char *evm_hash_text(struct arena *a, const struct reorg_hash *h)
{
	char *text = arena_alloc(a, 2 + HEX_SZ(REORG_HASH_LEN));

	memcpy(text, "0x", 2);
	hex_format(text + 2, h->b, REORG_HASH_LEN);
	return text;
}

/* in: an event whose hashes are texts of hashes, as all that are made here. */
struct reorg_log evm_event_log(const struct rec_event *event)
{
	struct reorg_log log = { .number = event->block,
				 .index = event->log_index,
				 .turn = event->turn,
				 .ts_ms = event->ts_ms,
				 .name = event->name };

	if (!evm_hash_read(&log.block, event->block_hash) ||
	    !evm_hash_read(&log.tx, event->tx_hash))
		abort();
	return log;
}

void evm_removed_of(struct rec_removed *out, struct arena *a, int64_t chain_id,
		    const struct reorg_log *log)
{
	rec_clear(&rec_removed_type, out);
	out->ts_ms = log->ts_ms;
	out->name = log->name;
	out->chain_id = chain_id;
	out->block = log->number;
	out->block_hash = evm_hash_text(a, &log->block);
	out->tx_hash = evm_hash_text(a, &log->tx);
	out->log_index = log->index;
	out->turn = log->turn;
	out->reason = "reorg";
	out->cause = cause_of(a, chain_id, out->block_hash, out->tx_hash,
			      log->index, log->turn);
}
