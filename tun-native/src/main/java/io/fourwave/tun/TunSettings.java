package io.fourwave.tun;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which TUN device to open, and how. Start with {@link #named} and change what should differ.
 *
 * @param name of the interface, 1 to 15 octets; {@code tun%d} lets the kernel pick the number. An
 *     interface of that name is opened, or made if there is none
 * @param offload whether checksums may be partial and packets be super-segments, both ways
 * @param multiQueue whether several descriptors share the interface, each with some of the flows
 * @param persistent whether the interface is to stay after it was closed. An interface that is
 *     persistent already remains so either way
 * @param owner number of the user who may open a persistent interface without being root
 * @param group number of the group whose members may
 * @param mtu in octets, 68 to 65,535; if empty it is left as it is
 */
public record TunSettings(
    String name,
    boolean offload,
    boolean multiQueue,
    boolean persistent,
    OptionalInt owner,
    OptionalInt group,
    OptionalInt mtu) {

  private static final int LONGEST_NAME = 15;
  private static final int SMALLEST_MTU = 68; // RFC 791 §3.2
  private static final int LARGEST_MTU = 65_535;

  /** Refuses what the kernel would refuse, and a device that everybody could open. */
  public TunSettings {
    checkName(name);
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(group, "group");
    mtu.ifPresent(TunSettings::checkMtu);
    owner.ifPresent(id -> checkId("owner", id));
    group.ifPresent(id -> checkId("group", id));
    boolean owned = owner.isPresent() || group.isPresent();
    if (persistent && !owned) {
      throw new IllegalArgumentException(
          "a persistent device needs an owner or a group: without one everybody may open it");
    }
    if (owned && !persistent) {
      throw new IllegalArgumentException(
          "owner and group say who may open a persistent device; this one is gone when closed");
    }
  }

  /** The interface of that name, with offload, one queue, and gone when closed. */
  public static TunSettings named(String name) {
    return new TunSettings(
        name, true, false, false, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /** The same with another name. */
  public TunSettings withName(String other) {
    return new TunSettings(other, offload, multiQueue, persistent, owner, group, mtu);
  }

  /** The same with or without offload. */
  public TunSettings withOffload(boolean wanted) {
    return new TunSettings(name, wanted, multiQueue, persistent, owner, group, mtu);
  }

  /** The same with one queue or several. */
  public TunSettings withMultiQueue(boolean wanted) {
    return new TunSettings(name, offload, wanted, persistent, owner, group, mtu);
  }

  /** The same, to stay after it was closed, for a user to open again. */
  public TunSettings persistentForOwner(int uid) {
    return new TunSettings(name, offload, multiQueue, true, OptionalInt.of(uid), group, mtu);
  }

  /** The same, to stay after it was closed, for a group's members to open again. */
  public TunSettings persistentForGroup(int gid) {
    return new TunSettings(name, offload, multiQueue, true, owner, OptionalInt.of(gid), mtu);
  }

  /** The same with an MTU, in octets. */
  public TunSettings withMtu(int octets) {
    return new TunSettings(
        name, offload, multiQueue, persistent, owner, group, OptionalInt.of(octets));
  }

  /** Refuses a name that is no interface's (Linux, {@code dev_valid_name}). */
  static void checkName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "an interface's name has 1 to " + LONGEST_NAME + " octets, got \"" + name + '"');
    }
    if (name.equals(".") || name.equals("..") || !name.chars().allMatch(TunSettings::fitsAName)) {
      throw new IllegalArgumentException(
          "an interface's name is printable ASCII without space, '/' or ':', got \"" + name + '"');
    }
    if (name.replaceFirst("%d", "").indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "the only '%' in an interface's name can be one \"%d\", got \"" + name + '"');
    }
  }

  private static boolean fitsAName(int c) {
    return c > ' ' && c < 0x7f && c != '/' && c != ':';
  }

  /** Refuses what is no MTU of a TUN interface. */
  static void checkMtu(int octets) {
    if (octets < SMALLEST_MTU || octets > LARGEST_MTU) {
      throw new IllegalArgumentException(
          "an MTU is " + SMALLEST_MTU + " to " + LARGEST_MTU + " octets, got " + octets);
    }
  }

  private static void checkId(String whose, int id) {
    if (id < 0) {
      throw new IllegalArgumentException("the " + whose + "'s number is not negative, got " + id);
    }
  }
}
