package io.fourwave;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.lang.invoke.VarHandle;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the stack to its plan: who may import whom, read a clock, draw lots, and meet threads. */
class ArchitectureTest {
  /** Each room, named by its package below io.fourwave, and the rooms that it may import. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      """
      wire            :
      time            :
      link            :
      tcp.congestion  :
      stream          : wire
      tcp.recovery    : wire
      ip              : wire time link
      tcp             : wire time link ip stream tcp.congestion tcp.recovery
      udp             : wire link ip stream
      host            : wire time link ip stream tcp.congestion tcp.recovery tcp udp
      socket          : wire ip stream tcp udp host
      net             : wire tcp host socket nio
      nio             : wire tcp host socket
      sim             : wire link ip tcp host
      trace           : wire link ip tcp
      """
          .lines()
          .map(line -> line.split(" *: ?"))
          .collect(
              toMap(
                  line -> line[0],
                  line -> line.length == 1 ? Set.of() : Set.of(line[1].split(" "))));

  private static JavaClasses stack;

  @BeforeAll
  static void readTheClasses() {
    stack =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fourwave");
  }

  @Test
  void aRoomImportsOnlyTheRoomsBelowIt() {
    classes().that(inSomeRoom()).should(importOnlyWhatTheirRoomMay()).check(stack);
  }

  @Test
  void everyPackageIsARoomOnThePlan() {
    classes()
        .should(beInPackages("io.fourwave", MAY_IMPORT.keySet()))
        .because("MAY_IMPORT has a line for each")
        .check(stack);
  }

  @Test
  void noRoomsImportEachOtherInARing() {
    slices().matching("io.fourwave.(**)").should().beFreeOfCycles().check(stack);
  }

  @Test
  void onlyTheEventLoopReadsAClock() {
    noClasses()
        .that(areNot("io.fourwave.host.EventLoop"))
        .should(call(System.class, "nanoTime", "currentTimeMillis"))
        .orShould(call(Instant.class, "now"))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .because("time is an argument, in nanoseconds")
        .check(stack);
  }

  @Test
  void nobodySleeps() {
    noClasses().should(call(Thread.class, "sleep", "onSpinWait", "yield")).check(stack);
  }

  @Test
  void chanceIsAnArgument() {
    noClasses()
        .should(call(Math.class, "random"))
        .orShould(call(UUID.class, "randomUUID"))
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .because("a failing run must be repeatable from its seed: take a RandomGenerator")
        .check(stack);
  }

  @Test
  void onlyTheFrontDoorBringsRealChance() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.fourwave")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(SecureRandom.class)
        .check(stack);
  }

  @Test
  void threadsMeetOnlyInTheUpperRoomsAndTheByteRing() {
    noClasses().that(areSingleThreaded()).should().dependOnClassesThat(serveThreads()).check(stack);
  }

  @Test
  void onlyWhereThreadsMeetIsAFieldVolatile() {
    fields()
        .that()
        .areDeclaredInClassesThat(areSingleThreaded())
        .should()
        .notHaveModifier(JavaModifier.VOLATILE)
        .check(stack);
  }

  @Test
  void onlyWhereThreadsMeetIsAMethodSynchronized() {
    methods()
        .that()
        .areDeclaredInClassesThat(areSingleThreaded())
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .check(stack);
  }

  private static ArchCondition<JavaClass> importOnlyWhatTheirRoomMay() {
    return new ArchCondition<>("import only the rooms that MAY_IMPORT names") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String from = room(item);
        item.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(dependency -> !mayImport(from, room(dependency.getTargetClass())))
            .map(dependency -> SimpleConditionEvent.violated(item, dependency.getDescription()))
            .forEach(events::add);
      }
    };
  }

  private static boolean mayImport(String from, String to) {
    return from.equals(to) || MAY_IMPORT.get(from).contains(to);
  }

  private static ArchCondition<JavaClass> beInPackages(String root, Set<String> rooms) {
    return new ArchCondition<>("be in a room on the plan") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        if (!item.getPackageName().equals(root) && !rooms.contains(room(item))) {
          events.add(SimpleConditionEvent.violated(item, item.getName() + " is in no room"));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> call(Class<?> owner, String... names) {
    Set<String> forbidden = Set.of(names);
    return ArchConditions.accessTargetWhere(
        new DescribedPredicate<JavaAccess<?>>("%s.%s", owner.getSimpleName(), forbidden) {
          @Override
          public boolean test(JavaAccess<?> access) {
            return access.getTargetOwner().isEquivalentTo(owner)
                && forbidden.contains(access.getName());
          }
        });
  }

  private static DescribedPredicate<JavaClass> serveThreads() {
    return DescribedPredicate.describe(
        "serve threads",
        type -> {
          boolean concurrent = type.getPackageName().startsWith("java.util.concurrent");
          return type.isEquivalentTo(VarHandle.class)
              || (concurrent && !type.isEquivalentTo(TimeUnit.class));
        });
  }

  private static DescribedPredicate<JavaClass> areSingleThreaded() {
    Set<String> threaded = Set.of("host", "socket", "net", "nio");
    return DescribedPredicate.describe(
        "are outside " + threaded + ", ByteRing, MemoryBudget and MemoryLink",
        type ->
            !threaded.contains(room(type))
                && !isWithin(type, "io.fourwave.stream.ByteRing")
                && !isWithin(type, "io.fourwave.stream.MemoryBudget")
                && !isWithin(type, "io.fourwave.sim.MemoryLink"));
  }

  private static DescribedPredicate<JavaClass> areNot(String name) {
    return DescribedPredicate.describe("are not " + name, type -> !isWithin(type, name));
  }

  private static DescribedPredicate<JavaClass> inSomeRoom() {
    return DescribedPredicate.describe("are in a room", type -> MAY_IMPORT.containsKey(room(type)));
  }

  private static boolean isWithin(JavaClass type, String name) {
    return type.getName().equals(name) || type.getName().startsWith(name + "$");
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("io.fourwave")
        || type.getPackageName().startsWith("io.fourwave.");
  }

  private static String room(JavaClass type) {
    return type.getPackageName().replaceFirst("^io\\.fourwave\\.", "");
  }
}
