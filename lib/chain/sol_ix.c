#include "chain/sol_ix.h"

#include "base/le.h"
#include "chain/sol_forms.h"
#include "chain/sol_wire.h"

#include <string.h>

const char *ix_name(enum ix_kind kind)
{
	return sol_forms[kind].name;
}

/* ---- making ---- */

static const struct pubkey *key_at(const struct sol_action *act,
				   const struct sol_field *f)
{
	const struct pubkey *key;

	memcpy(&key, (const char *)act + f->member, sizeof(key));
	return key;
}

static uint64_t number_at(const struct sol_action *act,
			  const struct sol_field *f)
{
	uint64_t n;

	memcpy(&n, (const char *)act + f->member, sizeof(n));
	return n;
}

static size_t field_len(const struct sol_action *act, const struct sol_field *f)
{
	switch (f->type) {
	case FIELD_END:
		return 0;
	case FIELD_U8:
		return 1;
	case FIELD_U32:
		return 4;
	case FIELD_U64:
		return 8;
	case FIELD_KEY:
		return PUBKEY_LEN;
	case FIELD_OPT_KEY:
		return key_at(act, f) ? 1 + PUBKEY_LEN : 1;
	case FIELD_SEED:
		return 8 + act->seed_len;
	case FIELD_TEXT:
		return act->seed_len;
	case FIELD_KEYS:
		return 8 + act->n_keys * PUBKEY_LEN;
	}
	return 0;
}

static uint8_t *put_field(uint8_t *p, const struct sol_action *act,
			  const struct sol_field *f)
{
	switch (f->type) {
	case FIELD_END:
		return p;
	case FIELD_U8:
		return sol_put_bytes(p, (const char *)act + f->member, 1);
	case FIELD_U32:
		return le_put(p, number_at(act, f), 4);
	case FIELD_U64:
		return le_put(p, number_at(act, f), 8);
	case FIELD_KEY:
		return sol_put_bytes(p, key_at(act, f), PUBKEY_LEN);
	case FIELD_OPT_KEY:
		*p++ = key_at(act, f) != NULL;
		return sol_put_bytes(p, key_at(act, f),
				     key_at(act, f) ? PUBKEY_LEN : 0);
	case FIELD_SEED:
		p = le_put(p, act->seed_len, 8);
		return sol_put_bytes(p, act->seed, act->seed_len);
	case FIELD_TEXT:
		return sol_put_bytes(p, act->seed, act->seed_len);
	case FIELD_KEYS:
		p = le_put(p, act->n_keys, 8);
		return sol_put_bytes(p, act->keys, act->n_keys * PUBKEY_LEN);
	}
	return p;
}

/* The one account no table says: the base of a seed, where it does not pay. */
static bool has_base(const struct sol_action *act)
{
	return act->kind == IX_SYS_CREATE_SEED &&
	       !pubkey_eq(act->base, act->payer);
}

struct sol_ix sol_ix_make(struct arena *a, const struct sol_action *act)
{
	const struct sol_form *form = &sol_forms[act->kind];
	struct sol_ix ix = { .program = *form->program };
	const struct sol_field *f;
	uint8_t *data;

	ix.accounts =
		arena_alloc(a, (form->n_roles + 1) * sizeof(*ix.accounts));
	ix.n_accounts =
		ix_roles_put(ix.accounts, form->roles, form->n_roles, act);
	if (has_base(act))
		ix.accounts[ix.n_accounts++] =
			(struct sol_meta){ .key = *act->base, .signer = true };

	ix.data_len = form->tag_len;
	for (f = form->fields; f < form->fields + SOL_FIELDS_MAX; f++)
		ix.data_len += field_len(act, f);
	ix.data = data = arena_alloc(a, ix.data_len);
	data = sol_put_bytes(data, form->tag, form->tag_len);
	for (f = form->fields; f < form->fields + SOL_FIELDS_MAX; f++)
		data = put_field(data, act, f);
	return ix;
}

/* ---- reading ---- */

static void set_key(struct sol_action *act, const struct sol_field *f,
		    const uint8_t *bytes)
{
	const struct pubkey *key = (const struct pubkey *)bytes;

	memcpy((char *)act + f->member, &key, sizeof(key));
}

static bool get_number(struct sol_action *act, const struct sol_field *f,
		       struct sol_reader *r, size_t len)
{
	const uint8_t *p = sol_read_bytes(r, len);
	uint64_t n;

	if (!p)
		return false;
	n = len == 8 ? le_u64(p) : le_u32(p);
	memcpy((char *)act + f->member, &n, sizeof(n));
	return true;
}

