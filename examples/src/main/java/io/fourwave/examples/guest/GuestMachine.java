package io.fourwave.examples.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of QEMU that boot the guest. Each ends when the guest is turned off. Stateless,
 * thread-safe.
 *
 * @param image what is booted
 * @param accelerator what runs its instructions
 */
record GuestMachine(GuestImage image, Accelerator accelerator) {
  /** The program. */
  static final String QEMU = "qemu-system-x86_64";

  private static final String MEGABYTES = "128";

  /**
   * A shell for a person, on the terminal that QEMU gets as its streams; Ctrl-A X turns it off.
   *
   * @param parameters for the guest: {@code TERM=xterm} say
   * @param report a file, which will have the kernel's messages and {@code exit code N}
   */
  List<String> console(List<String> parameters, Path report) {
    // Ctrl-C is for the guest.
    return command("console", parameters, "file,id=report,path=" + quoted(report))
        .and("-chardev", "stdio,id=terminal,mux=on,signal=off", "-mon", "terminal")
        .words();
  }

  /**
   * A shell for a program: what it reads are commands, and it prints what they print. It says
   * {@code ready} first, and no more of its own.
   */
  List<String> commands() {
    return command("commands", List.of(), "null,id=report")
        .and("-chardev", "stdio,id=terminal")
        .words();
  }

  /**
   * Runs a script, prints what it prints, and is turned off.
   *
   * @param script a file with commands for {@code sh}
   * @param report a file, which will have the kernel's messages and {@code exit code N}
   */
  List<String> script(Path script, Path report) {
    return command("script", List.of(), "file,id=report,path=" + quoted(report))
        .and("-chardev", "stdio,id=terminal")
        .and("-fw_cfg", "name=opt/fourwave/script,file=" + quoted(script))
        .words();
  }

  private Words command(String task, List<String> parameters, String report) {
    List<String> append = new ArrayList<>(List.of("console=ttyS0", "quiet", "panic=-1"));
    append.add("task=" + task);
    append.addAll(GuestNetwork.PARAMETERS);
    append.addAll(parameters);
    return new Words(new ArrayList<>(List.of(QEMU)))
        .and("-machine", "q35", "-m", MEGABYTES)
        .and(accelerator.options())
        .and("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot")
        .and("-kernel", image.kernel().toString(), "-initrd", image.initramfs().toString())
        .and("-append", String.join(" ", append))
        .and("-netdev", "tap,id=wire,script=no,downscript=no,ifname=" + GuestNetwork.TAP)
        .and("-device", "virtio-net-pci,netdev=wire,romfile=")
        .and("-device", "virtio-rng-pci") // chance for ssh's keys, at once
        .and("-chardev", report, "-serial", "chardev:report")
        // A console of its own, so that no message of the kernel is among what is printed.
        .and("-device", "virtio-serial", "-device", "virtconsole,chardev=terminal");
  }

  /** In QEMU's options a comma ends a value, unless it is doubled. */
  private static String quoted(Path path) {
    return path.toString().replace(",", ",,");
  }

  /** A command that grows. */
  private record Words(List<String> words) {
    Words and(String... more) {
      return and(List.of(more));
    }

    Words and(List<String> more) {
      words.addAll(more);
      return this;
    }
  }
}
