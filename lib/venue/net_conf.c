#include "venue/net_conf.h"

#include "base/conf.h"
#include "base/mem.h"
#include "io/secret_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_MAX_MS 3000

const char *net_urls_read(struct net_urls *out, const char *text)
{
	static const char between[] = ", \n";
	char *p;

	*out = (struct net_urls){ .text = mem_strdup(text),
				  .len = strlen(text) };
	for (p = out->text; *(p += strspn(p, between)); p++) {
		if (out->n == JSONRPC_ENDPOINTS_MAX)
			return "too many URLs";
		out->v[out->n++] = p;
		p += strcspn(p, between);
		if (!*p)
			break;
		*p = '\0';
	}
	return out->n ? NULL : "no URL";
}

void net_urls_drop(struct net_urls *u)
{
	if (u->text)
		explicit_bzero(u->text, u->len);
	free(u->text);
	*u = (struct net_urls){ 0 };
}

struct jsonrpc *net_rpc_open(struct jsonrpc_conf conf, const char *key,
			     const char **why)
{
	const char *value = conf_text(key);
	struct secret_file file = { 0 };
	struct net_urls urls = { 0 };
	struct jsonrpc *s = NULL;

	*why = *value == '@' ? secret_file_read(&file, value + 1) : NULL;
	if (!*why)
		*why = net_urls_read(&urls, file.text ? file.text : value);
	if (!*why) {
		conf.urls = urls.v;
		conf.n_urls = urls.n;
		conf.limits = net_limits();
		s = jsonrpc_open(&conf, why);
	}
	net_urls_drop(&urls);
	secret_file_drop(&file);
	return s;
}

const char *net_auth_read(struct net_auth *out, const char *key,
			  const char *name)
{
	const char *path = conf_text(key), *why;
	struct secret_file file;
	size_t size;

	*out = (struct net_auth){ 0 };
	if (!*path)
		return NULL;
	why = secret_file_read(&file, path);
	if (!why && strchr(file.text, '\n'))
		why = "holds more than one line";
	if (!why) {
		size = strlen(name) + strlen(": ") + file.len + 1;
		out->line = mem_alloc(size, 1);
		snprintf(out->line, size, "%s: %s", name, file.text);
		out->headers[0] = out->line;
	}
	secret_file_drop(&file);
	return why;
}

void net_auth_drop(struct net_auth *auth)
{
	if (auth->line)
		explicit_bzero(auth->line, strlen(auth->line));
	free(auth->line);
	*auth = (struct net_auth){ 0 };
}

const char *const *net_auth_headers(const struct net_auth *auth)
{
	return auth->headers;
}

struct http_limits net_limits(void)
{
	int64_t total = conf_ms("HTTP_TIMEOUT");

	return (struct http_limits){
		.connect_ms = total < CONNECT_MAX_MS ? total : CONNECT_MAX_MS,
		.total_ms = total,
		.plain = conf_bool("HTTP_PLAIN"),
	};
}

struct bucket_rules net_rate(const char *key, int kept_ppm)
{
	const struct dec a_request = dec_make(1, 3); /* per 1000 s */
	struct bucket_rules rules = { .kept_ppm = kept_ppm };

	/* The key's range is 0..1000; a finer rate than 1 in 1000 s is none. */
	if (dec_units_floor(&rules.rate, conf_dec(key), a_request) != ST_OK)
		rules.rate = 1;
	if (!rules.rate && dec_sign(conf_dec(key)))
		rules.rate = 1;
	rules.burst = rules.rate < 2000 ? 1 : (int)(rules.rate / 1000);
	return rules;
}
