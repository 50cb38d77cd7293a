#include "asked.h"

#include "chain/evm_revert.h"

#include <string.h>

const char *asked_make(struct asked *out, struct evm_view *view,
		       struct arena *a, const struct rec_call *call)
{
	struct abi_bytes data;
	const char *why;

	*out = (struct asked){ .call = call };
	*view = (struct evm_view){ .state = EVM_VIEW_OPEN };
	if (!evm_address_parse(&view->to, call->contract,
			       strlen(call->contract)))
		return arena_printf(a,
				    "contract: '%s' is no address, or its "
				    "checksum is wrong",
				    call->contract);
	if (!abi_parse(&out->function, a, call->signature, &why))
		return arena_printf(a, "signature: %s", why);
	if (out->function.kind != ABI_FUNCTION)
		return arena_printf(a, "signature: '%s' is no function",
				    call->signature);
	if (!abi_call_text(&data, a, &out->function, call->args.v, call->args.n,
			   &why))
		return why;
	view->call = data.p;
	view->call_len = data.len;
	return NULL;
}

/* The name of result i: its own, unless an earlier one has it. */
static const char *name_of(struct arena *a, const struct abi_type *t, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(t->param[k].name, t->param[i].name))
			return arena_printf(a, "arg%zu", i);
	return t->param[i].name;
}

static struct rec_list values_of(struct arena *a, const struct abi_value *v)
{
	struct rec_text *text = arena_alloc(a, (v->n + 1) * sizeof(*text));

	for (size_t i = 0; i < v->n; i++) {
		text[i].name = name_of(a, v->type, i);
		text[i].text = abi_text(a, &v->items[i]);
	}
	return (struct rec_list){ text, v->n };
}

void asked_result(struct rec_result *out, struct arena *a,
		  const struct asked *q, const struct evm_view *view)
{
	const struct abi_type *results = &q->function.outputs;
	struct abi_value v;
	const char *why;

	rec_clear(&rec_result_type, out);
	out->chain_id = q->call->chain_id;
	out->contract = q->call->contract;
	out->signature = q->call->signature;
	out->args = q->call->args;
	switch (view->state) {
	case EVM_VIEW_REVERTED:
		out->error =
			arena_printf(a, "reverted: %s",
				     evm_revert_text(a, view->data, view->len));
		return;
	case EVM_VIEW_OPEN:
	case EVM_VIEW_FAILED:
		out->error = view->why ? view->why : "not answered";
		return;
	case EVM_VIEW_OK:
		break;
	}
	if (results->n && !view->len)
		out->error = "no answer: there is no contract";
	else if (!abi_decode(&v, a, results, view->data, view->len, &why))
		out->error = arena_printf(a, "another answer: %s", why);
	else
		out->values = values_of(a, &v);
}
