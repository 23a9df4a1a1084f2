package io.fourwave.examples.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fourwave.examples.lab.Lab;
import io.fourwave.examples.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fourwave run}: the launcher, the agent and an application that knows neither. */
class RunIT {
  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private final List<Program> started = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeEach
  void layOutACheckoutThatIsBuilt() throws IOException {
    Lab.requirePrivateNetwork();
    Files.copy(BASE.resolveSibling("fourwave"), directory.resolve("fourwave"));
    for (String module : List.of("stack", "tun-native", "examples")) {
      Files.createDirectories(directory.resolve(module).resolve("src/main"));
      Files.createFile(directory.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(directory.resolve("pom.xml"));
    Path target = Files.createDirectories(directory.resolve("examples/target"));
    for (String jar : List.of("fourwave.jar", "fourwave-agent.jar")) {
      Files.copy(BASE.resolve("target").resolve(jar), target.resolve(jar));
    }
  }

  @AfterEach
  void end() {
    started.forEach(Program::close);
  }

  private Program run(String... words) {
    String java = "JAVA_HOME=" + System.getProperty("java.home");
    String quick = "FOURWAVE_JAVA_OPTS=-XX:TieredStopAtLevel=1";
    List<String> command = new ArrayList<>(List.of("env", java, quick));
    command.addAll(List.of(directory.resolve("fourwave").toString(), "run"));
    command.addAll(List.of(words));
    Program program = Program.start(command);
    started.add(program);
    return program;
  }

  private static String classes() {
    return BASE.resolve("target/test-classes").toString();
  }

  private String jar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Greeter.class.getName());
    Path jar = directory.resolve("the app.jar");
    String entry = Greeter.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(Path.of(classes(), entry), out);
    }
    return jar.toString();
  }

  private Program guest() {
    Program guest = Program.start("nc", "192.0.2.2", "4444");
    started.add(guest);
    return guest;
  }

  @Test
  void anApplicationInAJarListensOnTheStackAndTakesLeaveBeforeTheStackEnds() throws IOException {
    Program application = run("--grace", "0s", "--", jar(), "4444");
    application.awaitOutput("ready: ping 192.0.2.2").awaitOutput("listening");
    Program guest = guest().awaitOutput("hello /192.0.2.1:");

    application.signal("TERM");
    guest.awaitOutput("may I go?").type("go\n").awaitOutput("bye");

    assertEquals(0, guest.exitCode(), guest::output);
    assertEquals(143, application.exitCode(), application::output);
    assertFalse(Program.run("ip", "-o", "link").contains(" tun0:"));
  }

  @Test
  void optionsOfTheStackStandBeforeTheHyphensAndThoseOfJavaBehindThem() {
    Program application =
        run("--tun", "tun7", "--trace", "--", "-ea", "-cp", classes(), name(), "4444");
    application.awaitOutput("listening");

    guest().awaitOutput("hello /192.0.2.1:");

    application.awaitOutput("LISTEN -> SYN-RECEIVED");
    assertTrue(Program.run("ip", "-o", "link").contains(" tun7:"));
  }

  @Test
  void anotherNetworkNamespaceIsEnteredByTheWholeApplication() {
    Program.run("ip", "netns", "add", "other");
    Program application = run("--netns", "other", "--", "-cp", classes(), name(), "4444");
    application.awaitOutput("ready: sudo ip netns exec other ping").awaitOutput("listening");

    Program guest = Program.start("ip", "netns", "exec", "other", "nc", "192.0.2.2", "4444");
    started.add(guest);
    guest.awaitOutput("hello /192.0.2.1:");

    application.signal("TERM");
    guest.awaitOutput("may I go?").type("go\n").awaitOutput("bye");
    assertEquals(143, application.exitCode(), application::output);
  }

  @Test
  void anExceptionOfMainEndsItAsJavaEndsIt() {
    Program application = run("--", "-cp", classes(), name(), "no number");

    assertEquals(1, application.exitCode(), application::output);
    application.awaitOutput("Exception in thread \"main\" java.lang.NumberFormatException");
    application.awaitOutput("Greeter.main(");
  }

  @Test
  void wrongUseIsAnsweredWithASentence() {
    refuses(run(), "fourwave run: say what to run: './fourwave run -- app.jar'");
    refuses(run("--"), "fourwave run: say what to run: './fourwave run -- app.jar'");
    refuses(run("app.jar"), "the application stands behind two hyphens: './fourwave run -- app.");
    refuses(run("--", "no.jar"), "fourwave: there is no jar 'no.jar'");
    refuses(run("--nagel", "--", "-cp", classes(), name()), "'--nagle' may be meant");
    refuses(run("--mtu", "1", "--", "-cp", classes(), name()), "fourwave run: --mtu is 1280 to");
  }

  private static void refuses(Program program, String sentence) {
    assertEquals(2, program.exitCode(), program::output);
    assertTrue(program.output().contains(sentence), program::output);
    assertEquals(1, program.output().lines().count(), program::output);
  }

  @Test
  void theAgentBringsNothingThatAnApplicationMayHaveInAnotherVersion() throws IOException {
    try (JarFile agent = new JarFile(BASE.resolve("target/fourwave-agent.jar").toFile())) {
      List<String> foreign =
          agent.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
              .filter(name -> !name.matches("(io/fourwave|jnr|com/kenai|com/github/jnr)/.*"))
              .toList();
      assertEquals(List.of(), foreign);
    }
  }

  private static String name() {
    return Greeter.class.getName();
  }
}
