package io.fourwave.examples.bench.peers;

import io.fourwave.examples.Json;
import io.fourwave.examples.bench.JsonReport;
import io.fourwave.examples.bench.Machine;
import io.fourwave.examples.bench.Turns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for programs. */
final class PeersJson {
  private PeersJson() {}

  /** All there is to say of a run. */
  static String of(Machine machine, PeersPlan plan, List<PeersResult> results) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", JsonReport.of(machine));
    all.put("family", plan.family());
    all.put("rounds", plan.rounds());
    all.put("seconds", plan.turn().toNanos() / 1e9);
    all.put("rows", results.stream().map(PeersJson::of).toList());
    return Json.text(all) + "\n";
  }

  private static Map<String, Object> of(PeersResult result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("row", result.row().word());
    all.put("oneCore", result.row().isOnOneCore());
    all.put("unit", result.row().unit().rate());
    all.put("cpuUnit", result.row().unit().cpu());
    for (Contestant contestant : result.contestants()) {
      all.put(contestant.word(), of(result, contestant));
    }
    return all;
  }

  private static Map<String, Object> of(PeersResult result, Contestant contestant) {
    Turns turns = result.of(contestant);
    Map<String, Object> all = JsonReport.of(turns.rate());
    all.put("turns", Arrays.stream(turns.rates()).boxed().toList());
    all.put("cpu", turns.cpu());
    if (turns.hasLatencies()) {
      all.put("microseconds50", turns.latency(50).median());
      all.put("microseconds99", turns.latency(99).median());
    }
    if (contestant.isPeer() || contestant.isLimit()) {
      all.put("fourwaveToIt", result.best(contestant));
    }
    return all;
  }
}
