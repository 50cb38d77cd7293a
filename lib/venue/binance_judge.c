/* Binance, USD-M futures: what an answer says became of the request.
 * source: "Error Codes" and "General Info" (HTTP return codes). */
#include "venue/binance_parts.h"
#include "venue/cex_reply.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct cex_code codes[] = { /* the same numbers mean else on spot */
	{ -5041, CEX_REJECTED, CEX_PRICE },       /* no depth */
	{ -5028, CEX_RETRY, CEX_CLOCK },          /* at the matching engine */
	{ -5022, CEX_REJECTED, CEX_PRICE },       /* post-only would take */
	{ -5021, CEX_REJECTED, CEX_PRICE },       /* fill or kill */
	{ -4402, CEX_FATAL, CEX_PERMISSION },     /* compliance */
	{ -4401, CEX_REJECTED, CEX_CLOSED },      /* only reduceOnly */
	{ -4400, CEX_REJECTED, CEX_CLOSED },
	{ -4192, CEX_REJECTED, CEX_CLOSED },      /* cooling off */
	{ -4184, CEX_REJECTED, CEX_PRICE },
	{ -4183, CEX_REJECTED, CEX_PRICE },
	{ -4164, CEX_REJECTED, CEX_FILTER },      /* notional */
	{ -4161, CEX_REJECTED, CEX_MODE },        /* leverage, with a position */
	{ -4140, CEX_REJECTED, CEX_CLOSED },
	{ -4131, CEX_REJECTED, CEX_PRICE },       /* PERCENT_PRICE, thin book */
	{ -4120, CEX_REJECTED, CEX_OTHER },       /* conditional: other address */
	{ -4118, CEX_REJECTED, CEX_MARGIN },      /* reduceOnly, margin check */
	{ -4116, CEX_UNKNOWN, CEX_DUPLICATE },    /* an earlier send is open */
	{ -4109, CEX_FATAL, CEX_PERMISSION },     /* account inactive */
	{ -4088, CEX_FATAL, CEX_PERMISSION },     /* no trade */
	{ -4087, CEX_REJECTED, CEX_PERMISSION },  /* may only reduce */
	{ -4068, CEX_REJECTED, CEX_MODE },
	{ -4067, CEX_REJECTED, CEX_MODE },
	{ -4062, CEX_REJECTED, CEX_MODE },
	{ -4061, CEX_REJECTED, CEX_MODE },
	{ -4060, CEX_REJECTED, CEX_MODE },
	{ -4059, CEX_DONE, CEX_OK },              /* mode is so already */
	{ -4055, CEX_REJECTED, CEX_FILTER },
	{ -4048, CEX_REJECTED, CEX_MODE },
	{ -4047, CEX_REJECTED, CEX_MODE },
	{ -4046, CEX_DONE, CEX_OK },              /* margin is so already */
	{ -4045, CEX_REJECTED, CEX_FILTER },      /* too many stop orders */
	{ -4028, CEX_REJECTED, CEX_FILTER },      /* leverage */
	{ -4024, CEX_REJECTED, CEX_PRICE },
	{ -4023, CEX_REJECTED, CEX_FILTER },      /* step */
	{ -4016, CEX_REJECTED, CEX_PRICE },
	{ -4015, CEX_REJECTED, CEX_FILTER },      /* client id */
	{ -4014, CEX_REJECTED, CEX_FILTER },      /* tick */
	{ -4013, CEX_REJECTED, CEX_FILTER },
	{ -4005, CEX_REJECTED, CEX_FILTER },
	{ -4004, CEX_REJECTED, CEX_FILTER },
	{ -4003, CEX_REJECTED, CEX_FILTER },
	{ -4002, CEX_REJECTED, CEX_FILTER },
	{ -4001, CEX_REJECTED, CEX_FILTER },
	{ -2028, CEX_REJECTED, CEX_MARGIN },      /* leverage caps */
	{ -2027, CEX_REJECTED, CEX_MARGIN },
	{ -2026, CEX_REJECTED, CEX_REDUCE_ONLY }, /* type knows no reduceOnly */
	{ -2025, CEX_REJECTED, CEX_FILTER },      /* too many open orders */
	{ -2024, CEX_REJECTED, CEX_REDUCE_ONLY }, /* position not sufficient */
	{ -2023, CEX_REJECTED, CEX_CLOSED },      /* being liquidated */
	{ -2022, CEX_REJECTED, CEX_REDUCE_ONLY },
	{ -2021, CEX_REJECTED, CEX_PRICE },       /* would trigger */
	{ -2020, CEX_REJECTED, CEX_PRICE },       /* unable to fill */
	{ -2019, CEX_REJECTED, CEX_MARGIN },
	{ -2018, CEX_REJECTED, CEX_MARGIN },
	{ -2017, CEX_FATAL, CEX_PERMISSION },     /* keys are locked */
	{ -2015, CEX_FATAL, CEX_PERMISSION },     /* key, address, permission */
	{ -2014, CEX_FATAL, CEX_SIGNATURE },
	{ -2013, CEX_REJECTED, CEX_NO_ORDER },
	{ -2011, CEX_REJECTED, CEX_NO_ORDER },    /* of a cancel */
	{ -2010, CEX_REJECTED, CEX_OTHER },
	{ -1131, CEX_REJECTED, CEX_CLOCK },       /* the window is too wide */
	{ -1121, CEX_REJECTED, CEX_FILTER },      /* symbol */
	{ -1111, CEX_REJECTED, CEX_FILTER },      /* precision */
	{ -1109, CEX_FATAL, CEX_PERMISSION },     /* account */
	{ -1102, CEX_REJECTED, CEX_OTHER },
	{ -1023, CEX_REJECTED, CEX_OTHER },
	{ -1022, CEX_FATAL, CEX_SIGNATURE },
	{ -1021, CEX_RETRY, CEX_CLOCK },
	{ -1016, CEX_REJECTED, CEX_CLOSED },      /* service shut down */
	{ -1015, CEX_RETRY, CEX_LIMITED },        /* orders */
	{ -1008, CEX_RETRY, CEX_OVERLOADED },     /* surely not done: doc C */
	{ -1007, CEX_UNKNOWN, CEX_OVERLOADED },
	{ -1006, CEX_UNKNOWN, CEX_OVERLOADED },
	{ -1003, CEX_RETRY, CEX_LIMITED },
	{ -1002, CEX_FATAL, CEX_PERMISSION },
	{ -1001, CEX_UNKNOWN, CEX_OVERLOADED },
	{ -1000, CEX_UNKNOWN, CEX_OVERLOADED },
};
/* clang-format on */

