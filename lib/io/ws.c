#include "io/ws.h"

#include "base/mem.h"
#include "base/text.h"

#include <libwebsockets.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHY_SZ   160
#define HOST_SZ  256
#define HTTPS    443
#define HTTP     80
#define SECOND   1000               /* ms */
#define QUEUE_SZ ((size_t)64 << 10) /* beside a message: what one read brings */

struct ws {
	struct ws_limits limits;
	char *url;
	char host[HOST_SZ];
	const char *path; /* into url */
	int port;
	bool secure;
	struct lws_context *context;
	struct lws *wsi; /* NULL: no connection */
	bool open, late;
	lws_sorted_usec_list_t timer;
	lws_retry_bo_t idle;
	char why[WHY_SZ];
	struct buf in;  /* messages, each with a newline behind it */
	struct buf out; /* LWS_PRE bytes, then what is to leave */
	size_t whole;   /* of in: up to here messages are whole */
	size_t begun;   /* of in: up to here they were given out */
};

static void say(struct ws *w, const char *why, size_t len)
{
	snprintf(w->why, sizeof(w->why), "%.*s",
		 len < WHY_SZ ? (int)len : WHY_SZ - 1, why);
	text_mask(w->why);
}

/* ---- what libwebsockets tells ---- */

static bool is_utf8(const char *p)
{
	for (size_t n; *p; p += n)
		if (!(n = utf8_len(p)))
			return false;
	return true;
}

static int refuse(struct ws *w, const char *why)
{
	say(w, why, strlen(why));
	return -1;
}

static int received(struct ws *w, struct lws *wsi, const char *p, size_t n)
{
	if (lws_frame_is_binary(wsi))
		return refuse(w, "a message that is no text");
	if (w->in.len - w->whole + n > w->limits.message_max)
		return refuse(w, "a message over the limit");
	if (memchr(p, '\0', n) || !buf_add(&w->in, p, n))
		return refuse(w, "a message that is no text");
	if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi))
		return 0;
	/* Between the parts of JSON a newline is a blank. */
	for (char *at = w->in.p + w->whole; at < w->in.p + w->in.len; at++)
		if (*at == '\n')
			*at = ' ';
	if (!buf_add(&w->in, "\n", 1))
		return refuse(w, "messages over the limit");
	w->whole = w->in.len;
	return 0;
}

static int writable(struct ws *w, struct lws *wsi)
{
	size_t n = w->out.len;

	if (n <= LWS_PRE)
		return 0;
	n -= LWS_PRE;
	w->out.len = LWS_PRE;
	return lws_write(wsi, (unsigned char *)w->out.p + LWS_PRE, n,
			 LWS_WRITE_TEXT) == (int)n
		       ? 0
		       : refuse(w, "the connection broke");
}

static int told(struct lws *wsi, enum lws_callback_reasons reason, void *user,
		void *in, size_t len)
{
	struct ws *w = lws_context_user(lws_get_context(wsi));

	(void)user;
	if (reason == LWS_CALLBACK_CLIENT_ESTABLISHED)
		w->open = true;
	else if (reason == LWS_CALLBACK_CLIENT_RECEIVE)
		return received(w, wsi, in, len);
	else if (reason == LWS_CALLBACK_CLIENT_WRITEABLE)
		return writable(w, wsi);
	else if (reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR && in)
		say(w, in, len);
	if (reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR ||
	    reason == LWS_CALLBACK_CLIENT_CLOSED)
		w->wsi = NULL;
	return 0;
}

static void rung(lws_sorted_usec_list_t *timer)
{
	struct ws *w = lws_container_of(timer, struct ws, timer);

	w->late = true;
	/* It rings before the wait of the same service, which must not begin. */
	lws_cancel_service(w->context);
}

/* Lets things happen until something did, at most wait_ms. */
static void serve(struct ws *w, int64_t wait_ms, bool (*done)(struct ws *w))
{
	w->late = false;
	lws_sul_schedule(w->context, 0, &w->timer, rung,
			 wait_ms * (LWS_US_PER_SEC / SECOND));
	while (w->wsi && !w->late && !done(w))
		if (lws_service(w->context, 0) < 0)
			break;
	lws_sul_schedule(w->context, 0, &w->timer, rung,
			 LWS_SET_TIMER_USEC_CANCEL);
}

/* ---- opening ---- */

/* host[:port] of the URL behind its scheme.  False: it is none. */
static bool place(struct ws *w, const char *at)
{
	size_t n = strcspn(at, "/?"), host = n;
	const char *colon = memchr(at, ':', n);

	w->port = w->secure ? HTTPS : HTTP;
	w->path = at[n] == '/' ? at + n : "/";
	if (colon) {
		char *end;
		long port = strtol(colon + 1, &end, 10);

		if (end != at + n || port < 1 || port > UINT16_MAX)
			return false;
		host = (size_t)(colon - at);
		w->port = (int)port;
	}
	if (!host || host >= sizeof(w->host) || memchr(at, '@', n))
		return false;
	memcpy(w->host, at, host);
	return true;
}

