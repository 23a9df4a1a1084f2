package io.fourwave.examples.guest;

import io.fourwave.examples.Refusal;
import java.util.List;
import java.util.Optional;

/** What runs the guest's instructions. */
enum Accelerator {
  /** The processor itself. That {@code /dev/kvm} can be opened does not mean that it works. */
  KVM("kvm", "host"),

  /** A translator, which works everywhere and takes a core. */
  TCG("tcg,thread=multi", "Nehalem");

  private final String name;
  private final String processor;

  Accelerator(String name, String processor) {
    this.name = name;
    this.processor = processor;
  }

  /** The one of that name; none for {@code auto}, which leaves the choice to us. */
  static Optional<Accelerator> named(String name) {
    return switch (name) {
      case "kvm" -> Optional.of(KVM);
      case "tcg" -> Optional.of(TCG);
      case "auto" -> Optional.empty();
      default -> throw new Refusal("there is no '" + name + "': --accel takes kvm, tcg or auto");
    };
  }

  /** The options of QEMU. */
  List<String> options() {
    return List.of("-accel", name, "-cpu", processor);
  }
}
