/* book_best.h - the best price of a book that is not only ours.  Layer: data. */
#ifndef MM_BOOK_BEST_H
#define MM_BOOK_BEST_H

#include "data/rec_book.h"

/* book_best: all and own are one side of a book, best first; 0: nobody there. */
struct dec book_best(const struct rec_list *all, const struct rec_list *own);

#endif
