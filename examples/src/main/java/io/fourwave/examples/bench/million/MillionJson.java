package io.fourwave.examples.bench.million;

import io.fourwave.examples.Json;
import io.fourwave.examples.bench.JsonReport;
import io.fourwave.examples.bench.Machine;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came out, for programs. */
final class MillionJson {
  private MillionJson() {}

  /** All there is to say of a run. */
  static String of(Machine machine, MillionPlan plan, MillionResult result) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", JsonReport.of(machine));
    all.put("connections", result.connections());
    all.put("peer", "in process");
    all.put("atOnce", plan.atOnce());
    all.put("share", plan.share());
    all.put("opened", result.opening().rate());
    all.put("openedFirst", result.opening().first());
    all.put("openedLast", result.opening().last());
    all.put("lastToFirst", result.steadiness());
    all.put("asked", result.asking().rate());
    all.put("heapOctets", result.heap());
    all.put("directOctets", result.direct());
    all.put("collections", result.collections());
    all.put("collectingMillis", result.collecting().toMillis());
    all.put("longestPauseMillis", result.longestPause().toMillis());
    return Json.text(all) + "\n";
  }
}
