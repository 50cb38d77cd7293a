/* Bybit v5: what an answer says became of the request.
 * source: "Error Codes"; the status of HTTP is 200 for almost everything. */
#include "venue/bybit_parts.h"
#include "venue/cex_reply.h"

#include <string.h>

/* clang-format off */
static const struct cex_code codes[] = {
	{ 0, CEX_DONE, CEX_OK },
	{ 429, CEX_UNKNOWN, CEX_LIMITED },         /* "please retry", no more */
	{ 10000, CEX_UNKNOWN, CEX_OVERLOADED },    /* timeout */
	{ 10001, CEX_REJECTED, CEX_FILTER },       /* parameters: size, step ... */
	{ 10002, CEX_RETRY, CEX_CLOCK },
	{ 10003, CEX_FATAL, CEX_SIGNATURE },       /* key, or wrong environment */
	{ 10004, CEX_FATAL, CEX_SIGNATURE },
	{ 10005, CEX_FATAL, CEX_PERMISSION },
	{ 10006, CEX_RETRY, CEX_LIMITED },
	{ 10007, CEX_FATAL, CEX_SIGNATURE },
	{ 10008, CEX_FATAL, CEX_PERMISSION },      /* common ban */
	{ 10009, CEX_FATAL, CEX_PERMISSION },      /* region */
	{ 10010, CEX_FATAL, CEX_PERMISSION },      /* address not bound */
	{ 10014, CEX_UNKNOWN, CEX_DUPLICATE },     /* an earlier one arrived */
	{ 10016, CEX_UNKNOWN, CEX_OVERLOADED },
	{ 10017, CEX_REJECTED, CEX_OTHER },        /* no such path */
	{ 10018, CEX_RETRY, CEX_BANNED },          /* limit of the address */
	{ 10024, CEX_FATAL, CEX_PERMISSION },      /* compliance */
	{ 10027, CEX_FATAL, CEX_PERMISSION },      /* trading banned */
	{ 10028, CEX_REJECTED, CEX_MODE },         /* unified accounts only */
	{ 10029, CEX_REJECTED, CEX_CLOSED },       /* symbol not allowed */
	{ 30228, CEX_REJECTED, CEX_CLOSED },       /* only reducing */
	{ 33004, CEX_FATAL, CEX_PERMISSION },      /* key expired */
	{ 34040, CEX_DONE, CEX_OK },               /* not modified */
	{ 110001, CEX_REJECTED, CEX_NO_ORDER },
	{ 110003, CEX_REJECTED, CEX_PRICE },
	{ 110004, CEX_REJECTED, CEX_MARGIN },
	{ 110006, CEX_REJECTED, CEX_MARGIN },
	{ 110007, CEX_REJECTED, CEX_MARGIN },
	{ 110008, CEX_REJECTED, CEX_NO_ORDER },    /* done or canceled already */
	{ 110009, CEX_REJECTED, CEX_FILTER },      /* too many stop orders */
	{ 110010, CEX_REJECTED, CEX_NO_ORDER },
	{ 110012, CEX_REJECTED, CEX_MARGIN },
	{ 110013, CEX_REJECTED, CEX_FILTER },      /* leverage against risk */
	{ 110017, CEX_REJECTED, CEX_REDUCE_ONLY },
	{ 110020, CEX_REJECTED, CEX_FILTER },      /* too many orders */
	{ 110021, CEX_REJECTED, CEX_CLOSED },      /* only reducing */
	{ 110023, CEX_REJECTED, CEX_CLOSED },
	{ 110024, CEX_REJECTED, CEX_MODE },
	{ 110025, CEX_DONE, CEX_OK },              /* mode is so already */
	{ 110026, CEX_DONE, CEX_OK },              /* margin is so already */
	{ 110027, CEX_DONE, CEX_OK },
	{ 110028, CEX_REJECTED, CEX_MODE },
	{ 110042, CEX_REJECTED, CEX_CLOSED },
	{ 110043, CEX_DONE, CEX_OK },              /* leverage is so already */
	{ 110044, CEX_REJECTED, CEX_MARGIN },
	{ 110045, CEX_REJECTED, CEX_MARGIN },
	{ 110051, CEX_REJECTED, CEX_MARGIN },
	{ 110052, CEX_REJECTED, CEX_MARGIN },
	{ 110053, CEX_REJECTED, CEX_MARGIN },
	{ 110063, CEX_REJECTED, CEX_CLOSED },
	{ 110066, CEX_REJECTED, CEX_CLOSED },
	{ 110072, CEX_UNKNOWN, CEX_DUPLICATE },    /* an earlier send arrived */
	{ 110074, CEX_REJECTED, CEX_CLOSED },
	{ 110079, CEX_UNKNOWN, CEX_OVERLOADED },   /* being processed */
	{ 110090, CEX_REJECTED, CEX_FILTER },      /* over the limit */
	{ 110094, CEX_REJECTED, CEX_FILTER },      /* notional */
	{ 110118, CEX_REJECTED, CEX_PRICE },       /* nobody to trade with */
	{ 110120, CEX_REJECTED, CEX_PRICE },
	{ 110121, CEX_REJECTED, CEX_PRICE },
	{ 110132, CEX_FATAL, CEX_PERMISSION },     /* compliance */
};
/* clang-format on */

/* Rejections of derivatives: a new one among them is one, too. */
#define REJECTS_FIRST 110000
#define REJECTS_LAST  110999

static void verdict(struct cex_reply *out, enum cex_verdict v, enum cex_why why)
{
	out->verdict = v;
	out->why = why;
}

/* What a status says by itself.  False: nothing.
 * source: "403: access too frequent", or from a country that may not. */
static bool judge_status(struct cex_reply *out, int status, const char *words)
{
	if (status == 403 && strstr(words, "too frequent"))
		verdict(out, CEX_RETRY, CEX_BANNED);
	else if (status == 403)
		verdict(out, CEX_FATAL, CEX_PERMISSION);
	else if (status == 429)
		verdict(out, CEX_UNKNOWN, CEX_LIMITED);
	else if (status >= 500)
		verdict(out, CEX_UNKNOWN, CEX_OVERLOADED);
	else
		return false;
	return true;
}

static void judge_code(struct cex_reply *out, enum cex_method method)
{
	if (!cex_judge_code(out, codes, sizeof(codes) / sizeof(*codes),
			    out->code) &&
	    out->code >= REJECTS_FIRST && out->code <= REJECTS_LAST)
		verdict(out, CEX_REJECTED, CEX_OTHER);
	/* To a question for an order it is an answer. */
	if (out->why == CEX_NO_ORDER && method == CEX_GET)
		out->verdict = CEX_DONE;
}

void bybit_judge(struct cex_reply *out, const struct cex_request *r, int status,
		 const char *retry_after, const char *body, size_t len,
		 struct arena *a)
{
	struct cex_look l;
	const char *msg;
	bool has_code;

	*out = cex_reply_none(retry_after);
	if (!status)
		return;
	cex_look_open(&l, body, len);
	has_code = l.is_json &&
		   json_int(&out->code, json_in(&l.j, l.j.tok, "retCode"));
	if (!l.is_json)
		msg = l.copy;
	else if (!json_str(&msg, json_in(&l.j, l.j.tok, "retMsg")))
		msg = "";
	if (!judge_status(out, status, msg) && has_code &&
	    (out->code || (status >= 200 && status < 300)))
		judge_code(out, r->method);
	if (has_code && out->why != CEX_OK)
		out->text = cex_judge_text(r, msg, a);
	cex_look_close(&l);
}
