/* number.h - the bytes of a JSON number.  Layer: data.  source: RFC 8259, 6. */
#ifndef MM_NUMBER_H
#define MM_NUMBER_H

#include <stdbool.h>

static inline bool number_digit(char c)
{
	return (unsigned)(c - '0') < 10;
}

static inline char *number_digits(char *p, const char **why)
{
	if (!number_digit(*p))
		*why = "bad number";
	while (number_digit(*p))
		p++;
	return p;
}

/* number_end: the byte behind the number at p, in text that ends with what is no part
 * of one; where it is none *why says so, and that is the byte that is wrong. */
static inline char *number_end(char *p, const char **why)
{
	p += *p == '-';
	if (p[0] == '0' && number_digit(p[1])) {
		*why = "number with a leading zero";
		return p;
	}
	p = number_digits(p, why);
	if (!*why && *p == '.')
		p = number_digits(p + 1, why);
	if (!*why && (*p | 32) == 'e') {
		p++;
		p = number_digits(p + (*p == '+' || *p == '-'), why);
	}
	return p;
}

#endif
