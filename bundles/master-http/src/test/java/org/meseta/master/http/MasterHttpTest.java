package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.master.http.osgi.MasterHttp;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.SystemRuntime;
import org.meseta.testkit.conformance.Caller;
import org.osgi.framework.BundleContext;

class MasterHttpTest {
  @TempDir Path folder;

  @Test
  void tellsTheMasterWhichPortTheSystemChose() throws Exception {
    SystemRuntime runtime = new SystemRuntime();
    FakeMaster master = new FakeMaster(runtime);
    master.flags = Map.of("port", "0", "work_dir", folder.toString());
    master.cluster = SampleCluster.leading(0);
    LoggingLevel logging = new LoggingLevel(runtime.timers(), level -> {});
    MasterHttp http =
        new MasterHttp(
            noProperties(), master, new JettyServers(runtime), runtime, logging, new PluginBoard());
    try {
      String port = Files.readString(folder.resolve("master.port")).strip();
      Caller caller = new Caller(Integer.parseInt(port));
      HttpResponse<String> answer = caller.get("/redirect");
      assertThat(answer.headers().firstValue("Location")).hasValue("//localhost:" + port);
      assertThat(caller.get("/state").body())
          .contains("\"pid\":\"master@127.0.0.1:" + port + "\"")
          .contains("\"leader\":\"master@127.0.0.1:" + port + "\"");
    } finally {
      http.close();
      runtime.close();
    }
    assertThat(folder.resolve("master.port")).doesNotExist();
  }

  /** All that is asked of it is where the log is: nowhere. */
  private static BundleContext noProperties() {
    return (BundleContext)
        Proxy.newProxyInstance(
            MasterHttpTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> null);
  }
}
