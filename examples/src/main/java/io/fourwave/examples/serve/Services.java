package io.fourwave.examples.serve;

import io.fourwave.NetworkStack;
import io.fourwave.examples.Refusal;
import io.fourwave.examples.http.HttpService;
import io.fourwave.examples.service.CharacterGenerator;
import io.fourwave.examples.service.Daytime;
import io.fourwave.examples.service.Discard;
import io.fourwave.examples.service.Echo;
import io.fourwave.examples.service.Service;
import io.fourwave.examples.telnet.TelnetService;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** All the services there are. */
public final class Services {
  static final List<String> NAMES =
      List.of("telnet", "ssh", "http", "echo", "discard", "daytime", "chargen");

  private Services() {}

  /** Refuses a name that is no service's. */
  static void check(List<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new Refusal(
            "there is no service '" + name + "': --services takes " + String.join(", ", NAMES));
      }
    }
  }

  /** All services that need no settings, on a stack: all but ssh. */
  public static List<Service> all(NetworkStack stack) {
    return List.of(
        new TelnetService(stack),
        new HttpService(),
        new Echo(),
        new Discard(),
        new Daytime(Clock.system(ZoneId.systemDefault())),
        new CharacterGenerator());
  }

  /** The services of these names, on a stack. */
  static List<Service> named(Collection<String> names, NetworkStack stack) {
    return all(stack).stream().filter(service -> names.contains(service.name())).toList();
  }
}
