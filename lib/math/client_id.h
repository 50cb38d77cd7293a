/* client_id.h - what an order's client id says about it.  Layer: math.
 *
 * u64 = strategy tag 16 bits | slot 16 bits (1 bit side, 15 bits number) |
 * generation 32 bits.  A slot belongs to one market and wallet and holds at most
 * one order; the generation rises only when the slot's last order is proven
 * over.
 */
#ifndef MM_CLIENT_ID_H
#define MM_CLIENT_ID_H

#include "math/order.h"

#define SLOT_NUMBERS 32768 /* per side */

static inline uint64_t client_id_make(uint16_t strategy, enum side side,
				      uint16_t number, uint32_t generation)
{
	uint64_t slot =
		(uint64_t)(side == SIDE_SELL) << 15 | (number & 0x7fffu);

	return (uint64_t)strategy << 48 | slot << 32 | generation;
}

static inline uint16_t client_id_strategy(uint64_t id)
{
	return (uint16_t)(id >> 48);
}

/* Side and number together: the key of a slot on one wallet. */
static inline uint16_t client_id_slot(uint64_t id)
{
	return (uint16_t)(id >> 32);
}

static inline enum side client_id_side(uint64_t id)
{
	return id >> 47 & 1 ? SIDE_SELL : SIDE_BUY;
}

static inline uint16_t client_id_number(uint64_t id)
{
	return (uint16_t)(id >> 32 & 0x7fff);
}

static inline uint32_t client_id_generation(uint64_t id)
{
	return (uint32_t)id;
}

#endif
