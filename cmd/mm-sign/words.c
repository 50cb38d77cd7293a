#include "words.h"

#include <string.h>

bool words_only(struct frame *f, const char *type, const char *line, size_t len)
{
	(void)f;
	(void)type;
	(void)line;
	(void)len;
	return false;
}

void words_line(struct frame *f, const char *text)
{
	out_bytes(&f->out, text, strlen(text));
	out_bytes(&f->out, "\n", 1);
}
