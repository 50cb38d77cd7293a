/* net_conf.h - what the configuration says of the network, as the venues use it.
 * Layer: venue. */
#ifndef MM_NET_CONF_H
#define MM_NET_CONF_H

#include "io/http.h"
#include "io/jsonrpc.h"

/* A list of URLs, cut out of one text. */
struct net_urls {
	const char *v[JSONRPC_ENDPOINTS_MAX];
	size_t n;
	char *text; /* wiped when dropped: a URL may hold a key */
	size_t len;
};

/* net_urls_read: URLs separated by commas, blanks or newlines.  NULL, or why not
 * (constant phrase).  Owner: caller, net_urls_drop, also after an error. */
MM_CHECKED const char *net_urls_read(struct net_urls *out, const char *text);
void net_urls_drop(struct net_urls *u);

/* net_rpc_open: the service of the URLs that configuration key holds, or (@ and a
 * path) a file of mode 0600 with a URL a line; with HTTP_TIMEOUT and HTTP_PLAIN.
 *
 * in:      conf: the rest of what it is; its urls and limits are filled in.
 * returns: NULL, and *why (constant phrase), where a key, a file or a URL cannot be
 *          used.  Owner: caller, jsonrpc_close. */
struct jsonrpc *net_rpc_open(struct jsonrpc_conf conf, const char *key,
			     const char **why);

/* A header with a key that is in a file of its own. */
struct net_auth {
	char *line; /* "name: key", wiped when dropped; NULL: none */
	const char *headers[2]; /* ends with NULL */
};

/* net_auth_read: the file that configuration key names; an empty key: no header.
 * NULL, or why the file cannot be used (constant phrase).  Owner: caller,
 * net_auth_drop, also after an error. */
MM_CHECKED const char *net_auth_read(struct net_auth *out, const char *key,
				     const char *name);
void net_auth_drop(struct net_auth *auth); /* zero is no error */

/* net_auth_headers: as http_call takes them. */
const char *const *net_auth_headers(const struct net_auth *auth);

/* HTTP_TIMEOUT and HTTP_PLAIN. */
struct http_limits net_limits(void);

/* The rate of that key, in requests a second. */
struct bucket_rules net_rate(const char *key, int kept_ppm);

#endif
