package org.meseta.master.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what belongs to something, without a search through everything. */
final class Index<K, V> {
  private final Map<K, Set<V>> members = new HashMap<>();

  void add(K key, V member) {
    members.computeIfAbsent(key, k -> new HashSet<>(4)).add(member);
  }

  void remove(K key, V member) {
    members.computeIfPresent(
        key,
        (k, set) -> {
          set.remove(member);
          return set.isEmpty() ? null : set;
        });
  }

  boolean contains(K key, V member) {
    return members.getOrDefault(key, Set.of()).contains(member);
  }

  /** A copy, so that the index may change meanwhile. */
  List<V> of(K key) {
    return List.copyOf(members.getOrDefault(key, Set.of()));
  }
}
