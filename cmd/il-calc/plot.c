#include "plot.h"

#include "curve.h"
#include "outlook.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define POINTS   160
#define PANELS   40 /* a page of them; the rest is left out */
#define PLOT_MAX ((size_t)8 << 20)
#define WIDTH    760
#define HEIGHT   300 /* of a panel */
#define LEFT     90
#define RIGHT    40
#define TOP      34
#define BOTTOM   40
#define WIDEN    0.35 /* beyond the outermost mark, in the logarithm */
#define WHOLE    2.0  /* of a range without useful ends, about the price */
#define X_LABELS 5
#define Y_LABELS 4

struct panel {
	double from, to;  /* logarithms of the price */
	double low, high; /* of the values */
	double price[POINTS];
	double value[POINTS], hold[POINTS];
	int n;
	int top; /* of the panel, on the page */
};

static void add(struct plot *p, const char *fmt, ...) MM_PRINTF(2, 3);

static void add(struct plot *p, const char *fmt, ...)
{
	char text[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || !buf_add(&p->panels, text, strlen(text)))
		mm_die(MM_FAIL, "--plot: the drawing is too large");
}

/* Text of records, which may hold anything. */
static void add_text(struct plot *p, const char *s)
{
	for (; *s; s++) {
		if (*s == '&' || *s == '<' || *s == '>' || *s == '"')
			add(p, "&#%d;", *s);
		else if ((unsigned char)*s >= ' ')
			add(p, "%c", *s);
	}
}

static double x_of(const struct panel *w, double price)
{
	return LEFT + (log(price) - w->from) / (w->to - w->from) *
			      (WIDTH - LEFT - RIGHT);
}

static double y_of(const struct panel *w, double value)
{
	return w->top + HEIGHT - BOTTOM -
	       (value - w->low) / (w->high - w->low) * (HEIGHT - TOP - BOTTOM);
}

/* Which prices are shown: the range, the price now, that at entry, and some more. */
static void frame_of(struct panel *w, const struct lp_place *place,
		     const struct lp_view *view, const struct books *b)
{
	int d0 = place->decimals0, d1 = place->decimals1;
	double entry = lp_price_real(b->sqrt_entry, d0, d1);
	double now = log(view->price);
	double lower = log(lp_price_real(place->lower, d0, d1));
	double upper = log(lp_price_real(place->upper, d0, d1));

	w->from = fmax(lower, now - WHOLE);
	w->to = fmin(upper, now + WHOLE);
	w->from = fmin(w->from, now) - WIDEN;
	w->to = fmax(w->to, now) + WIDEN;
	if (entry > 0) {
		w->from = fmin(w->from, log(entry) - WIDEN / 4);
		w->to = fmax(w->to, log(entry) + WIDEN / 4);
	}
}

static void sample(struct panel *w, const struct books *b,
		   const struct lp_place *place)
{
	double unit = pow(10, -b->decimals_n);
	struct curve_point at;

	w->low = INFINITY;
	w->high = -INFINITY;
	for (int i = 0; i < POINTS; i++) {
		double price =
			exp(w->from + (w->to - w->from) * i / (POINTS - 1));
		double v, h;

		if (!curve_at(&at, b, place, price))
			continue;
		v = (double)at.values.now * unit;
		h = (double)at.values.hold * unit;
		w->price[w->n] = price;
		w->value[w->n] = v;
		w->hold[w->n++] = h;
		w->low = fmin(w->low, fmin(v, h));
		w->high = fmax(w->high, fmax(v, h));
	}
}

static void line(struct plot *p, const struct panel *w, const double *y,
		 const char *class)
{
	add(p, "<polyline class=\"%s\" points=\"", class);
	for (int i = 0; i < w->n; i++)
		add(p, "%s%.1f,%.1f", i ? " " : "", x_of(w, w->price[i]),
		    y_of(w, y[i]));
	add(p, "\"/>\n");
}

static void mark(struct plot *p, const struct panel *w, double price,
		 const char *name)
{
	double x = x_of(w, price);
	int top = w->top + TOP, bottom = w->top + HEIGHT - BOTTOM;

	if (!(price > 0) || x < LEFT || x > WIDTH - RIGHT)
		return;
	add(p,
	    "<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" "
	    "y2=\"%d\"/>\n",
	    x, top, x, bottom);
	add(p, "<text class=\"mark\" x=\"%.1f\" y=\"%d\">%s</text>\n", x + 3,
	    bottom - 5, name);
}

