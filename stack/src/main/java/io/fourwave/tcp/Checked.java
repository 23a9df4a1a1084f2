package io.fourwave.tcp;

/** Range checks of settings, each answered with a sentence. */
final class Checked {
  private Checked() {}

  static void range(String what, long value, long least, long most, String unit) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + " to " + most + " " + unit + ", not " + value);
    }
  }
}
