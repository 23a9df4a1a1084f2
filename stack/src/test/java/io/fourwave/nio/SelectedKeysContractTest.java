package io.fourwave.nio;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.nio.World.Ends;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The selected keys are a set like others, but that nobody may add to it. */
@ParameterizedClass
@EnumSource(World.Kind.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectedKeysContractTest extends Contract {
  private static final int MANY = 20; // more than there is room for at first

  private final List<Ends> connections = new ArrayList<>();
  private final List<SelectionKey> all = new ArrayList<>();
  private Selector selector;
  private Set<SelectionKey> selected;

  @BeforeEach
  void selectMany() throws IOException {
    selector = world.selector();
    for (int i = 0; i < MANY; i++) {
      Ends ends = world.connect();
      connections.add(ends);
      SocketChannel channel = ends.ours();
      channel.configureBlocking(false);
      all.add(channel.register(selector, OP_WRITE));
    }
    assertEquals(MANY, selector.select());
    selected = selector.selectedKeys();
  }

  @AfterEach
  void close() throws IOException {
    selector.close();
    for (Ends ends : connections) {
      ends.close();
    }
  }

  @Test
  void eachKeyIsInItOnce() throws IOException {
    assertEquals(new HashSet<>(all), selected);
    assertEquals(MANY, selected.toArray().length);
    assertEquals(0, selector.selectNow(), "they are in it already");
    List<SelectionKey> visited = new ArrayList<>();
    selected.forEach(visited::add);
    assertEquals(MANY, visited.size());
    assertEquals(Set.copyOf(all), Set.copyOf(visited));
  }

  @Test
  void whatIsRemovedByTheWayIsGoneAndTheRestIsVisited() throws IOException {
    Set<SelectionKey> kept = new HashSet<>();
    Set<SelectionKey> gone = new HashSet<>();
    boolean odd = false;
    for (Iterator<SelectionKey> i = selected.iterator(); i.hasNext(); odd = !odd) {
      SelectionKey key = i.next();
      (odd ? gone : kept).add(key);
      if (odd) {
        i.remove();
        assertThrows(IllegalStateException.class, i::remove, "it is removed already");
      }
    }
    assertEquals(MANY, kept.size() + gone.size());
    assertEquals(kept, selected);
    gone.forEach(key -> assertFalse(selected.contains(key)));
    gone.forEach(key -> assertFalse(selected.remove(key)));
    assertEquals(gone.size(), selector.selectNow(), "they are ready still");
    assertEquals(Set.copyOf(all), selected);
  }

  @Test
  void keysGoInAnyOrder() {
    List<SelectionKey> left = new ArrayList<>(all);
    for (int at = 7; !left.isEmpty(); at += 7) {
      SelectionKey key = left.remove(at % left.size());
      assertTrue(selected.remove(key));
      assertEquals(Set.copyOf(left), selected);
    }
    selected.clear();
    assertTrue(selected.isEmpty());
  }

  @Test
  void whoTakesAKeyAwayBehindAnIteratorsBackIsTold() {
    Iterator<SelectionKey> i = selected.iterator();
    SelectionKey key = i.next();
    selected.remove(key);
    assertThrows(ConcurrentModificationException.class, i::next);
    assertThrows(
        ConcurrentModificationException.class,
        () -> selected.forEach(each -> selected.remove(each)));
  }

  @Test
  void anIteratorEnds() {
    Iterator<SelectionKey> i = selected.iterator();
    for (int n = 0; n < MANY; n++) {
      i.next();
    }
    assertFalse(i.hasNext());
    assertThrows(NoSuchElementException.class, i::next);
  }

  @Test
  void aKeyOfAnotherSelectorIsNotInIt() throws IOException {
    try (Selector other = world.selector()) {
      SelectionKey foreign = connections.get(0).ours().register(other, OP_READ | OP_WRITE);
      assertEquals(1, other.select());
      assertFalse(selected.contains(foreign));
      assertFalse(selected.remove(foreign));
      assertEquals(MANY, selected.size());
    }
  }
}
