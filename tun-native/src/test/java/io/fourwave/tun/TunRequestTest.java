package io.fourwave.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TunRequestTest {
  // As strace(1) and linux/if_tun.h show them.
  @ParameterizedTest
  @CsvSource({
    "TUNSETIFF,       0x400454ca",
    "TUNSETPERSIST,   0x400454cb",
    "TUNSETOWNER,     0x400454cc",
    "TUNSETGROUP,     0x400454ce",
    "TUNSETOFFLOAD,   0x400454d0",
    "TUNSETVNETHDRSZ, 0x400454d8"
  })
  void requestsHaveTheNumbersOfTheKernelsHeader(TunRequest request, long code) {
    assertEquals(code, request.code("amd64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "arm", "i386", "riscv64", "s390x", "loongarch64"})
  void mostArchitecturesShareTheNumbers(String architecture) {
    assertEquals(0x400454caL, TunRequest.TUNSETIFF.code(architecture));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppc64le", "ppc64", "mips64el", "sparcv9", "alpha", "PowerPC"})
  void someArchitecturesInheritedAnotherDirectionBit(String architecture) {
    assertEquals(0x800454caL, TunRequest.TUNSETIFF.code(architecture));
  }

  @Test
  void aRequestIsAnUnsignedNumberWhereTheTopBitIsSet() {
    assertEquals("800454d0", Long.toHexString(TunRequest.TUNSETOFFLOAD.code("ppc64le")));
  }
}