#define PHRASE_MAX 64 /* of an answer that is no JSON */

static void verdict(struct cex_reply *out, enum cex_verdict v, enum cex_why why)
{
	out->verdict = v;
	out->why = why;
}

/* "IP banned until 1700000120000." */
static int64_t banned_until(const char *text)
{
	const char *at = strstr(text, "until ");
	size_t n = at ? strspn(at += strlen("until "), "0123456789") : 0;

	return n == 13 ? strtoll(at, NULL, 10) : -1;
}

/* What a status says by itself, whatever code comes with it.  False: nothing. */
static bool judge_status(struct cex_reply *out, int status, const char *msg)
{
	if (status == 429)
		verdict(out, CEX_RETRY, CEX_LIMITED);
	else if (status == 418)
		verdict(out, CEX_RETRY, CEX_BANNED);
	else if (status == 451)
		verdict(out, CEX_FATAL, CEX_PERMISSION);
	else if (status == 503 &&
		 (!strcmp(msg, "Service Unavailable.") || out->code == -1008))
		verdict(out, CEX_RETRY, CEX_OVERLOADED); /* docs B and C */
	else if (status >= 500 || status == 408)
		verdict(out, CEX_UNKNOWN, CEX_OVERLOADED);
	else
		return false;
	return true;
}

static void judge_error(struct cex_reply *out, const struct cex_request *r,
			int status, const char *msg)
{
	if (judge_status(out, status, msg))
		return;
	if (!out->code && status == 403) /* the firewall, not the exchange */
		verdict(out, CEX_RETRY, CEX_BANNED);
	if (!out->code)
		return;
	if (!cex_judge_code(out, codes, sizeof(codes) / sizeof(*codes),
			    out->code) &&
	    status >= 400)
		verdict(out, CEX_REJECTED, CEX_OTHER);
	/* To a question for an order it is an answer. */
	if (out->why == CEX_NO_ORDER && r->method == CEX_GET)
		out->verdict = CEX_DONE;
}

void binance_judge(struct cex_reply *out, const struct cex_request *r,
		   int status, const char *retry_after, const char *body,
		   size_t len, struct arena *a)
{
	struct cex_look l;
	const char *msg = "";

	*out = cex_reply_none(retry_after);
	if (!status)
		return;
	cex_look_open(&l, body, len);
	if (l.is_json) {
		if (!json_int(&out->code, json_in(&l.j, l.j.tok, "code")))
			out->code = 0;
		if (!json_str(&msg, json_in(&l.j, l.j.tok, "msg")))
			msg = "";
	} else if (status == 503 && body) {
		msg = arena_strndup(a, body,
				    len < PHRASE_MAX ? len : PHRASE_MAX);
	}
	if (l.is_json && status >= 200 && status < 300 && out->code >= 0)
		verdict(out, CEX_DONE, CEX_OK);
	else
		judge_error(out, r, status, msg);
	if (out->why == CEX_BANNED)
		out->until_ms = banned_until(msg);
	if (l.is_json && out->why != CEX_OK)
		out->text = cex_judge_text(r, msg, a);
	cex_look_close(&l);
}