static bool get_text(struct sol_action *act, struct sol_reader *r, uint64_t len)
{
	if (len > r->left)
		return false;
	act->seed_len = (size_t)len;
	act->seed = (const char *)sol_read_bytes(r, act->seed_len);
	return true;
}

static bool get_keys(struct sol_action *act, struct sol_reader *r, uint64_t n)
{
	if (n > r->left / PUBKEY_LEN)
		return false;
	act->n_keys = (size_t)n;
	act->keys = (const struct pubkey *)sol_read_bytes(
		r, act->n_keys * PUBKEY_LEN);
	return true;
}

static bool get_opt_key(struct sol_action *act, const struct sol_field *f,
			struct sol_reader *r)
{
	const uint8_t *p;
	uint8_t some;

	if (!sol_read_u8(r, &some) || some > 1)
		return false;
	if (!some)
		return true;
	p = sol_read_bytes(r, PUBKEY_LEN);
	if (p)
		set_key(act, f, p);
	return p;
}

static bool get_field(struct sol_action *act, const struct sol_field *f,
		      struct sol_reader *r)
{
	const uint8_t *p;

	switch (f->type) {
	case FIELD_END:
		return true;
	case FIELD_U8:
		return sol_read_u8(r, (uint8_t *)act + f->member);
	case FIELD_U32:
		return get_number(act, f, r, 4);
	case FIELD_U64:
		return get_number(act, f, r, 8);
	case FIELD_KEY:
		p = sol_read_bytes(r, PUBKEY_LEN);
		if (p)
			set_key(act, f, p);
		return p;
	case FIELD_OPT_KEY:
		return get_opt_key(act, f, r);
	case FIELD_SEED:
		p = sol_read_bytes(r, 8);
		return p && get_text(act, r, le_u64(p));
	case FIELD_TEXT:
		return get_text(act, r, r->left);
	case FIELD_KEYS:
		p = sol_read_bytes(r, 8);
		return p && get_keys(act, r, le_u64(p));
	}
	return false;
}

/* IX_NONE: no instruction of that program begins so. */
static enum ix_kind kind_of(const struct sol_ix *ix)
{
	/* Creating, not idempotently, has an empty tag and an explicit one. */
	if (pubkey_eq(&ix->program, &sol_ata_program) &&
	    (ix->data_len == 0 || (ix->data_len == 1 && ix->data[0] == 0)))
		return IX_ATA_CREATE;
	for (int k = IX_NONE + 1; k < IX_KINDS; k++) {
		const struct sol_form *form = &sol_forms[k];

		if (k != IX_ATA_CREATE && ix->data_len >= form->tag_len &&
		    pubkey_eq(&ix->program, form->program) &&
		    (!form->tag_len ||
		     !memcmp(ix->data, form->tag, form->tag_len)))
			return (enum ix_kind)k;
	}
	return IX_NONE;
}

static bool read_data(struct sol_action *act, const struct sol_form *form,
		      const struct sol_ix *ix)
{
	struct sol_reader r = { ix->data, ix->data_len };

	if (act->kind == IX_ATA_CREATE)
		return true; /* kind_of has seen all of it */
	if (form->tag_len)
		sol_read_bytes(&r, form->tag_len);
	for (size_t i = 0; i < SOL_FIELDS_MAX; i++)
		if (!get_field(act, &form->fields[i], &r))
			return false;
	return !r.left;
}

/* Behind the accounts of the table: the base, or nothing if it pays. */
static bool read_base(const struct sol_action *act, const struct sol_meta *m,
		      size_t n)
{
	return n ? n == 1 && m->signer && pubkey_eq(&m->key, act->base)
		 : pubkey_eq(act->base, act->payer);
}

enum ix_err sol_ix_read(struct sol_action *out, const struct sol_ix *ix)
{
	struct sol_action act = { .kind = kind_of(ix) };
	const struct sol_form *form = &sol_forms[act.kind];
	size_t n = ix->n_accounts;

	*out = (struct sol_action){ .kind = IX_NONE };
	if (act.kind == IX_NONE)
		return IX_UNKNOWN;
	if (act.kind == IX_SYS_CREATE_SEED && n > form->n_roles)
		n = form->n_roles;
	if (!ix_roles_get(&act, form->roles, form->n_roles, ix->accounts, n) ||
	    !read_data(&act, form, ix))
		return IX_MALFORMED;
	if (act.kind == IX_SYS_CREATE_SEED &&
	    !read_base(&act, ix->accounts + n, ix->n_accounts - n))
		return IX_MALFORMED;
	*out = act;
	return IX_OK;
}
