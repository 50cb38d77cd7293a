/* test_evm_address - what is no address first, then the addresses of EIP-55. */
#include "chain/evm_address.h"
#include "check.h"

static const char *const right[] = {
	"0x52908400098527886E0F7030069857D2E4169EE7",
	"0x8617E340B3D01FA5F11F306F4090FD50E238070D",
	"0xde709f2102306220921060314715629080e2fb77",
	"0x27b1fdb04752bbc536007a920d24acb045561c26",
	"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
	"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
	"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
	"0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
	"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
	"0x0000000000000000000000000000000000000000",
};

static bool parse(struct evm_address *a, const char *s)
{
	return evm_address_parse(a, s, strlen(s));
}

static void refused(void)
{
	static const char *const wrong[] = {
		"",
		"0x",
		"f39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
		"0Xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
		"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226",
		"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb922660",
		"0xg39fd6e51aad88f6f4ce6ab8827279cfffb92266",
		" 0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226",
	};
	struct evm_address a = { { 7 } };

	for (size_t i = 0; i < COUNT(wrong); i++)
		CHECK(!parse(&a, wrong[i]));
	CHECK(a.b[0] == 7);
}

/* One letter of the wrong case, anywhere. */
static void wrong_checksum(void)
{
	struct evm_address a;
	char text[EVM_ADDRESS_STR_SZ];

	for (size_t i = 4; i < 8; i++)
		for (size_t k = 2; right[i][k]; k++) {
			memcpy(text, right[i], sizeof(text));
			if (text[k] < 'A')
				continue;
			text[k] ^= 0x20;
			CHECK(!parse(&a, text));
		}
}

static void known(void)
{
	char text[EVM_ADDRESS_STR_SZ];

	for (size_t i = 0; i < COUNT(right); i++) {
		struct evm_address a, b;

		CHECK(parse(&a, right[i]));
		CHECK(!strcmp(evm_address_format(text, &a), right[i]));
		for (size_t k = 2; text[k]; k++)
			if (text[k] >= 'A' && text[k] <= 'F')
				text[k] |= 0x20;
		CHECK(parse(&b, text) && evm_address_eq(&a, &b));
		for (size_t k = 2; text[k]; k++)
			if (text[k] >= 'a' && text[k] <= 'f')
				text[k] &= ~0x20;
		CHECK(parse(&b, text) && evm_address_eq(&a, &b));
		b = evm_address_at(a.b);
		CHECK(evm_address_eq(&a, &b));
	}
}

int main(void)
{
	refused();
	wrong_checksum();
	known();
	printf("test_evm_address: pass\n");
	return 0;
}
