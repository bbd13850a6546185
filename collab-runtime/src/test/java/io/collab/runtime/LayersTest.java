package io.collab.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers of docs/architecture.md: one rule per field, and the field's name is the rule. */
@AnalyzeClasses(packages = "io.collab", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String RUNTIME = "io.collab.runtime";
    private static final String[] PLAIN = {"java..", "org.jspecify.."};
    private static final String[] LOCK_FREE = {
        "io.collab.crdt..",
        RUNTIME + ".protocol..",
        RUNTIME + ".flow..",
        RUNTIME + ".session..",
        RUNTIME + ".connection.."
    };

    /** The packages of the engine in their order: each imports only those before it. */
    private static final String[] ENGINE = {
        "io.collab.crdt.lib0",
        "io.collab.crdt.update",
        "io.collab.crdt.internal.buffer",
        "io.collab.crdt.internal.format",
        "io.collab.crdt.internal.store",
        "io.collab.crdt.internal.integration",
        "io.collab.crdt.internal.encoding",
        "io.collab.crdt.internal.admission",
        "io.collab.crdt.internal.snapshot",
        "io.collab.crdt.internal.cleanup",
        "io.collab.crdt.internal.editing",
        "io.collab.crdt.internal.undo",
        "io.collab.crdt.internal.reading",
        "io.collab.crdt.internal.event",
        "io.collab.crdt",
        "io.collab.crdt.sync"
    };

    @ArchTest
    static final ArchRule api_imports_java_and_jspecify_only = only("io.collab.api..", "io.collab.api..");

    @ArchTest
    static final ArchRule spi_root_imports_api = only("io.collab.spi", "io.collab.api..", "io.collab.spi");

    @ArchTest
    static final ArchRule spi_transport_stands_alone =
            only("io.collab.spi.transport..", "io.collab.api..", "io.collab.spi", "io.collab.spi.transport..");

    @ArchTest
    static final ArchRule spi_merge_stands_alone =
            only("io.collab.spi.merge..", "io.collab.api..", "io.collab.spi", "io.collab.spi.merge..");

    @ArchTest
    static final ArchRule spi_storage_stands_alone =
            only("io.collab.spi.storage..", "io.collab.api..", "io.collab.spi", "io.collab.spi.storage..");

    @ArchTest
    static final ArchRule spi_ordering_may_use_storage = only(
            "io.collab.spi.ordering..",
            "io.collab.api..",
            "io.collab.spi",
            "io.collab.spi.storage..",
            "io.collab.spi.ordering..");

    @ArchTest
    static final ArchRule engine_packages_import_only_those_before_them = engineOrder();

    @ArchTest
    static final ArchRule engine_packages_are_all_in_the_order =
            classes().that().resideInAPackage("io.collab.crdt..").should().resideInAnyPackage(ENGINE);

    @ArchTest
    static final ArchRule engine_internals_stay_inside_the_engine = noClasses()
            .that()
            .resideOutsideOfPackage("io.collab.crdt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.collab.crdt.internal..");

    @ArchTest
    static final ArchRule protocol_imports_api_spi_sync_and_lib0 = only(
            RUNTIME + ".protocol..",
            "io.collab.api..",
            "io.collab.spi.transport..",
            "io.collab.spi.merge..",
            "io.collab.crdt.sync..",
            "io.collab.crdt.lib0..",
            RUNTIME + ".protocol..");

    @ArchTest
    static final ArchRule log_knows_no_other_package = only(RUNTIME + ".log..", RUNTIME + ".log..");

    @ArchTest
    static final ArchRule threads_know_no_other_package = only(RUNTIME + ".threads..", RUNTIME + ".threads..");

    @ArchTest
    static final ArchRule flow_knows_wires_and_no_documents = only(
            RUNTIME + ".flow..",
            "io.collab.api..",
            "io.collab.spi.transport..",
            "io.collab.spi.merge..",
            RUNTIME + ".protocol..",
            RUNTIME + ".threads..",
            RUNTIME + ".flow..");

    @ArchTest
    static final ArchRule commit_knows_the_spi_only = only(
            RUNTIME + ".commit..", RUNTIME + ".log..", "io.collab.api..", "io.collab.spi..", RUNTIME + ".commit..");

    @ArchTest
    static final ArchRule session_knows_no_connection_no_engine_no_container_and_no_adapter = only(
            RUNTIME + ".session..",
            RUNTIME + ".log..",
            "io.collab.api..",
            "io.collab.spi..",
            RUNTIME + ".protocol..",
            RUNTIME + ".threads..",
            RUNTIME + ".flow..",
            RUNTIME + ".commit..",
            RUNTIME + ".ordering..",
            RUNTIME + ".session..");

    @ArchTest
    static final ArchRule connection_is_above_session = only(
            RUNTIME + ".connection..",
            RUNTIME + ".log..",
            "io.collab.api..",
            "io.collab.spi.transport..",
            RUNTIME + ".protocol..",
            RUNTIME + ".threads..",
            RUNTIME + ".flow..",
            RUNTIME + ".session..",
            RUNTIME + ".connection..");

    @ArchTest
    static final ArchRule ordering_knows_the_spi_only = only(
            RUNTIME + ".ordering..", RUNTIME + ".log..", "io.collab.api..", "io.collab.spi..", RUNTIME + ".ordering..");

    @ArchTest
    static final ArchRule memory_knows_the_spi_only =
            only(RUNTIME + ".memory..", "io.collab.api..", "io.collab.spi..", RUNTIME + ".memory..");

    @ArchTest
    static final ArchRule merge_adapts_engines_to_the_spi = only(
            RUNTIME + ".merge..", "io.collab.api..", "io.collab.spi.merge..", "io.collab.crdt..", RUNTIME + ".merge..");

    @ArchTest
    static final ArchRule websocket_knows_the_transport_spi_and_jakarta = only(
            RUNTIME + ".websocket..",
            "io.collab.api..",
            "io.collab.spi.transport..",
            "jakarta.websocket..",
            "jakarta.servlet..",
            RUNTIME + ".websocket..");

    @ArchTest
    static final ArchRule jakarta_websocket_lives_in_websocket = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME + ".websocket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.websocket..");

    @ArchTest
    static final ArchRule jakarta_servlet_lives_in_websocket_and_cdi = noClasses()
            .that()
            .resideOutsideOfPackages(RUNTIME + ".websocket..", RUNTIME + ".cdi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule cdi_lives_in_cdi = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME + ".cdi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule no_package_imports_cdi = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME + ".cdi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RUNTIME + ".cdi..");

    @ArchTest
    static final ArchRule only_cdi_imports_the_root_of_the_runtime = noClasses()
            .that()
            .resideInAnyPackage(
                    RUNTIME + ".protocol..",
                    RUNTIME + ".log..",
                    RUNTIME + ".threads..",
                    RUNTIME + ".flow..",
                    RUNTIME + ".commit..",
                    RUNTIME + ".session..",
                    RUNTIME + ".connection..",
                    RUNTIME + ".ordering..",
                    RUNTIME + ".merge..",
                    RUNTIME + ".memory..",
                    RUNTIME + ".websocket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(RUNTIME);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.collab.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_have_a_meaning = noClasses()
            .that()
            .doNotHaveSimpleName("UndoManager")
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Abstract\\w*Factory)$");

    @ArchTest
    static final ArchRule nothing_is_static_and_mutable =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields =
            noFields().should().beAnnotatedWith("jakarta.inject.Inject");

    @ArchTest
    static final ArchRule logging_is_system_logger_only = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..");

    @ArchTest
    static final ArchRule engines_and_sessions_have_no_locks = noClasses()
            .that()
            .resideInAnyPackage(LOCK_FREE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule engines_and_sessions_synchronize_nothing =
            com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(LOCK_FREE)
                    .should()
                    .haveModifier(JavaModifier.SYNCHRONIZED);

    private static ArchRule only(String of, String... allowed) {
        return classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(PLAIN, allowed));
    }

    private static ArchRule engineOrder() {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < ENGINE.length; i++) {
            rules.add(engine(ENGINE[i], Arrays.copyOf(ENGINE, i + 1)));
        }
        return CompositeArchRule.of(rules);
    }

    private static ArchRule engine(String of, String... allowed) {
        String[] base = {
            "java.lang..",
            "java.util",
            "java.util.function..",
            "java.util.stream..",
            "java.math..",
            "java.nio..",
            "org.jspecify.."
        };
        return classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(base, allowed));
    }

    private static String[] concat(String[] some, String[] more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
