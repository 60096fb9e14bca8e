package org.meseta.runtime;

import java.util.concurrent.Callable;

/** The class loader in which libraries that know nothing of bundles look for their own classes. */
public final class ContextLoader {

  private ContextLoader() {}

  /** Does some work while it is the loader of {@code type}; threads that start then inherit it. */
  public static <T> T as(Class<?> type, Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(type.getClassLoader());
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