static void axes(struct plot *p, const struct panel *w)
{
	int bottom = w->top + HEIGHT - BOTTOM;

	for (int i = 0; i < X_LABELS; i++) {
		double at = w->from + (w->to - w->from) * i / (X_LABELS - 1);

		add(p, "<text class=\"x\" x=\"%.1f\" y=\"%d\">%.5g</text>\n",
		    x_of(w, exp(at)), bottom + 16, exp(at));
	}
	for (int i = 0; i < Y_LABELS; i++) {
		double v = w->low + (w->high - w->low) * i / (Y_LABELS - 1);

		add(p,
		    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" "
		    "y2=\"%.1f\"/>\n",
		    LEFT, y_of(w, v), WIDTH - RIGHT, y_of(w, v));
		add(p, "<text class=\"y\" x=\"%d\" y=\"%.1f\">%.6g</text>\n",
		    LEFT - 6, y_of(w, v) + 4, v);
	}
}

static void range(struct plot *p, const struct panel *w,
		  const struct lp_place *place)
{
	int d0 = place->decimals0, d1 = place->decimals1;
	double x0 = x_of(w, lp_price_real(place->lower, d0, d1));
	double x1 = x_of(w, lp_price_real(place->upper, d0, d1));

	x0 = fmin(fmax(x0, LEFT), WIDTH - RIGHT);
	x1 = fmin(fmax(x1, LEFT), WIDTH - RIGHT);
	add(p,
	    "<rect class=\"range\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
	    "height=\"%d\"/>\n",
	    x0, w->top + TOP, x1 - x0, HEIGHT - TOP - BOTTOM);
}

static void title(struct plot *p, const struct panel *w,
		  const struct rec_il *il)
{
	add(p, "<text class=\"title\" x=\"%d\" y=\"%d\">", LEFT, w->top + 20);
	add_text(p, il->position);
	add(p, ": value and holding in ");
	add_text(p, il->numeraire);
	add(p, ", over ");
	add_text(p, il->token1);
	add(p, " per ");
	add_text(p, il->token0);
	if (!isnan(il->il_pct))
		add(p, "; now %+.2f %%", il->il_pct);
	add(p,
	    "</text>\n<text class=\"key\" x=\"%d\" y=\"%d\">"
	    "<tspan fill=\"#1f6fb4\">value</tspan> "
	    "<tspan fill=\"#c4562e\">held</tspan></text>\n",
	    WIDTH - RIGHT, w->top + 20);
}

void plot_add(struct plot *p, const struct books *b, const struct rec_il *il)
{
	struct panel w = { .top = p->n * HEIGHT };
	struct lp_place place;
	struct lp_view view;

	if (p->n == PANELS || !b->known || !b->priced ||
	    !outlook_place(&place, b) ||
	    lp_view(&view, &place, b->p->sqrt_price_x96.v))
		return;
	if (!p->n)
		buf_init(&p->panels, PLOT_MAX);
	frame_of(&w, &place, &view, b);
	sample(&w, b, &place);
	if (w.n < 2 || !(w.high > w.low))
		return;
	range(p, &w, &place);
	axes(p, &w);
	line(p, &w, w.hold, "hold");
	line(p, &w, w.value, "value");
	mark(p, &w,
	     lp_price_real(b->sqrt_entry, place.decimals0, place.decimals1),
	     "entry");
	mark(p, &w, view.price, "now");
	title(p, &w, il);
	p->n++;
}

static const char style[] =
	"<style>\n"
	"text{font:12px sans-serif;fill:#333}.title{font-weight:bold}\n"
	".x{text-anchor:middle}.y,.key{text-anchor:end}\n"
	".range{fill:#eef4fb}.grid{stroke:#ddd}\n"
	".mark{stroke:#999;stroke-dasharray:2 3}text.mark{stroke:none}\n"
	"polyline{fill:none;stroke-width:2}\n"
	".value{stroke:#1f6fb4}.hold{stroke:#c4562e;stroke-dasharray:6 4}\n"
	"</style>\n";

void plot_write(struct plot *p, const char *name)
{
	FILE *f = fopen(name, "w");
	int height = p->n ? p->n * HEIGHT : HEIGHT;

	if (!f)
		mm_die(MM_FAIL, "%s: %s", name, strerror(errno));
	fprintf(f,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		"height=\"%d\" viewBox=\"0 0 %d %d\">\n"
		"%s<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		WIDTH, height, WIDTH, height, style);
	if (!p->n)
		fprintf(f,
			"<text x=\"%d\" y=\"%d\">no accounts to draw</text>\n",
			LEFT, TOP);
	else
		fwrite(p->panels.p, 1, p->panels.len, f);
	fputs("</svg>\n", f);
	if (ferror(f) | fclose(f))
		mm_die(MM_FAIL, "%s: %s", name, strerror(errno));
	plot_free(p);
}

void plot_free(struct plot *p)
{
	if (p->n)
		buf_free(&p->panels);
	*p = (struct plot){ .n = 0 };
}
