package io.fourwave.nio;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The selected keys. An application may remove, but not add. Each key knows its place, so that
 * neither selecting nor removing one allocates anything, and both are quick. Not thread-safe, as
 * {@link java.nio.channels.Selector} says.
 */
final class SelectedKeys extends AbstractSet<SelectionKey> {
  private StackKey[] keys = new StackKey[8];
  private int count;
  private int changes;

  /** For the selector: puts a key in; says whether it was not. */
  boolean select(StackKey key) {
    if (contains(key)) {
      return false;
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    place(key, count++);
    changes++;
    return true;
  }

  private void place(StackKey key, int at) {
    keys[at] = key;
    key.place = at;
  }

  @Override
  public boolean contains(Object key) {
    return key instanceof StackKey k && k.place < count && keys[k.place] == k;
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public boolean remove(Object key) {
    if (!contains(key)) {
      return false;
    }
    int gap = ((StackKey) key).place;
    place(keys[--count], gap);
    keys[count] = null;
    changes++;
    return true;
  }

  @Override
  public void clear() {
    Arrays.fill(keys, 0, count, null);
    count = 0;
    changes++;
  }

  @Override
  public void forEach(Consumer<? super SelectionKey> action) {
    int then = changes;
    for (int i = count - 1; i >= 0; i--) {
      action.accept(keys[i]);
      failIfChanged(then);
    }
  }

  @Override
  public Iterator<SelectionKey> iterator() {
    return new FromTheLast();
  }

  private void failIfChanged(int since) {
    if (changes != since) {
      throw new ConcurrentModificationException();
    }
  }

  /** From the last to the first: a key that goes is replaced by the last one, seen before. */
  private final class FromTheLast implements Iterator<SelectionKey> {
    private int next = count - 1;
    private StackKey current;
    private int then = changes;

    @Override
    public boolean hasNext() {
      return next >= 0;
    }

    @Override
    public SelectionKey next() {
      if (next < 0) {
        throw new NoSuchElementException();
      }
      failIfChanged(then);
      current = keys[next--];
      return current;
    }

    @Override
    public void remove() {
      if (current == null) {
        throw new IllegalStateException("there is no key to remove: next() comes first");
      }
      failIfChanged(then);
      SelectedKeys.this.remove(current);
      current = null;
      then = changes;
    }
  }
}
