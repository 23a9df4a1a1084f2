package io.fourwave.link;

/** Says what there is to say of packets, for captures. The loop's thread asks. */
@FunctionalInterface
public interface Commentary {
  /** Says nothing. */
  Commentary NONE = direction -> "";

  /**
   * About the packet that passed last in a direction; all that can be done with it has been done.
   *
   * @return a line, empty if there is nothing to say
   */
  String about(Direction direction);
}
