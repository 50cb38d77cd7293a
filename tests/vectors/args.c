/* args.c - the readers and writers checkers use; see check.h. */
#include "check.h"
#include "line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define I128_SZ 41 /* sign, 39 digits, NUL */

bool vec_has(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	return v && !cJSON_IsNull(v);
}

const cJSON *vec_get(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	if (!v)
		line_fail("'%s': missing", key);
	return v;
}

const cJSON *vec_array(const cJSON *o, const char *key)
{
	const cJSON *v = vec_get(o, key);

	if (!cJSON_IsArray(v))
		line_fail("'%s': not an array", key);
	return v;
}

static double real_of(const cJSON *v, const char *key)
{
	if (!cJSON_IsNumber(v))
		line_fail("'%s': not a number", key);
	return v->valuedouble;
}

double vec_real(const cJSON *o, const char *key)
{
	return real_of(vec_get(o, key), key);
}

bool vec_bool(const cJSON *o, const char *key)
{
	const cJSON *v = vec_get(o, key);

	if (!cJSON_IsBool(v))
		line_fail("'%s': not a boolean", key);
	return cJSON_IsTrue(v);
}

const char *vec_text(const cJSON *o, const char *key)
{
	const cJSON *v = vec_get(o, key);

	if (!cJSON_IsString(v))
		line_fail("'%s': not a string", key);
	return v->valuestring;
}

static __int128 i128_of_text(const char *s, const char *key)
{
	bool minus = *s == '-';
	__int128 n = 0;

	s += minus;
	if (!*s)
		line_fail("'%s': not an integer", key);
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			line_fail("'%s': not an integer", key);
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_sub_overflow(n, *s - '0', &n))
			line_fail("'%s': over 127 bits", key);
	}
	if (!minus && __builtin_sub_overflow(0, n, &n))
		line_fail("'%s': over 127 bits", key);
	return n;
}

static __int128 i128_of(const cJSON *v, const char *key)
{
	if (cJSON_IsString(v))
		return i128_of_text(v->valuestring, key);
	if (!cJSON_IsNumber(v) || fabs(v->valuedouble) > 0x1p53 ||
	    v->valuedouble != floor(v->valuedouble))
		line_fail("'%s': not an integer", key);
	return (__int128)v->valuedouble;
}

static int64_t i64_of(const cJSON *v, const char *key)
{
	__int128 n = i128_of(v, key);

	if (n < INT64_MIN || n > INT64_MAX)
		line_fail("'%s': over 63 bits", key);
	return (int64_t)n;
}

int64_t vec_i64(const cJSON *o, const char *key)
{
	return i64_of(vec_get(o, key), key);
}

uint64_t vec_u64(const cJSON *o, const char *key)
{
	__int128 n = vec_i128(o, key);

	if (n < 0 || n > UINT64_MAX)
		line_fail("'%s': not an unsigned 64-bit integer", key);
	return (uint64_t)n;
}

__int128 vec_i128(const cJSON *o, const char *key)
{
	return i128_of(vec_get(o, key), key);
}

struct u256 vec_u256(const cJSON *o, const char *key)
{
	const char *s = vec_text(o, key);
	struct u256 x;

	if (u256_parse(&x, s, strlen(s)) != ST_OK)
		line_fail("'%s': not an unsigned 256-bit integer", key);
	return x;
}

size_t vec_reals(double **out, const cJSON *o, const char *key)
{
	const cJSON *array = vec_array(o, key);
	size_t n = (size_t)cJSON_GetArraySize(array);
	const cJSON *v;
	size_t i = 0;

	*out = n ? vec_alloc(n, sizeof(**out)) : NULL;
	cJSON_ArrayForEach(v, array)(*out)[i++] = real_of(v, key);
	return n;
}

size_t vec_i64s(int64_t **out, const cJSON *o, const char *key)
{
	const cJSON *array = vec_array(o, key);
	size_t n = (size_t)cJSON_GetArraySize(array);
	const cJSON *v;
	size_t i = 0;

	*out = n ? vec_alloc(n, sizeof(**out)) : NULL;
	cJSON_ArrayForEach(v, array)(*out)[i++] = i64_of(v, key);
	return n;
}

cJSON *vec_out(void)
{
	return cJSON_CreateObject();
}

cJSON *vec_refusal(const char *name)
{
	cJSON *out = vec_out();

	vec_put_text(out, "err", name);
	return out;
}

cJSON *vec_err(enum status st)
{
	switch (st) {
	case ST_OK:
		return vec_refusal("OK");
	case ST_FORMAT:
		return vec_refusal("E_FORMAT");
	case ST_DOMAIN:
		return vec_refusal("E_DOMAIN");
	case ST_RANGE:
		return vec_refusal("E_RANGE");
	case ST_OVERFLOW:
		return vec_refusal("E_OVERFLOW");
	case ST_DIVZERO:
		return vec_refusal("E_DIVZERO");
	case ST_NODATA:
		return vec_refusal("E_NODATA");
	}
	abort();
}

static const char *i128_text(char buf[static I128_SZ], __int128 n)
{
	char *p = buf + I128_SZ - 1;
	bool minus = n < 0;

	*p = '\0';
	do {
		int digit = (int)(n % 10);

		*--p = (char)('0' + (minus ? -digit : digit));
		n /= 10;
	} while (n);
	if (minus)
		*--p = '-';
	return p;
}

/* An integer travels as text: that is how compare.c tells it from a real. */
static cJSON *i128_node(__int128 n)
{
	char buf[I128_SZ];

	return cJSON_CreateString(i128_text(buf, n));
}

void vec_put_i128(cJSON *out, const char *key, __int128 n)
{
	cJSON_AddItemToObject(out, key, i128_node(n));
}

void vec_put_i64(cJSON *out, const char *key, int64_t n)
{
	vec_put_i128(out, key, n);
}

void vec_put_u256(cJSON *out, const char *key, struct u256 n)
{
	char text[U256_STR_SZ];

	u256_format(text, n);
	vec_put_text(out, key, text);
}

void vec_put_text(cJSON *out, const char *key, const char *s)
{
	cJSON_AddStringToObject(out, key, s);
}

void vec_put_real(cJSON *out, const char *key, double x)
{
	cJSON_AddNumberToObject(out, key, x);
}

void vec_put_bool(cJSON *out, const char *key, bool yes)
{
	cJSON_AddBoolToObject(out, key, yes);
}

void vec_put_null(cJSON *out, const char *key)
{
	cJSON_AddNullToObject(out, key);
}

cJSON *vec_put_array(cJSON *out, const char *key)
{
	return cJSON_AddArrayToObject(out, key);
}

void vec_add(cJSON *array, cJSON *element)
{
	cJSON_AddItemToArray(array, element);
}

void vec_add_text(cJSON *array, const char *s)
{
	vec_add(array, cJSON_CreateString(s));
}

void vec_put_i64s(cJSON *out, const char *key, const int64_t *v, size_t n)
{
	cJSON *array = vec_put_array(out, key);

	for (size_t i = 0; i < n; i++)
		vec_add(array, i128_node(v[i]));
}

void vec_put_reals(cJSON *out, const char *key, const double *v, size_t n)
{
	cJSON *array = vec_put_array(out, key);

	for (size_t i = 0; i < n; i++)
		vec_add(array, cJSON_CreateNumber(v[i]));
}
