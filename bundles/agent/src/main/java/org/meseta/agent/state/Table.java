package org.meseta.agent.state;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * An immutable map that is cheap to change: a changed map shares with the one before all but what
 * changed.
 */
public final class Table<K, V> extends AbstractMap<K, V> {
  private static final Table<?, ?> EMPTY = new Table<>(HashTreePMap.empty());

  private final PMap<K, V> entries;

  private Table(PMap<K, V> entries) {
    this.entries = entries;
  }

  /** Holds nothing. */
  @SuppressWarnings("unchecked") // nothing can be taken out of it
  public static <K, V> Table<K, V> empty() {
    return (Table<K, V>) EMPTY;
  }

  /** Holds what the map holds; a table is returned as it is. */
  public static <K, V> Table<K, V> of(Map<K, V> map) {
    return map instanceof Table<K, V> table ? table : new Table<>(HashTreePMap.from(map));
  }

  /** This and one entry, in place of one with the same key. */
  public Table<K, V> and(K key, V value) {
    return new Table<>(entries.plus(key, value));
  }

  /** This without the entry of the key. */
  public Table<K, V> without(Object key) {
    return entries.containsKey(key) ? new Table<>(entries.minus(key)) : this;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return entries.containsKey(key);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return entries.entrySet();
  }
}
