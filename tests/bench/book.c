/* book - a full market out of the text of an RPC reply, and the same text through
 * cJSON and sodium's base64 alone, by turns in one process:
 * "book <us a reply> <us of the peer> <bytes>".
 *
 * 455 orders on each side, a queue of 2978 events, 32 open-orders accounts; from the
 * bytes that came over the network to the records, written to nowhere. */
#include "../unit/market_fixture.h"
#include "base/base64.h"
#include "base/buf.h"
#include "data/out.h"
#include "io/jsonrpc.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <sodium.h>
#include <time.h>

#define ROUNDS   21
#define TEXT_MAX ((size_t)4 << 20)

static struct market_fixture m;
static struct arena arena;
static struct pubkey keys[OPENBOOK_AT_OO + FIXTURE_OWN_MAX];
#define N_KEYS (sizeof(keys) / sizeof(*keys))

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

/* The reply to getMultipleAccounts, as a node writes it. */
static void make_text(struct buf *b)
{
	char *data = mem_alloc(BASE64_SZ(sizeof(m.events)), 1);
	char owner[PUBKEY_STR_SZ];
	bool ok;

	ok = buf_addf(b, "{\"jsonrpc\":\"2.0\",\"result\":{\"context\":{"
			 "\"apiVersion\":\"2.2.0\",\"slot\":447552300},"
			 "\"value\":[");
	for (size_t i = 0; i < N_KEYS; i++) {
		size_t len = base64_format(data, m.v[i].data, m.v[i].len);

		keys[i] = m.v[i].address;
		ok = ok && buf_addf(b, "%s{\"data\":[\"", i ? "," : "") &&
		     buf_add(b, data, len) &&
		     buf_addf(
			     b,
			     "\",\"base64\"],\"executable\":false,"
			     "\"lamports\":%llu,\"owner\":\"%s\",\"rentEpoch\":"
			     "18446744073709551615,\"space\":%zu}",
			     (unsigned long long)m.v[i].lamports,
			     pubkey_format(owner, &m.v[i].owner), m.v[i].len);
	}
	CHECK(ok && buf_addf(b, "]},\"id\":1}"));
	free(data);
}

/* Writes every record of the view. */
static void emit(struct out *o, const struct openbook_view *v)
{
	struct openbook_fault fault;
	struct rec_event_queue queue;
	struct rec_market market = openbook_place_record(v->place, &arena, 1);
	const struct rec_open_order *order;
	struct rec_list orders;
	struct rec_book book;

	CHECK(openbook_book_record(&book, v, &arena, 1, &fault));
	CHECK(openbook_orders(&orders, v, &arena, 1, &fault));
	CHECK(openbook_queue_record(&queue, v, &arena, 1, &fault));
	CHECK(orders.n == 2 * FIXTURE_SIDE_MAX);
	order = orders.v;
	rec_write(o, &rec_market_type, &market);
	rec_write(o, &rec_book_type, &book);
	for (size_t i = 0; i < orders.n; i++)
		rec_write(o, &rec_open_order_type, &order[i]);
	for (size_t i = 0; i < v->n_own; i++) {
		struct rec_oo oo = openbook_oo_record(v, &arena, &v->own[i], 1);

		rec_write(o, &rec_oo_type, &oo);
	}
	rec_write(o, &rec_event_queue_type, &queue);
}

static double ours(const struct buf *text, struct http_call *http,
		   struct json *json, struct out *o)
{
	struct openbook_view v = { .place = &m.place,
				   .own = m.own,
				   .n_own = FIXTURE_OWN_MAX };
	struct openbook_fault fault;
	struct solana_accounts got;
	struct jsonrpc_reply reply;
	double start;

	/* The scanner writes into it, so each round has a fresh copy. */
	http->answer.len = 0;
	CHECK(buf_add(&http->answer, text->p, text->len));
	CHECK(buf_add(&http->answer, "", 1));
	http->answer.len--;
	http->status = 200;
	start = now_us();
	jsonrpc_read(&reply, json, http, 1);
	CHECK(!reply.err);
	CHECK(!solana_read_accounts(&got, &arena, keys, N_KEYS, &reply));
	CHECK(openbook_view_read(&v, &arena, &got, &fault));
	emit(o, &v);
	out_flush(o);
	arena_reset(&arena);
	return now_us() - start;
}

static double peer(const struct buf *text)
{
	static uint8_t bytes[sizeof(m.events) + 8];
	double start = now_us();
	cJSON *j = cJSON_ParseWithLength(text->p, text->len), *a;

	CHECK(j);
	cJSON_ArrayForEach(
		a,
		cJSON_GetObjectItemCaseSensitive(
			cJSON_GetObjectItemCaseSensitive(j, "result"), "value"))
	{
		const char *s = cJSON_GetStringValue(cJSON_GetArrayItem(
			cJSON_GetObjectItemCaseSensitive(a, "data"), 0));
		size_t n;

		CHECK(!sodium_base642bin(bytes, sizeof(bytes), s, strlen(s),
					 NULL, &n, NULL,
					 sodium_base64_VARIANT_ORIGINAL));
	}
	cJSON_Delete(j);
	return now_us() - start;
}

static int by_size(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

int main(void)
{
	double us[ROUNDS], of_peer[ROUNDS];
	struct http_call http;
	struct json json = { 0 };
	struct buf text;
	struct out o;

	fixture_make(&m, FIXTURE_SIDE_MAX, FIXTURE_OWN_MAX);
	buf_init(&text, TEXT_MAX);
	make_text(&text);
	http_call_init(&http, TEXT_MAX);
	out_open(&o, open("/dev/null", O_WRONLY | O_CLOEXEC));
	for (int i = 0; i < ROUNDS; i++) {
		us[i] = ours(&text, &http, &json, &o);
		of_peer[i] = peer(&text);
	}
	qsort(us, ROUNDS, sizeof(*us), by_size);
	qsort(of_peer, ROUNDS, sizeof(*of_peer), by_size);
	printf("book %.0f %.0f %zu\n", us[ROUNDS / 2], of_peer[ROUNDS / 2],
	       text.len);
	return 0;
}
