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
    "'', Role names cannot be the empty string",
    "/bad, Role '/bad' cannot start with a slash",
    "bad/, Role 'bad/' cannot end with a slash",
    "a//b, Role 'a//b' cannot contain two adjacent slashes",
    "., Role '.' cannot include '.' as a component",
    "a/.., Role 'a/..' cannot include '..' as a component",
    "a/*, Role 'a/*' cannot include '*' as a component",
    "-a, Role component '-a' is invalid because it starts with a dash",
    "a/-b, Role component '-b' is invalid because it starts with a dash",
    "a/-b/., Role component '-b' is invalid because it starts with a dash",
    "'a b', Role component 'a b' is invalid because it contains backspace or whitespace",
    "'a\tb', Role component 'a\tb' is invalid because it contains backspace or whitespace",
    "'a\bb', Role component 'a\bb' is invalid because it contains backspace or whitespace",
    "'a\u007fb', Role component 'a\u007fb' is invalid because it contains backspace or whitespace",
  })
  void refuses(String role, String reason) {
    assertThat(Roles.invalid(role)).hasValue(reason);
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