/* The same URL as one of HTTP, whose rules hold here too.  Owner: caller, free. */
static char *as_http(const char *url)
{
	size_t n = strlen(url) + sizeof("https");
	char *text = mem_alloc(n, 1);

	snprintf(text, n, "http%s", url + strlen("ws"));
	return text;
}

static const char *unfit(struct ws *w)
{
	bool secure = !strncmp(w->url, "wss://", 6);
	const char *why;
	char *http;

	if (!secure && strncmp(w->url, "ws://", 5) != 0)
		return "not a URL of ws:// or wss://";
	w->secure = secure;
	http = as_http(w->url);
	why = http_url_unfit(http, w->limits.plain);
	free(http);
	if (!why && !place(w, w->url + (secure ? 6 : 5)))
		why = "not a URL of a WebSocket";
	return why;
}

static bool make_context(struct ws *w)
{
	static const struct lws_protocols protocols[] = {
		{ .name = "ws", .callback = told, .rx_buffer_size = 4096 },
		{ .name = NULL },
	};
	struct lws_context_creation_info info = { .port = -1 };

	lws_set_log_level(0, NULL);
	info.protocols = protocols;
	info.gid = -1;
	info.uid = -1;
	info.user = w;
	info.connect_timeout_secs =
		(unsigned)(w->limits.connect_ms / SECOND) + 1;
	if (w->secure)
		info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	w->context = lws_create_context(&info);
	return w->context;
}

struct ws *ws_open(const char *url, const struct ws_limits *limits,
		   const char **why)
{
	struct ws *w = mem_alloc(1, sizeof(*w));

	w->limits = *limits;
	w->url = mem_strdup(url);
	buf_init(&w->in, limits->message_max + QUEUE_SZ);
	buf_init(&w->out, LWS_PRE + QUEUE_SZ);
	w->idle.secs_since_valid_ping = (uint16_t)(limits->idle_ms / SECOND);
	w->idle.secs_since_valid_hangup =
		(uint16_t)(2 * limits->idle_ms / SECOND);
	*why = unfit(w);
	if (!*why)
		return w;
	ws_close(w);
	return NULL;
}

void ws_close(struct ws *w)
{
	if (!w)
		return;
	if (w->context)
		lws_context_destroy(w->context);
	buf_free(&w->in);
	buf_free(&w->out);
	free(w->url);
	free(w);
}

const char *ws_why(const struct ws *w)
{
	return *w->why ? w->why : "the connection ended";
}

const char *ws_show(const struct ws *w, char buf[static HTTP_SHOW_SZ])
{
	snprintf(buf, HTTP_SHOW_SZ, "%s://%.64s:%d", w->secure ? "wss" : "ws",
		 w->host, w->port);
	return buf;
}

/* ---- use ---- */

static bool is_open(struct ws *w)
{
	return w->open;
}

static bool has_message(struct ws *w)
{
	return w->begun < w->whole;
}

static bool is_sent(struct ws *w)
{
	return w->out.len <= LWS_PRE;
}

bool ws_connect(struct ws *w)
{
	struct lws_client_connect_info info = { .port = w->port };

	/* A connection ends with its context. */
	if (w->context)
		lws_context_destroy(w->context);
	w->wsi = NULL;
	memset(&w->timer, 0, sizeof(w->timer));
	w->open = false;
	w->in.len = w->whole = w->begun = 0;
	w->out.len = 0;
	*w->why = '\0';
	if (!make_context(w))
		return false;
	info.context = w->context;
	info.address = info.host = info.origin = w->host;
	info.path = w->path;
	info.ssl_connection = w->secure ? LCCSCF_USE_SSL : 0;
	info.local_protocol_name = "ws";
	info.retry_and_idle_policy = &w->idle;
	w->wsi = lws_client_connect_via_info(&info);
	if (!w->wsi)
		return false;
	serve(w, w->limits.connect_ms, is_open);
	if (!w->open && w->late)
		say(w, "timeout", strlen("timeout"));
	return w->wsi && w->open;
}

bool ws_send(struct ws *w, const char *text, size_t len)
{
	static const char room[LWS_PRE];

	w->out.len = 0;
	if (!w->wsi || !buf_add(&w->out, room, sizeof(room)) ||
	    !buf_add(&w->out, text, len))
		return false;
	lws_callback_on_writable(w->wsi);
	serve(w, w->limits.connect_ms, is_sent);
	return w->wsi && is_sent(w);
}

enum ws_got ws_next(struct ws *w, char **text, size_t *len, int64_t wait_ms)
{
	char *end;

	if (w->begun == w->whole && w->whole) {
		memmove(w->in.p, w->in.p + w->whole, w->in.len - w->whole);
		w->in.len -= w->whole;
		w->whole = w->begun = 0;
	}
	if (!has_message(w))
		serve(w, wait_ms, has_message);
	if (!has_message(w))
		return w->wsi ? WS_LATE : WS_LOST;
	*text = w->in.p + w->begun;
	end = memchr(*text, '\n', w->whole - w->begun);
	*end = '\0';
	*len = (size_t)(end - *text);
	w->begun += *len + 1;
	if (is_utf8(*text))
		return WS_MESSAGE;
	refuse(w, "a message that is no text");
	w->wsi = NULL;
	return WS_LOST;
}
