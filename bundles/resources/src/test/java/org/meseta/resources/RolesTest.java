package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

  @ParameterizedTest
  @ValueSource(strings = {"*", "eng", "eng/web", "a/b/c", "a-b", "a.b", "...", "ä"})
  void accepts(String role) {
    assertThat(Roles.invalid(role)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "/bad, cannot start with a slash",
    "bad/, cannot end with a slash",
    "a//b, two slashes",
    "., '.'",
    "a/.., '..'",
    "a/*, '*'",
    "-a, dash",
    "a/-b, dash",
    "'a b', white space",
    "'a\tb', white space",
    "'a\bb', white space",
  })
  void refuses(String role, String reason) {
    assertThat(Roles.invalid(role)).hasValueSatisfying(r -> assertThat(r).contains(reason));
    assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> Roles.require(role));
  }

  @Test
  void refusesEndlessRoles() {
    assertThat(Roles.invalid("a/".repeat(10_000) + "a")).isPresent();
  }

  @Test
  void knowsTheTree() {
    assertThat(Roles.ancestors("a/b/c")).containsExactly("a/b", "a");
    assertThat(Roles.ancestors("a")).isEmpty();
    assertThat(Roles.isStrictSubroleOf("a/b", "a")).isTrue();
    assertThat(Roles.isStrictSubroleOf("a", "a")).isFalse();
    assertThat(Roles.isStrictSubroleOf("ab/c", "a")).isFalse();
    assertThat(Roles.isHierarchical("a/b")).isTrue();
    assertThat(Roles.isHierarchical("a")).isFalse();
  }
}
