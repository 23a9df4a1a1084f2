/** A Linux TUN device as a {@code LinkDevice}, through jnr-ffi. */
module io.fourwave.tun {
  requires io.fourwave.stack;
}
